import { refusalCard } from '../../cards/language/plain-card.ts'
import { whenCard } from '../../cards/options/when-card.ts'
import { draftId } from '../../cards/promotions/problem-words.ts'
import { isoOf } from '../../domain/day.ts'
import { earliestStart } from '../../domain/options/earliest-start.ts'
import { longestPromotionDays, usualPromotionDays } from '../../domain/policy.ts'
import { decimal, positive } from '../../parsing/number-values.ts'
import { extra, uplift } from '../../parsing/promotion-values.ts'
import { inDays, inUnits } from '../../parsing/quantities.ts'
import { andThen, Unfit } from '../../parsing/values.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { asWritten, listOf, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { draftPromotion, findNames, judgeDraft } from './draft-promotion.ts'

const takes: readonly Argument[] = [
  { name: 'ITEM', value: null, says: 'its code', isNeeded: true },
  { name: 'at', value: 'X,Y', says: 'the locations (default: every location that sells the item)' },
  { name: 'uplift', value: '+60%', says: 'times normal sales, +60% or 1.6x' },
  { name: 'units', value: '700', says: 'the total over the days and all locations, normal sales included' },
  { name: 'extra', value: '+300', says: 'units on top of normal sales' },
  { name: 'days', value: '7', says: 'how many days it runs (default: 7)' },
]

const dayCount = andThen(decimal, (days) =>
  Number.isInteger(days) && days >= 1 && days <= longestPromotionDays
    ? days
    : new Unfit(`is not a number of days from 1 to ${longestPromotionDays}`),
)

/** Tells for an item without a date the earliest safe start, the largest safe volume now, and how early supply must know. */
export const promoWhen: Command = {
  name: 'promo when',
  takes,
  does: 'find the earliest safe start and the largest safe volume of an item',
  examples: ['/promo when SKU-100 uplift:+60%', '/promo when SKU-100 at:EAST units:700 days:7'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const { problems } = given
    const stated = {
      uplift: readKeyed(given, 'uplift', asWritten(uplift, context.locale)),
      units: readKeyed(given, 'units', asWritten(inUnits(positive()), context.locale)),
      extra: readKeyed(given, 'extra', asWritten(inUnits(extra), context.locale)),
      discount: null,
      price: null,
    }
    const days = readKeyed(given, 'days', asWritten(inDays(dayCount), context.locale)) ?? usualPromotionDays
    if ([stated.uplift, stated.units, stated.extra].filter((value) => value !== null).length > 1)
      problems.push('Use only one of uplift:, units: and extra:.')
    const [sku, ...more] = given.bare
    if (sku === undefined) problems.push('Which item? For example: /promo when SKU-100 uplift:+60%.')
    if (more.length > 0)
      problems.push(`"${more.join(' ')}" is too much. One item at a time; name its locations with at:.`)
    if (problems.length > 0 || sku === undefined) return refuse(problems)
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const requestedLine = { ...stated, sku, places: listOf(given.keyed.get('at')), tableRow: null }
    const named = await findNames(context, visibility, [requestedLine])
    if (named.problems.length > 0) return refuse(named.problems)
    const draft = await draftPromotion(context, visibility, named.lines, {
      promotionId: draftId,
      name: 'When',
      days: { start: context.today + 1, end: context.today + days },
      terms: { type: null, owner: null, hero: null, priority: null, status: null },
      owner: context.person.name,
    })
    return show(context, days, stated, (await judgeDraft(context, visibility, draft)).lines)
  },
}

const refuse = (problems: readonly string[]): Outcome =>
  answer(
    problems.length === 1
      ? refusalCard(problems[0] as string)
      : refusalCard(`Please fix ${problems.length} things:`, problems),
  )

const show = (
  { policy, today }: CommandContext,
  days: number,
  stated: Parameters<typeof whenCard>[0]['stated'],
  lines: Awaited<ReturnType<typeof judgeDraft>>['lines'],
): Outcome =>
  answer(
    whenCard({
      today,
      days,
      stated,
      places: lines.map((line) => ({ assessment: line, starting: earliestStart(line.facts, line.line, policy) })),
    }),
  )
