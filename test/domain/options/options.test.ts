import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../../src/domain/assessment/cell.ts'
import type { Policy } from '../../../src/domain/assessment/readiness.ts'
import { dayOf, everyDay, isoOf } from '../../../src/domain/day.ts'
import { nothingLearned } from '../../../src/domain/demand/learning/learned.ts'
import { announceBy } from '../../../src/domain/options/announce-by.ts'
import { breakEvenOf } from '../../../src/domain/options/break-even.ts'
import { costOfDelay } from '../../../src/domain/options/cost-of-delay.ts'
import { earliestStart } from '../../../src/domain/options/earliest-start.ts'
import type { Option, OptionKind } from '../../../src/domain/options/option.ts'
import { type OptionCandidate, optionCandidate } from '../../../src/domain/options/option-candidate.ts'
import { type OptionInputs, priceOptions } from '../../../src/domain/options/price-options.ts'
import { surplusUnits } from '../../../src/domain/options/surplus.ts'
import type { PromotionLine, StatedDemand } from '../../../src/domain/promotions/promotion.ts'

const asOf = dayOf('2026-06-01')
const policy: Policy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 100 }

const lineOf = (stated: StatedDemand, location = 'EAST'): PromotionLine => ({
  promotionId: 'P-1',
  name: 'Summer',
  sku: 'COLA',
  location,
  start: dayOf('2026-07-06'),
  end: dayOf('2026-07-12'),
  stated,
  price: 20,
  discount: null,
  type: null,
  status: 'committed',
  hero: false,
  priority: null,
  rank: 1,
  owner: null,
})

/** Cola sells 10 a day; 400 on hand, 150 coming on 22 June, margin 12, a lead time of ten weeks. */
const cola = (over: { lead?: number; onHand?: number; location?: string; sku?: string; cost?: number | null } = {}) => {
  const { lead = 70, onHand = 400, location = 'EAST', sku = 'COLA', cost = 8 } = over
  return {
    asOf,
    item: {
      sku,
      name: sku,
      category: null,
      group: '',
      supplier: 'ACME',
      unitCost: cost,
      unitPrice: 20,
      currency: 'EUR',
      rule: { minimum: 0, multiple: 50 },
      shelfLifeDays: null,
      launchOn: null,
      discontinuedOn: null,
    },
    location: {
      location,
      name: location,
      suppliedBy: null,
      receiving: { days: everyDay, closed: new Set<number>(), dockToStock: 0 },
      onShelfDays: 0,
      unmet: 'lost',
    },
    stock: { onHand, allocated: 0, unusable: 0, safetyStock: null, asOf, minute: 0 },
    orders:
      location === 'EAST' && sku === 'COLA'
        ? [
            {
              orderId: 'PO-77',
              quantity: 150,
              due: dayOf('2026-06-22'),
              status: 'confirmed',
              supplier: null,
              orderedOn: null,
              receivedOn: null,
              receivedQuantity: null,
              line: '',
              promisedOn: null,
              promotionIds: [],
              isOrdinary: false,
            },
          ]
        : [],
    pastReceipts: [],
    isClosedToday: false,
    leadTime: {
      supplier: 'ACME',
      lead,
      calendar: 'calendar',
      sd: 0,
      reviewDays: null,
      orderDays: everyDay,
      cutoff: null,
      maxPerWeek: null,
      holidays: new Set<number>(),
    },
    sales: [],
    plan: [{ day: asOf - 10, days: 300, units: 3000 }],
    like: null,
    holidays: new Set<number>(),
    taught: { id: '0', common: nothingLearned(asOf), level: null },
    rivals: [],
    promotions: [],
  } as const satisfies CellFacts
}

const terms = { supplier: 'ACME', days: 5, perUnit: 5, fixed: 600 }
const none: OptionInputs = {
  expediting: () => null,
  shared: () => null,
  second: () => null,
  others: [],
  substitute: () => null,
  policy,
}
const units700 = lineOf({ kind: 'units', units: 700 })
const at = (facts: CellFacts, line = units700) => optionCandidate(facts, line, policy) as OptionCandidate
const options = (candidates: readonly OptionCandidate[], inputs: Partial<OptionInputs> = {}) => {
  const all = priceOptions(candidates, { ...none, ...inputs })
  return (kind: OptionKind) => all.find((option) => option.kind === kind) as Option
}
const eur = (option: Option) => option.total?.contribution?.EUR as number

describe('doing nothing', () => {
  it('comes to the margin of what is expected to sell, and is always there', () => {
    const option = options([at(cola())])('nothing')
    expect(option.total?.sales).toBeCloseTo(200, -1)
    expect(option.total?.shortage).toBeCloseTo(500, -1)
    expect(eur(option)).toBeCloseTo(12 * (option.total?.sales as number), 6)
    expect(option.total?.gain).toEqual({})
  })
})

describe('expediting what is missing', () => {
  const of = options([at(cola())], { expediting: () => terms })

  it('costs premium and fee, keeps the margin, and arrives in time', () => {
    const { steps, total } = of('expedite')
    const units = steps[0]?.units as number
    expect(units % 50).toBe(0)
    expect(isoOf(steps[0]?.day as number)).toBe('2026-06-06')
    expect(total?.extraCost).toEqual({ EUR: units * 5 + 600 })
    expect(total?.stockout).toBeLessThanOrEqual(0.2)
  })

  it('pays only in part where the premium leaves little: less than all of it, for more money', () => {
    const [whole, part] = [of('expedite'), of('expedite-part')]
    expect(part.steps[0]?.units).toBeLessThan(whole.steps[0]?.units as number)
    expect(eur(part)).toBeGreaterThan(eur(whole))
    expect(part.isBest).toBe(true)
  })

  it('brings the rest by a normal order where one arrives within the window', () => {
    const [step] = options([at(cola({ lead: 38 }))], { expediting: () => terms })('expedite-part').steps
    expect(isoOf(step?.restDay as number)).toBe('2026-07-09')
    expect(step?.rest).toBeGreaterThan(0)
    expect(step?.units).toBeLessThan(300)
  })

  it('is refused where the fee is more than it saves, where nobody told terms, and where it comes too late', () => {
    const dear = options([at(cola())], { expediting: () => ({ ...terms, fixed: 9_000 }) })
    expect(dear('expedite').total?.gain?.EUR).toBeLessThan(0)
    expect(dear('expedite-part').whyNot).toEqual({ code: 'no-part-pays' })
    expect(dear('nothing').isBest).toBe(true)
    expect(options([at(cola())])('expedite').whyNot).toEqual({ code: 'no-terms', supplier: 'ACME' })
    const slow = options([at(cola())], { expediting: () => ({ ...terms, days: 60 }) })
    expect(slow('expedite').whyNot).toMatchObject({ code: 'arrives-late', day: dayOf('2026-07-31') })
    const premium = options([at(cola())], { expediting: () => ({ ...terms, perUnit: 13 }) })
    expect(premium('expedite-part').whyNot).toEqual({ code: 'never-pays', margin: 12, premium: 13, currency: 'EUR' })
  })

  it('has no money where nobody told what it costs, and is never the best then', () => {
    const option = options([at(cola())], { expediting: () => ({ ...terms, perUnit: null, fixed: null }) })('expedite')
    expect(option).toMatchObject({ untold: ['expediting'], isBest: false })
    expect(option.total).toMatchObject({ extraCost: null, contribution: null, gain: null })
  })
})

describe('the other options', () => {
  it('start when a normal order is there, and count what is sold normally on the old days', () => {
    const option = options([at(cola())])('date')
    expect(isoOf(option.steps[0]?.day as number)).toBe('2026-08-10')
    expect(option).toMatchObject({ untold: ['rebooking'], isBest: false })
    expect(option.mayCost?.EUR).toBeCloseTo(eur(option) - eur(options([at(cola())])('nothing')), 6)
    expect(option.total?.sales).toBeGreaterThan(650)
  })

  it('cap the volume at what holds', () => {
    const option = options([at(cola())])('volume')
    expect(option.steps[0]?.units).toBeGreaterThan(100)
    expect(option.steps[0]?.units).toBeLessThan(200)
    expect(option.total?.stockout).toBeLessThanOrEqual(0.2)
  })

  it('cap the days that are left of one that has begun at what they then sell, whatever it sold before', () => {
    const sales = Array.from({ length: 4 }, (_, i) => ({
      ...{ day: asOf - 4 + i, days: 1, units: 100, stockout: 0, isHoliday: false },
      ...{ price: null, basePrice: null, promotion: null },
    }))
    const running = { ...units700, start: asOf - 4, end: asOf + 9, stated: { kind: 'units', units: 1400 } as const }
    const option = options([at({ ...cola(), sales }, running)])('volume')
    expect(option.steps[0]?.units).toBeGreaterThan(200)
    expect(option.total?.demand).toBeCloseTo(option.steps[0]?.units as number, 6)
    expect(option.total?.stockout).toBeLessThanOrEqual(0.2)
  })

  it('launch where every line is ready, and sell normally elsewhere', () => {
    const west = at(cola({ location: 'WEST', onHand: 3000 }), lineOf({ kind: 'units', units: 700 }, 'WEST'))
    const option = options([at(cola()), west])('ready-places')
    expect(option.steps.map((step) => step.location)).toEqual(['EAST'])
    expect(option.total?.sales).toBeCloseTo(700 + 70, 0)
    expect(options([at(cola())])('ready-places').whyNot).toEqual({ code: 'one-place' })
  })

  it('move units from a place with more than its own protected need, and no more than that', () => {
    const hub = cola({ location: 'HUB', onHand: 1000 })
    const spare = surplusUnits(hub, policy) as number
    expect(spare).toBeGreaterThan(150)
    expect(spare).toBeLessThan(300)
    const option = options([at(cola())], { others: [hub] })('transfer')
    expect(option.steps).toMatchObject([{ from: 'HUB', units: spare, location: 'EAST' }])
    expect(option.untold).toEqual(['transport'])
    expect(option.total?.shortage).toBeLessThan(500 - spare + 20)
    const poor = options([at(cola())], { others: [cola({ location: 'HUB', onHand: 50 })] })('transfer')
    expect(poor.whyNot).toEqual({ code: 'nothing-to-spare', places: 1 })
  })

  it('never send the same units to two places', () => {
    const hub = cola({ location: 'HUB', onHand: 1000 })
    const west = at(cola({ location: 'WEST' }), lineOf({ kind: 'units', units: 700 }, 'WEST'))
    const option = options([at(cola()), west], { others: [hub] })('transfer')
    const sent = option.steps.reduce((sum, step) => sum + (step.units as number), 0)
    expect(sent).toBeLessThanOrEqual(surplusUnits(hub, policy) as number)
  })

  it('offer the substitute to half of those who go without, if its own shelf survives', () => {
    const lime = cola({ sku: 'LIME', onHand: 5000 })
    const of = options([at(cola())], { substitute: () => lime })
    expect(of('substitute').steps[0]).toMatchObject({ instead: { sku: 'LIME' } })
    expect(of('substitute').steps[0]?.units).toBeCloseTo((of('nothing').total?.shortage as number) / 2, 6)
    expect(eur(of('substitute')) - eur(of('nothing'))).toBeCloseTo(
      (12 * (of('nothing').total?.shortage as number)) / 2,
      4,
    )
    const bare = options([at(cola())], { substitute: () => cola({ sku: 'LIME', onHand: 100 }) })
    expect(bare('substitute').whyNot).toEqual({ code: 'substitute-needed', sku: 'LIME' })
  })

  it('order normally where that is in time', () => {
    const option = options([at(cola({ lead: 10 }))])('order')
    expect(option.total?.stockout).toBeLessThanOrEqual(0.2)
    expect(option.isBest).toBe(true)
    expect(options([at(cola())])('order').whyNot).toMatchObject({ code: 'arrives-late' })
  })

  it('share the fixed fee of one order between the lines that are on it', () => {
    const places = ['EAST', 'WEST']
    const candidates = places.map((location) =>
      at({ ...cola({ location }), orders: [] }, lineOf({ kind: 'units', units: 700 }, location)),
    )
    const cost = (of: readonly OptionCandidate[], kind: OptionKind) =>
      options(of, { expediting: () => terms })(kind).total?.extraCost?.EUR as number
    for (const kind of ['expedite', 'expedite-part'] as const)
      expect(cost(candidates, kind), kind).toBeCloseTo(2 * cost(candidates.slice(0, 1), kind) - terms.fixed, 6)
  })

  it('leave no line out of what pays because its normal order is in time', () => {
    const near = cola({ lead: 10, location: 'WEST' })
    const west = at(near, lineOf({ kind: 'units', units: 700 }, 'WEST'))
    const of = options([at(cola()), west], { expediting: () => terms })
    expect(of('expedite-part').left).toBeNull()
    expect(of('expedite-part').steps.map(({ units, rest }) => units === 0 && rest > 0)).toEqual([false, true])
    expect(eur(of('expedite-part'))).toBeGreaterThanOrEqual(eur(of('expedite')))
  })

  it('leave the order that is in time to its normal way', () => {
    const of = options([at(cola({ lead: 10 }))], { expediting: () => terms })
    expect(of('expedite-part').whyNot).toEqual({ code: 'normal-in-time' })
  })

  it('order no more a week than the supplier takes, expedited or not', () => {
    const limited = cola({ lead: 10 })
    const facts = { ...limited, leadTime: { ...limited.leadTime, maxPerWeek: 200 } }
    const of = options([at(facts)], { expediting: () => terms })
    for (const kind of ['order', 'expedite'] as const) {
      const [step] = of(kind).steps
      const weeks = step?.deliveries.map(({ day }) => Math.floor((day - asOf) / 7))
      expect(step?.deliveries.length, kind).toBeGreaterThan(2)
      expect(new Set(weeks).size).toBe(weeks?.length)
      expect(step?.deliveries.every(({ units }) => units <= 200)).toBe(true)
      expect(step?.units).toBe(step?.deliveries.reduce((sum, { units }) => sum + units, 0))
    }
    expect(of('order').total?.stockout).toBeLessThanOrEqual(0.2)
    const slow = { ...facts, leadTime: { ...facts.leadTime, lead: 35, maxPerWeek: 50 } }
    expect(options([at(slow)])('order').total?.shortage).toBeGreaterThan(300)
  })

  it('count what the location of our own sends that supplies the shop, and take no units of it twice', () => {
    const day = dayOf('2026-07-06')
    const near = cola({ lead: 10 })
    const source = {
      ...{ location: 'HUB', pledged: [], sends: [{ day, units: 300 }], missing: 500, lacks: 200, lacksInAll: 200 },
      ...{ rule: { minimum: 0, multiple: 50 }, dry: null, through: near.leadTime, countedOn: asOf, tally: null },
    }
    const [alone, helped] = [near, { ...near, source }].map((facts) =>
      options([at(facts)], { expediting: () => terms, others: [cola({ location: 'HUB', onHand: 1000 })] }),
    )
    const units = (of: typeof alone, kind: OptionKind) => of?.(kind).steps[0]?.units as number
    for (const kind of ['order', 'expedite'] as const) {
      expect(units(helped, kind), kind).toBe(units(alone, kind) - 300)
      expect(helped?.(kind).steps[0]?.sent).toEqual({ units: 300, from: 'HUB' })
      expect(helped?.(kind).total?.stockout).toBeLessThanOrEqual(0.2)
    }
    expect(alone?.('transfer').steps[0]?.from).toBe('HUB')
    expect(helped?.('transfer').whyNot).toEqual({ code: 'nowhere-else' })
    expect(helped?.('nothing').total).toEqual(alone?.('nothing').total)
  })

  it('are ordered tomorrow once the hour by which orders must be in has passed', () => {
    const closed = { ...cola({ lead: 36 }), isClosedToday: true }
    const of = options([at(closed)], { expediting: () => terms })
    expect(of('expedite').steps[0]).toMatchObject({ orderOn: asOf + 1, day: asOf + 6 })
    expect(of('order').steps[0]).toMatchObject({ orderOn: asOf + 1, day: asOf + 37 })
    expect(costOfDelay(at(closed), null)?.days[0]?.day).toBe(asOf + 1)
  })

  it('are not needed where the line is ready', () => {
    const of = options([at(cola({ onHand: 5000 }))])
    expect(of('expedite').whyNot).toEqual({ code: 'not-short' })
    expect(of('date').whyNot).toEqual({ code: 'not-short' })
    expect(of('nothing').total?.sales).toBeCloseTo(700, 0)
  })

  it('have no money without a cost, and none is marked', () => {
    const all = priceOptions([at(cola({ cost: null }))], { ...none, expediting: () => terms })
    expect(all.every(({ total, isBest }) => (total?.contribution ?? null) === null && !isBest)).toBe(true)
    expect(all[0]?.total?.sales).toBeGreaterThan(0)
  })
})

describe('leftover', () => {
  it('costs the whole unit past its shelf life, and a holding share before', () => {
    const fresh = { ...cola({ onHand: 3000 }), item: { ...cola().item, shelfLifeDays: 5 } }
    const [perishes, keeps] = [at(fresh), at(cola({ onHand: 3000 }))].map(
      (candidate) => options([candidate])('nothing').total,
    )
    expect(perishes?.leftoverCost.EUR).toBeCloseTo(8 * (perishes?.leftover as number), 6)
    expect(keeps?.leftoverCost.EUR).toBeCloseTo(0.8 * (keeps?.leftover as number), 6)
  })

  it('costs the whole unit where the item is discontinued before it can be sold', () => {
    const left = (discontinuedOn: number | null) =>
      options([at({ ...cola({ onHand: 3000 }), item: { ...cola().item, discontinuedOn } })])('nothing').total
    const [never, soon, later] = [left(null), left(units700.end + 1), left(units700.end + 6)]
    expect(soon?.leftoverCost.EUR).toBeCloseTo(8 * (soon?.leftover as number), 6)
    // Five days of ten units are sold still; of what never is discontinued, four weeks of them.
    expect((soon?.leftover as number) - (later?.leftover as number)).toBeCloseTo(50, 0)
    expect((soon?.leftover as number) - (never?.leftover as number)).toBeCloseTo(280, 0)
  })
})

describe('break-even, waiting and announcing', () => {
  it('a line holds up to an uplift at which it is ready, and one percent more is too much', () => {
    const candidate = at(cola({ onHand: 800 }), lineOf({ kind: 'uplift', ratio: 1.6 }))
    const found = breakEvenOf(candidate)
    const ratio = found.kind === 'ratio' ? found.ratio : 0
    const verdict = (of: number) => at(cola({ onHand: 800 }), lineOf({ kind: 'uplift', ratio: of })).result.verdict
    expect(ratio).toBeGreaterThan(1.6)
    expect(verdict(ratio)).toBe('ready')
    expect(verdict(ratio + 0.01)).not.toBe('ready')
  })

  it('waiting costs nothing today, and more with every ordering day that brings goods later', () => {
    const delay = costOfDelay(at(cola({ lead: 36 })), null)
    const lost = delay?.days.map((day) => day.lost) as number[]
    expect(delay?.by).toBe('order')
    expect(lost[0]).toBe(0)
    expect(lost).toEqual([...lost].sort((a, b) => a - b))
    expect(lost.at(-1)).toBeGreaterThan(0)
    expect(costOfDelay(at(cola()), null)).toBeNull()
    expect(costOfDelay(at(cola()), terms)?.by).toBe('expedite')
  })

  it('supply has to hear of it a lead time before the goods are needed', () => {
    const known = announceBy(at(cola()))
    expect(known).toMatchObject({ kind: 'by', days: 69 })
    expect(announceBy(at(cola({ onHand: 5000 })))).toEqual({ kind: 'none-needed' })
  })

  it('before a date is chosen the earliest start, the volume and the notice are told', () => {
    const tomorrow = { ...units700, start: asOf + 1, end: asOf + 7 }
    const told = earliestStart(cola(), tomorrow, policy)
    expect(told.volume).toBeGreaterThan(300)
    expect(isoOf(told.safe?.start as number)).toBe('2026-08-10')
    expect(told.safe?.order).toBeGreaterThan(0)
    expect(told.announce).toMatchObject({ kind: 'by' })
    expect(earliestStart({ ...cola(), stock: null }, tomorrow, policy)).toMatchObject({ isUnknown: true, volume: null })
  })
})
