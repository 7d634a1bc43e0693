import { refusalCard } from '../../cards/language/plain-card.ts'
import { upliftWords } from '../../cards/promotions/option-words.ts'
import { overrideCard, overridePostCard } from '../../cards/promotions/override-card.ts'
import { isoOf } from '../../domain/day.ts'
import { longestReason } from '../../domain/policy.ts'
import { type InForce, inForce, type Override } from '../../domain/promotions/override.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import { readDate } from '../../parsing/dates.ts'
import { uplift } from '../../parsing/promotion-values.ts'
import { assessTogether } from '../../services/assessment/assess-promotions.ts'
import { noTypedInput as nothingElse } from '../../services/assessment/load-cell-facts.ts'
import { keptAssessment, liveRows, promotionView, statusOf } from '../../services/assessment/promotion-view.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import { momentOf } from '../../services/context.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadOverrides } from '../../store/promotions/overrides.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { type Arguments, asWritten, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { findPromotion, isOutcome } from './find-promotion.ts'
import { postToThreads } from './promotion-changes.ts'

const takes: readonly Argument[] = [
  {
    name: 'PROMOTION',
    value: null,
    says: 'its id or its name; with none behind it the figure is taken back',
    isNeeded: true,
  },
  { name: 'uplift', value: '+40%', says: 'times normal sales, +40% or 1.4', isNeeded: true },
  { name: 'until', value: '"12 Jun"', says: 'the last day it holds; as long as the promotion lives, unless you say' },
  { name: 'reason', value: '"..."', says: 'why, in your words', isNeeded: true },
]

/** Keeps a planner's own uplift beside the marketer's figure, and judges the promotion by it until it ends or is taken back. */
export const promoOverride: Command = {
  name: 'promo override',
  takes,
  does: "judges a promotion by a planner's own uplift, beside the marketer's figure",
  examples: [
    '/promo override P-1 uplift:1.4 reason:"similar promotions sold +40 %"',
    '/promo override P-1 uplift:+40% until:"12 Jun" reason:"until the new price is known"',
    '/promo override P-1 none',
  ],
  right: 'forecast',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const takesBack = given.bare.length > 1 && given.bare.at(-1)?.toLowerCase() === 'none'
    const found = await findPromotion(context, (takesBack ? given.bare.slice(0, -1) : given.bare).join(' '))
    if (isOutcome(found)) return found
    const last =
      (await loadOverrides(context.workspace, [found.promotionId], context.today)).get(found.promotionId) ?? null
    const said = takesBack ? nothing(given, context, found) : readOverride(given, context, found)
    const problems = [...standsInTheWay(context, found), ...given.problems]
    if (problems.length > 0 || said === null) return refuse(problems, found.promotionId)
    const before = inForce(last, context.today)
    if (takesBack && before === null) return refuse([`${nameOf(found)} has no planner's figure.`])
    if (before !== null && isRepeated(before, said))
      return refuse([`${nameOf(found)} is judged at ${upliftWords(before.ratio)} by ${before.by.name} already.`])
    return judgedAnew(context, found, said, last?.id ?? 0)
  },
}

const nameOf = ({ name, promotionId }: StoredPromotion) => `${name} (${promotionId})`

const refuse = (problems: readonly string[], example?: string): Outcome => {
  const how = example === undefined ? [] : [`Write  /promo override ${example} uplift:+40% reason:"..."`]
  return answer(
    problems.length === 1
      ? refusalCard(`${problems[0]} Nothing was changed.`, how)
      : refusalCard(`${problems.length} things are in the way; nothing was changed.`, [...problems, ...how]),
  )
}

const standsInTheWay = ({ today }: CommandContext, found: StoredPromotion): readonly string[] => {
  if (statusOf(found) === 'cancelled') return [`${nameOf(found)} is cancelled.`]
  return liveRows(found).every((row) => row.end_on < isoOf(today)) ? [`${nameOf(found)} is over.`] : []
}

const nothing = (
  { keyed, problems }: Arguments,
  { person, today }: CommandContext,
  { promotionId }: StoredPromotion,
): Override => {
  for (const key of ['uplift', 'until'])
    if (keyed.has(key)) problems.push(`none takes the figure back; leave ${key}: out, or leave none out.`)
  const reason = keyed.get('reason')?.replaceAll(/\s+/gu, ' ').trim() || null
  return { id: 0, promotionId, ratio: null, until: null, reason: cutReason(reason, problems), by: person, on: today }
}

const readOverride = (given: Arguments, context: CommandContext, { promotionId }: StoredPromotion): Override | null => {
  const { keyed, problems } = given
  const ratio = readKeyed(given, 'uplift', asWritten(uplift, context.locale))
  if (!keyed.has('uplift')) problems.push('The uplift is missing: add uplift:1.4 or uplift:+40%.')
  const until = keyed.get('until')?.trim()
  const last = until === undefined ? null : until === '' ? 'until: is missing its date.' : readDate(until, context)
  if (typeof last === 'string') problems.push(last)
  else if (last !== null && last < context.today) problems.push('until: is over already.')
  const reason = keyed.get('reason')?.replaceAll(/\s+/gu, ' ').trim() || null
  if (reason === null) problems.push('The reason is missing: add reason:"..." in your words.')
  const kept = cutReason(reason, problems)
  return ratio === null || typeof last === 'string'
    ? null
    : { id: 0, promotionId, ratio, until: last, reason: kept, by: context.person, on: context.today }
}

const cutReason = (reason: string | null, problems: string[]): string | null => {
  if (reason !== null && reason.length > longestReason)
    problems.push(`reason: has ${reason.length} characters; ${longestReason} is the most.`)
  return reason
}

const isRepeated = (one: Override, other: Override): boolean =>
  one.by.id === other.by.id && haveSameFields(one, other, ['ratio', 'until', 'reason'])

const fieldsOf = (override: InForce | null): Fields | null =>
  override && {
    uplift: override.ratio,
    until: override.until === null ? null : isoOf(override.until),
    reason: override.reason,
    by: override.by.name,
  }

const judgedAnew = async (
  context: CommandContext,
  found: StoredPromotion,
  said: Override,
  basedOn: number,
): Promise<Outcome> => {
  const { workspace, today, policy, person } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const moment = momentOf(context)
  const [before] = await assessTogether(workspace, visibility, [found], today, policy, moment)
  const [after] = await assessTogether(workspace, visibility, [found], today, policy, moment, {
    ...nothingElse,
    overrides: [said],
  })
  if (before === undefined || after === undefined) throw new Error('A promotion was not judged')
  const change = { was: promotionView(before), is: promotionView(after), stated: liveRows(found) }
  const [from, to] = [change.was.readiness.verdict, change.is.readiness.verdict]
  return {
    changes: [
      { kind: 'keep-override', override: said, basedOn },
      keptAssessment(after, to),
      auditEntry(context, {
        action: 'override',
        entity: found.promotionId,
        before: fieldsOf(before.override),
        after: fieldsOf(inForce(said, today)),
        detail: {
          uplift: said.ratio,
          until: said.until === null ? null : isoOf(said.until),
          reason: said.reason,
          from,
          to,
        },
      }),
      ...(await postToThreads(
        context,
        change.is,
        () => overridePostCard(change, person.name),
        from === to ? 'thread' : 'broadcast',
      )),
      { kind: 'announce-verdict', promotionId: found.promotionId, verdict: to },
    ],
    reply: overrideCard(change),
  }
}
