import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importFeed } from '../../src/feeds/import-feed.ts'
import { tendFreshness } from '../../src/services/imports/tend-freshness.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

let shop: Stage
/** Everything that was posted so far, `Tue 07:00 #launches: text`. */
let posted: string[] = []

beforeEach(async () => {
  shop = await colaStage()
  posted = []
})
afterEach(() => shop[Symbol.asyncDispose]())

/** Lets everything happen that is due at a time of June, in a process that has just begun. */
const live = async (day: number, ...hours: readonly string[]) => {
  for (const hour of hours) {
    shop.at(Temporal.Instant.from(`2026-06-${String(day).padStart(2, '0')}T${hour}:00Z`))
    posted.push(...(await shop.tick()).map((text) => `${day} June ${hour} ${text}`))
  }
}

/** Ben sends the stock of a day in chat, at six in the morning unless said. */
const sendStock = async (day: number, hour = '06:10') => {
  shop.at(Temporal.Instant.from(`2026-06-${String(day).padStart(2, '0')}T${hour}:00Z`))
  const { workspace, now, timeZone } = shop.app
  const csv = `sku,location,on_hand,as_of\nSKU-100,EAST,400,${now().slice(0, 10)}\nSKU-110,EAST,5000,${now().slice(0, 10)}\n`
  const report = await importFeed({
    kind: 'inventory',
    source: Readable.from([Buffer.from(csv)]),
    timeZone,
    open: () =>
      openBatch(workspace, 'inventory', {
        mode: 'upsert',
        source: 'stock.xlsx',
        origin: { door: 'chat', sender: 'test:Ben', hash: `${day} ${hour}`, mapping: null },
        knownOn: now().slice(0, 10),
        knownSaid: false,
        holdFor: () => 0,
        now,
      }),
  })
  expect(report.outcome).toBe('imported')
}

const told = (words: string) => posted.filter((text) => text.includes(words))
const firstLineUnderTitle = (digest: string) =>
  digest
    .split('\n')
    .filter((line) => line.trim() !== '')[1]
    ?.trim()

/** A week in which Ben sent the stock each morning, with promotions that rest on it and on an order of the next week. */
const ordinaryWeek = async () => {
  await shop.say('whoami', { name: 'Ben' })
  await shop.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-9,SKU-100,EAST,300,2026-06-09\n')
  await shop.say('digest at 08:00 daily UTC')
  await shop.say('promo add "Covered" sku:SKU-110 at:EAST dates:"15-17 Jun" units:100')
  await shop.say('promo add "Tight" sku:SKU-100 at:EAST dates:"12-18 Jun" units:530')
  await shop.say('promo add "Short" sku:SKU-100 at:EAST dates:"10-16 Jul" units:2000')
  for (const day of [1, 2, 3, 4, 5]) await sendStock(day)
  await live(5, '08:00')
}

describe('a feed that comes every working day and falls silent', () => {
  it('is asked for once, told of once, leads every digest, changes nothing else, and is said to be back', async () => {
    await ordinaryWeek()
    const verdicts = () =>
      shop.rows("select entity, substr(card, 1, 120) from live_message where entity like 'P-%' order by entity")
    const before = verdicts()
    posted = []
    for (const weekend of [6, 7]) await live(weekend, '08:00')
    for (const day of [8, 9, 10, 11]) await live(day, '07:00', '08:00', '09:00', '17:30')

    expect(told('due today')).toEqual([
      '8 June 09:00 @test:Ben: Stock was due today; the last one is of Fri 5 Jun. Can you send it?',
    ])
    expect(told('is late')).toHaveLength(1)
    expect(told('is late')[0]).toContain(
      '9 June 07:00 #launches: Stock is late: due Mon 8 Jun, the last one is of Fri 5 Jun.',
    )
    const digests = told('Launch readiness')
    expect(digests.map((text) => text.slice(0, 7).trim())).toEqual([
      '6 June',
      '7 June',
      '8 June',
      '9 June',
      '10 June',
      '11 June',
    ])
    expect(
      digests.map((text) =>
        (firstLineUnderTitle(text) ?? '').includes(
          'Stock is from Fri 5 Jun; it was due Mon 8 Jun. Verdicts are as of then.',
        ),
      ),
    ).toEqual([false, false, false, true, true, true])
    expect(posted).toHaveLength(digests.length + 2)
    expect(posted.join('\n')).not.toContain('overdue')
    expect(shop.rows('select id from outbox where cause is not null')).toEqual([])
    expect(verdicts()).toEqual(before)
    expect(await shop.say('promo show P-2')).toContain('UNKNOWN')

    expect(await shop.say('feeds')).toContain('Ben · every working day (learned) · late: due Mon 8 Jun')

    posted = []
    await sendStock(12)
    await live(12, '06:30', '08:00')
    expect(told('is back')).toEqual(['12 June 06:30 #launches: Stock is back: it came in Fri 12 Jun 06:10.'])
    expect(told('Stock is from')).toEqual([])
    expect(shop.rows('select asked_at, told_late_at from feed_promise')).toEqual([
      { asked_at: null, told_late_at: null },
    ])
  })

  it('is told of by one of two processes that look at the same moment', async () => {
    await ordinaryWeek()
    const { workspace, timeZone, today, now } = shop.app
    const look = () =>
      tendFreshness({
        workspace,
        timeZone,
        today: today(),
        now: now(),
        reach: { reaches: () => true, edits: false },
        administrators: [],
      })
    shop.at(Temporal.Instant.from('2026-06-09T07:00:00Z'))
    await Promise.all([look(), look(), look()])
    expect(shop.rows("select id from outbox where kind = 'notice'")).toHaveLength(1)
  })

  it('is not said to be back where nobody was told that it is late', async () => {
    await ordinaryWeek()
    posted = []
    await live(8, '09:00')
    await sendStock(8, '10:00')
    await live(8, '10:30')
    await live(9, '07:00')
    expect(told('due today')).toHaveLength(1)
    expect([...told('is late'), ...told('is back')]).toEqual([])
  })
})

describe('a rhythm that somebody sets', () => {
  it('counts at once, in the list of feeds and for what is late', async () => {
    await shop.say('whoami', { name: 'Ben' })
    await sendStock(1)
    const standing = async () =>
      (await shop.say('feeds'))
        .split('\n')
        .find((line) => line.includes('Ben · '))
        ?.trim()
    expect(await standing()).toBe('Ben · no rhythm')
    expect(await shop.say('feeds rhythm stck 1')).toContain('Nothing was changed')
    expect(await shop.say('feeds rhythm inventory often')).toContain('Nothing was changed')
    expect(await shop.say('feeds rhythm inventory 7')).toContain('The inventory feed is expected every 7 days')
    expect(await standing()).toBe('Ben · every week · due Mon 8 Jun')
    shop.at('2026-06-09')
    expect(await standing()).toBe('Ben · every week · late: due Mon 8 Jun')
    await shop.say('feeds rhythm inventory never')
    expect(await standing()).toBe('Ben · no rhythm')
    await shop.say('feeds rhythm inventory learn')
    expect(shop.rows("select detail from audit where action = 'feed-rhythm'")).toHaveLength(3)
  })
})
