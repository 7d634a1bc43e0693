import { stateWords, termsWords } from '../../cards/decisions/decision-words.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { agoWords, dateWords } from '../../cards/language/words.ts'
import type { Day } from '../../domain/day.ts'
import { type Decision, isOpenDecision } from '../../domain/decisions/decision.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import { answer, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { findPromotion, isOutcome } from '../promotions/find-promotion.ts'

/** Finds the proposal that waits for an answer among all that were made; null where none does. */
export const openOf = (all: readonly Decision[]): Decision | null => all.find(isOpenDecision) ?? null

/** Finds the proposal that somebody answers, the one of a button where one was pressed; or says why there is none. */
export const findOpen = async (context: CommandContext, said: string): Promise<Decision | Outcome> => {
  const refuse = (sentence: string) => answer(refusalCard(`${sentence} Nothing was changed.`))
  const promotion = await findPromotion(context, said)
  if (isOutcome(promotion)) return promotion
  const { promotionId, name } = promotion
  const all = await loadDecisionsOf(context.workspace, [promotionId])
  const open = openOf(all)
  const isPressed = (context.revision ?? 0) > 0
  const meant = isPressed ? all.find(({ id }) => id === context.revision) : undefined
  if (meant !== undefined && meant !== open) return refuse(settledWords(meant, context.now))
  if (isPressed && meant === undefined)
    return refuse(`That proposal is not one for ${name} (${promotionId}); /promo show ${promotionId} shows what is.`)
  if (open === null) {
    const last = all.at(-1)
    return refuse(
      last === undefined
        ? `Nothing is proposed for ${name} (${promotionId}). Propose something: /promo decide ${promotionId}.`
        : `${settledWords(last, context.now)} Propose something: /promo decide ${promotionId}.`,
    )
  }
  if (isPastDeadline(open, context.now))
    return refuse(
      `An answer to what ${open.by.name} proposed for ${name} (${promotionId}) was asked for by ${dateWords(open.deadline, context.today)}, and that is over. Propose it anew: /promo decide ${promotionId}.`,
    )
  return open
}

/** Tells whether the time to answer a proposal is over, though nobody has noticed yet. */
export const isPastDeadline = ({ deadlineAt }: Pick<Decision, 'deadlineAt'>, now: string): boolean =>
  Temporal.Instant.compare(deadlineAt, now) <= 0

/** Says what waits for an answer, and how it is answered. */
export const openWords = (open: Decision, today: Day): string =>
  `${open.by.name} proposes for ${open.name} (${open.promotionId}): ${termsWords(open.terms, today)}; an answer is asked for by ${dateWords(open.deadline, today)}. Answer that first: /promo agree ${open.promotionId}, /promo counter or /promo decline.`

/** Says why somebody does not answer a proposal, and what they can do instead. */
export const ownSideWords = (why: 'own' | 'own-side', { by, side, promotionId }: Decision, instead: string): string =>
  why === 'own'
    ? `It is your own proposal: the other function answers it. Change it with ${instead}, or take it back: /promo withdraw ${promotionId}.`
    : `${by.name} proposes it for ${side}, and so would you: the other function answers it.`

/** Says what became of a proposal that somebody answers too late. */
const settledWords = (decision: Decision, now: string): string => {
  const at = (decision.closed ?? decision.approved ?? decision.agreed ?? decision.by).at
  return `What ${decision.by.name} proposed for ${decision.name} (${decision.promotionId}) is answered already: ${stateWords(decision)}, ${agoWords(at, now)}.`
}
