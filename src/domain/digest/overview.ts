import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { addMoney, type Money, moneySize } from '../money.ts'
import type { DelayCost } from '../options/cost-of-delay.ts'
import type { OptionKind } from '../options/option.ts'
import { negligibleLoss, overviewDays } from '../policy.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { lineMoneyAtRisk } from '../risks/risk-action.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'

/** The owner of a risk; null where it has none. */
export type RiskOwner = { readonly id: string; readonly name: string } | null

/** The money at risk of one owner's risks, or of those without an owner. */
type OwnedMoney = { readonly owner: RiskOwner; readonly money: Money; readonly risks: number }

/** The money at risk in the eight weeks after a day, by owner. */
export type DailyRiskTotals = { readonly day: Day; readonly owners: readonly OwnedMoney[] }

/** A risk and its owner. */
export type OwnedRisk = { readonly candidate: RiskCandidate; readonly owner: RiskOwner }

/** Sums the money at risk in the next eight weeks by owner, the most first. It sums risks rather than lines, so that nothing counts twice. */
export const dailyRiskTotals = (day: Day, risks: readonly OwnedRisk[]): DailyRiskTotals => {
  const near = risks.flatMap(({ candidate, owner }) => {
    const money = addMoney(
      candidate.evidence
        .filter(({ promotion }) => promotion.start < day + overviewDays)
        .flatMap(({ lines }) => lines)
        .map((line) => {
          const amount = lineMoneyAtRisk(candidate.action, line)
          return amount === null ? {} : { [line.currency ?? '']: amount }
        }),
    )
    const isNear = candidate.evidence.some(({ promotion }) => promotion.start < day + overviewDays)
    return isNear ? [{ owner, money }] : []
  })
  return {
    day,
    owners: [...Map.groupBy(near, ({ owner }) => owner?.id ?? null).values()]
      .map((own) => ({
        owner: own[0]?.owner ?? null,
        money: addMoney(own.map(({ money }) => money)),
        risks: own.length,
      }))
      .sort(byMoney),
  }
}

const byMoney = (a: OwnedMoney, b: OwnedMoney): number =>
  moneySize(b.money) - moneySize(a.money) || ((a.owner?.name ?? '') < (b.owner?.name ?? '') ? -1 : 1)

/** Gives the days among which the totals of last week are found: one to two weeks ago. */
export const lastWeekOf = (today: Day): { readonly from: Day; readonly to: Day } => ({
  from: today - 14,
  to: today - 7,
})

/** The money at risk of one owner now, and a week ago; null where no day of last week is known. */
export type OwnedAgainst = OwnedMoney & { readonly before: Money | null }

/** Compares the money at risk of each owner with that of a week ago; owners who had some then and have none now are listed too. */
export const againstLastWeek = (now: DailyRiskTotals, before: DailyRiskTotals | null): readonly OwnedAgainst[] => {
  const idOf = ({ owner }: OwnedMoney) => owner?.id ?? null
  const known = new Map(before?.owners.map((one) => [idOf(one), one]))
  const named = new Set(now.owners.map(idOf))
  const gone = (before?.owners ?? []).filter((one) => !named.has(idOf(one)) && moneySize(one.money) > 0)
  return [
    ...now.owners.map((one) => ({ ...one, before: before === null ? null : (known.get(idOf(one))?.money ?? {}) })),
    ...gone.map((one) => ({ owner: one.owner, money: {}, risks: 0, before: one.money })),
  ]
}

/** The last day on which waiting with a decision costs nothing, and what each later day costs in `currency`; null where unknown. */
export type Deadline = {
  readonly by: Day
  readonly perDay: number | null
  readonly currency: string | null
}

/** Works out the deadline of a decision from the price of waiting by day; null where that is unknown or no day is free. */
export const deadlineOf = (
  waiting: { readonly days: readonly DelayCost[]; readonly currency: string | null } | null,
): Deadline | null => {
  const free = waiting?.days.findLast(({ lost }) => lost < negligibleLoss)
  const last = waiting?.days.at(-1)
  if (waiting === null || free === undefined || last === undefined) return null
  const perDay = last.day > free.day ? (last.lost - free.lost) / (last.day - free.day) : null
  return { by: free.day, perDay, currency: waiting.currency }
}

/** A decision that is due on a promotion: the best option by contribution, the deadline, and what waiting costs. */
export type DueDecision = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly money: Money
  readonly owner: RiskOwner
  /** The recommended option, and its contribution over doing nothing; null where price or cost is unknown. */
  readonly best: { readonly kind: OptionKind; readonly gain: Money | null } | null
  readonly deadline: Deadline | null
}

/** Sorts decisions by money, then by time left. */
export const byMoneyAndTime = (a: DueDecision, b: DueDecision): number =>
  moneySize(b.money) - moneySize(a.money) || (a.deadline?.by ?? a.start) - (b.deadline?.by ?? b.start)

/** How many promotions ran out of stock, of those that ended or were cancelled because of supply. */
export type StockoutRate = {
  readonly stockedOut: number
  readonly of: number
  /** Cancelled because of supply; they count as stocked out. */
  readonly cancelled: number
  /** Ended ones without sales data: they count in neither number. */
  readonly untold: number
  readonly lost: Money
}

/** Counts the stockout rate of promotions that ended, and of those that were cancelled because of supply. */
export const stockoutRateOf = (ended: readonly EndedPromotion[], cancelled: number): StockoutRate => {
  const known = ended.filter(({ stockedOut }) => stockedOut !== null)
  return {
    stockedOut: known.filter(({ stockedOut }) => stockedOut).length + cancelled,
    of: known.length + cancelled,
    cancelled,
    untold: ended.length - known.length,
    lost: addMoney(known.map(({ lost }) => lost)),
  }
}

/** A risk that somebody acknowledged or settled, and the money at risk then. */
export type TakenRisk = {
  readonly identity: string
  readonly promotionIds: readonly PromotionId[]
  readonly money: Money
}

/** The outcomes of promotions that are over: `well` is without a stockout. */
export type Outcomes = ReadonlyMap<string, 'well' | 'badly'>

export type Prevented = { readonly count: number; readonly money: Money }

/**
 * Counts prevented losses: risks that somebody took, that the assessment calls for no more, and whose promotions all turned
 * out well. Their money is what was at risk when they were taken: it might have been lost, not all of it would have been.
 */
export const preventedOf = (
  taken: readonly TakenRisk[],
  calledFor: ReadonlySet<string>,
  outcomes: Outcomes,
): Prevented => {
  const prevented = taken.filter(
    ({ identity, promotionIds }) =>
      !calledFor.has(identity) && promotionIds.length > 0 && promotionIds.every((id) => outcomes.get(id) === 'well'),
  )
  return { count: prevented.length, money: addMoney(prevented.map(({ money }) => money)) }
}

/** A concession of one function for the whole business, with who made it and the money it saved. */
export type ConcessionCredit = { readonly by: string; readonly what: string; readonly saved: Money }

/** The overview for executives. */
export type Overview = {
  readonly day: Day
  readonly decisions: readonly DueDecision[]
  readonly atRisk: DailyRiskTotals
  /** The day of last week that is compared with; null where none is known. */
  readonly lastWeek: DailyRiskTotals | null
  readonly rate: StockoutRate
  readonly prevented: Prevented
  readonly concessions: readonly ConcessionCredit[]
}
