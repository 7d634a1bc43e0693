import type { Day } from '../day.ts'
import type { Decision } from '../decisions/decision.ts'
import type { PromotionId } from '../ids.ts'
import { type Money, moneySize } from '../money.ts'
import { isHandled } from '../risks/risk.ts'
import { canWait } from '../risks/risk-candidate.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'

/** Something that somebody can do: about a risk, or to answer a proposal. `isLastDay`: it has to be done today, or is overdue. */
export type Act = { readonly isLastDay: boolean } & (
  | { readonly kind: 'risk'; readonly row: RiskRow }
  | { readonly kind: 'answer'; readonly proposal: Decision }
)

/** What people do about risks, by what is to be done and when. Each risk and each proposal is in one of its lists. */
export type Agenda = {
  /** What somebody can do: what has to be done today first, whoever has it, then by its last day and by money. */
  readonly acts: readonly Act[]
  /** Proposals without an answer that have time beyond today, the first to lapse first. */
  readonly answers: readonly Decision[]
  /** Risks that somebody has acknowledged, snoozed or settled, and that are not due soon. */
  readonly waiting: readonly RiskRow[]
  /** Risks that nobody has taken and that can wait. */
  readonly later: readonly RiskRow[]
}

type DatedAct = { readonly act: Act; readonly day: Day; readonly money: Money }

/** Sorts risks, which come in the order of need, and the open proposals of the promotions that are shown. */
export const agendaOf = (
  rows: readonly RiskRow[],
  proposals: readonly Decision[],
  asOf: Day,
  day: Day = asOf,
): Agenda => {
  const proposed = new Map(proposals.map((proposal) => [proposal.promotionId, proposal]))
  const acts: DatedAct[] = []
  const [waiting, later]: [RiskRow[], RiskRow[]] = [[], []]
  const moneyOf = new Map<PromotionId, Money>()
  for (const row of rows) {
    const { action } = row.candidate
    const proposal = action.kind === 'decide' || action.kind === 'share' ? proposed.get(action.promotionId) : undefined
    if (proposal !== undefined) {
      moneyOf.set(proposal.promotionId, row.candidate.money)
      continue
    }
    const isDue = isToDo(row) && isLastDayOf(row, asOf)
    if (isDue || isNear(row, asOf))
      acts.push({ act: { kind: 'risk', row, isLastDay: isDue }, day: actionDay(row, asOf), money: row.candidate.money })
    else (isHandled(row.record) ? waiting : later).push(row)
  }
  const answers: Decision[] = []
  for (const proposal of proposals)
    if (proposal.deadline > day) answers.push(proposal)
    else
      acts.push({
        act: { kind: 'answer', proposal, isLastDay: true },
        day: asOf,
        money: moneyOf.get(proposal.promotionId) ?? {},
      })
  return {
    acts: acts.sort(byDayAndMoney).map(({ act }) => act),
    answers: answers.sort((a, b) => a.deadline - b.deadline || a.id - b.id),
    waiting,
    later,
  }
}

/** Tells whether a risk waits for somebody to act, taken or not. */
const isToDo = ({ record }: RiskRow): boolean =>
  record === null || record.state === 'open' || record.state === 'acknowledged'

const isLastDayOf = ({ candidate }: RiskRow, asOf: Day): boolean =>
  candidate.orderBy !== null && candidate.orderBy <= asOf

/** What nobody has taken cannot wait, nor can an order that somebody has acknowledged and that is due soon. */
const isNear = ({ candidate, record }: RiskRow, asOf: Day): boolean =>
  !canWait(candidate, asOf) &&
  (!isHandled(record) ||
    (record?.state === 'acknowledged' && record.snoozedUntil === null && candidate.orderBy !== null))

/** A decision is worth most at once; what has no day comes after what has one. */
const actionDay = ({ candidate: { orderBy, action } }: RiskRow, asOf: Day): Day =>
  orderBy ?? (action.kind === 'decide' || action.kind === 'share' ? asOf : Number.POSITIVE_INFINITY)

const byDayAndMoney = (a: DatedAct, b: DatedAct): number =>
  Number(b.act.isLastDay) - Number(a.act.isLastDay) ||
  (a.day === b.day ? 0 : a.day - b.day) ||
  moneySize(b.money) - moneySize(a.money)

/** Lists the proposals for promotions that are shown. */
export const proposalsShown = (
  proposals: readonly Decision[],
  entries: readonly DigestEntry[],
): readonly Decision[] => {
  if (proposals.length === 0) return proposals
  const shown = new Set(entries.map(({ promotionId }) => promotionId))
  return proposals.filter(({ promotionId }) => shown.has(promotionId))
}

/** Tells whether an act waits for somebody to take it. */
export const isUntaken = (act: Act): boolean => act.kind === 'answer' || !isHandled(act.row.record)
