import { stateWords, termsWords } from '../../cards/decisions/decision-words.ts'
import type { Card } from '../../cards/language/card.ts'
import { agoWords, dateWords } from '../../cards/language/words.ts'
import type { Day } from '../../domain/day.ts'
import { type Decision, isOpenDecision } from '../../domain/decisions/decision.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { nothingChanged } from '../dispatch/refusals.ts'
import { findPromotion } from '../promotions/find-promotion.ts'

/** Finds the proposal that waits for an answer among all decisions of a promotion; null where none does. */
export const openOf = (all: readonly Decision[]): Decision | null => all.find(isOpenDecision) ?? null

/**
 * Finds the open proposal of the promotion that a person names, within its time; or answers why there is none. Where a
 * button was pressed, it must be the proposal of that button.
 */
export const findOpen = async (context: CommandContext, name: string): Promise<Result<Decision, Card>> => {
  const refuse = (sentence: string) => failed(nothingChanged(sentence))
  const lookup = await findPromotion(context, name)
  if (!lookup.ok) return lookup
  const promotion = lookup.value
  const { promotionId } = promotion
  const about = `${promotion.name} (${promotionId})`
  const all = await loadDecisionsOf(context.workspace, [promotionId])
  const open = openOf(all)
  const isPressed = (context.revision ?? 0) > 0
  const meant = isPressed ? all.find(({ id }) => id === context.revision) : undefined
  if (meant !== undefined && meant !== open) return refuse(answeredWords(meant, context.now))
  if (isPressed && meant === undefined)
    return refuse(`That proposal is not about ${about}. See its card: /promo show ${promotionId}.`)
  if (open === null) {
    const last = all.at(-1)
    return refuse(
      last === undefined
        ? `There is no open proposal for ${about}. Make one: /promo decide ${promotionId}.`
        : `${answeredWords(last, context.now)} Make a new proposal: /promo decide ${promotionId}.`,
    )
  }
  if (isPastDeadline(open, context.now))
    return refuse(
      `${open.by.name}'s proposal for ${about} lapsed on ${dateWords(open.deadline, context.today)}. Propose it again: /promo decide ${promotionId}.`,
    )
  return ok(open)
}

/** Tells whether the time to answer a proposal is over, also before a job has closed it. */
export const isPastDeadline = ({ deadlineAt }: Pick<Decision, 'deadlineAt'>, now: string): boolean =>
  Temporal.Instant.compare(deadlineAt, now) <= 0

/** Says what waits for an answer, and how it is answered. */
export const openWords = (open: Decision, today: Day): string =>
  `${open.by.name} has already proposed for ${open.name} (${open.promotionId}): ${termsWords(open.terms, today)}. Answer that first, by ${dateWords(open.deadline, today)}: /promo agree ${open.promotionId}, /promo counter or /promo decline.`

/** Says why somebody does not answer a proposal, and what they can do instead. */
export const ownSideWords = (why: 'own' | 'own-side', { by, side, promotionId }: Decision, instead: string): string =>
  why === 'own'
    ? `This is your own proposal, so the other function answers it. Change it: ${instead} · Withdraw it: /promo withdraw ${promotionId}.`
    : `${by.name} proposed this for ${side}, and you are in ${side} too. The other function answers it.`

/** Says how a proposal was answered that somebody answers again. */
const answeredWords = (decision: Decision, now: string): string => {
  const at = (decision.closed ?? decision.approved ?? decision.agreed ?? decision.by).at
  return `${decision.by.name}'s proposal for ${decision.name} (${decision.promotionId}) is already answered: ${stateWords(decision)}, ${agoWords(at, now)}.`
}
