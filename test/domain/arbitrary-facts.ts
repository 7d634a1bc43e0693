import fc from 'fast-check'
import type { CellFacts, PlacedOrder } from '../../src/domain/assessment/cell.ts'
import { type Day, dayOf, everyDay, mondayToFriday } from '../../src/domain/day.ts'
import { nothingLearned } from '../../src/domain/demand/learning/learned.ts'
import type { CountedNote } from '../../src/domain/intelligence/effect.ts'
import { noteKinds } from '../../src/domain/intelligence/note.ts'
import type { PromotionLine, StatedDemand } from '../../src/domain/promotions/promotion.ts'
import type { LeadTime } from '../../src/domain/supply/lead-time.ts'

export const asOf: Day = dayOf('2026-06-01')

const weekdays = fc.constantFrom(everyDay, mondayToFriday, 0b0001001)
const near = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => asOf + days)

const stated: fc.Arbitrary<StatedDemand> = fc.oneof(
  fc.record({ kind: fc.constant('units' as const), units: fc.integer({ min: 0, max: 2000 }) }),
  fc.record({ kind: fc.constant('uplift' as const), ratio: fc.double({ min: 0.5, max: 10, noNaN: true }) }),
  fc.record({ kind: fc.constant('extra' as const), units: fc.integer({ min: 0, max: 1000 }) }),
)

const promotion = (rank: number) =>
  fc
    .record({
      start: near(-3, 50),
      length: fc.integer({ min: 1, max: 12 }),
      stated,
      status: fc.constantFrom('committed' as const, 'committed' as const, 'tentative' as const),
      priority: fc.constantFrom(null, null, 1, 2),
    })
    .map(
      ({ start, length, ...of }): PromotionLine => ({
        sku: 'COLA',
        location: 'SHOP',
        promotionId: `P-${rank}`,
        name: `Promotion ${rank}`,
        start,
        end: Math.max(asOf, start + length - 1),
        price: null,
        discount: null,
        type: null,
        hero: false,
        rank,
        owner: null,
        ...of,
      }),
    )

const order = (index: number): fc.Arbitrary<PlacedOrder> =>
  fc.record({
    orderId: fc.constant(`PO-${index}`),
    quantity: fc.integer({ min: 1, max: 900 }),
    due: near(-3, 55),
    status: fc.constantFrom('confirmed' as const, 'confirmed' as const, 'confirmed' as const, 'planned' as const),
    supplier: fc.constant(null),
    orderedOn: fc.constant(null),
    receivedOn: fc.constant(null),
    receivedQuantity: fc.constant(null),
    line: fc.constant(''),
    promisedOn: fc.constant(null),
    promotionIds: fc.constant([]),
    isOrdinary: fc.constant(false),
  })

export const leadTime: fc.Arbitrary<LeadTime> = fc.record({
  supplier: fc.constant('ACME'),
  lead: fc.integer({ min: 0, max: 40 }),
  calendar: fc.constantFrom('calendar' as const, 'weekdays' as const),
  sd: fc.constantFrom(0, 0, 1.5, 4),
  reviewDays: fc.constantFrom(null, null, 3, 7),
  orderDays: weekdays,
  cutoff: fc.constant(null),
  maxPerWeek: fc.constant(null),
  holidays: fc.array(near(0, 60), { maxLength: 3 }).map((days) => new Set(days)),
})

/** Normal sales by weekday from 30 days before to 150 days after the as-of day: of a slow, a usual or a fast item. */
const plan = fc
  .tuple(
    fc.constantFrom(0.3, 4, 40),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constant(0)), { minLength: 7, maxLength: 7 }),
  )
  .map(([scale, week]) =>
    Array.from({ length: 180 }, (_, i) => ({
      day: asOf - 30 + i,
      days: 1,
      units: (scale * (week[i % 7] as number)) / 5,
    })),
  )

const note = (id: number): fc.Arbitrary<CountedNote> =>
  fc
    .record({
      kind: fc.constantFrom(...noteKinds),
      from: near(-2, 40),
      length: fc.integer({ min: 0, max: 20 }),
      effect: fc.constantFrom(null, -0.6, -0.2, 0.1, 0.4, 2.5),
      weight: fc.constantFrom(0.05, 0.3, 0.6, 0.95),
    })
    .map(({ from, length, ...of }) => ({
      ...{ id, what: `Heard ${id}`, by: 'Ben', confidence: 'medium' as const, from, to: from + length },
      ...of,
    }))

/** One to three notes about the cell. */
export const heard: fc.Arbitrary<readonly CountedNote[]> = fc
  .integer({ min: 1, max: 3 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => note(i + 1))))

/**
 * A cell on a Monday morning whose data are all there; the first promotion is the one to judge. Where goods spoil, more or
 * sooner is not always better.
 */
export const cellFacts = (
  fixed: Partial<{
    leadTime: fc.Arbitrary<LeadTime | null>
    others: number
    spoils: true
    heard: fc.Arbitrary<readonly CountedNote[]>
  }> = {},
) =>
  fc.record({
    asOf: fc.constant(asOf),
    item: fc.record({
      sku: fc.constant('COLA'),
      name: fc.constant('Cola'),
      category: fc.constant(null),
      group: fc.constant(''),
      supplier: fc.constant('ACME'),
      unitCost: fc.constantFrom(null, 4),
      unitPrice: fc.constantFrom(null, 0.01, 10),
      currency: fc.constant('EUR'),
      rule: fc.constantFrom({ minimum: 0, multiple: 0 }, { minimum: 200, multiple: 50 }, { minimum: 0, multiple: 24 }),
      shelfLifeDays: fixed.spoils ? fc.constantFrom(null, 10) : fc.constant(null),
      launchOn: fc.constant(null),
      discontinuedOn: fc.constant(null),
    }),
    location: fc.record({
      location: fc.constant('SHOP'),
      name: fc.constant('Shop'),
      suppliedBy: fc.constant(null),
      receiving: fc.record({
        days: weekdays,
        closed: fc.constant(new Set<Day>()),
        dockToStock: fc.constantFrom(0, 0, 2),
      }),
      onShelfDays: fc.constantFrom(0, 0, 3),
      unmet: fc.constantFrom('lost' as const, 'backorder' as const),
    }),
    stock: fc.record({
      onHand: fc.integer({ min: 0, max: 2500 }),
      allocated: fc.constantFrom(0, 0, 40),
      unusable: fc.constantFrom(0, 0, 15),
      safetyStock: fc.constantFrom(null, 0, 30),
      asOf: near(-2, 0),
      minute: fc.constant(0),
    }),
    orders: fc.integer({ min: 0, max: 3 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => order(i)))),
    pastReceipts: fc.constant([]),
    leadTime: fixed.leadTime ?? fc.oneof(leadTime, leadTime, leadTime, fc.constant(null)),
    isClosedToday: fc.constantFrom(false, false, false, true),
    sales: fc.constant([]),
    plan,
    like: fc.constant(null),
    holidays: fc.constant(new Set<Day>()),
    taught: fc.constant({ id: '0', common: nothingLearned(asOf), level: null }),
    rivals: fc.constant([]),
    intelligence: fixed.heard === undefined ? fc.constant([]) : fixed.heard,
    promotions: fc
      .integer({ min: 1, max: 1 + (fixed.others ?? 2) })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => promotion(i)))),
  }) satisfies fc.Arbitrary<CellFacts>

/** A lead time without ordinary orders. */
export const onlyPlaced = leadTime.map((of) => ({ ...of, reviewDays: null }))

/** A lead time with ordinary orders. */
export const withOrdinary = leadTime.map((of) => ({ ...of, reviewDays: of.reviewDays ?? 3 }))
