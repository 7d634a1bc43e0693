import type { Side } from '../decisions/decision.ts'
import { type Money, moneySize } from '../money.ts'
import { tolerableStockoutRate } from '../policy.ts'
import type { Figure, MetricKey } from '../scorecard/scorecard.ts'
import type { CapacityMonth, SupplierCapacity } from './capacity.ts'

/** What a review asks leadership, with the numbers that call for it. */
export type Question =
  | ({
      readonly kind: 'capacity'
      /** So many other months of the same supplier are above it too. */
      readonly others: number
    } & Pick<SupplierCapacity, 'supplier' | 'isOwn' | 'best'> &
      CapacityMonth)
  | { readonly kind: 'stockouts'; readonly share: number; readonly promotions: number; readonly lost: Money }
  | { readonly kind: 'supplier'; readonly supplier: string; readonly lost: Money; readonly of: Money }
  | { readonly kind: 'margin'; readonly margin: Money }
  | { readonly kind: 'unanswered'; readonly proposals: number; readonly atRisk: Money }
  | {
      readonly kind: 'forecast'
      readonly whose: 'marketer' | 'planner'
      readonly worse: number
      readonly lines: number
    }
  | { readonly kind: 'bias'; readonly share: number; readonly lines: number }
  | { readonly kind: 'freight'; readonly spent: Money; readonly before: Money }
  | { readonly kind: 'notice'; readonly days: number; readonly before: number }
  | { readonly kind: 'leftover'; readonly cost: Money; readonly promotions: number }
  | { readonly kind: 'one-sided'; readonly side: Side; readonly times: number; readonly other: number }

/** The numbers from which the questions of a review follow. */
export type ReviewNumbers = {
  readonly figures: readonly Figure[]
  readonly suppliers: readonly { readonly name: string; readonly figures: readonly Figure[] }[]
  /** What promotions ask of suppliers in the months that come. */
  readonly ahead: readonly SupplierCapacity[]
  /** Proposals that nobody answered in time, and the revenue that was at risk. */
  readonly unanswered: { readonly proposals: number; readonly atRisk: Money }
  readonly gaveWay: Readonly<Record<Side, number>>
  readonly moneyFloor: number
}

const mostQuestions = 3
/** Shares and counts from which a question is worth leadership's time. */
const largeLossShare = 0.4
const worseForecast = -0.1
const largeBias = 0.15
const leastLines = 5
const shorterNotice = 0.8
const muchMore = 1.25
const oneSidedTimes = 3

/** Gives the questions that the numbers of a review call for, the weightiest first, three at most. */
export const questionsOf = (numbers: ReviewNumbers): readonly Question[] =>
  rules.flatMap((rule) => rule(numbers)).slice(0, mostQuestions)

type Rule = (numbers: ReviewNumbers) => readonly Question[]

const figureOf = (figures: readonly Figure[], key: MetricKey): Figure | undefined =>
  figures.find((figure) => figure.key === key)

const numberOf = (value: Figure['value'] | undefined): number | null => (typeof value === 'number' ? value : null)

const moneyOf = (value: Figure['value'] | undefined): Money =>
  value === null || value === undefined || typeof value === 'number' ? {} : value

const capacity: Rule = ({ ahead }) => {
  const months = ahead.flatMap(({ supplier, isOwn, best, months: own }) =>
    own.flatMap((month) =>
      month.above === null ? [] : [{ kind: 'capacity' as const, supplier, isOwn, best, ...month }],
    ),
  )
  const excess = ({ units, limit, best, above }: (typeof months)[number]) =>
    units - ((above === 'limit' ? limit : best?.units) ?? 0)
  const most = months.toSorted((a, b) => excess(b) - excess(a))[0]
  const others = months.filter(({ supplier }) => supplier === most?.supplier).length - 1
  return most === undefined ? [] : [{ ...most, others }]
}

const stockouts: Rule = ({ figures }) => {
  const rate = figureOf(figures, 'promotional-stockout-rate')
  const share = numberOf(rate?.value)
  return share === null || share <= tolerableStockoutRate
    ? []
    : [
        {
          kind: 'stockouts',
          ...{ share, promotions: rate?.n ?? 0, lost: moneyOf(figureOf(figures, 'revenue-lost')?.value) },
        },
      ]
}

const supplier: Rule = ({ figures, suppliers, moneyFloor }) => {
  const of = moneyOf(figureOf(figures, 'revenue-lost')?.value)
  const [worst] = suppliers
    .filter(({ name }) => name !== '')
    .map(({ name, figures: own }) => ({ name, lost: moneyOf(figureOf(own, 'revenue-lost')?.value) }))
    .sort((a, b) => moneySize(b.lost) - moneySize(a.lost))
  return worst === undefined ||
    suppliers.length < 2 ||
    moneySize(worst.lost) < moneyFloor ||
    moneySize(worst.lost) < largeLossShare * moneySize(of)
    ? []
    : [{ kind: 'supplier', supplier: worst.name, lost: worst.lost, of }]
}

const margin: Rule = ({ figures, moneyFloor }) => {
  const value = moneyOf(figureOf(figures, 'incremental-margin')?.value)
  return moneySize(value) < -moneyFloor ? [{ kind: 'margin', margin: value }] : []
}

const unanswered: Rule = ({ unanswered: { proposals, atRisk } }) =>
  proposals === 0 ? [] : [{ kind: 'unanswered', proposals, atRisk }]

const forecast: Rule = ({ figures }) => {
  const worst = (['marketer', 'planner'] as const)
    .flatMap((whose) => {
      const figure = figureOf(figures, `forecast-value-added-${whose}`)
      const value = numberOf(figure?.value)
      const lines = figure?.n ?? 0
      return value !== null && value < worseForecast && lines >= leastLines ? [{ whose, worse: -value, lines }] : []
    })
    .sort((a, b) => b.worse - a.worse)[0]
  return worst === undefined ? [] : [{ kind: 'forecast', ...worst }]
}

const bias: Rule = ({ figures }) => {
  const figure = figureOf(figures, 'bias-launch')
  const share = numberOf(figure?.value)
  return share === null || Math.abs(share) < largeBias || (figure?.n ?? 0) < leastLines
    ? []
    : [{ kind: 'bias', share, lines: figure?.n ?? 0 }]
}

const freight: Rule = ({ figures, moneyFloor }) => {
  const figure = figureOf(figures, 'emergency-freight')
  const [spent, before] = [moneyOf(figure?.value), moneyOf(figure?.before.value)]
  return moneySize(spent) > moneyFloor && moneySize(spent) > muchMore * moneySize(before)
    ? [{ kind: 'freight', spent, before }]
    : []
}

const notice: Rule = ({ figures }) => {
  const figure = figureOf(figures, 'announcement-notice')
  const [days, before] = [numberOf(figure?.value), numberOf(figure?.before.value)]
  return days !== null && before !== null && days < shorterNotice * before ? [{ kind: 'notice', days, before }] : []
}

const leftover: Rule = ({ figures, moneyFloor }) => {
  const figure = figureOf(figures, 'unsupported-leftover')
  const cost = moneyOf(figure?.value)
  return moneySize(cost) > moneyFloor ? [{ kind: 'leftover', cost, promotions: figure?.n ?? 0 }] : []
}

const oneSided: Rule = ({ gaveWay }) =>
  (['marketing', 'supply'] as const).flatMap((side) => {
    const [times, other] = [gaveWay[side], gaveWay[side === 'marketing' ? 'supply' : 'marketing']]
    return times >= oneSidedTimes && other * oneSidedTimes <= times
      ? [{ kind: 'one-sided' as const, side, times, other }]
      : []
  })

/** In the order in which they matter: what can still be changed first, then what cost most. */
const rules: readonly Rule[] = [
  ...[capacity, stockouts, supplier, margin, unanswered, forecast],
  ...[bias, freight, notice, leftover, oneSided],
]
