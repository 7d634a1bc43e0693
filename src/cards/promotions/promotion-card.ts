import type { LineView, Verdict } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import { addMoney } from '../../domain/money.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { promotionActions } from '../../domain/promotions/promotion-actions.ts'
import { type RiskRecord, type RiskSubject, subjectOf } from '../../domain/risks/risk.ts'
import { isCommercial } from '../../domain/risks/risk-action.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { itemsFollowWords } from '../calendar/items-follow-words.ts'
import { proposalWords } from '../decisions/decision-words.ts'
import type { Card, Tone } from '../language/card.ts'
import { fitting, shortName } from '../language/line-budget.ts'
import {
  capital,
  countWords,
  dateWords,
  listWords,
  numberWords,
  percentWords,
  verdictSymbol,
  verdictWord,
  windowWords,
} from '../language/words.ts'
import { actionWords } from '../risks/action-words.ts'
import { riskId } from '../risks/risk-id.ts'
import { ownerWords } from '../risks/risk-standing.ts'
import { moneyAtRiskWords } from '../risks/risk-words.ts'
import { atRiskWords, expectedWords } from './problem-words.ts'
import { actionsOfPromotion } from './promotion-buttons.ts'
import { summaryBlocks } from './promotion-summary.ts'

/** Gives the tone of a verdict. */
export const toneOf = (verdict: Verdict): Tone =>
  ({ ready: 'good', 'at-risk': 'warning', 'not-ready': 'bad', unknown: 'question' })[verdict] as Tone

/**
 * The public card of a promotion, in at most six lines: the verdict; what is to be done, by when, for what money and whose it
 * is; the worst item with its sum; one more thing to know; what is still possible. All of it is in the details.
 */
export const promotionCard = (
  view: JudgedPromotion,
  { risks = [], proposal = null }: { readonly risks?: readonly RiskRecord[]; readonly proposal?: Decision | null } = {},
): Card => {
  const shared = risks.filter(({ subject }) => subject.action.kind === 'order' && subject.promotions.length > 1)
  const actions = byPriority(promotionActions(view, new Set(shared.map(({ identity }) => identity))), (one) => {
    const record = recordOf(one, risks)
    return record === null ? { ...one, id: 0 } : rankOf(record)
  })
  return {
    ...headOf(view),
    blocks: [
      { kind: 'text', text: nextText(view, actions, risks, proposal), isStanding: true },
      ...summaryBlocks(view),
    ],
    actions: actionsOfPromotion(view.promotionId, byPriority(risks, rankOf), proposal, actions[0]?.action ?? null),
    footer: view.readiness.lines.length === 0 ? null : footerWords(view.readiness.lines, view.asOf),
  }
}

/** Gives the first line of a promotion's card, its tone and its notification. */
export const headOf = (view: JudgedPromotion): Pick<Card, 'tone' | 'title' | 'subtitle' | 'plain'> => {
  const { verdict } = view.readiness
  const window = windowWords(view.start, view.end, view.asOf)
  const status = view.status === 'committed' ? null : view.status === 'tentative' ? 'provisional' : view.status
  const about = [view.promotionId, window, view.owner, status]
  return {
    tone: toneOf(verdict),
    title: `${verdictSymbol(verdict)} ${verdictWord(verdict).toUpperCase()}   ${shortName(view.name, 50)}`,
    subtitle: about.filter((part) => part !== null).join(' · '),
    plain: `${view.name} (${view.promotionId}): ${verdictWord(verdict)}, ${window}`,
  }
}

/** The card of a promotion that has ended or was cancelled. */
export const closedCard = (
  view: Pick<JudgedPromotion, 'promotionId' | 'name' | 'owner' | 'status' | 'start' | 'end' | 'asOf'>,
): Card => {
  const how = view.status === 'cancelled' ? 'cancelled' : 'ended'
  const window = windowWords(view.start, view.end, view.asOf)
  return {
    tone: 'plain',
    title: `${how.toUpperCase()}   ${view.name}`,
    plain: `${view.name} (${view.promotionId}): ${how}, ${window}`,
    blocks: [
      { kind: 'text', text: [view.promotionId, window, view.owner].filter((part) => part !== null).join(' · ') },
      {
        kind: 'text',
        text:
          how === 'cancelled'
            ? `Who and why: /promo history ${view.promotionId}`
            : "See what it sold in the next morning's digest.",
      },
    ],
    footer: null,
  }
}

type Action = RiskCandidate<JudgedPromotion>

/** What decides which of several actions is said first. */
type Rank = Pick<Action, 'action' | 'verdict' | 'orderBy'> & { readonly id: number }

const rankOf = ({ id, subject, verdict, orderBy }: RiskRecord): Rank => ({
  id,
  action: subject.action,
  verdict,
  orderBy,
})

const recordOf = ({ identity }: Action, risks: readonly RiskRecord[]): RiskRecord | null =>
  risks.find((record) => record.identity === identity) ?? null

/** Puts what is about the verdict before price, leftover and intelligence; else the first by its last day. */
const byPriority = <T>(all: readonly T[], of: (one: T) => Rank): readonly T[] =>
  all.toSorted((one, other) => {
    const [a, b] = [of(one), of(other)]
    return (
      Number(isCommercial(a.action)) - Number(isCommercial(b.action)) ||
      Number(b.verdict === 'not-ready') - Number(a.verdict === 'not-ready') ||
      (a.orderBy ?? Number.POSITIVE_INFINITY) - (b.orderBy ?? Number.POSITIVE_INFINITY) ||
      a.id - b.id
    )
  })

/** Says what is to be done next and whose it is; where nothing is, what covers the promotion. */
const nextText = (
  view: JudgedPromotion,
  actions: readonly Action[],
  risks: readonly RiskRecord[],
  proposal: Decision | null,
): string =>
  proposal !== null
    ? proposalWords(proposal, view.asOf)
    : view.readiness.lines.length === 0
      ? itemsFollowWords(view)
      : actions.length === 0
        ? coveredWords(view)
        : nextWords(actions, risks, view.asOf)

const coveredWords = ({ readiness }: JudgedPromotion): string => {
  const { lines, problems, problemShare } = readiness
  if (problems.length === 0) return `${capital(coverWords(lines))} · ${expectedWords(lines)}`
  const of = lines.every((line) => line.price !== null) ? 'expected revenue' : 'expected units'
  const money = atRiskWords(problems)
  const first = `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} short, ${percentWords(problemShare)} of ${of}`
  return `${first}${money === null ? '' : ` · ${money}`}`
}

/** Says what stock and orders cover, `stock covers 2 items in 3 locations`. */
const coverWords = (lines: readonly LineView[]): string => {
  const items = new Set(lines.map(({ line }) => line.sku)).size
  const places = new Set(lines.map(({ line }) => line.location)).size
  const isOrdered = lines.some(({ facts }) => facts.orders.length > 0)
  return `stock${isOrdered ? ' and orders cover' : ' covers'} ${countWords(items, 'item')} in ${countWords(places, 'location')}`
}

const nextWords = (actions: readonly Action[], risks: readonly RiskRecord[], today: Day): string => {
  const [first] = actions as readonly [Action]
  const record = recordOf(first, risks)
  const subject = record?.subject ?? subjectOf(first)
  const together = besides(first, actions, ({ action }) => action)
  return standingText(
    {
      subject,
      orderBy: record === null ? first.orderBy : record.orderBy,
      money: moneyAtRiskWords({
        action: first.action,
        money: addMoney(together.map((one) => recordOf(one, risks)?.money ?? one.money)),
        evidence: together.flatMap(({ evidence }) => evidence),
      }),
      record,
      more: actions.filter(({ action }) => !isCommercial(action)).length - 1,
    },
    today,
  )
}

/** Gives the actions whose money is said with the first: all about the verdict, so that the card says what the promotion risks; a commercial one alone. */
const besides = <T>(first: T, all: readonly T[], actionOf: (one: T) => Action['action']): readonly T[] =>
  isCommercial(actionOf(first)) ? [first] : all.filter((one) => !isCommercial(actionOf(one)))

/** Says an action with its promotions where it is for several, its money, its owner, its number and how many more there are. */
const standingText = (
  {
    subject,
    orderBy,
    money,
    record,
    more,
  }: {
    readonly subject: RiskSubject
    readonly orderBy: Day | null
    readonly money: string | null
    readonly record: RiskRecord | null
    readonly more: number
  },
  today: Day,
): string => {
  const ids = subject.promotions.map(({ promotionId }) => promotionId)
  const parts = [
    ...(money === null ? [] : [money]),
    ownerWords(record, today),
    ...(record === null ? [] : [riskId(record)]),
    ...(more > 0 ? [`+ ${countWords(more, 'action')}`] : []),
  ].join(' · ')
  const together = ids.length === 1 || subject.action.kind !== 'order' ? '' : ` for ${listWords(ids)}`
  const ways = (['packed', 'short'] as const).map(
    (length) => `${capital(actionWords(subject, orderBy, today, length))}${together} · ${parts}`,
  )
  return fitting(ways)
}

/** Redraws the owner and the buttons of a promotion card from its risks, and leaves its judgement as it is. */
export const withPromotionStanding = (
  card: Card,
  promotionId: string,
  risks: readonly RiskRecord[],
  today: Day,
  proposal: Decision | null = null,
): Card => {
  if ((card.actions ?? []).length === 0) return card
  const ranked = byPriority(risks, rankOf)
  const [first, ...others] = ranked
  const words =
    proposal !== null
      ? proposalWords(proposal, today)
      : first === undefined
        ? null
        : standingText(
            {
              subject: first.subject,
              orderBy: first.orderBy,
              money: moneyAtRiskWords({
                money: addMoney(besides(first, ranked, ({ subject }) => subject.action).map(({ money }) => money)),
                action: first.subject.action,
                evidence: [],
              }),
              record: first,
              more: others.filter(({ subject }) => !isCommercial(subject.action)).length,
            },
            today,
          )
  return {
    ...card,
    blocks: card.blocks.map((block) =>
      block.kind === 'text' && block.isStanding && words !== null ? { ...block, text: words } : block,
    ),
    actions: actionsOfPromotion(promotionId, ranked, proposal, first?.subject.action ?? null),
  }
}

/** Says of which day the stock is, and which orders count. */
export const footerWords = (lines: readonly LineView[], today: Day): string | null => {
  const counted = lines.flatMap((line) => line.facts.stock?.asOf ?? [])
  const ordinary = lines.find((line) => line.window.ordinaryFrom !== null)
  const parts = [
    ...(counted.length > 0 ? [`Stock of ${dateWords(Math.min(...counted), today)}`] : []),
    ...(ordinary?.window.ordinaryFrom != null
      ? [`ordinary orders assumed from ${dateWords(ordinary.window.ordinaryFrom, today)}`]
      : lines.some((line) => reasonOf(line, 'ONLY_PLACED_ORDERS'))
        ? ['only placed orders count']
        : []),
  ]
  return parts.length === 0 ? null : `${parts.join(' · ')}.`
}
