import { holdsWords } from '../../cards/promotions/override-words.ts'
import { isoOf } from '../../domain/day.ts'
import { inForce, type Override } from '../../domain/promotions/override.ts'
import { decimal } from '../../parsing/number-values.ts'
import { andThen, Unfit } from '../../parsing/values.ts'
import {
  assessmentContext,
  assessTogether,
  type PromotionAssessment,
} from '../../services/assessment/assess-promotions.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadOverrides } from '../../store/promotions/overrides.ts'
import { asWritten, readKeyed, readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, keysOf } from '../dispatch/command.ts'
import { refused, refusedList } from '../dispatch/refusals.ts'
import { findPersonNamed } from '../people/find-person-named.ts'
import { findPromotion } from './find-promotion.ts'
import { nameOf, overrideUplift, reasonsNotToOverride } from './promo-override.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name; add none to remove the agreed figure', isNeeded: true },
  { name: 'units', value: '700', says: 'over all days and places, normal sales included', isNeeded: true },
  { name: 'with', value: 'Ben', says: 'who agreed with you', isNeeded: true },
  { name: 'reason', value: '"..."', says: 'why, in your words' },
]

const units = andThen(decimal, (read) => (read > 0 ? read : new Unfit('must be more than 0')))

/** Records the one figure that marketing and supply agreed on; the promotion is judged by it until it ends or they agree on another. */
export const promoAgreeFigure: Command = {
  name: 'promo agree-figure',
  takes,
  does: 'record the one figure that marketing and supply agreed on, and judge by it',
  examples: ['/promo agree-figure P-1 units:600 with:Ben', '/promo agree-figure P-1 none'],
  right: 'agree',
  run: async (context) => {
    const { workspace, today, person, locale } = context
    const given = sortArguments(context.words, keysOf({ takes }))
    const takesBack = given.bare.length > 1 && given.bare.at(-1)?.toLowerCase() === 'none'
    const lookup = await findPromotion(context, (takesBack ? given.bare.slice(0, -1) : given.bare).join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const { promotionId } = found
    const last = (await loadOverrides(workspace, { heard: null }, [promotionId], today)).get(promotionId) ?? null
    const before = inForce(last, today)
    const figure = readKeyed(given, 'units', asWritten(units, locale))
    const name = given.keyed.get('with')?.trim() ?? ''
    const base = { id: 0, promotionId, until: null, reason: readReason(given, null) || null, by: person, on: today }
    const problems = [...reasonsNotToOverride(context, found), ...given.problems]
    if (takesBack) {
      if (figure !== null || name !== '') problems.push('none removes the agreed figure; leave units: and with: out.')
      if (before?.agreed === undefined) problems.push(`${nameOf(found)} has no agreed figure.`)
      if (problems.length > 0) return refusedList(problems, 'changed')
      return overrideUplift(context, found, { ...base, ratio: null }, last?.id ?? 0)
    }
    if (!given.keyed.has('units')) problems.push('Which figure? Add units:700.')
    if (name === '') problems.push('Who agreed with you? Add with:NAME.')
    if (problems.length > 0 || figure === null)
      return refusedList(problems, 'changed', [`For example: /promo agree-figure ${promotionId} units:700 with:Ben`])
    const other = await findPersonNamed(context, name)
    if (!other.ok) return answer(other.error)
    if (other.value.id === person.id) return refused(['A figure is agreed by two people; name the other one.'])
    const judging = assessmentContext(context, await loadVisibility(workspace, isoOf(today)))
    const [judged] = await assessTogether(judging, [found])
    if (judged === undefined) throw new Error('A promotion was not judged')
    const override: Override = {
      ...base,
      ratio: ratioOf(judged, figure),
      agreed: { units: byItem(judged, figure), with: other.value.name },
    }
    if (before?.agreed !== undefined && isSame(before, override))
      return refused([`${nameOf(found)} already uses ${holdsWords(before, today)}.`])
    return overrideUplift(context, found, override, last?.id ?? 0)
  },
}

const isSame = (one: Override, other: Override): boolean =>
  one.by.id === other.by.id && JSON.stringify(one.agreed) === JSON.stringify(other.agreed)

/** Divides a figure among the items of a promotion as it was expected to sell so far, evenly where nobody knew. */
const byItem = ({ lines }: PromotionAssessment, figure: number): Readonly<Record<string, number>> => {
  const items = [...Map.groupBy(lines, ({ line }) => line.sku)].map(([sku, own]) => ({
    sku,
    expected: own.reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0),
  }))
  const total = items.reduce((sum, { expected }) => sum + expected, 0)
  return Object.fromEntries(
    items.map(({ sku, expected }) => [sku, total > 0 ? (figure * expected) / total : figure / items.length]),
  )
}

/** Gives a figure as a ratio to normal sales; 1 where these are unknown. */
const ratioOf = ({ lines }: PromotionAssessment, figure: number): number => {
  const normal = lines.reduce((sum, { baselineUnits }) => sum + (baselineUnits ?? 0), 0)
  return normal > 0 ? figure / normal : 1
}
