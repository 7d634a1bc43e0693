import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { type Office, openOffice } from '../_helpers/slack/office.ts'
import { slashCommand } from '../_helpers/slack/signed-request.ts'
import { plentyOfLemonade } from '../_helpers/slack/stocked-store.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

const megabytes = () =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${office.bot.pid}/status`, 'utf8'))?.[1]) / 1024

/** Watches the memory of the bot while something happens, and gives the most by which it grew. */
const growthDuring = async (act: () => Promise<unknown>): Promise<number> => {
  const before = megabytes()
  let most = before
  const look = () => {
    most = Math.max(most, megabytes())
  }
  const timer = setInterval(look, 5)
  await act()
  await wait(200)
  look()
  clearInterval(timer)
  return most - before
}

const piece = Buffer.alloc(64 * 1024, 'a')

/** Sends fifty megabytes without a signature, as fast as they are taken; the status, or 0 where the door hung up. */
const pour = (headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((done) => {
    const asked = request(office.bot.url, { method: 'POST', headers, agent: false }, (answer) => {
      answer.resume()
      answer.on('close', () => done(answer.statusCode ?? 0))
    })
    asked.on('error', () => done(0))
    let left = 50 * 16
    const more = () => {
      while (left > 0 && !asked.destroyed) {
        left -= 1
        if (!asked.write(piece)) {
          asked.once('drain', more)
          return
        }
      }
      asked.end()
    }
    more()
  })

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('a body of fifty megabytes that nobody signed', () => {
  it.each<[string, Record<string, string>]>([
    ['that says how long it is', { ...form, 'content-length': `${50 * 16 * piece.length}` }],
    ['in chunks', { ...form, 'transfer-encoding': 'chunked' }],
    [
      'in chunks, with a signature of the right shape',
      {
        ...form,
        'transfer-encoding': 'chunked',
        'x-slack-signature': `v0=${'a'.repeat(64)}`,
        'x-slack-request-timestamp': `${Math.floor(Date.now() / 1000)}`,
      },
    ],
  ])('%s is refused and takes no memory', async (_, headers) => {
    let status = -1
    const growth = await growthDuring(async () => {
      status = await pour(headers)
    })
    expect([0, 400, 401, 413, 429]).toContain(status)
    expect(growth).toBeLessThan(30)
    expect(await office.types('/promo list')).toMatchObject({ status: 200 })
  })
})

describe('more unsigned requests than anybody sends by mistake', () => {
  const unsigned = (headers: Readonly<Record<string, string>> = {}) =>
    fetch(office.bot.url, { method: 'POST', headers: { ...form, ...headers }, body: slashCommand({ text: 'list' }) })

  it('from one address are refused for their number, while a signed one is served', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 25; i++) statuses.push((await unsigned()).status)
    expect(statuses[0]).toBe(401)
    expect(statuses.at(-1)).toBe(429)
    const served = await office.types(plentyOfLemonade('In spite of it'))
    expect(served).toMatchObject({ status: 200, text: expect.stringMatching(registration(undefined, 'P-1')) })
    expect((await unsigned()).status).toBe(429)
    expect(await office.types('/promo list')).toMatchObject({ status: 200 })
  })

  it('supply moves are refused also where each of them claims to from elsewhere', async () => {
    for (let i = 0; i < 25; i++) {
      const { status } = await unsigned({ 'x-forwarded-for': `203.0.113.${i}` })
      expect(status).toBe(429)
    }
  })

  it('leave nothing behind', () => {
    expect(office.written()).toMatchObject({ promotion_line: 1, audit: 1, inbox: 0 })
  })
})
