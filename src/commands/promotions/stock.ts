import { asking, choiceCard } from '../../cards/language/asking.ts'
import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { stockCard } from '../../cards/promotions/stock-card.ts'
import { isoOf } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { positionOf } from '../../domain/promotions/position.ts'
import { quotedWord } from '../../parsing/words.ts'
import { loadCells } from '../../services/assessment/load-cell-facts.ts'
import { loadKitStock } from '../../services/assessment/load-kit-stock.ts'
import { momentOf } from '../../services/context.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadItems, loadSimilar } from '../../store/feeds/catalogue.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadProvenance } from '../../store/imports/provenance.ts'
import { loadSellingLocations } from '../../store/promotions/promotions.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf } from '../dispatch/command.ts'

/** Shows the supply position of an item: stock, orders, lead time, promotions and available to promise. */
export const stock: Command = {
  name: 'stock',
  takes: [
    { name: 'ITEM', value: null, says: 'its code', isNeeded: true },
    { name: 'at', value: 'LOCATION', says: 'one location in full' },
  ],
  does: "show an item's stock, orders, lead time and what you can still promise",
  examples: ['/stock SKU-100', '/stock SKU-100 at EAST'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const { workspace, today, words } = context
    const given = sortArguments(words, keysOf(stock))
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const [typed, ...where] = given.bare
    const [named, ...rest] = where[0]?.toLowerCase() === 'at' ? where.slice(1) : where
    if (rest.length > 0 || (named !== undefined && given.keyed.has('at')))
      return answer(
        refusalCard(`I did not understand "${where.join(' ')}". One location at a time: /stock ${typed} at EAST.`),
      )
    const place = given.keyed.get('at') ?? named
    if (typed === undefined) return answer(await whichItem(context))
    const visibility = await loadVisibility(workspace, isoOf(today))
    const items = await loadItems(workspace, visibility, [typed, typed.toUpperCase()])
    const item = items.get(typed) ?? items.get(typed.toUpperCase())
    if (item === undefined) {
      const similar = await loadSimilar(workspace, visibility, 'items', typed)
      const meant = nearest(typed, similar, (one) => one.code) ?? nearest(typed, similar, (one) => one.name)
      return answer(
        refusalCard(
          `There is no item ${typed}.${meant === null ? '' : ` Did you mean ${meant.code} (${meant.name})?`}`,
        ),
      )
    }
    const selling =
      (await loadSellingLocations(workspace, visibility, [item.sku], 'and distribution centres')).get(item.sku) ?? []
    const wanted = place === undefined ? selling : selling.filter((one) => one.toLowerCase() === place.toLowerCase())
    if (wanted.length === 0)
      return answer(
        refusalCard(
          place === undefined || selling.length === 0
            ? `I have no figures for ${item.name} (${item.sku}) at any location. Import its inventory, sales or demand plan.`
            : `${item.name} (${item.sku}) is not at ${place}. It is at ${selling.slice(0, 8).join(', ')}${selling.length > 8 ? ` and ${selling.length - 8} more` : ''}.`,
        ),
      )
    const cells = wanted.map((location) => ({ sku: item.sku, location }))
    const from = { workspace, visibility, asOf: today, moment: momentOf(context) }
    const facts = await loadCells(from, cells)
    const kits = await loadKitStock(from, item.sku, wanted)
    const [only] = cells
    const sources =
      cells.length === 1 && only !== undefined ? await loadProvenance(workspace, visibility, only, today) : null
    const provenance = sources === null ? null : { ...sources, timeZone: context.timeZone }
    return answer(stockCard(facts.map(positionOf), today, kits, provenance))
  },
}

const mostItems = 5

/** Asks which item is meant, and offers those of the promotions that launch next. */
const whichItem = async (context: CommandContext): Promise<Card> => {
  const { entries } = await loadPresent(context)
  const items = new Map(
    entries
      .toSorted((a, b) => a.start - b.start)
      .flatMap(({ readiness }) => readiness.lines.map(({ facts: { item } }) => [item.sku, item.name] as const)),
  )
  const choices = [...items].slice(0, mostItems)
  return choices.length === 0
    ? refusalCard('Which item? Write its code, such as /stock SKU-100.')
    : choiceCard(
        'Which item? These are in the next promotions; for any other write its code or name after stock.',
        choices.map(([sku, name]) => asking(name, `stock ${quotedWord(sku)}`)),
      )
}
