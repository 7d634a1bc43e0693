import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reaction } from './stand-in-channel.ts'
import { lemonade, type Office, office, stockShelves } from './stand-in-channel.ts'

const channels = ['#launches', '#east']

const subscribed = async (start: string): Promise<Office> => {
  const shop = await office(start)
  await stockShelves(shop)
  for (const place of channels) await shop.say('digest at 08:00 daily UTC', { place })
  return shop
}

const digestTitle = /^Launch readiness/
const digestsIn = (shop: Office, channel: string) =>
  shop.channel.inChannel(channel).filter((posted) => digestTitle.test(posted.text))
const cardsIn = (shop: Office, channel: string) =>
  shop.channel.inChannel(channel).flatMap((posted) => /Promo \d/.exec(posted.text.split('\n')[0] ?? '')?.[0] ?? [])

const nobodyThere: Reaction = { kind: 'unreachable', reason: 'no address' }

describe('a platform that is down for three days', () => {
  it('is told of the coming weeks in the first digest of the week that arrives, and in none after it', async () => {
    await using shop = await office('2026-06-01T07:00:00Z')
    await stockShelves(shop)
    await shop.say('subscribe weekly:yes')
    await shop.say(lemonade('Promo 1', '2026-07-01', '2026-07-02'))
    shop.channel.react(() => nobodyThere)
    await shop.live('2026-06-03T12:00:00Z', { minutes: 30 })
    shop.channel.recover()
    await shop.live('2026-06-04T12:00:00Z', { minutes: 30 })
    await shop.say(lemonade('Promo 2', '2026-07-04', '2026-07-05'))
    await shop.live('2026-06-05T12:00:00Z', { minutes: 30 })
    expect(
      digestsIn(shop, '#launches').map(({ text }) => [/\w+ \d+ Jun/.exec(text)?.[0], text.includes('Coming weeks')]),
    ).toEqual([
      ['Wed 3 Jun', true],
      ['Thu 4 Jun', false],
      ['Fri 5 Jun', false],
    ])
  })

  it('is told every promotion once and in order, and one digest that says which one it missed', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    shop.channel.react(() => nobodyThere)
    await shop.live('2026-06-01T10:00:00Z', { minutes: 10 })
    await shop.say(lemonade('Promo 1', '2026-07-01', '2026-07-02'))
    await shop.live('2026-06-02T11:00:00Z', { minutes: 10 })
    await shop.say(lemonade('Promo 2', '2026-07-04', '2026-07-05'))
    await shop.live('2026-06-03T12:00:00Z', { minutes: 10 })
    await shop.say(lemonade('Promo 3', '2026-07-07', '2026-07-08'))
    await shop.live('2026-06-04T09:00:00Z', { minutes: 10 })
    expect(shop.channel.transcript).toEqual([])
    shop.channel.recover()
    await shop.live('2026-06-04T12:00:00Z', { minutes: 10 })

    for (const channel of channels) {
      expect(cardsIn(shop, channel)).toEqual(['Promo 1', 'Promo 2', 'Promo 3'])
      const digests = digestsIn(shop, channel)
      expect(digests).toHaveLength(1)
      expect(digests[0]?.text).toContain('Launch readiness, Thu 4 Jun')
      expect(digests[0]?.text).toContain('The digest of Wed 3 Jun was not delivered.')
      expect(shop.channel.inChannel(channel).at(-1)).toBe(digests[0])
    }
    const expired = shop.outbox().filter((row) => row.state === 'expired')
    expect(expired.map((row) => row.entity)).toEqual([
      '2026-06-01',
      '2026-06-01',
      '2026-06-02',
      '2026-06-02',
      '2026-06-03',
      '2026-06-03',
    ])
    expect(shop.rows(`select place, entity from audit where action = 'expire' order by entity, place`)).toEqual(
      ['2026-06-01', '2026-06-02', '2026-06-03'].flatMap((entity) =>
        channels.toSorted().map((place) => ({ place, entity })),
      ),
    )
    expect(shop.outbox().filter((row) => !['sent', 'expired'].includes(row.state))).toEqual([])

    await shop.live('2026-06-05T08:10:00Z', { minutes: 10 })
    for (const channel of channels) {
      const digests = digestsIn(shop, channel)
      expect(digests).toHaveLength(2)
      expect(digests[1]?.text).not.toContain('was not delivered')
    }
    expect(shop.surprises).toEqual([])
  })

  it('loses no card and posts no old digest, however it fails and whenever it comes back', async () => {
    const failing = fc.infiniteStream(
      fc.constantFrom<Reaction>(
        nobodyThere,
        { kind: 'unknown', reason: '503' },
        { kind: 'limited', retryAfter: null },
        { kind: 'limited', retryAfter: 3600 },
      ),
    )
    await fc.assert(
      fc.asyncProperty(failing, fc.integer({ min: 48, max: 96 }), async (failures, hours) => {
        await using shop = await subscribed('2026-06-01T07:00:00Z')
        await shop.say(lemonade('Promo 1', '2026-07-01', '2026-07-02'))
        shop.channel.react(() => failures.next().value)
        const hoursLater = shop.now().add({ hours })
        await shop.live('2026-06-02T11:00:00Z', { minutes: 40 })
        await shop.say(lemonade('Promo 2', '2026-07-04', '2026-07-05'))
        await shop.live(hoursLater, { minutes: 40 })
        shop.channel.recover()
        const back = shop.now()
        // By then the longest pause is over.
        await shop.live(back.add({ hours: 2 }), { minutes: 20 })
        for (const channel of channels) {
          expect(cardsIn(shop, channel)).toEqual(['Promo 1', 'Promo 2'])
          const days = digestsIn(shop, channel).map((posted) => Number(/(\d+) Jun/.exec(posted.text)?.[1]))
          expect(days).toEqual([...new Set(days)].toSorted((a, b) => a - b))
          const old = days.filter((day) => Temporal.Instant.compare(`2026-06-0${day}T08:00:00Z`, back) <= 0)
          expect(old.length).toBeLessThanOrEqual(1)
        }
        expect(shop.outbox().filter((row) => !['sent', 'expired'].includes(row.state))).toEqual([])
        expect(shop.rows(`select * from audit where action = 'expire'`)).toHaveLength(
          shop.outbox().filter((row) => row.state === 'expired').length,
        )
      }),
      { numRuns: 4 },
    )
  })

  it('is not told a digest that somebody asked for days ago', async () => {
    await using shop = await subscribed('2026-06-01T09:00:00Z')
    shop.channel.react(() => nobodyThere)
    await shop.say('shelfready digest now')
    await shop.live('2026-06-04T09:00:00Z', { minutes: 30 })
    shop.channel.recover()
    await shop.live('2026-06-04T10:00:00Z', { minutes: 10 })
    expect(digestsIn(shop, '#launches').map((posted) => posted.text.slice(0, 27))).toEqual([
      'Launch readiness, Thu 4 Jun',
    ])
  })

  it('gets one digest though its hour was moved forward meanwhile', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    shop.channel.react(() => nobodyThere)
    await shop.live('2026-06-01T12:00:00Z', { minutes: 30 })
    await shop.say('digest at 07:00 daily')
    await shop.live('2026-06-02T07:10:00Z', { minutes: 10 })
    shop.channel.recover()
    await shop.live('2026-06-02T07:40:00Z', { minutes: 10 })
    const digests = digestsIn(shop, '#launches')
    expect(digests.map((posted) => posted.text.slice(0, 27))).toEqual(['Launch readiness, Tue 2 Jun'])
    expect(digests[0]?.text).toContain('The digest of Mon 1 Jun was not delivered.')
  })

  it('loses no card when the channel cannot even be looked into while it is down', async () => {
    await using shop = await subscribed('2026-06-01T09:00:00Z')
    shop.channel.react(() => ({ kind: 'unknown', reason: 'timeout' }))
    shop.channel.looking('fails')
    await shop.say(lemonade('Promo 1', '2026-07-01', '2026-07-02'))
    await shop.live('2026-06-02T07:00:00Z', { minutes: 10 })
    shop.channel.recover()
    await shop.live('2026-06-02T07:50:00Z', { minutes: 10 })
    expect(cardsIn(shop, '#launches')).toEqual(['Promo 1'])
  })
})
