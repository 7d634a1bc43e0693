import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/domain/assessment/readiness.ts'
import { type Day, dayOf } from '../../src/domain/day.ts'
import { changedSince, isMaterial } from '../../src/domain/digest/digest-changes.ts'
import { type DigestSnapshot, readSnapshot, snapshotText } from '../../src/domain/digest/digest-snapshot.ts'

const on = dayOf('2026-06-01')
const floor = 100

type Promotion = DigestSnapshot['promotions'][string]
type Risk = DigestSnapshot['risks'][string]
type Order = DigestSnapshot['orders'][string]

const promotion = (more: Partial<Promotion> = {}): Promotion => ({
  name: 'Summer',
  verdict: 'ready',
  start: on + 10,
  end: on + 16,
  lines: 2,
  ...more,
})
const risk = (more: Partial<Risk> = {}): Risk => ({
  state: 'open',
  urgency: 'soon',
  verdict: 'at-risk',
  orderBy: on + 5,
  money: { EUR: 1000 },
  ...more,
})
const order = (more: Partial<Order> = {}): Order => ({
  day: on + 8,
  units: 150,
  status: 'confirmed',
  for: ['P-1'],
  ...more,
})
const key = (orderId: string, sku = 'COLA', location = 'EAST') => JSON.stringify([orderId, sku, location])

const picture = (more: Partial<DigestSnapshot> = {}): DigestSnapshot => ({
  on,
  promotions: { 'P-1': promotion() },
  risks: {},
  orders: {},
  ...more,
})
const nextDay = (more: Partial<DigestSnapshot> = {}): DigestSnapshot => picture({ on: on + 1, ...more })

describe('what changed since the last picture', () => {
  it('is nothing when only a day went by', () => {
    expect(changedSince(picture(), nextDay())).toEqual([])
    expect(isMaterial(picture(), nextDay(), floor)).toBe(false)
  })

  it('is a promotion that was registered', () => {
    const now = nextDay({
      promotions: { 'P-1': promotion(), 'P-2': promotion({ name: 'Winter', verdict: 'unknown' }) },
    })
    expect(changedSince(picture(), now)).toEqual([
      { kind: 'new', promotionId: 'P-2', name: 'Winter', verdict: 'unknown', start: on + 10 },
    ])
  })

  it('is a promotion that was cancelled, not one that merely ended', () => {
    const before = picture({ promotions: { 'P-1': promotion(), 'P-2': promotion({ start: on - 6, end: on }) } })
    expect(changedSince(before, nextDay({ promotions: {} }))).toEqual([
      { kind: 'gone', promotionId: 'P-1', name: 'Summer' },
    ])
  })

  it('is a promotion that was moved, at either end', () => {
    for (const days of [
      { start: on + 11, end: on + 16 },
      { start: on + 10, end: on + 20 },
    ])
      expect(changedSince(picture(), nextDay({ promotions: { 'P-1': promotion(days) } }))).toEqual([
        { kind: 'moved', promotionId: 'P-1', name: 'Summer', from: { start: on + 10, end: on + 16 }, to: days },
      ])
  })

  it('is a verdict, with the orders that were confirmed meanwhile for this promotion', () => {
    const basis = {
      ...{ said: '', units: 300, beside: [], counted: on, opening: 100, foreseen: [], short: 100, chance: 0.1 },
    }
    const before = picture({
      promotions: { 'P-1': promotion({ verdict: 'at-risk', basis }) },
      orders: { [key('PO-1')]: order({ status: 'planned' }), [key('PO-2')]: order() },
    })
    const now = nextDay({
      promotions: { 'P-1': promotion({ basis }) },
      orders: {
        [key('PO-1')]: order(),
        [key('PO-2')]: order(),
        [key('PO-3')]: order({ for: ['P-9'] }),
        [key('PO-4')]: order({ day: null }),
      },
    })
    expect(changedSince(before, now)).toEqual([
      {
        kind: 'verdict',
        promotionId: 'P-1',
        name: 'Summer',
        from: 'at-risk',
        to: 'ready',
        cause: { kind: 'confirmed', orders: [{ orderId: 'PO-1', day: on + 8 }] },
      },
    ])
  })

  describe('is a verdict, with its cause:', () => {
    const basis: NonNullable<Promotion['basis']> = {
      ...{ said: 'uplift 1.60', units: 300, beside: [], counted: on, opening: 100, foreseen: [90, 80, 70], short: 5 },
      chance: 0.1,
    }
    const turned = (from: Verdict, to: Verdict, more: Partial<Promotion>, orders = {}) => {
      const before = picture({
        promotions: { 'P-1': promotion({ verdict: from, basis }) },
        orders: { [key('PO-1')]: order({ meant: ['P-1'] }), [key('PO-2')]: order() },
      })
      const now = nextDay({
        promotions: {
          'P-1': promotion({ verdict: to, basis: { ...basis, opening: 90, counted: on + 1, ...more.basis }, ...more }),
          'P-2': promotion({ name: 'Winter' }),
        },
        orders: { ...before.orders, ...orders },
      })
      return changedSince(before, now).flatMap((change) => (change.kind === 'verdict' ? [change.cause] : []))
    }
    const based = (more: Partial<typeof basis>) => ({
      basis: { ...basis, opening: 90, counted: on + 1, ...more },
    })

    it.each([
      ['new dates', 'ready', 'at-risk', { start: on + 4 }, {}, { kind: 'moved' }],
      [
        'demand stated anew',
        'ready',
        'at-risk',
        based({ said: 'units 360.00', units: 360 }),
        {},
        { kind: 'demand', from: 300, to: 360 },
      ],
      [
        'its own order that slips before another',
        'ready',
        'not-ready',
        {},
        { [key('PO-1')]: order({ day: on + 11, meant: ['P-1'] }), [key('PO-2')]: order({ day: on + 11 }) },
        { kind: 'late', orders: [{ orderId: 'PO-1', how: 'later' }] },
      ],
      [
        'its own order that is confirmed before another',
        'at-risk',
        'ready',
        {},
        { [key('PO-8')]: order({ meant: ['P-1'] }), [key('PO-9')]: order() },
        { kind: 'confirmed', orders: [{ orderId: 'PO-8', day: on + 8 }] },
      ],
      [
        'an order on its shelf that is large enough',
        'at-risk',
        'ready',
        {},
        { [key('PO-8')]: order({ units: 2 }), [key('PO-9')]: order() },
        { kind: 'confirmed', orders: [{ orderId: 'PO-9', day: on + 8 }] },
      ],
      [
        'no order that is confirmed where it got worse',
        'ready',
        'at-risk',
        based({ opening: 82 }),
        { [key('PO-8')]: order({ meant: ['P-1'] }) },
        { kind: 'stock', units: -8 },
      ],
      ['more in stock than was foreseen', 'at-risk', 'ready', based({ opening: 97 }), {}, { kind: 'stock', units: 7 }],
      [
        'another promotion on its shelves',
        'ready',
        'at-risk',
        based({ beside: ['P-2'] }),
        {},
        { kind: 'beside', promotionId: 'P-2', name: 'Winter', came: true },
      ],
      [
        'a count that is too old',
        'ready',
        'unknown',
        based({ counted: on }),
        {},
        { kind: 'counted', on, isStale: true },
      ],
      ['a new count', 'unknown', 'ready', {}, {}, { kind: 'counted', on: on + 1, isStale: false }],
      [
        'its probability alone',
        'ready',
        'at-risk',
        based({ chance: 0.22 }),
        {},
        { kind: 'chance', from: 0.1, to: 0.22 },
      ],
      ['nothing that is known', 'ready', 'at-risk', {}, {}, null],
    ] as const)('%s', (_, from, to, more, orders, cause) => {
      expect(turned(from, to, more, orders)).toEqual([cause])
    })

    it('none, where an earlier version stored the digest before', () => {
      const before = picture({ promotions: { 'P-1': promotion({ verdict: 'at-risk' }) } })
      expect(changedSince(before, nextDay())).toMatchObject([{ kind: 'verdict', cause: null }])
    })
  })

  it.each([
    ['later', order({ day: on + 9 }), 'later', on + 9],
    ['earlier', order({ day: on + 7 }), 'earlier', on + 7],
    ['without a date', order({ day: null }), 'undated', null],
    ['delayed', order({ status: 'delayed' }), 'undated', on + 8],
    ['cancelled', order({ status: 'cancelled' }), 'gone', on + 8],
    ['not there any more', null, 'gone', null],
  ] as const)('is an order that is %s, with the promotions it touches as they stand now', (_, is, how, to) => {
    const before = picture({ orders: { [key('PO-1')]: order() } })
    const now = nextDay({
      promotions: { 'P-1': promotion({ verdict: 'at-risk' }) },
      orders: is === null ? {} : { [key('PO-1')]: is },
    })
    expect(changedSince(before, now).filter((change) => change.kind === 'order')).toEqual([
      {
        kind: 'order',
        orderId: 'PO-1',
        how,
        to,
        units: 150,
        touches: [{ promotionId: 'P-1', name: 'Summer', verdict: 'at-risk' }],
      },
    ])
  })

  it('is told once for an order of several lines, with all their units and promotions', () => {
    const promotions = { 'P-1': promotion(), 'P-2': promotion({ name: 'Winter', verdict: 'at-risk' }) }
    const before = picture({
      promotions,
      orders: { [key('PO-1')]: order(), [key('PO-1', 'TEA')]: order({ units: 50, for: ['P-2', 'P-1'] }) },
    })
    const now = nextDay({
      promotions,
      orders: {
        [key('PO-1')]: order({ day: on + 12 }),
        [key('PO-1', 'TEA')]: order({ day: on + 12, units: 60, for: ['P-2', 'P-1'] }),
      },
    })
    expect(changedSince(before, now)).toMatchObject([
      {
        kind: 'order',
        orderId: 'PO-1',
        how: 'later',
        units: 210,
        touches: [{ promotionId: 'P-1' }, { promotionId: 'P-2' }],
      },
    ])
  })

  it.each([
    ['came in', order(), order({ status: 'received' })],
    ['was only planned', order({ status: 'planned' }), order({ status: 'planned', day: on + 20 })],
    ['had no date', order({ day: null }), null],
    ['touched only promotions that are over', order({ for: ['P-7'] }), null],
    ['comes later and touches only promotions that are ready', order(), order({ day: on + 12 })],
    ['lost its date and touches only promotions that are ready', order(), order({ day: null })],
  ] as const)('is no order that %s', (_, was, is) => {
    const now = nextDay({ orders: is === null ? {} : { [key('PO-1')]: is } })
    expect(changedSince(picture({ orders: { [key('PO-1')]: was } }), now)).toEqual([])
  })

  it('lists promotions before orders', () => {
    const before = picture({ orders: { [key('PO-1')]: order() } })
    const now = nextDay({ promotions: { 'P-1': promotion({ verdict: 'at-risk' }), 'P-2': promotion() } })
    expect(changedSince(before, now).map((change) => change.kind)).toEqual(['verdict', 'new', 'order'])
  })
})

describe('whether anybody would act differently', () => {
  const withRisk = (more: Partial<Risk> = {}) => ({ risks: { one: risk(more) } })
  it.each([
    ['stays as it is', {}, false],
    ['becomes urgent', { urgency: 'last-day' }, true],
    ['is overdue', { urgency: 'passed' }, true],
    ['was taken', { state: 'acknowledged' }, true],
    ['was put aside', { state: 'snoozed' }, true],
    ['costs a little more', { money: { EUR: 1250 } }, false],
    ['costs much more', { money: { EUR: 1251 } }, true],
    ['has a later last day', { orderBy: on + 6 }, false],
    ['has a much earlier last day', { orderBy: on + 2 }, true],
    ['has a worse verdict', { verdict: 'not-ready' }, true],
  ] as const)('when a risk %s', (_, more, expected) => {
    expect(isMaterial(picture(withRisk()), nextDay(withRisk(more as Partial<Risk>)), floor)).toBe(expected)
  })

  it('when a risk is new or settled', () => {
    expect(isMaterial(picture(), nextDay(withRisk()), floor)).toBe(true)
    expect(isMaterial(picture(withRisk()), nextDay(), floor)).toBe(true)
  })

  it('on the morning of a launch, once', () => {
    const promotions = { 'P-1': promotion({ start: on + 1 }) }
    expect(isMaterial(picture({ promotions }), nextDay({ promotions }), floor)).toBe(true)
    expect(isMaterial(nextDay({ promotions }), picture({ on: on + 2, promotions }), floor)).toBe(false)
    expect(isMaterial(picture({ promotions }), picture({ on: on + 4, promotions }), floor)).toBe(true)
  })

  it('on whatever happened', () => {
    expect(isMaterial(picture(), nextDay({ promotions: {} }), floor)).toBe(true)
  })
})

const anyPicture = (day: Day): fc.Arbitrary<DigestSnapshot> => {
  const id = fc.constantFrom('P-1', 'P-2', 'P-3', '__proto__', 'constructor')
  const verdict = fc.constantFrom<Verdict>('ready', 'at-risk', 'not-ready', 'unknown')
  const days = fc.integer({ min: -3, max: 30 })
  return fc.record({
    on: fc.constant(day),
    promotions: fc.dictionary(
      id,
      fc
        .record({ verdict, start: days })
        .map((one) => promotion({ ...one, start: on + one.start, end: on + one.start + 5 })),
    ),
    risks: fc.dictionary(
      fc.constantFrom('one', 'two', 'three'),
      fc
        .record({ verdict, state: fc.constantFrom('open' as const, 'acknowledged' as const), money: fc.nat(3000) })
        .map((one) => risk({ ...one, money: { EUR: one.money } })),
    ),
    orders: fc.dictionary(
      fc.constantFrom(key('PO-1'), key('PO-1', 'TEA'), key('PO-2')),
      fc
        .record({
          day: fc.option(days),
          status: fc.constantFrom('confirmed' as const, 'planned' as const, 'cancelled' as const, 'received' as const),
          for: fc.uniqueArray(fc.constantFrom('P-1', 'P-2', 'P-3'), { minLength: 1 }),
        })
        .map((one) => order({ ...one, day: one.day === null ? null : on + one.day })),
    ),
  })
}

describe('a picture', () => {
  it('is read back as it was stored, and nothing changed since itself', () => {
    fc.assert(
      fc.property(anyPicture(on), (one) => {
        const read = readSnapshot(snapshotText(one))
        if (read === null) throw new Error('it cannot be read')
        expect(JSON.stringify(read)).toBe(JSON.stringify(one))
        expect(changedSince(one, read)).toEqual([])
        expect(isMaterial(one, read, floor)).toBe(false)
      }),
    )
  })

  it('is written as JSON is, also where another one said the same', () => {
    fc.assert(
      fc.property(
        anyPicture(on),
        fc.dictionary(fc.string(), fc.constantFrom<Verdict>('ready', 'at-risk')),
        (one, others) => {
          const next: DigestSnapshot = { ...one, on: on + 1, filter: 'item:"A ""B"""', others }
          for (const snapshot of [one, next]) expect(snapshotText(snapshot)).toBe(JSON.stringify(snapshot))
        },
      ),
    )
  })

  it('tells each promotion at most once of a kind, and only those that differ', () => {
    fc.assert(
      fc.property(anyPicture(on), anyPicture(on + 1), (before, now) => {
        const items = changedSince(before, now)
        const names = items.map((one) =>
          one.kind === 'order' ? `order ${one.orderId}` : `${one.kind} ${one.promotionId}`,
        )
        expect(new Set(names).size).toBe(names.length)
        for (const change of items) {
          if (change.kind === 'verdict') expect(change.from).not.toBe(change.to)
          if (change.kind === 'new') expect(Object.hasOwn(before.promotions, change.promotionId)).toBe(false)
          if (change.kind === 'gone') expect(Object.hasOwn(now.promotions, change.promotionId)).toBe(false)
          if (change.kind === 'order') expect(change.touches.length).toBeGreaterThan(0)
        }
        if (items.length > 0) expect(isMaterial(before, now, floor)).toBe(true)
      }),
    )
  })

  it.each(['{}', '{"on":"2026-06-01","risks":{},"orders":{}}', '{"on":1,"risks":{}}', '{"on":1,"orders":{}}'])(
    'that this program does not understand counts as none: %s',
    (text) => {
      expect(readSnapshot(text)).toBeNull()
    },
  )

  it('is none where none was stored', () => {
    expect(readSnapshot(null)).toBeNull()
  })
})
