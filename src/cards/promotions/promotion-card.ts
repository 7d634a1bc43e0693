import type { LineView, PromotionReadiness, Verdict } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { answerActions } from '../decisions/decision-actions.ts'
import { proposalWords } from '../decisions/decision-words.ts'
import { type Action, type Block, type Card, firstOf, moreWords, type Tone } from '../language/card.ts'
import {
  capital,
  countWords,
  dateWords,
  listWords,
  numberWords,
  orderByWords,
  percentWords,
  verdictSymbol,
  verdictWord,
  verdictWords,
  windowWords,
} from '../language/words.ts'
import { acknowledging, changing, deciding, lookingInto, snoozing } from '../risks/risk-actions.ts'
import { actionWords, standing } from '../risks/risk-words.ts'
import { belowNormalQuestion, belowNormalWords } from './below-normal.ts'
import { concernBlocks, marginWords } from './concern-words.ts'
import { atRiskWords, expectedWords, sendingWords } from './problem-words.ts'
import { mostProblems, problemBlocks } from './promotion-problems.ts'
import { correctedWords } from './reason-text.ts'

/** Gives the tone of a verdict. */
export const toneOf = (verdict: Verdict): Tone =>
  ({ ready: 'good', 'at-risk': 'warning', 'not-ready': 'bad', unknown: 'question' })[verdict] as Tone

/**
 * The public card of a promotion: the verdict, at most so many of the lines that carry it, what can be done instead, who
 * has its risks as far as they are kept, and what a reader can do.
 */
export const promotionCard = (
  view: JudgedPromotion,
  {
    most = mostProblems,
    risks = [],
    proposal = null,
  }: { readonly most?: number; readonly risks?: readonly RiskRecord[]; readonly proposal?: Decision | null } = {},
): Card => {
  const { readiness } = view
  const title = `${verdictSymbol(readiness.verdict)} ${verdictWord(readiness.verdict).toUpperCase()}   ${view.name}`
  const about = [
    view.promotionId,
    windowWords(view.start, view.end, view.asOf),
    view.owner,
    view.status === 'committed' ? null : view.status,
  ]
  return {
    tone: toneOf(readiness.verdict),
    title,
    plain: `${view.name} (${view.promotionId}): ${verdictWord(readiness.verdict)}, ${windowWords(view.start, view.end, view.asOf)}`,
    blocks: [
      { kind: 'text', text: about.filter((part) => part !== null).join(' · ') },
      { kind: 'text', text: capital(summaryWords(readiness)) },
      ...problemBlocks(view, most),
      ...sendingBlock(readiness),
      ...textOf(belowNormalWords(view)),
      ...concernBlocks(readiness, view.owner ?? 'the marketer'),
      ...(readiness.verdict === 'not-ready' ? [optionsBlock(view)] : []),
      ...standingBlock(risks, proposal, view.asOf),
    ],
    actions: promotionActions(view.promotionId, toneOf(readiness.verdict), risks, proposal),
    footer: footerWords(readiness.lines, view.asOf),
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
            ? `By whom and why: /promo history ${view.promotionId}`
            : 'What it sold stands in the digest of the morning after.',
      },
    ],
    footer: null,
  }
}

const mostStandings = 3

/** Says what a warehouse is to send on of what was ordered for the promotion. */
const sendingBlock = ({ lines }: PromotionReadiness): readonly Block[] => {
  const { shown, left } = firstOf(sendingWords(lines), mostStandings)
  const more = moreWords(left, '/promo why PROMOTION')
  return shown.length === 0 ? [] : [{ kind: 'notes', notes: [...shown, ...(more === null ? [] : [more])] }]
}

/** Says who owns the risks of a promotion, and which proposal waits for an answer. */
const standingBlock = (risks: readonly RiskRecord[], proposal: Decision | null, today: Day): readonly Block[] => {
  const proposed = proposal === null ? [] : [proposalWords(proposal, today)]
  if (risks.length === 0 && proposed.length === 0) return []
  const { shown, left } = firstOf(risks, mostStandings)
  const more = moreWords(left, '/shelfready risks')
  const lines = shown.map((record) => {
    const { status } = standing(record, today)
    const { promotions } = record.subject
    if (risks.length === 1 && promotions.length === 1) return `${status}`
    const together =
      promotions.length === 1 ? '' : `, for ${listWords(promotions.map(({ promotionId }) => promotionId))}`
    return `${actionWords(record.subject, record.orderBy, today)}${together} · ${status}`
  })
  return [{ kind: 'notes', notes: [...lines, ...(more === null ? [] : [more]), ...proposed], isStanding: true }]
}

/** Offers the actions of a promotion: answer an open proposal; else acknowledge, decide or look into its risks. */
const promotionActions = (
  promotionId: string,
  tone: Tone,
  risks: readonly RiskRecord[],
  proposal: Decision | null,
): readonly Action[] => {
  const decide = tone === toneOf('not-ready') ? [deciding(promotionId)] : []
  const looking = lookingInto(promotionId, 0)
  const isTaken = risks.length > 0 && risks.every((record) => record.state !== 'open')
  const change = changing(promotionId)
  if (proposal !== null)
    return [
      ...answerActions(proposal),
      ...(isTaken ? [] : [{ ...acknowledging(promotionId, 0), isSecondary: true }]),
      ...looking,
      change,
    ]
  return tone === toneOf('ready') || isTaken
    ? [...decide, ...looking, change]
    : [acknowledging(promotionId, 0), ...decide, ...looking, snoozing(promotionId, 0), change]
}

/** Redraws the owners and the actions on a promotion card, and leaves its judgement as it is. */
export const withPromotionStanding = (
  card: Card,
  promotionId: string,
  risks: readonly RiskRecord[],
  today: Day,
  proposal: Decision | null = null,
): Card => {
  if ((card.actions ?? []).length === 0) return card
  return {
    ...card,
    blocks: [
      ...card.blocks.filter((block) => !(block.kind === 'notes' && block.isStanding)),
      ...standingBlock(risks, proposal, today),
    ],
    actions: promotionActions(promotionId, card.tone, risks, proposal),
  }
}

/** The private answer to a registration: the id, the verdict, and the next step. */
export const registeredCard = (view: JudgedPromotion): Card => {
  const { readiness } = view
  const items = new Set(readiness.lines.map((line) => line.line.sku)).size
  const places = new Set(readiness.lines.map((line) => line.line.location)).size
  const what = `${countWords(items, 'item')} in ${countWords(places, 'place')}`
  const title = `${view.name} is registered as ${view.promotionId}: ${what}, ${windowWords(view.start, view.end, view.asOf)}.`
  return {
    tone: toneOf(readiness.verdict),
    title,
    plain: `${title} ${verdictWords(readiness.verdict)}.`,
    blocks: [
      { kind: 'text', text: `${verdictWords(readiness.verdict)}: ${summaryWords(readiness)}` },
      ...problemBlocks(view),
      { kind: 'text', text: nextWords(view) },
      ...textOf(belowNormalQuestion(view)),
      ...concernBlocks(readiness, 'you', marginWords(readiness)),
    ],
    footer: footerWords(readiness.lines, view.asOf),
  }
}

/** The private answer to a what-if. */
export const whatIfCard = (view: JudgedPromotion): Card => {
  const title = `${verdictWords(view.readiness.verdict)}: ${view.name}, ${windowWords(view.start, view.end, view.asOf)}. Nothing was registered.`
  return {
    tone: toneOf(view.readiness.verdict),
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: capital(summaryWords(view.readiness)) },
      ...problemBlocks(view),
      ...textOf(belowNormalQuestion(view)),
      ...concernBlocks(view.readiness, 'you', marginWords(view.readiness)),
    ],
    footer: footerWords(view.readiness.lines, view.asOf),
  }
}

const textOf = (text: string | null): readonly Block[] => (text === null ? [] : [{ kind: 'text', text }])

const summaryWords = (readiness: PromotionReadiness): string => {
  const { lines, problems, problemShare } = readiness
  if (problems.length === 0) {
    return `${lines.length === 1 ? 'its one line is' : `all ${countWords(lines.length, 'line')} are`} covered, ${expectedWords(lines)}.`
  }
  const share = `${percentWords(problemShare)} of ${lines.every((line) => line.price !== null) ? 'expected revenue' : 'expected units'}`
  if (readiness.verdict === 'unknown')
    return lines.length === 1
      ? 'it cannot be judged yet.'
      : `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} cannot be judged yet, ${share}.`
  const money = atRiskWords(problems)
  const which =
    lines.length === 1
      ? 'its one line is short'
      : readiness.verdict === 'ready'
        ? `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} short, ${share}`
        : `${numberWords(problems.length)} of ${countWords(lines.length, 'line')} ${problems.length === 1 ? 'is' : 'are'} the problem, ${share}`
  return money === null ? `${which}.` : `${which}; ${money}.`
}

const optionsBlock = ({ promotionId }: JudgedPromotion): Block => ({
  kind: 'text',
  text: `What can be done, and what waiting costs: /promo options ${promotionId}`,
})

const nextWords = (view: JudgedPromotion): string => {
  const { verdict, problems } = view.readiness
  const dates = problems.flatMap((line) => line.window.orderBy ?? [])
  switch (verdict) {
    case 'ready':
      return `Next: nothing to do. /promo show ${view.promotionId} shows its card, judged anew.`
    case 'at-risk': {
      if (dates.length === 0)
        return `Next: state uplift: or units: with /promo edit ${view.promotionId}, to know what to order.`
      const first = Math.min(...dates)
      const cutoff = problems.find((line) => line.window.orderBy === first)?.window.orderCutoff ?? null
      return `Next: supply must order by ${orderByWords(first, cutoff, view.asOf)}; /promo show ${view.promotionId} says what.`
    }
    case 'not-ready': {
      const [sooner] = problems.flatMap((line) => reasonOf(line, 'PULL_IN') ?? [])
      const by = sooner === undefined ? '' : `supply gets ${sooner.orderId} by ${dateWords(sooner.by, view.asOf)}, or `
      return `Next: ${by}agree with supply on one of these before you announce it; /promo decide ${view.promotionId} prices them and proposes one.`
    }
    case 'unknown': {
      const doubts = new Set(
        problems.flatMap((line) =>
          line.reasons.filter((reason) => asks.has(reason.code)).map((reason) => asks.get(reason.code) as string),
        ),
      )
      return `Next: tell me ${listWords([...doubts])}, then /promo check ${view.promotionId}.`
    }
  }
}

const asks: ReadonlyMap<string, string> = new Map([
  ['STOCK_UNKNOWN', 'the stock (import inventory)'],
  ['STOCK_STALE', 'the stock of today (import inventory)'],
  ['ROW_REFUSED', 'the refused row again, put right (import)'],
  ['BASELINE_UNKNOWN', 'normal sales (import sales or demand-plan)'],
  ['UPLIFT_UNKNOWN', 'the uplift or units you expect'],
  ['LEAD_TIME_UNKNOWN', 'the lead time (import lead-times)'],
])

const footerWords = (lines: readonly LineView[], today: Day): string | null => {
  const counted = lines.flatMap((line) => line.facts.stock?.asOf ?? [])
  const ordinary = lines.find((line) => line.window.ordinaryFrom !== null)
  const parts = [
    ...(counted.length > 0 ? [`Stock of ${dateWords(Math.min(...counted), today)}`] : []),
    ...(ordinary?.window.ordinaryFrom != null
      ? [`ordinary orders assumed from ${dateWords(ordinary.window.ordinaryFrom, today)}`]
      : lines.some((line) => reasonOf(line, 'ONLY_PLACED_ORDERS'))
        ? ['only placed orders count']
        : []),
    ...new Set(lines.flatMap((line) => (line.facts.corrected ?? []).map((one) => correctedWords(one, today)))),
    `judged ${dateWords(today, today)}`,
  ]
  return `${parts.join(' · ')}.`
}
