import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { isoOf } from '../../src/domain/day.ts'
import { type MadeDigest, type MakeDigest, makeOwedDigests } from '../../src/jobs/tick.ts'
import { loadSubscriptions } from '../../src/store/channels/subscriptions.ts'
import { type Office, office, shortCola, stockShelves } from '../promises/stand-in-channel.ts'

const card: Card = { tone: 'plain', title: 'Good morning', plain: 'Good morning', blocks: [], footer: null }
const digest: MadeDigest = { card, snapshot: { on: 1, promotions: {}, risks: {}, orders: {} } }

type Occurrence = {
  readonly channel: string
  readonly local_on: string
  readonly due_at: string
  readonly outbox_id: number | null
}

const occurrences = (shop: Office) =>
  shop.rows<Occurrence>('select channel, local_on, due_at, outbox_id from occurrence order by local_on, channel')

const tickWith = (shop: Office, makeDigest: MakeDigest, isStopping = () => false) =>
  makeOwedDigests(
    {
      workspace: shop.app.workspace,
      now: shop.now,
      onSurprise: (error) => shop.surprises.push(error),
      isStopping,
      reaches: () => true,
    },
    makeDigest,
  )

const subscribed = async (at: string, ...words: readonly string[]): Promise<Office> => {
  const shop = await office(at)
  for (const word of words.length === 0 ? ['digest at 08:00 daily UTC'] : words) await shop.say(word)
  return shop
}

describe('a tick', () => {
  it('makes the date and its message together at the hour, not before, and not again', async () => {
    await using shop = await subscribed('2026-06-01T07:58:59Z')
    const asked: string[] = []
    const make: MakeDigest = async (subscription, slot, now) => {
      asked.push(`${subscription.channel} ${isoOf(slot.day)} ${slot.due} ${now}`)
      return digest
    }
    for (let minute = 0; minute < 5; minute++) {
      await tickWith(shop, make)
      shop.pass({ minutes: 1 })
    }
    expect(asked).toEqual(['#launches 2026-06-01 2026-06-01T08:00:00Z 2026-06-01T08:00:59Z'])
    expect(occurrences(shop)).toEqual([
      { channel: '#launches', local_on: '2026-06-01', due_at: '2026-06-01T08:00:00.000Z', outbox_id: 1 },
    ])
    expect(shop.outbox()).toMatchObject([
      {
        channel: '#launches',
        kind: 'digest',
        entity: '2026-06-01',
        state: 'pending',
        not_after: '2026-06-02T08:00:00.000Z',
      },
    ])
  })

  it('lets a digest live until the next one of its channel is due, over a weekend too', async () => {
    await using shop = await subscribed('2026-06-05T06:29:00Z', 'digest at 08:30 mon-fri Europe/Berlin')
    shop.pass({ minutes: 1 })
    await tickWith(shop, async () => digest)
    expect(shop.outbox()[0]?.not_after).toBe('2026-06-08T06:30:00.000Z')
  })

  it('takes the date and posts nothing where the channel wants nothing', async () => {
    await using shop = await subscribed('2026-06-01T07:59:00Z')
    shop.pass({ minutes: 1 })
    await tickWith(shop, async () => ({ ...digest, card: null }))
    await tickWith(shop, async () => digest)
    expect(occurrences(shop)).toMatchObject([{ local_on: '2026-06-01', outbox_id: null }])
    expect(shop.outbox()).toEqual([])
  })

  it('makes nothing for a channel that is paused, and does not make up for it afterwards', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    await shop.say('shelfready pause')
    shop.setClock('2026-06-01T09:00:00Z')
    await shop.tick()
    await shop.say('shelfready resume')
    await shop.tick()
    expect(occurrences(shop)).toEqual([])
    await shop.live('2026-06-02T08:00:00Z', { hours: 1 })
    expect(occurrences(shop).map((one) => one.local_on)).toEqual(['2026-06-02'])
  })

  it('tells of a channel whose digest cannot be made, and makes the others', async () => {
    await using shop = await office('2026-06-01T07:59:00Z')
    for (const place of ['#a', '#b', '#c']) await shop.say('digest at 08:00 daily UTC', { place })
    shop.pass({ minutes: 1 })
    const failing: MakeDigest = async ({ channel }) => {
      if (channel === '#b') throw new Error('no stock')
      return digest
    }
    await tickWith(shop, failing)
    expect(occurrences(shop).map((one) => one.channel)).toEqual(['#a', '#c'])
    expect(shop.surprises.map((error) => (error as Error).message)).toEqual(['The digest of #b could not be made'])
    await tickWith(shop, async () => digest)
    expect(occurrences(shop).map((one) => one.channel)).toEqual(['#a', '#b', '#c'])
    expect(shop.outbox().map((row) => row.channel)).toEqual(['#a', '#c', '#b'])
  })

  it('makes nothing by a schedule that was changed while it was at work, and tries by the new one', async () => {
    await using shop = await subscribed('2026-06-01T07:59:00Z')
    shop.pass({ minutes: 1 })
    let calls = 0
    await tickWith(shop, async () => {
      if (++calls === 1) {
        shop.pass({ seconds: 1 })
        await shop.say('digest at 09:00 daily')
      }
      return digest
    })
    expect(occurrences(shop)).toEqual([])
    shop.setClock('2026-06-01T09:00:00Z')
    await tickWith(shop, async () => digest)
    expect(occurrences(shop).map((one) => one.due_at)).toEqual(['2026-06-01T09:00:00.000Z'])
    expect(shop.surprises).toEqual([])
  })

  it('makes a morning once though many ticks come at the same moment', async () => {
    await using shop = await subscribed('2026-06-01T07:59:00Z')
    await stockShelves(shop)
    await shop.say(shortCola)
    shop.pass({ minutes: 1 })
    await Promise.all(Array.from({ length: 10 }, () => shop.tick()))
    expect(occurrences(shop)).toHaveLength(1)
    expect(shop.outbox().filter((row) => row.kind === 'digest')).toHaveLength(1)
    expect(shop.rows('select * from risk')).toHaveLength(1)
    expect(shop.surprises).toEqual([])
  })

  it('makes one message for a morning without any risk, though many ticks come at the same moment', async () => {
    await using shop = await subscribed('2026-06-01T07:59:00Z')
    shop.pass({ minutes: 1 })
    await Promise.all(Array.from({ length: 10 }, () => tickWith(shop, async () => digest)))
    expect(occurrences(shop)).toHaveLength(1)
    expect(shop.outbox()).toHaveLength(1)
    expect(shop.surprises).toEqual([])
  })

  it('begins no further channel once the service stops', async () => {
    await using shop = await office('2026-06-01T07:59:00Z')
    for (const place of ['#a', '#b']) await shop.say('digest at 08:00 daily UTC', { place })
    shop.pass({ minutes: 1 })
    let isStopping = false
    await tickWith(
      shop,
      async () => {
        isStopping = true
        return digest
      },
      () => isStopping,
    )
    expect(occurrences(shop).map((one) => one.channel)).toEqual(['#a'])
  })

  it('keeps the date when the hour or the zone is changed after it was made', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    await shop.live('2026-06-01T08:00:00Z', { minutes: 30 })
    for (const words of [
      'digest at 09:00 daily',
      'digest at 10:00 daily Pacific/Pago_Pago',
      'digest at 11:30 daily Etc/GMT+5',
      'digest at 15:00 daily Europe/Berlin',
    ]) {
      await shop.say(words)
      await shop.live(shop.now().add({ minutes: 90 }), { minutes: 10 })
    }
    const days = occurrences(shop).map((one) => one.local_on)
    expect(new Set(days).size).toBe(days.length)
    const [subscription] = await loadSubscriptions(shop.app.workspace)
    expect(subscription).toMatchObject({ minute: 900, timeZone: 'Europe/Berlin' })
    for (const { due_at } of occurrences(shop))
      expect(Temporal.Instant.compare(due_at, '2026-06-01T08:00:00Z')).toBeGreaterThanOrEqual(0)
  })

  it('judges with what the sales of this morning teach', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    await shop.feed('items', 'sku,name\nA,Alpha\n')
    await shop.feed('sales', 'date,sku,location,units\n2026-05-31,A,EAST,5\n')
    shop.setClock('2026-06-01T08:00:00Z')
    await shop.tick()
    expect(shop.rows('select through_on from learning')).toEqual([{ through_on: '2026-06-01' }])
  })
})
