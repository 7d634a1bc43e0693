import type { Day } from '../day.ts'
import type { OrderAdvice } from '../ordering/order-advice.ts'
import { missingOfMinimum } from '../ordering/supplier-minimum.ts'
import { daysTakenIsTold, negligibleUnits } from '../policy.ts'
import { deliveryAt } from '../risks/due-window.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import type { Projection } from '../supply/projected-balance.ts'
import { isOwed, type Source } from './cell.ts'
import type { Verdict } from './readiness.ts'
import type { Reason } from './reason.ts'
import type { LineCase, ScenarioResult } from './scenario.ts'

/** Lists the reasons of a line: the causes of its verdict first, then what else a planner should know. */
export const lineReasons = (
  lineCase: LineCase,
  result: ScenarioResult,
  verdict: Verdict,
  projection: Projection,
  late: readonly Reason[],
): readonly Reason[] => {
  if (lineCase.lacksDemand) return []
  const known = lineCase.opening !== null && !lineCase.unknownDemand
  return [
    ...(known ? verdictReasons(lineCase, result, verdict, late) : []),
    ...(known ? gapReasons(lineCase, result, verdict, projection) : []),
    ...supplyReasons(lineCase, result, verdict),
  ]
}

const verdictReasons = (
  { facts }: LineCase,
  result: ScenarioResult,
  verdict: Verdict,
  late: readonly Reason[],
): Reason[] => {
  const { advice, p0, shortage } = result
  if (verdict === 'ready' && result.trifling) return [{ code: 'TRIFLING_SHORTAGE', units: shortage }]
  if (advice === null) return [{ code: 'COVERED', probability: p0 }]
  const reasons: Reason[] = [
    { code: 'SHORT_IN_WINDOW', units: shortage, from: advice.runsOut, probability: p0, isOwed: isOwed(facts) },
    ...late,
  ]
  const { leadTime } = facts
  if (leadTime !== null && advice.soonest !== null && advice.leadDays !== null) {
    const { supplier, via } = leadTime
    const first = via?.lead ?? leadTime
    if (result.verdict === 'at-risk' && advice.latest && advice.units > 0)
      reasons.push({
        code: 'ORDER_IN_TIME',
        supplier,
        units: advice.parts[0]?.units ?? advice.units,
        by: advice.latest.orderOn,
        cutoff: leadTime.cutoff,
        delivery: deliveryAt(facts, advice.delivery),
        later: advice.parts.slice(1).map(({ orderOn, units }) => ({ orderBy: orderOn, units })),
      })
    const lacking = facts.source === undefined ? missingOfMinimum(leadTime, facts.item, advice.units) : null
    if (result.verdict === 'at-risk' && lacking !== null) reasons.push({ code: 'SUPPLIER_MINIMUM', ...lacking })
    if (result.verdict === 'not-ready') {
      reasons.push({
        code: 'TOO_LATE_TO_ORDER',
        supplier,
        leadDays: advice.leadDays,
        workingDays: first.calendar === 'weekdays',
        onward: via && facts.source ? { location: facts.source.location, days: leadTime.lead } : null,
        since: advice.latest?.orderOn ?? null,
        from: advice.soonest.orderOn,
        earliest: advice.soonest.usableOn,
      })
      const late = Math.min(shortage, advice.lateUnits)
      if (shortage - late >= 1) reasons.push({ code: 'PARTLY_IN_TIME', lateUnits: late, inTimeUnits: shortage - late })
    }
    if (advice.leadDays > Math.ceil(first.lead))
      reasons.push({ code: 'LEAD_TIME_PROTECTED', days: advice.leadDays, deliveries: first.sdFrom ?? null })
    if (first.maxPerWeek !== null && (advice.parts.length > 1 || advice.units > (leadTime.maxPerWeek ?? 0)))
      reasons.push({
        code: 'WEEKLY_LIMIT',
        supplier,
        perWeek: first.maxPerWeek,
        units: via && facts.source ? facts.source.lacksInAll : advice.units,
        orders: result.verdict === 'at-risk' ? advice.parts.length : null,
      })
    if (leadTime.cutoff !== null)
      reasons.push({
        code: 'ORDER_CUTOFF',
        at: leadTime.cutoff,
        next: facts.isClosedToday ? advice.soonest.orderOn : null,
      })
  }
  return [...reasons, ...plannedReasons(advice)]
}

const plannedReasons = (advice: OrderAdvice): Reason[] =>
  advice.planned.map((planned) => ({ code: 'PLANNED_ORDER', ...planned }))

const gapReasons = (
  { facts, line }: LineCase,
  result: ScenarioResult,
  verdict: Verdict,
  projection: Projection,
): Reason[] => {
  const gap = ordinaryGap(result.coverage, line.start)
  if (gap !== null) return [gap]
  if (result.coverage.ordinary !== null) return []
  const safety = facts.stock?.safetyStock ?? 0
  const low = Math.min(safety, projection.windowLow)
  if (verdict !== 'ready' || safety === 0 || low >= safety - negligibleUnits) return []
  return [{ code: 'SAFETY_STOCK_USED', used: Math.min(safety, safety - low), of: safety }]
}

/** Finds the first run of days before the window in which ordinary demand is not served, and the units lost in it. */
const ordinaryGap = ({ cumulative }: DemandCoverage, start: Day): Reason | null => {
  const { asOf, opening, receipts, base, extra } = cumulative.daily
  let balance = opening
  let from: Day | null = null
  let lost = 0
  for (let i = 0; i < start - asOf; i++) {
    balance += (receipts[i] as number) - (base[i] as number) - (extra[i] as number)
    if (balance >= -negligibleUnits && from !== null) break
    if (balance < -negligibleUnits) from ??= asOf + i
    if (balance < 0) {
      lost -= balance
      balance = 0
    }
  }
  return from === null ? null : { code: 'ORDINARY_GAP', from, units: lost }
}

const supplyReasons = (
  { facts, line, demand, opening, receipts }: LineCase,
  { coverage }: ScenarioResult,
  verdict: Verdict,
): Reason[] => {
  const { ordinary, shortedLines } = coverage
  const reasons: Reason[] = []
  if (ordinary) {
    const { from, reviewDays, learnedFrom } = ordinary
    reasons.push({ code: 'ORDINARY_ORDERS', from, reviewDays, learnedFrom })
  } else if (verdict !== 'ready') reasons.push({ code: 'ONLY_PLACED_ORDERS' })
  for (const order of receipts.undated)
    reasons.push({ code: 'UNDATED_ORDER', orderId: order.orderId, units: order.quantity, said: order.due })
  for (const { orderId, quantity: units, due, unheard } of receipts.unheard)
    if (due !== null && unheard !== undefined)
      reasons.push({ code: 'UNHEARD_ORDER', orderId, units, due, silent: unheard })
  for (const { orderId, receivedQuantity, takenOn } of facts.orders)
    if (takenOn !== undefined && takenOn >= facts.asOf - daysTakenIsTold)
      reasons.push({ code: 'TAKEN_AS_RECEIVED', orderId, units: receivedQuantity ?? 0, on: takenOn })
  const meets = (other: { start: number; end: number }) => other.start <= line.end && other.end >= line.start
  for (const { promotionId, name, ...days } of demand.seniors)
    if (meets(days) || shortedLines.some((senior) => senior.promotion.promotionId === promotionId))
      reasons.push({ code: 'OVERLAP', promotionId, name, keeps: 'theirs' })
  const isThreat = new Set(coverage.threats.map((promotion) => promotion.promotionId))
  for (const { promotionId, name, ...days } of demand.juniors)
    if (meets(days) || isThreat.has(promotionId)) reasons.push({ code: 'OVERLAP', promotionId, name, keeps: 'ours' })
  if (facts.stock && facts.stock.allocated > 0)
    reasons.push({ code: 'ALLOCATED', units: facts.stock.allocated, there: opening ?? 0 })
  for (const { what, by, until } of facts.corrected ?? []) reasons.push({ code: 'CORRECTED', what, by, until })
  return [...reasons, ...sourceReasons(facts, line)]
}

/** Gives the reasons about the own location that supplies a cell: what it sends, and when it has nothing left. */
const sourceReasons = (
  { location: { location: place, suppliedBy }, source, item }: LineCase['facts'],
  { promotionId }: LineCase['line'],
): Reason[] => {
  if (suppliedBy === null) return []
  const code = 'SUPPLIED_BY_LOCATION'
  if (source === undefined) return [{ code, location: suppliedBy, missing: null, supplier: item.supplier, tally: null }]
  const { location, missing: units, lacks, lacksInAll: inAll, dry, countedOn, tally, share } = source
  const reasons: Reason[] = []
  if (countedOn !== null && tally !== null)
    reasons.push({
      code,
      location,
      missing: { units, sends: units - lacks, inAll, ...(isLimited(source) ? { isSet: true } : {}) },
      supplier: lacks > 0 ? item.supplier : null,
      tally,
    })
  if (share !== undefined) reasons.push({ code: 'SHARE_SET', location, place, share, asks: units, gets: units - lacks })
  for (const { orderId, units: sent, sentOn: on, day: usable, promotionIds } of source.pledged)
    if (promotionIds.includes(promotionId))
      reasons.push({ code: 'SENT_ON', location, orderId, units: sent, on, usable })
  if (dry !== null) reasons.push({ code: 'SOURCE_DRY', location, ...dry })
  return reasons
}

/** Tells whether a set share, and not the stock, is what limits the units that a line gets. */
const isLimited = ({ share, missing, lacks }: Source): boolean =>
  share !== undefined && lacks > 0 && missing - lacks >= Math.max(0, share.units - share.drawn) - negligibleUnits
