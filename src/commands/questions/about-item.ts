import type { Day } from '../../domain/day.ts'
import type { Word } from '../../parsing/words.ts'
import { aboutPromotion, ofKinds, splitPlace, stockOf } from './about-promotion.ts'
import type { Names } from './load-names.ts'
import { matchNames, type Named, nearestNames } from './match-names.ts'
import { bare, type Meant, type Resolved, unknown, whichCard } from './resolved.ts'
import { periodIn, statedFigures, unitsInFront } from './stated-words.ts'

type MakeMeant = (item: Named, place: Named | null) => Meant

/** Finds the one item that is named, and its place where one is; or asks. */
const itemNamed = (about: string, names: Names, make: MakeMeant): Resolved => {
  const items = ofKinds(names, 'item')
  const exact = matchNames(about, items)
  const { what, place } = exact?.fit === 'exact' ? { what: about, place: null } : splitPlace(about, names)
  const found = matchNames(what, items)?.found ?? []
  const choice = (item: Named) => ({ label: item.name, meant: make(item, place) })
  const [only] = found
  if (only !== undefined)
    return found.length === 1 ? { meant: make(only, place) } : { card: whichCard(what, found.map(choice)) }
  return unknown(what, ['item'], nearestNames(what, items).map(choice))
}

/** Finds the command for a question about the stock of an item; of a promotion its card is shown. */
export const aboutItem = (about: string, names: Names): Resolved => {
  const { what } = splitPlace(about, names)
  const isPromotion =
    matchNames(what, ofKinds(names, 'item')) === null && matchNames(what, ofKinds(names, 'promotion')) !== null
  return isPromotion
    ? aboutPromotion({ asks: 'promotion', command: 'promo show', about: what }, names)
    : itemNamed(about, names, stockOf)
}

/** Finds the command for a question when, or whether on some days, an item can be promoted. */
export const whenItem = (
  about: string,
  isOnDays: boolean,
  names: Names,
  { today, locale }: { readonly today: Day; readonly locale: string | null },
): Resolved => {
  const period = isOnDays ? periodIn(about, today, locale) : null
  const stated = statedFigures(period?.rest ?? about)
  const items = ofKinds(names, 'item')
  const inFront = matchNames(stated.rest, items) === null ? unitsInFront(stated.rest) : null
  const figures = [...stated.words, ...(inFront?.words ?? [])]
  return itemNamed(inFront?.rest ?? stated.rest, names, (item, place) => {
    const at: readonly Word[] = place === null ? [] : [{ key: 'at', value: place.code }]
    const own = figures.filter(({ key }) => key !== 'days' || period === null)
    return period === null
      ? { command: 'promo when', words: [bare(item.code), ...at, ...own], names: [item.name] }
      : {
          command: 'promo what-if',
          words: [{ key: 'sku', value: item.code }, ...at, { key: 'dates', value: period.period }, ...own],
          names: [item.name],
        }
  })
}
