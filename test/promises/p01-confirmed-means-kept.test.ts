import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTranscript } from '../../src/chat/terminal/send.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { registration } from '../_helpers/registered.ts'
import type { Where } from './bomb.ts'
import { aWhile, startServe, startTold } from './running.ts'
import { openShop, rowsOf, type Shop, skus, transcriptFile } from './shop.ts'

/** Without a number it is a quick look: fewer kills at random, and after every third statement, as before the next one is as after the last. */
const kills = Number(process.env.KILLS || 4)
const stride = process.env.KILLS ? 1 : 3
const mostAStore = 20

const today = Temporal.Now.plainDateISO('UTC')
/** Where every promotion is posted: where it was registered, and the two channels that want digests. */
const channels = ['#berlin', '#launches', '#tokyo']

let shop: Shop
beforeAll(async () => {
  shop = await openShop(Temporal.Now.instant(), [
    { name: '#berlin', timeZone: 'Europe/Berlin' },
    { name: '#tokyo', timeZone: 'Asia/Tokyo' },
  ])
})
afterAll(() => shop[Symbol.asyncDispose]())

let typed = 0
/** Says a line that registers a promotion of two items that no other line is about. */
const nextLine = (): string => {
  const number = ++typed
  const start = today.add({ days: 10 + (number % 900) })
  const [one, other] = [skus[(2 * number) % skus.length], skus[(2 * number + 1) % skus.length]]
  return `promo add Sale-${number}- sku:${one},${other} at:EAST from:${start} to:${start} uplift:+10%`
}

/** Reads the confirmations that somebody saw: the name and the number of each promotion. */
const confirmedIn = (out: string): readonly { id: string; name: string }[] =>
  [...out.matchAll(/^\S [\w ]+: (Sale-\d+-) \((P-\d+)\), /gm)].map(([, name, id]) => ({
    id: id as string,
    name: name as string,
  }))

/** Expects every registered promotion with all that belongs to it, whether or not its confirmation was seen; answers them. */
const expectWhole = async (file: string): Promise<readonly { id: string; name: string }[]> => {
  const kept = await rowsOf<{ id: string; name: string; rows: number }>(
    file,
    `select promotion_id as id, min(name) as name, count(*) as rows from promotion_line
      where promotion_id like 'P-%' group by 1 order by 1`,
  )
  const ids = kept.map(({ id }) => id)
  expect(kept.filter(({ rows }) => rows !== 2)).toEqual([])
  expect(new Set(kept.map(({ name }) => name)).size).toBe(kept.length)
  for (const [of, sql] of [
    ['audit', `select entity from audit where action = 'register' order by 1`],
    ['assessment', `select promotion_id from assessment where promotion_id like 'P-%' order by 1`],
    [
      'batch',
      `select distinct l.promotion_id from batch b left join promotion_line l
        on l.workspace_id = b.workspace_id and l.batch_id = b.id where b.source = 'chat' order by 1`,
    ],
  ] as const)
    expect({ [of]: (await rowsOf<object>(file, sql)).flatMap((row) => Object.values(row)) }).toEqual({ [of]: ids })
  const cards = await rowsOf<{ entity: string; channel: string }>(
    file,
    `select entity, channel from outbox where kind = 'promotion' order by 1, 2`,
  )
  expect(cards).toEqual(ids.flatMap((entity) => channels.map((channel) => ({ entity, channel }))))
  return kept.map(({ id, name }) => ({ id, name }))
}

describe('a promotion that was confirmed', () => {
  /** Kills a service of its own so many times, then lets one run unharmed. */
  const expectKeptThrough = async (times: number) => {
    const file = await shop.copy()
    const confirmed: { id: string; name: string }[] = []
    for (let killed = 0; killed < times; killed++) {
      const service = startServe(file)
      service.tell(...Array.from({ length: 25 }, nextLine))
      await service.said(registration(), 1 + (killed % 12))
      await aWhile(25)
      const { out, err, signal } = await service.kill('SIGKILL')
      expect({ err, signal }).toEqual({ err: '', signal: 'SIGKILL' })
      confirmed.push(...confirmedIn(out))
      expect(await expectWhole(file)).toEqual(expect.arrayContaining(confirmed))
    }
    expect(confirmed.length).toBeGreaterThanOrEqual(times)
    expect(new Set(confirmed.map(({ id }) => id)).size).toBe(confirmed.length)

    const service = startServe(file)
    const last = confirmed.at(-1)
    service.tell(`promo show ${last?.id}`)
    const { out, status } = await service.leave()
    expect(status).toBe(0)
    expect(out).toMatch(new RegExp(`^[●▲✖?] [A-Z ]+ {3}${last?.name} {3}${last?.id} · `, 'm'))
    const kept = await expectWhole(file)
    const posted = readTranscript(transcriptFile(file)).map(
      ({ channel, text }) => `${/Sale-\d+-/.exec(text)?.[0]} ${channel}`,
    )
    expect(posted.filter((one) => !one.startsWith('undefined')).toSorted()).toEqual(
      kept.flatMap(({ name }) => channels.map((channel) => `${name} ${channel}`)).toSorted(),
    )
  }

  it(
    `is kept, whole and posted once in every channel, though the service is killed ${kills} times at random`,
    async () => {
      // A fresh store now and then: every start judges every promotion.
      for (let left = kills; left > 0; left -= mostAStore) await expectKeptThrough(Math.min(left, mostAStore))
    },
    60_000 + kills * 4_000,
  )

  /** Kills a service at a statement of registering a promotion; tells whether it died, and what is kept of the promotion. */
  const killedAt = async (file: string, where: Where, number: number) => {
    const service = startTold(file)
    service.tell(`at ${Temporal.Now.instant()}`)
    const line = nextLine()
    service.tell(`die statement ${where} ${number}`, `say #launches ${line}`)
    const { out, err, signal, status } = await service.leave()
    const isKilled = signal === 'SIGKILL'
    expect({ err, status }).toEqual({ err: '', status: isKilled ? null : 0 })
    const kept = await expectWhole(file)
    expect(kept).toEqual(expect.arrayContaining([...confirmedIn(out)]))
    const isKept = kept.some((promotion) => promotion.name === /Sale-\d+-/.exec(line)?.[0])
    expect({ isConfirmed: confirmedIn(out).length === 1, isKept }).toEqual({
      isConfirmed: !isKilled,
      isKept: !isKilled || isKept,
    })
    return { isKilled, isKept }
  }

  it('is kept when the service is killed right before each statement of registering it, and right after them; what was not confirmed is whole or absent', async () => {
    const file = await shop.copy()
    let number = 1
    while ((await killedAt(file, 'before', number)).isKilled) number++
    expect(number).toBeGreaterThan(10)
    const last = number - 1
    expect((await rowsOf(file, `select 1 from audit where action = 'register'`)).length).toBe(1)
    for (let at = last - stride; at > 0; at -= stride)
      expect(await killedAt(file, 'after', at)).toEqual({ isKilled: true, isKept: false })
    // Only the last statement keeps it.
    expect(await killedAt(file, 'after', last)).toEqual({ isKilled: true, isKept: true })
    expect(await killedAt(file, 'after', last + 1)).toEqual({ isKilled: false, isKept: true })
  })
})

describe('a store that is open', () => {
  it('waits until the disk has what it commits', async () => {
    const file = await shop.copy()
    await using database = openDatabase(`sqlite:${file}`, { createFolder: false })
    expect(database.driver.pragma('synchronous', { simple: true })).toBe(2)
    expect(database.driver.pragma('journal_mode', { simple: true })).toBe('wal')
  })
})
