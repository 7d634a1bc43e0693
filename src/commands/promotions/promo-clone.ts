import { isoOf } from '../../domain/day.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadNextPromotionId, loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { itemsFollow, liveRows, statusOf } from '../../store/promotions/stored-promotion.ts'
import { readKeyed, yesOrNo } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import { findNames } from './draft-promotion.ts'
import { findPromotion } from './find-promotion.ts'
import { parsePromotion, promotionArguments, readName } from './parse-promotion.ts'
import { register } from './promo-add.ts'

const again = ['dates', 'from', 'to', 'owner', 'status', 'hero', 'priority', 'type']

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'the one to copy: its id or its name', isNeeded: true },
  { name: 'name', value: '"New name"', says: 'name of the copy (default: the same name)' },
  ...promotionArguments.filter((argument) => again.includes(argument.name)),
  { name: 'another', value: 'yes', says: 'it is another one of the same name, start and item' },
]

/** Registers a promotion with the items, locations and figures of another one, at other dates. */
export const promoClone: Command = {
  name: 'promo clone',
  aliases: ['promo copy', 'promo repeat'],
  takes,
  does: 'register the same promotion again for other dates',
  examples: ['/promo clone P-1 dates:"3-9 Aug"'],
  right: 'register',
  run: async (context) => {
    const request = parsePromotion(context, takes)
    const another = readKeyed(request.given, 'another', yesOrNo) === 1
    const lookup = await findPromotion(context, request.given.bare.join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const rows = liveRows(await asItRan(context, visibility, found))
    const name = readName(request.given.keyed.get('name') ?? found.name, request.problems)
    const isDateless = !['dates', 'from', 'to'].some((key) => request.given.keyed.has(key))
    const named = await findNames(
      context,
      visibility,
      rows
        .filter(({ sku }) => sku !== itemsFollow)
        .map((row) => ({ ...row, places: row.location === '' ? [] : [row.location], tableRow: null })),
    )
    const problems = [
      ...(name === '' ? ['The name is empty.'] : []),
      ...request.problems,
      ...(isDateless ? [`When does it run? Add dates:"6-12 Jul" to /promo clone ${found.promotionId}.`] : []),
      ...named.problems,
    ]
    if (problems.length > 0 || request.days === null) return refusedList(problems, 'registered')
    const promotionId = await loadNextPromotionId(context.workspace)
    const { days, terms } = request
    const copies = rows.map(({ uplift, units, extra, discount, price, sku, location, hero, type, priority }) => ({
      uplift,
      units,
      extra,
      discount,
      price,
      sku,
      location,
      promotion_id: promotionId,
      name,
      start_on: isoOf(days.start),
      end_on: isoOf(days.end),
      type: terms.type ?? type,
      status: sku === itemsFollow ? ('tentative' as const) : (terms.status ?? ('committed' as const)),
      hero: terms.hero ?? hero,
      priority: terms.priority ?? priority,
      commit_on: null,
      owner: terms.owner ?? context.person.name,
    }))
    return register(
      context,
      visibility,
      { promotionId, name, rows: copies, rank: Number.MAX_SAFE_INTEGER, version: 0 },
      { another },
    )
  },
}

/** Gives a promotion as it was before it was cancelled; one that is not cancelled as it is. */
const asItRan = async (
  { workspace }: CommandContext,
  visibility: Visibility,
  promotion: StoredPromotion,
): Promise<StoredPromotion> => {
  if (statusOf(promotion) !== 'cancelled') return promotion
  const before = { ...visibility, unpublished: [...visibility.unpublished, promotion.version] }
  return (await loadPromotions(workspace, before, [promotion.promotionId]))[0] ?? promotion
}
