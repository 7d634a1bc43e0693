import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { stockedStore } from '../_helpers/slack/stocked-store.ts'
import { type Figure, percentile, round, timed } from './measure.ts'

const hostile = 1_500
const asked = 40
const body = 1_000_000

/** Everything but the last byte of the largest request that Slack could send, with a signature of the right shape. */
const almost = () =>
  Buffer.concat([
    Buffer.from(
      `POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
        `x-slack-signature: v0=${'a'.repeat(64)}\r\nx-slack-request-timestamp: ${Math.floor(Date.now() / 1_000)}\r\n` +
        `content-length: ${body}\r\n\r\n`,
    ),
    Buffer.alloc(body - 1, 'a'),
  ])

const peak = (pid: number) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024

/** Times signed commands while 1,500 connections hold unfinished requests of a megabyte each, begun again whenever they are cut off. */
export const answerWhileHeld = async (): Promise<Figure> => {
  await using fake = await openFakeSlack()
  await using store = await stockedStore()
  await using bot = await startBot(fake, store.file, { isHurried: true })
  const ask = async () => {
    const times: number[] = []
    for (let i = 0; i < asked; i++) times.push(await timed(() => bot.command('/promo list')))
    return times
  }
  await ask()
  const alone = await ask()
  const before = peak(bot.pid)
  const port = Number(new URL(bot.url).port)
  const words = almost()
  const sockets = new Set<Socket>()
  let isOver = false
  let begun = 0
  const begin = () => {
    if (isOver) return
    begun++
    const socket = connect(port, '127.0.0.1', () => socket.write(words))
    sockets.add(socket.resume())
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      setTimeout(begin, 1_000)
    })
  }
  for (let i = 0; i < hostile; i++) begin()
  await wait(2_000)
  const held = await ask()
  isOver = true
  for (const socket of sockets) socket.destroy()
  return {
    name: 'held-connections',
    figures: {
      connections: hostile,
      begun,
      peak_mb: round(peak(bot.pid), 0),
      peak_mb_before: round(before, 0),
      command_ms_alone: round(percentile(alone, 0.5)),
      command_ms_held: round(percentile(held, 0.5)),
      slowest_ms_held: round(Math.max(...held)),
    },
  }
}
