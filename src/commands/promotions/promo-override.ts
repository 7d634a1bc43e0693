import { upliftWords } from '../../cards/language/words.ts'
import { overrideCard, overridePostCard } from '../../cards/promotions/override-card.ts'
import { holdsWords } from '../../cards/promotions/override-words.ts'
import { isoOf } from '../../domain/day.ts'
import { agreedUnits, type InForce, inForce, type Override } from '../../domain/promotions/override.ts'
import { failed, ok } from '../../domain/result.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import { readDate } from '../../parsing/dates.ts'
import { uplift } from '../../parsing/promotion-values.ts'
import { assessmentContext, assessTogether } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { keepAssessment } from '../../services/assessment/keep-assessment.ts'
import { noTypedInput } from '../../services/assessment/load-cell-facts.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadOverrides } from '../../store/promotions/overrides.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { lacksItems, liveRows, statusOf } from '../../store/promotions/stored-promotion.ts'
import { type Arguments, asWritten, readKeyed, readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused, refusedList } from '../dispatch/refusals.ts'
import { findPromotion, withoutItemsCard } from './find-promotion.ts'
import { postToThreads } from './post-promotion.ts'

const takes: readonly Argument[] = [
  {
    name: 'PROMOTION',
    value: null,
    says: 'its id or its name; add none to remove the figure',
    isNeeded: true,
  },
  { name: 'uplift', value: '+40%', says: 'times normal sales, +40% or 1.4', isNeeded: true },
  { name: 'until', value: '"12 Jun"', says: 'the last day it holds (default: until the promotion ends)' },
  { name: 'reason', value: '"..."', says: 'why, in your words', isNeeded: true },
]

/** Stores a planner's own uplift beside the marketer's; the promotion is assessed by it until it ends or is taken back. */
export const promoOverride: Command = {
  name: 'promo override',
  takes,
  does: "judge a promotion by your own uplift, beside the marketer's",
  examples: [
    '/promo override P-1 uplift:1.4 reason:"similar promotions sold +40 %"',
    '/promo override P-1 uplift:+40% until:"12 Jun" reason:"until the new price is known"',
    '/promo override P-1 none',
  ],
  right: 'forecast',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const takesBack = given.bare.length > 1 && given.bare.at(-1)?.toLowerCase() === 'none'
    const lookup = await findPromotion(context, (takesBack ? given.bare.slice(0, -1) : given.bare).join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    if (lacksItems(found, context.today)) return answer(withoutItemsCard(found))
    const last =
      (await loadOverrides(context.workspace, { heard: null }, [found.promotionId], context.today)).get(
        found.promotionId,
      ) ?? null
    const override = takesBack ? readTakeBack(given, context, found) : readOverride(given, context, found)
    const problems = [...reasonsNotToOverride(context, found), ...given.problems]
    if (problems.length > 0 || override === null)
      return refusedList(problems, 'changed', [
        `For example: /promo override ${found.promotionId} uplift:+40% reason:"..."`,
      ])
    const before = inForce(last, context.today)
    if (before?.agreed !== undefined)
      return refused([
        `${nameOf(found)} has an agreed figure: ${holdsWords(before, context.today)}. Agree on another one with /promo agree-figure, or remove it: /promo agree-figure ${found.promotionId} none.`,
      ])
    if (takesBack && before === null) return refused([`${nameOf(found)} has no planner's figure.`])
    if (before !== null && isRepeated(before, override))
      return refused([`${nameOf(found)} already uses ${upliftWords(before.ratio)} from ${before.by.name}.`])
    return overrideUplift(context, found, override, last?.id ?? 0)
  },
}

/** Names a promotion with its id. */
export const nameOf = ({ name, promotionId }: StoredPromotion) => `${name} (${promotionId})`

/** Says why nobody can set a figure for a promotion any more; nothing where they can. */
export const reasonsNotToOverride = ({ today }: CommandContext, found: StoredPromotion): readonly string[] => {
  if (statusOf(found) === 'cancelled') return [`${nameOf(found)} is cancelled.`]
  return liveRows(found).every((row) => row.end_on < isoOf(today)) ? [`${nameOf(found)} is over.`] : []
}

/** Reads that the figure is taken back: an override without a ratio. */
const readTakeBack = (
  given: Arguments,
  { person, today }: CommandContext,
  { promotionId }: StoredPromotion,
): Override => {
  const { keyed, problems } = given
  for (const key of ['uplift', 'until'])
    if (keyed.has(key)) problems.push(`none removes your figure; leave ${key}: out, or leave none out.`)
  return {
    id: 0,
    promotionId,
    ratio: null,
    until: null,
    reason: readReason(given, null) || null,
    by: person,
    on: today,
  }
}

const readOverride = (given: Arguments, context: CommandContext, { promotionId }: StoredPromotion): Override | null => {
  const { keyed, problems } = given
  const ratio = readKeyed(given, 'uplift', asWritten(uplift, context.locale))
  if (!keyed.has('uplift')) problems.push('Which uplift? Add uplift:1.4 or uplift:+40%.')
  const until = keyed.get('until')?.trim()
  const last = until === undefined ? ok(null) : until === '' ? failed('until: needs a date.') : readDate(until, context)
  if (!last.ok) problems.push(last.error.startsWith('until:') ? last.error : `until: ${last.error}`)
  else if (last.value !== null && last.value < context.today) problems.push('until: is in the past.')
  const reason = readReason(given, null) || null
  if (reason === null) problems.push('Why? Add reason:"..." in your words.')
  return ratio === null || !last.ok
    ? null
    : { id: 0, promotionId, ratio, until: last.value, reason, by: context.person, on: context.today }
}

const isRepeated = (one: Override, other: Override): boolean =>
  one.by.id === other.by.id && haveSameFields(one, other, ['ratio', 'until', 'reason'])

const fieldsOf = (override: InForce | null): Fields | null =>
  override && {
    uplift: override.ratio,
    ...(override.agreed === undefined ? {} : { units: agreedUnits(override.agreed), with: override.agreed.with }),
    until: override.until === null ? null : isoOf(override.until),
    reason: override.reason,
    by: override.by.name,
  }

/** Decides that a promotion is judged by another figure, and tells everybody who sees it. */
export const overrideUplift = async (
  context: CommandContext,
  found: StoredPromotion,
  override: Override,
  basedOn: number,
): Promise<Outcome> => {
  const { workspace, today, person } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const judging = assessmentContext(context, visibility)
  const [before] = await assessTogether(judging, [found])
  const [after] = await assessTogether({ ...judging, typed: { ...noTypedInput, overrides: [override] } }, [found])
  if (before === undefined || after === undefined) throw new Error('A promotion was not judged')
  const change = { was: judgedPromotion(before), is: judgedPromotion(after), stated: liveRows(found) }
  const [from, to] = [change.was.readiness.verdict, change.is.readiness.verdict]
  return {
    changes: [
      { kind: 'keep-override', override: override, basedOn },
      keepAssessment(after, to),
      auditEntry(context, {
        action: 'override',
        entity: found.promotionId,
        before: fieldsOf(before.override),
        after: fieldsOf(inForce(override, today)),
        detail: {
          uplift: override.ratio,
          ...(override.agreed === undefined ? {} : { units: agreedUnits(override.agreed), with: override.agreed.with }),
          until: override.until === null ? null : isoOf(override.until),
          reason: override.reason,
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
