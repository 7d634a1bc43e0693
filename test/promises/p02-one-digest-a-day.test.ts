import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateWords } from '../../src/cards/language/words.ts'
import { readTranscript } from '../../src/chat/terminal/send.ts'
import { dayOf } from '../../src/domain/day.ts'
import type { Where } from './bomb.ts'
import { aWhile, type Service, startTold } from './running.ts'
import { type Channel, openShop, rowsOf, type Shop, transcriptFile } from './shop.ts'

/** Without a number it is a quick look: fewer kills at random, and recovering is interrupted at every fourth step. */
const kills = Number(process.env.KILLS || 8)
const stride = process.env.KILLS ? 1 : 4

const channels: readonly Channel[] = [
  { name: '#berlin', timeZone: 'Europe/Berlin' },
  { name: '#new-york', timeZone: 'America/New_York' },
  // Whoever asks there is alone with the bot: a digest of their own.
  { name: '@test:ana', timeZone: 'Australia/Lord_Howe' },
]
// Berlin puts its clocks forward on the second morning.
const firstDay = Temporal.PlainDate.from('2026-03-28')

/** A channel's digest of a local date. */
type Morning = { readonly channel: string; readonly on: Temporal.PlainDate; readonly due: Temporal.Instant }

/** A moment the service lives through; with the morning that is due then, if one is. */
type Moment = { readonly at: string; readonly morning: Morning | null }

/** Lists the mornings of so many days as they come, and the minutes around each. */
const momentsOf = (days: number): readonly Moment[] =>
  Array.from({ length: days }, (_, i) => firstDay.add({ days: i }))
    .flatMap((on) =>
      channels.map(({ name, timeZone }) => ({
        channel: name,
        on,
        due: on.toZonedDateTime({ timeZone, plainTime: '08:00' }).toInstant(),
      })),
    )
    .toSorted((a, b) => Temporal.Instant.compare(a.due, b.due))
    .flatMap((morning) =>
      [-2, -1, 0, 1, 2].map((minutes) => ({
        at: morning.due.add({ minutes }).toString(),
        morning: minutes === 0 ? morning : null,
      })),
    )

let shop: Shop
beforeAll(async () => {
  shop = await openShop(Temporal.Instant.from('2026-03-27T20:00:00Z'), channels)
})
afterAll(() => shop[Symbol.asyncDispose]())

/** Tells what was posted, and what the store thinks of it, from the first of some moments to the last. */
const expectOneDigestEach = async (file: string, lived: readonly Moment[]) => {
  const mornings = lived.flatMap(({ morning }) => morning ?? [])
  expect(new Set(mornings.map(({ channel }) => channel)).size).toBe(3)
  expect(new Set(mornings.map(({ on }) => `${on}`)).size).toBeGreaterThanOrEqual(3)
  const posted = readTranscript(transcriptFile(file)).map(({ channel, text }) => [
    channel,
    /^Launch readiness, (\w+ \d+ \w+)/.exec(text)?.[1],
  ])
  expect(posted.toSorted()).toEqual(
    mornings.map(({ channel, on }) => [channel, dateWords(dayOf(`${on}`), dayOf(`${on}`))]).toSorted(),
  )
  // A message that has been settled for a month is let go; its date stays taken.
  const made = await rowsOf(
    file,
    `select n.channel, n.local_on as "on", n.due_at as due, coalesce(o.state, 'sent') as state from occurrence n
      left join outbox o on o.workspace_id = n.workspace_id and o.id = n.outbox_id and o.entity = n.local_on`,
  )
  const due = (morning: Morning) => morning.due.toString({ smallestUnit: 'millisecond' })
  const byDue = (a: { due: string; channel: string }, b: { due: string; channel: string }) =>
    `${a.due} ${a.channel}` < `${b.due} ${b.channel}` ? -1 : 1
  expect((made as { due: string; channel: string }[]).toSorted(byDue)).toEqual(
    mornings
      .map((morning) => ({ channel: morning.channel, on: `${morning.on}`, due: due(morning), state: 'sent' }))
      .toSorted(byDue),
  )
  expect(await rowsOf(file, `select value as rows from counter where name = 'outbox'`)).toEqual([
    { rows: mornings.length },
  ])
}

/** Lets a service live through moments; answers how many it began, and whether it was killed. */
const liveThrough = async (service: Service, lines: readonly string[]) => {
  service.tell('post', ...lines)
  const { out, err, status, signal } = await service.leave()
  const isKilled = signal === 'SIGKILL'
  expect({ err, status }).toEqual({ err: '', status: isKilled ? null : 0 })
  return { begun: [...out.matchAll(/^at /gm)].length, isKilled }
}

const linesOf = (moments: readonly Moment[]) => moments.map(({ at }) => `at ${at}`)

/** The index of the moment that a service was killed in, which is where its clock stands. */
const clockAfter = (begunAt: number, begun: number) => begunAt + Math.max(0, begun - 1)

describe('one digest a channel and local date', () => {
  it('is posted when nothing happens to the service', async () => {
    const file = await shop.copy()
    const moments = momentsOf(3)
    expect(await liveThrough(startTold(file), linesOf(moments))).toEqual({ begun: moments.length, isKilled: false })
    await expectOneDigestEach(file, moments)
  })

  it.concurrent.each<[string, string, Where]>([
    ['right before each statement and file write', 'statement,write', 'before'],
    ['right after each file write', 'write', 'after'],
    ['half-way through each file write', 'write', 'half'],
  ])('is posted when its service is killed %s of making and posting it', async (_, steps, where) => {
    const file = await shop.copy()
    const moments = momentsOf(20)
    let clock = 0
    for (let number = 1; ; number++) {
      const due = moments.findIndex(({ morning }, i) => i > clock && morning !== null)
      const { isKilled } = await liveThrough(startTold(file), [
        ...linesOf(moments.slice(clock, due)),
        `die ${steps} ${where} ${number}`,
        ...linesOf(moments.slice(due, due + 1)),
      ])
      clock = due
      if (isKilled) continue
      expect(number).toBeGreaterThan(where === 'before' ? 10 : 1)
      break
    }
    const end = Math.max(momentsOf(3).length, clock + 1)
    await liveThrough(startTold(file), linesOf(moments.slice(clock, end)))
    await expectOneDigestEach(file, moments.slice(0, end))
  })

  it.concurrent.each<[string, Where]>([
    ['that was killed right after it had posted', 'after'],
    ['that was killed half-way through posting', 'half'],
  ])(
    `is posted when the next service after one %s is killed at every ${stride === 1 ? '' : 'fourth '}step of recovering`,
    async (_, where) => {
      const file = await shop.copy()
      const moments = momentsOf(20)
      let clock = 0
      for (let number = 1; ; number += stride) {
        const due = moments.findIndex(({ morning }, i) => i > clock && morning !== null)
        const first = await liveThrough(startTold(file), [
          ...linesOf(moments.slice(clock, due)),
          `die write ${where} 1`,
          ...linesOf(moments.slice(due, due + 1)),
        ])
        expect(first.isKilled).toBe(true)
        clock = due
        const next = startTold(file)
        next.tell(`die statement,write before ${number}`)
        const { isKilled } = await liveThrough(next, linesOf(moments.slice(due, due + 1)))
        if (isKilled) continue
        expect(number).toBeGreaterThan(5)
        break
      }
      const end = Math.max(momentsOf(3).length, clock + 1)
      await liveThrough(startTold(file), linesOf(moments.slice(clock, end)))
      await expectOneDigestEach(file, moments.slice(0, end))
    },
  )

  it.concurrent.each<[string, Where]>([
    ['before', 'before'],
    ['after', 'after'],
  ])(
    'is settled at once, without waiting, by the next service after one that was killed right %s posting it',
    async (_, where) => {
      const file = await shop.copy()
      const due = momentsOf(1).findIndex(({ morning }) => morning !== null)
      const lines = linesOf(momentsOf(1).slice(0, due + 1))
      const { isKilled } = await liveThrough(startTold(file), [`die write ${where} 1`, ...lines])
      expect(isKilled).toBe(true)
      expect(await rowsOf(file, 'select state from outbox')).toEqual([{ state: 'sending' }])
      await liveThrough(startTold(file), lines.slice(-1))
      expect(await rowsOf(file, 'select state from outbox')).toEqual([{ state: 'sent' }])
      expect(readTranscript(transcriptFile(file))).toHaveLength(1)
    },
  )

  it.concurrent(
    `is posted when its service is killed ${kills} times at random`,
    async () => {
      const file = await shop.copy()
      const moments = momentsOf(3 * kills + 3)
      let clock = 0
      const found = { settled: 0, waiting: 0, sending: 0, posted: 0 }
      for (let killed = 0; killed < kills; killed++) {
        const service = startTold(file)
        service.tell('post', ...linesOf(moments.slice(clock, clock + 40)))
        if (killed % 8 > 0) await service.said(/^posting$/m)
        await aWhile(killed % 8 > 0 ? 80 : 300)
        const { out, err, signal } = await service.kill('SIGKILL')
        expect({ err, signal }).toEqual({ err: '', signal: 'SIGKILL' })
        clock = clockAfter(clock, [...out.matchAll(/^at /gm)].length)
        found[await stageOf(file)]++
      }
      const end = Math.max(momentsOf(3).length, clock + 1)
      await liveThrough(startTold(file), linesOf(moments.slice(clock, end)))
      await expectOneDigestEach(file, moments.slice(0, end))
      if (process.env.KILLS) console.info(`${kills} kills, by how far the last digest had come:`, found)
    },
    60_000 + kills * 4_000,
  )
})

/** Tells how far the newest digest of a store had come. */
const stageOf = async (file: string) => {
  const rows = await rowsOf<{ state: string; key: string }>(
    file,
    `select state, workspace_id || '-' || id as key from outbox order by id desc limit 1`,
  )
  const [last] = rows
  const isPosted = readTranscript(transcriptFile(file)).some(({ outboxId }) => outboxId === last?.key)
  if (last === undefined || last.state === 'sent') return 'settled'
  return last.state === 'sending' ? (isPosted ? 'posted' : 'sending') : 'waiting'
}

describe('two services on one store', () => {
  const [first, second] = momentsOf(3).flatMap(({ at, morning }, i) => (morning === null ? [] : [{ at, i }])) as [
    { at: string; i: number },
    { at: string; i: number },
  ]

  it('post once: the second one only when the first is gone, beginning with what that one did not settle', async () => {
    const file = await shop.copy()
    const [one, other] = [startTold(file), startTold(file)]
    one.tell('post')
    await one.said(/^posting$/m)
    other.tell('post', `at ${first.at}`)
    await other.said(/^was /m)
    expect(readTranscript(transcriptFile(file))).toEqual([])
    one.tell(`at ${first.at}`, 'die write after 1', `at ${second.at}`)
    expect((await one.ended).signal).toBe('SIGKILL')
    expect(readTranscript(transcriptFile(file))).toHaveLength(2)
    const rest = momentsOf(3).slice(second.i)
    other.tell('post', ...linesOf(rest))
    const { out, err } = await other.leave()
    expect(err).toBe('')
    expect(out.match(/^(not )?posting$/gm)).toEqual(['not posting', 'posting'])
    await expectOneDigestEach(file, momentsOf(3))
  })

  it('post once when they start at the same time', async () => {
    const file = await shop.copy()
    const services = [startTold(file), startTold(file), startTold(file)]
    for (const service of services) service.tell('post', ...linesOf(momentsOf(3)))
    await Promise.all(services.map((service) => service.said(/^was /m, momentsOf(3).length)))
    const ended = await Promise.all(services.map((service) => service.leave()))
    expect(ended.map(({ err }) => err)).toEqual(['', '', ''])
    expect(ended.filter(({ out }) => /^posting$/m.test(out))).toHaveLength(1)
    await expectOneDigestEach(file, momentsOf(3))
  })

  it('post once when the second takes over at the very moment the first has posted and is killed', async () => {
    const file = await shop.copy()
    const [one, other] = [startTold(file), startTold(file)]
    one.tell('post')
    await one.said(/^posting$/m)
    other.tell(`wait ${file}.gone`, 'post')
    await other.said(/^(waiting|not posting)$/m)
    one.tell('die write after 1', `at ${first.at}`)
    expect((await one.ended).signal).toBe('SIGKILL')
    await writeFile(`${file}.gone`, '')
    await other.said(/^(not )?posting$/m)
    other.tell('post', ...linesOf(momentsOf(3).slice(first.i)))
    expect((await other.leave()).err).toBe('')
    await expectOneDigestEach(file, momentsOf(3))
  })
})
