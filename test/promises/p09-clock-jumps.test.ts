import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Office, office } from './stand-in-channel.ts'

const place = '#launches'

const subscribed = async (start: string): Promise<Office> => {
  const shop = await office(start)
  await shop.say('digest at 08:00 daily UTC')
  return shop
}

const madeDays = (shop: Office) =>
  shop.rows<{ local_on: string }>('select local_on from occurrence order by local_on').map((row) => row.local_on)
const postedDays = (shop: Office) => shop.channel.inChannel(place).map((posted) => posted.text.split(/[·:]/)[0]?.trim())
const expectOnce = (shop: Office) => {
  expect(new Set(postedDays(shop)).size).toBe(postedDays(shop).length)
  const entities = shop.outbox().map((row) => row.entity)
  expect(entities.toSorted()).toEqual(madeDays(shop))
  expect(shop.surprises).toEqual([])
}

/** The next days come by the hour; each of them must have been made by then, once. */
const expectNextDays = async (shop: Office, days: number) => {
  const from = Temporal.PlainDate.from(shop.now().toString().slice(0, 10)).add({ days: 1 })
  await shop.live(shop.now().add({ hours: (days + 1) * 24 }), { hours: 1 })
  for (let i = 0; i < days; i++) expect(madeDays(shop)).toContain(from.add({ days: i }).toString())
  expectOnce(shop)
}

describe('a clock that jumps', () => {
  it('back finds the morning taken, and the days after it still come', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    await shop.live('2026-06-01T09:00:00Z', { minutes: 10 })
    for (const back of ['2026-06-01T07:30:00Z', '2026-05-31T12:00:00Z', '2026-06-01T07:59:00Z']) {
      shop.setClock(back)
      await shop.live(Temporal.Instant.from(back).add({ minutes: 90 }), { minutes: 10 })
    }
    expect(madeDays(shop)).toEqual(['2026-06-01'])
    await expectNextDays(shop, 2)
  })

  it('forward owes one digest, not one for every day it skipped', async () => {
    await using shop = await subscribed('2026-06-01T07:00:00Z')
    shop.setClock('2026-06-11T07:00:00Z')
    for (let i = 0; i < 5; i++) await shop.tick()
    await shop.deliver()
    expect(madeDays(shop)).toEqual(['2026-06-10'])
    expect(shop.channel.transcript).toHaveLength(1)
    expect(shop.channel.transcript[0]?.text).toContain('Late: due')
    await expectNextDays(shop, 2)
  })

  it('forward by more than the longest catch-up before the next slot owes nothing old', async () => {
    await using shop = await subscribed('2026-06-01T09:00:00Z')
    await shop.say('digest at 08:00 mon UTC')
    shop.setClock('2026-06-09T08:00:01Z')
    await shop.tick()
    expect(madeDays(shop)).toEqual([])
    await shop.live('2026-06-15T08:00:00Z', { hours: 1 })
    expect(madeDays(shop)).toEqual(['2026-06-15'])
  })

  it('ten times, anywhere, makes no morning twice, at most one for each jump, and lets the days after it come', async () => {
    const jump = fc.record({
      minutes: fc.integer({ min: -6 * 1440, max: 10 * 1440 }),
      stay: fc.integer({ min: 0, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(jump, { minLength: 10, maxLength: 10 }), async (jumps) => {
        await using shop = await subscribed('2026-06-01T07:00:00Z')
        for (const { minutes, stay } of jumps) {
          shop.pass({ minutes })
          const before = madeDays(shop).length
          await shop.tick()
          await shop.tick()
          expect(madeDays(shop).length - before).toBeLessThanOrEqual(1)
          await shop.deliver()
          for (let i = 0; i < stay; i++) {
            shop.pass({ hours: 5 })
            await shop.tick()
            await shop.deliver()
          }
          expectOnce(shop)
        }
        // A morning before the channel asked for one is never owed.
        if (Temporal.Instant.compare(shop.now(), '2026-06-01T07:00:00Z') < 0) shop.setClock('2026-06-01T07:00:00Z')
        await expectNextDays(shop, 3)
      }),
      { numRuns: 6 },
    )
  })

  it('is a day wrong in one of two processes, and no morning is made or posted twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -24, max: 24 }),
        fc.array(fc.constantFrom('right', 'wrong', 'both'), { minLength: 8, maxLength: 24 }),
        async (wrongBy, turns) => {
          await using shop = await subscribed('2026-06-01T07:00:00Z')
          for (const who of turns) {
            shop.pass({ hours: 5 })
            await Promise.all([
              ...(who === 'wrong' ? [] : [shop.tick()]),
              ...(who === 'right' ? [] : [shop.tick(wrongBy)]),
            ])
            await Promise.all([shop.deliver('right'), shop.deliver('wrong')])
          }
          expectOnce(shop)
          await expectNextDays(shop, 2)
        },
      ),
      { numRuns: 8 },
    )
  })

  it('back does not leave a message waiting for the moment that the wrong clock set', async () => {
    await using shop = await subscribed('2026-06-01T09:00:00Z')
    await shop.post(place, 'P-1')
    shop.setClock('2026-06-11T09:00:00Z')
    shop.channel.react(() => ({ kind: 'unreachable', reason: 'no address' }))
    await shop.deliver()
    shop.channel.recover()
    shop.setClock('2026-06-01T09:01:00Z')
    await shop.live('2026-06-01T10:00:00Z', { minutes: 5 })
    expect(shop.channel.inChannel(place).map((posted) => posted.text)).toEqual(['About P-1'])
  })

  it('back does not leave a channel without digests that asked for them while the clock was ahead', async () => {
    await using shop = await office('2026-06-21T07:00:00Z')
    await shop.say('digest at 08:00 daily UTC')
    shop.setClock('2026-06-01T09:00:00Z')
    await expectNextDays(shop, 2)
  })
})
