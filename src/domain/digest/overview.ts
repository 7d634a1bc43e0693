import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { addMoney, type Money, moneySize } from '../money.ts'
import type { OptionKind } from '../options/option.ts'
import type { Wait } from '../options/waiting.ts'
import { negligibleLoss, overviewDays } from '../policy.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { lineMoneyAtRisk } from '../risks/risk-action.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'

/** Who has a risk; null where nobody has. */
export type RiskOwner = { readonly id: string; readonly name: string } | null

/** What is at risk with one owner, or with nobody. */
export type OwnedMoney = { readonly owner: RiskOwner; readonly money: Money; readonly risks: number }

/** What was at risk on a day in the eight weeks after it, by who had it. */
export type DailyRiskTotals = { readonly day: Day; readonly owners: readonly OwnedMoney[] }

/** A risk and who has it. */
export type OwnedRisk = { readonly candidate: RiskCandidate; readonly owner: RiskOwner }

/** Sums what is at risk in the next eight weeks by who has it, the most money first: what the risks say, so that nothing counts twice. */
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

/** The days in which last week is looked for: the newest that is a week ago or more, not older than two. */
export const lastWeekOf = (today: Day): { readonly from: Day; readonly to: Day } => ({
  from: today - 14,
  to: today - 7,
})

/** What is at risk with one owner now and was a week ago; null where no day of last week is known. */
export type OwnedAgainst = OwnedMoney & { readonly before: Money | null }

/** Puts what is at risk beside what was a week ago, owner by owner; who had something then and has nothing now is named too. */
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

/** How long a decision can wait for nothing, and what each day costs after that, in `currency`; null where nobody can tell. */
export type Deadline = {
  readonly by: Day
  readonly perDay: number | null
  readonly currency: string | null
}

/** Reads from the price of waiting the last day on which it costs nothing, and what a calendar day costs from then on. */
export const deadlineOf = (
  waiting: { readonly days: readonly Wait[]; readonly currency: string | null } | null,
): Deadline | null => {
  const free = waiting?.days.findLast(({ lost }) => lost < negligibleLoss)
  const last = waiting?.days.at(-1)
  if (waiting === null || free === undefined || last === undefined) return null
  const perDay = last.day > free.day ? (last.lost - free.lost) / (last.day - free.day) : null
  return { by: free.day, perDay, currency: waiting.currency }
}

/** Something that somebody has to decide: what is best by contribution, until when, and what waiting costs. */
export type DueDecision = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly money: Money
  readonly owner: RiskOwner
  /** What is marked best, and what it brings more than doing nothing; null where price or cost is unknown. */
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
  /** Ended ones of which nobody told sales: they count in neither. */
  readonly untold: number
  readonly lost: Money
}

/** Counts the stockout rate of promotions that ended, and of those that were cancelled because of supply. */
export const stockoutRateOf = (ended: readonly EndedPromotion[], cancelled: number): StockoutRate => {
  const told = ended.filter(({ stockedOut }) => stockedOut !== null)
  return {
    stockedOut: told.filter(({ stockedOut }) => stockedOut).length + cancelled,
    of: told.length + cancelled,
    cancelled,
    untold: ended.length - told.length,
    lost: addMoney(told.map(({ lost }) => lost)),
  }
}

/** A risk that somebody acknowledged or settled, and what was at risk then. */
export type TakenRisk = {
  readonly identity: string
  readonly promotionIds: readonly PromotionId[]
  readonly money: Money
}

/** What came of promotions: ready or without a stockout, or not; a promotion that is in none of both is not known. */
export type Outcomes = ReadonlyMap<string, 'well' | 'badly'>

export type Prevented = { readonly count: number; readonly money: Money }

/**
 * Counts losses prevented: risks that somebody took, that are called for no more, and whose every promotion is ready now or
 * ended without a stockout. Their money is what was at risk when they were taken: it would have been at stake, not surely lost.
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

/** What one function gave up for the whole business, to be thanked for. */
export type ConcessionCredit = { readonly by: string; readonly what: string; readonly saved: Money }

/** What an executive needs in the morning. */
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
