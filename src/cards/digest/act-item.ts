import type { Day } from '../../domain/day.ts'
import { type Decision, isOpenDecision } from '../../domain/decisions/decision.ts'
import { type Act, isUntaken } from '../../domain/digest/agenda.ts'
import type { RiskRow } from '../../domain/digest/digest-entry.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { subjectOf } from '../../domain/risks/risk.ts'
import { isCommercial } from '../../domain/risks/risk-action.ts'
import { answerActions } from '../decisions/decision-actions.ts'
import { sideWord, stateWords, termsWords } from '../decisions/decision-words.ts'
import type { Action, Card, Item } from '../language/card.ts'
import { dateWords, verdictSymbol } from '../language/words.ts'
import { possibleWords, unmarkedWords } from '../promotions/problem-words.ts'
import { type RisksNow, withRowsNow } from '../risks/redraw-rows.ts'
import { standing } from '../risks/risk-standing.ts'
import { arrivalWords, promotionsWords, riskItem, sumWords } from '../risks/risk-words.ts'
import { nameWords } from './digest-change-item.ts'

/** Writes something that somebody can do as one row of at most three lines; what has to be done today says so. */
export const actItem = (act: Act, asOf: Day, day: Day): Item => {
  const item = act.kind === 'answer' ? answerItem(act.proposal, day) : riskRow(act.row, isUntaken(act), asOf)
  return act.isLastDay ? { ...item, text: `${lastDay}${item.text}` } : item
}

const lastDay = 'Today: '

/** The first line says what to do; what else changes that follows, and the sums are on the card. Who has a risk knows what it is about. */
const riskRow = (row: RiskRow, isUntaken: boolean, asOf: Day): Item => {
  const item = riskItem(row, subjectOf(row.candidate), asOf)
  return { ...item, detail: isUntaken ? briefly(row, item.detail, asOf) : [] }
}

/** Says when an order must come and what it is asked about; of a decision what is short, and what is still possible. */
const briefly = ({ candidate }: RiskRow, detail: readonly string[], asOf: Day): readonly string[] => {
  const { action, evidence } = candidate
  if (action.kind === 'order') {
    const unmarked = unmarkedWords(evidence.flatMap(({ lines }) => lines))
    return [arrivalWords(candidate, asOf).join('; '), unmarked ?? ''].filter((line) => line !== '')
  }
  if (action.kind === 'commit') return detail
  const [short, ...others] = detail
  const [first] = evidence
  if (short === undefined || action.kind === 'tell' || first === undefined) return short === undefined ? [] : [short]
  const possible = possibleWords(first.promotion.readiness, asOf)
  return possible.length === 0 || possible.some((way) => short.includes(way))
    ? [short, ...others.slice(0, isCommercial(action) ? 1 : 0)]
    : [short, possible.join(', or ')]
}

/** Redraws the risks on a digest as they stand by now. */
export const withActsNow = (card: Card, risks: RisksNow, asOf: Day): Card =>
  withRowsNow(card, risks, asOf, (row, was) => {
    if (was.isBrief) return waitingItem(row, asOf)
    const item = riskRow(row, was.detail.length > 0, asOf)
    return was.text.startsWith(lastDay) ? { ...item, text: `${lastDay}${item.text}` } : item
  })

/** Writes who proposes what, and whose answer they wait for until when; of one that is answered, what became of it. */
export const answerItem = (proposal: Decision, day: Day): Item => ({
  symbol: '?',
  text: `${nameWords(proposal)}: ${proposal.by.name} proposes to ${termsWords(proposal.terms, day)}`,
  status: isOpenDecision(proposal) ? answererWords(proposal, day) : stateWords(proposal),
  detail: [],
  actions: isOpenDecision(proposal) ? answerActions(proposal) : [],
})

const answererWords = ({ side, agreed, deadline }: Decision, day: Day): string => {
  const other = side === null ? 'someone else' : sideWord(side === 'marketing' ? 'supply' : 'marketing').toLowerCase()
  const who = agreed === null ? other : `${agreed.name} agrees, an approver`
  return `${who} answers ${deadline <= day ? 'today' : `by ${dateWords(deadline, day)}`}`
}

const proposalOf = ({ actions = [] }: Item): Action | undefined => actions.find(({ does }) => does === 'agree')

/** Lists the promotions of the proposals that a digest offers to answer. */
export const proposedOn = ({ blocks }: Card): readonly PromotionId[] =>
  blocks.flatMap((block) => (block.kind === 'items' ? block.items.flatMap((item) => proposalOf(item)?.id ?? []) : []))

/** Redraws the proposals on a digest as they stand by now: one that is answered has no buttons. */
export const withAnswers = (card: Card, decisions: readonly Decision[], day: Day): Card => {
  const redrawn = (item: Item): Item => {
    const offered = proposalOf(item)
    const decision = decisions.find(({ promotionId, id }) => promotionId === offered?.id && id === offered.revision)
    if (decision === undefined) return item
    const { status, actions } = answerItem(decision, day) as Required<Item>
    return { ...item, status, actions }
  }
  return {
    ...card,
    blocks: card.blocks.map((block) =>
      block.kind === 'items' ? { ...block, items: block.items.map(redrawn) } : block,
    ),
  }
}

/** Writes a risk that somebody has in one line: its promotions, the money, and with whom it is since when. */
export const waitingItem = ({ candidate, record }: RiskRow, asOf: Day): Item => {
  const money = sumWords(candidate.money)
  return {
    symbol: verdictSymbol(candidate.verdict),
    text: `${promotionsWords(subjectOf(candidate), asOf)}${money === null ? '' : ` · ${money}`}`,
    ...standing(record, asOf),
    isBrief: true,
    detail: [],
  }
}

/** Writes a risk that can wait in one line. */
export const laterItem = (row: RiskRow, asOf: Day): Item => ({
  ...riskItem(row, subjectOf(row.candidate), asOf),
  detail: [],
})
