import { doItemsFollow } from '../../domain/promotions/items-follow.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Card } from '../language/card.ts'
import { dateWords, unitWords, verdictWords, windowWords } from '../language/words.ts'
import { expectedWords } from './problem-words.ts'
import { toneOf } from './promotion-card.ts'
import { summaryBlocks } from './promotion-summary.ts'
import { answerButtons, nextAnswerWords } from './registered-card.ts'

/** The private answer to an edit: the old verdict, the new one, and the next step. */
export const editedCard = (was: JudgedPromotion, is: JudgedPromotion, said: readonly string[]): Card => {
  const title = `${verdictWords(is.readiness.verdict)}: ${is.name} (${is.promotionId}) is changed.`
  return {
    tone: toneOf(is.readiness.verdict),
    title,
    plain: title,
    blocks: [
      { kind: 'facts', facts: changedFacts(was, is, said) },
      { kind: 'text', text: nextAnswerWords(is, was) },
      ...(doItemsFollow(was) && !doItemsFollow(is) && is.status === 'tentative'
        ? [
            {
              kind: 'text' as const,
              text: `Still provisional. Commit to it: /promo edit ${is.promotionId} status:committed`,
            },
          ]
        : []),
    ],
    actions: answerButtons(is),
    footer: null,
  }
}

/** The public message about an edit that others plan by. */
export const changedPostCard = (
  was: JudgedPromotion,
  is: JudgedPromotion,
  said: readonly string[],
  by: string,
): Card => {
  const title = `${verdictWords(is.readiness.verdict)}: ${is.name} (${is.promotionId}) was changed by ${by}`
  return {
    tone: toneOf(is.readiness.verdict),
    title,
    plain: title,
    blocks: [{ kind: 'facts', facts: changedFacts(was, is, said) }, ...summaryBlocks(is)],
    footer: `See card: /promo show ${is.promotionId}`,
  }
}

/** Lists the old and the new values of a promotion. */
export const changedFacts = (was: JudgedPromotion, is: JudgedPromotion, said: readonly string[]) => {
  const days = (view: JudgedPromotion) => windowWords(view.start, view.end, view.asOf)
  const demand = (view: JudgedPromotion) => expectedWords(view.readiness.lines)
  const verdict = (view: JudgedPromotion) => verdictWords(view.readiness.verdict)
  const fact = (label: string, before: string, after: string) =>
    before === after ? [] : [{ label, value: `${before} → ${after}` }]
  return [
    ...(said.length === 0 ? [] : [{ label: 'Changed', value: said.join(' · ') }]),
    ...fact('Verdict', verdict(was), verdict(is)),
    ...fact('Days', days(was), days(is)),
    ...fact('Demand', demand(was), demand(is)),
    ...fact('Status', was.status, is.status),
    ...fact('Name', was.name, is.name),
  ]
}

/** An order that was coming for a promotion, and what is likely left over without it. */
export type Leftover = { readonly cell: string; readonly orders: readonly string[]; readonly units: number }

/** The public message about a cancellation: the reason, the orders for its items, and the likely leftover. */
export const cancelledCard = (
  view: Pick<JudgedPromotion, 'name' | 'promotionId' | 'start' | 'asOf'>,
  {
    by,
    why,
    reason,
    leftovers,
  }: {
    readonly by: string
    readonly why: 'supply' | 'other'
    readonly reason: string | null
    readonly leftovers: readonly Leftover[]
  },
): Card => {
  const title = `${view.name} (${view.promotionId}), ${dateWords(view.start, view.asOf)}, was cancelled by ${by}.`
  const because = why === 'supply' ? 'Reason: supply' : 'Reason: other than supply'
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: reason === null ? `${because}.` : `${because}: ${reason}` },
      leftovers.length === 0
        ? { kind: 'text', text: 'None of the open orders for its items should be left over.' }
        : {
            kind: 'items',
            title: 'Open orders that will probably be left over four weeks after its last day',
            items: leftovers.map(({ cell, orders, units }) => ({
              symbol: '·',
              text: `${cell}: ${unitWords(units)} more than normal sales need`,
              detail: orders,
            })),
            left: 0,
            where: `/promo history ${view.promotionId}`,
          },
    ],
    footer: 'Its stock is free for other promotions.',
  }
}
