import { dateWords } from '../cards/words.ts'
import type { Day } from '../domain/day.ts'
import { decimal, positive } from '../feeds/number-values.ts'
import { discount, extra, uplift } from '../feeds/promotion-values.ts'
import { choice, flag } from '../feeds/values.ts'
import type { PromotionRow } from '../store/feed-rows.ts'
import { type Arguments, listOf, readKeyed, sortArguments } from './arguments.ts'
import { type Days, readDate, readDates } from './dates.ts'
import type { Asked } from './outcome.ts'

const takes = [
  'sku',
  'at',
  'from',
  'to',
  'dates',
  'uplift',
  'units',
  'extra',
  'discount',
  'price',
  'type',
  'owner',
  'hero',
  'priority',
  'status',
  'another',
] as const

const longestDays = 366
const farthestDays = 3 * 366
const longestName = 120

/** What the marketer wants, as far as it could be read. */
export type Wish = {
  readonly name: string
  readonly skus: readonly string[]
  readonly places: readonly string[]
  readonly days: Days | null
  readonly row: Pick<
    PromotionRow,
    'uplift' | 'units' | 'extra' | 'discount' | 'price' | 'type' | 'status' | 'hero' | 'priority' | 'owner'
  >
  readonly another: boolean
  readonly problems: readonly string[]
}

/** Reads a wish from the words of a command; what cannot be read is among its problems. */
export const readWish = ({ words, today, person }: Asked): Wish => {
  const given = sortArguments(words, takes)
  const { keyed, problems } = given
  const name = given.bare.join(' ').replaceAll(/\s+/gu, ' ').trim()
  if (name === '') problems.push('The promotion has no name: write promo add "Summer BOGO" ...')
  if (name.length > longestName) problems.push(`The name has ${name.length} characters; ${longestName} is the most.`)
  const skus = listOf(keyed.get('sku'))
  if (skus.length === 0) problems.push('No item is named: add sku:SKU-1 or sku:SKU-1,SKU-2.')
  const days = readWindow(given, today)
  const stated = {
    uplift: readKeyed(given, 'uplift', uplift),
    units: readKeyed(given, 'units', positive()),
    extra: readKeyed(given, 'extra', extra),
  }
  if (Object.values(stated).filter((value) => value !== null).length > 1)
    problems.push('State one of uplift:, units: and extra:, not several.')
  if (skus.length > 1 && (stated.units !== null || stated.extra !== null))
    problems.push(
      `${stated.units === null ? 'extra' : 'units'}: with ${skus.length} items can mean each or all together. Register each item on its own, or state uplift:.`,
    )
  return {
    name,
    skus,
    places: listOf(keyed.get('at')),
    days,
    row: {
      ...stated,
      discount: readKeyed(given, 'discount', discount),
      price: readKeyed(given, 'price', positive()),
      type: keyed.get('type') ?? null,
      status: readKeyed(given, 'status', choice('committed', 'tentative')) ?? 'committed',
      hero: readKeyed(given, 'hero', flag) ?? 0,
      priority: readKeyed(given, 'priority', decimal),
      owner: keyed.get('owner')?.replace(/^@/, '') ?? person.name,
    },
    another: (readKeyed(given, 'another', flag) ?? 0) === 1,
    problems,
  }
}

const readWindow = ({ keyed, problems }: Arguments, today: Day): Days | null => {
  const [from, to, dates] = [keyed.get('from'), keyed.get('to'), keyed.get('dates')]
  if (dates !== undefined && (from !== undefined || to !== undefined)) {
    problems.push('Write either dates: or from: and to:, not both.')
    return null
  }
  if (dates === undefined && (from === undefined || to === undefined)) {
    problems.push(
      `${from === undefined && to === undefined ? 'The window is' : from === undefined ? 'from: is' : 'to: is'} missing: add from:2026-07-06 to:2026-07-12.`,
    )
    return null
  }
  const read = dates === undefined ? readBoth(from as string, to as string, today) : readDates(dates, today)
  if (typeof read === 'string') {
    problems.push(read)
    return null
  }
  const { start, end } = read
  if (end < start) problems.push(`The end, ${dateWords(end, today)}, is before the start, ${dateWords(start, today)}.`)
  else if (end < today)
    problems.push(`The window ended ${dateWords(end, today)}; a promotion is registered before it is over.`)
  else if (end - start >= longestDays)
    problems.push(`The window has ${end - start + 1} days; ${longestDays} is the most.`)
  else if (start - today > farthestDays)
    problems.push(`The start, ${dateWords(start, today)}, is more than three years away.`)
  return read
}

const readBoth = (from: string, to: string, today: Day): Days | string => {
  const start = readDate(from, today)
  if (typeof start === 'string') return start
  const end = readDate(to, /^\d{4}-/.test(to) ? today : start)
  return typeof end === 'string' ? end : { start, end }
}
