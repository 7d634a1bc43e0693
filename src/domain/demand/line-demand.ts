import { copyOf, zeros } from '../../common/numbers.ts'
import type { CellFacts } from '../assessment/cell.ts'
import type { Reason } from '../assessment/reason.ts'
import type { Day } from '../day.ts'
import { noteEffects } from '../intelligence/effect.ts'
import {
  coverDays,
  launchUpliftCv,
  leastPaceDays,
  mostStockoutOfDay,
  paceDaysToPlan,
  statedUpliftCv,
} from '../policy.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import { orderForwards } from '../supply/lead-time.ts'
import type { ForecastError } from '../supply/outlook.ts'
import { type Baseline, baselineOf, baselineOn } from './baseline.ts'
import type { EstimatedUplift } from './learning/forecast.ts'
import { moveDemand, movedOn } from './moved-demand.ts'
import { kitNoteReasons, noteReasons } from './note-reasons.ts'
import { addExtra, extraPerDay, planBulge } from './promotion-demand.ts'
import { type Uplift, upliftFromHistory, weighed } from './uplift.ts'

/** The expected demand of a promotion line and of the other promotions on its cell: arrays in units per day, index 0 the as-of date. */
export type LineDemand = {
  readonly baseline: Baseline
  readonly base: Float64Array
  readonly uplift: Uplift
  /** Extra units of the judged line. */
  readonly own: Float64Array
  /** Extra units of the judged line and of the promotions with priority over it. */
  readonly together: Float64Array
  /** Extra units of the promotions with priority over it. */
  readonly senior: Float64Array
  /** Extra units of every committed promotion, the judged one included. */
  readonly committed: Float64Array
  readonly seniors: readonly PromotionLine[]
  readonly juniors: readonly PromotionLine[]
  readonly spread: ForecastError
  /** The error of what notes move, by day as a share of the mean; absent where no note counts. */
  readonly doubt?: Float64Array
  /** The shares by which notes move the mean, by day; absent where no note counts. */
  readonly moved?: Float64Array
  readonly reasons: readonly Reason[]
  /** Expected demand of a day before the as-of date that has no sales row. */
  readonly demandOn: (day: Day) => number
}

/** The most days after the as-of date that are looked at: absurd lead times stay cheap. */
const farthestHorizon = 800
/** The most days before the as-of date over which a count is rolled forward with expected demand. */
export const farthestBack = 120

/** Gives the expected uplift of a line: the stated one weighed with history, else one of them, else unknown with a ratio of 1. */
export const upliftOf = (facts: CellFacts, baseline: Baseline, line: PromotionLine): Uplift => {
  const { stated } = line
  const cv = isLaunch(facts, line) ? launchUpliftCv : statedUpliftCv
  if (stated.kind === 'uplift')
    return weighed(stated.ratio, cv, stated.isSettled ? null : upliftFromHistory(facts, line))
  // How many kits are sold is known of the kit, not of what it is made of.
  if (stated.kind === 'unstated' && line.kits !== undefined) return { ...noUplift, cv }
  if (stated.kind === 'unstated') return upliftFromHistory(facts, line) ?? { ...noUplift, cv }
  let normal = 0
  for (let day = line.start; day <= line.end; day++) normal += baselineOn(baseline, day)
  const total = stated.kind === 'units' ? stated.units : normal + stated.units
  return { ratio: normal > 0 ? total / normal : 1, source: 'stated', cv, estimate: null, weight: 0 }
}

const noUplift = { ratio: 1, source: 'unknown', estimate: null, weight: 0 } as const

/** Tells whether a line launches its item: nothing was sold of it before. */
const isLaunch = (facts: CellFacts, line: PromotionLine): boolean =>
  facts.item.launchOn !== null && facts.item.launchOn >= Math.min(facts.asOf, line.start)

/** Gives the last day that the assessment of a line may need. */
const horizonEnd = (facts: CellFacts, line: PromotionLine): Day => {
  const soonest = facts.leadTime ? orderForwards(facts.leadTime, facts.location.receiving, facts.asOf) : null
  const shifted = soonest ? soonest.usableOn + facts.location.onShelfDays + line.end - line.start : 0
  const lastReceipt = facts.orders.reduce((last, order) => Math.max(last, order.due ?? 0), 0)
  const others = facts.promotions.reduce((last, other) => Math.max(last, other.end), line.end)
  const wanted = Math.max(others, shifted, lastReceipt + line.end - line.start) + coverDays
  return Math.max(line.end + coverDays, Math.min(wanted, facts.asOf + farthestHorizon))
}

/** Works out the demand of one promotion line and of the other promotions on its cell. */
export const lineDemand = (facts: CellFacts, line: PromotionLine): LineDemand => {
  const { asOf } = facts
  const starts = facts.promotions.map((other) => other.start)
  const earliest = Math.min(asOf, facts.stock?.asOf ?? asOf, line.start, ...starts)
  const from = Math.max(asOf - farthestBack, earliest)
  const baseline = baselineOf(facts, from, horizonEnd(facts, line) - from + 1)
  const base = copyOf(baseline.perDay, asOf - from)
  const reasons: Reason[] = []
  const others = facts.promotions.filter(
    (other) => other.promotionId !== line.promotionId && other.status !== 'cancelled',
  )
  const seniors = others.filter((other) => isSenior(other, line))
  const juniors = others.filter((other) => !isSenior(other, line))

  const stated = upliftOf(facts, baseline, line)
  const bulge = line.stated.kind === 'uplift' ? planBulge(baseline, line, stated.ratio, asOf) : null
  if (bulge !== null) reasons.push({ code: 'PLAN_BULGES', ratio: bulge, stated: stated.ratio })
  const uplift = bulge === null ? stated : { ...stated, ratio: 1, estimate: null }

  const seniorityFirst = [...seniors].sort((a, b) => (isSenior(a, b) ? -1 : 1))
  const senior = zeros(base.length)
  for (const other of seniorityFirst) addExtra(senior, other, upliftOf(facts, baseline, other), baseline, asOf)
  const together = copyOf(senior)
  addExtra(together, line, uplift, baseline, asOf)
  const own = seniors.length === 0 ? copyOf(together) : zeros(base.length)
  if (seniors.length > 0) addExtra(own, line, uplift, baseline, asOf)
  const committed = copyOf(together)
  for (const other of juniors)
    if (other.status === 'committed') addExtra(committed, other, upliftOf(facts, baseline, other), baseline, asOf)

  const effects = noteEffects(facts.intelligence)
  const noted = effects === null ? {} : moveDemand(effects, asOf, [base, senior, together, own, committed])
  const demandWith = (judged: PromotionLine) =>
    movedOn(
      effects,
      expectedDemandOn(
        baseline,
        [...others, judged],
        (one) => (one === judged ? uplift : upliftOf(facts, baseline, one)).ratio,
      ),
    )
  const demandOn = demandWith(line)
  // A running promotion sells, whether or not it is committed.
  const pace = observedPace(facts, line, demandWith({ ...line, status: 'committed' }))
  if (pace !== null) {
    reasons.push(pace)
    for (let i = 0; i <= line.end - asOf; i++) {
      const sum = (base[i] as number) + (own[i] as number)
      own[i] = pace.factor * sum - (base[i] as number)
      together[i] = (together[i] as number) + (pace.factor - 1) * sum
      committed[i] = (committed[i] as number) + (pace.factor - 1) * sum
    }
  }
  reasons.push(...demandReasons(facts, line, baseline, uplift), ...noteReasons(facts, line, { base, own }, effects))
  if (line.kits !== undefined) reasons.push(...kitNoteReasons(facts, line))
  const { dispersion, dayCv, levelCv } = baseline
  const isEstimated = uplift.source === 'history'
  const spread = {
    dispersion,
    dayCv,
    levelCv,
    upliftCv: isEstimated ? 0 : uplift.cv,
    ratioCv: isEstimated ? ratioError(uplift, levelCv) : 0,
  }
  return {
    ...{ baseline, base, uplift, own, together, senior, committed, seniors, juniors, spread, ...noted, reasons },
    demandOn,
  }
}

/** Gives the expected demand of a day in units: normal sales, and the extra units of the committed ones of these promotions. */
export const expectedDemandOn =
  (baseline: Baseline, lines: readonly PromotionLine[], ratioOf: (line: PromotionLine) => number) =>
  (day: Day): number => {
    let units = baselineOn(baseline, day)
    for (const line of lines) {
      if (line.status !== 'committed' || day < line.start || day > line.end) continue
      units += extraPerDay(line.stated, ratioOf(line), baseline, line.start, line.end)[day - line.start] as number
    }
    return units
  }

/** Gives the sales of a running promotion beside its plan, and the pace to judge its other days with; null where too few days are known. */
const observedPace = (
  facts: CellFacts,
  line: PromotionLine,
  demandOn: (day: Day) => number,
): (Reason & { code: 'OBSERVED_BURN' }) | null => {
  if (line.start >= facts.asOf) return null
  let sold = 0
  let planned = 0
  let days = 0
  for (const sale of facts.sales) {
    if (sale.day < line.start || sale.stockout > mostStockoutOfDay) continue
    sold += sale.units
    for (let i = 0; i < sale.days; i++) planned += demandOn(sale.day + i)
    days += sale.days
  }
  if (days < leastPaceDays || planned <= 0) return null
  let plannedInAll = 0
  for (let day = line.start; day <= line.end; day++) plannedInAll += demandOn(day)
  const factor = (days * (sold / planned) + paceDaysToPlan) / (days + paceDaysToPlan)
  return { code: 'OBSERVED_BURN', sold, planned, plannedInAll, days, factor }
}

/** Gives the error of all promoted units as a share of normal sales, without that of the level, which is counted apart. */
const ratioError = ({ ratio, cv }: Uplift, levelCv: number): number =>
  Math.sqrt(Math.max(0, (cv ** 2 + levelCv ** 2) * ratio ** 2 - levelCv ** 2))

const estimateReason = (
  { stated }: PromotionLine,
  { ratio, weight }: Uplift,
  { pooled, rivals, recent, ...own }: EstimatedUplift,
): Reason => ({
  code: 'UPLIFT_FROM_HISTORY',
  ratio,
  stated: stated.kind === 'uplift' ? stated.ratio : null,
  estimated: own.ratio,
  weight,
  alike: pooled.ratio,
  basis: pooled.basis,
  runs: pooled.runs,
  rivals,
  recent,
})

/** Tells whether what is stated of a line says nothing without normal sales: a total of units does, and units for so many kits. */
export const needsBaseline = ({ stated, kits }: PromotionLine): boolean =>
  stated.kind !== 'units' && (kits === undefined || stated.kind !== 'extra')

const demandReasons = (facts: CellFacts, line: PromotionLine, baseline: Baseline, uplift: Uplift): Reason[] => {
  const reasons: Reason[] = []
  if (needsBaseline(line) && baseline.source === 'none') reasons.push({ code: 'BASELINE_UNKNOWN' })
  if (baseline.source === 'like-item' && facts.like) reasons.push({ code: 'LIKE_ITEM', sku: facts.like.sku })
  if (baseline.planEndsOn !== null && baseline.planEndsOn <= line.end)
    reasons.push({ code: 'PLAN_EXTENDED', from: baseline.planEndsOn })
  if (uplift.estimate !== null) reasons.push(estimateReason(line, uplift, uplift.estimate))
  if (uplift.source === 'unknown') reasons.push({ code: 'UPLIFT_UNKNOWN' })
  if (isLaunch(facts, line)) reasons.push({ code: 'LAUNCH', on: facts.item.launchOn as Day })
  if (facts.item.discontinuedOn !== null && facts.item.discontinuedOn <= line.end)
    reasons.push({ code: 'DISCONTINUED', on: facts.item.discontinuedOn })
  return reasons
}
