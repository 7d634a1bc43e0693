import type { LineSensitivity, OptionsView } from '../../cards/promotions/options-card.ts'
import type { CellFacts } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { isoOf } from '../../domain/day.ts'
import { announceBy } from '../../domain/options/announce-by.ts'
import { breakEvenOf } from '../../domain/options/break-even.ts'
import { costOfDelay, totalDelayCosts } from '../../domain/options/cost-of-delay.ts'
import { type Expediting, sharedTerms } from '../../domain/options/expediting.ts'
import {
  isShort,
  type OptionCandidate,
  optionCandidate,
  withSourceSupply,
} from '../../domain/options/option-candidate.ts'
import { priceOptions } from '../../domain/options/price-options.ts'
import { rightQuantityOf } from '../../domain/options/right-quantity.ts'
import { loadExpediting } from '../../store/facts/expediting.ts'
import { loadItems } from '../../store/feeds/catalogue.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadSellingLocations } from '../../store/promotions/promotions.ts'
import { type Context, momentOf } from '../context.ts'
import type { PromotionAssessment } from './assess-promotions.ts'
import { loadCells } from './load-cell-facts.ts'
import { promotionView } from './promotion-view.ts'

/** Lines that are looked at one by one for their break-even and what waiting costs: those that matter most. */
const mostLines = 40

/** Prices what can be done about a promotion with everything that is known this morning; writes nothing. */
export const loadOptions = async (
  context: Pick<Context, 'workspace' | 'today' | 'policy' | 'now' | 'timeZone'>,
  assessed: PromotionAssessment,
): Promise<OptionsView> => {
  const { workspace, today, policy } = context
  const { problems, lines } = assessed.readiness
  const inOrder = [...problems, ...lines.filter((line) => !problems.includes(line))]
  const stakes = inOrder.flatMap(({ facts, line }) => optionCandidate(facts, line, policy) ?? [])
  const short = stakes.filter(isShort)
  const visibility = await loadVisibility(workspace, isoOf(today))
  const cells = short.map(({ lineCase: { line, facts } }) => ({
    sku: line.sku,
    location: line.location,
    supplier: facts.item.supplier,
  }))
  const skus = [...new Set(cells.map((cell) => cell.sku))]
  const expediting = await loadExpediting(workspace, visibility, cells)
  const selling = await loadSellingLocations(workspace, visibility, skus, 'and distribution centres')
  const items = await loadItems(workspace, visibility, skus)
  const elsewhere = [...selling].flatMap(([sku, places]) => places.map((location) => ({ sku, location })))
  const instead = cells.flatMap(({ sku, location }) => {
    const substitute = items.get(sku)?.substitute_sku ?? null
    return substitute === null ? [] : [{ sku: substitute, location, of: sku }]
  })
  const facts = new Map<string, CellFacts>()
  for (const one of await loadCells(
    workspace,
    visibility,
    distinct([...elsewhere, ...instead]),
    today,
    momentOf(context),
  ))
    facts.set(cellKey({ sku: one.item.sku, location: one.location.location }), one)
  const substitutes = new Map(
    instead.map(({ sku, location, of }) => [
      cellKey({ sku: of, location }),
      facts.get(cellKey({ sku, location })) ?? null,
    ]),
  )
  const keyOf = (stake: OptionCandidate) => cellKey(stake.lineCase.line)
  const termsOf = (stake: OptionCandidate): Expediting | null => expediting.get(keyOf(stake)) ?? null
  const shared = sharedTerms(short, termsOf)
  const outlooks = stakes.slice(0, mostLines).map((stake) => ({
    line: stake.lineCase.line,
    item: stake.lineCase.facts.item,
    uplift: stake.lineCase.demand.uplift,
    isShort: isShort(stake),
    breakEven: breakEvenOf(stake),
    waiting: isShort(stake) ? costOfDelay(withSourceSupply(stake), shared(stake)) : null,
    announce: announceBy(stake),
    quantity: rightQuantityOf(stake),
  }))
  return {
    promotion: promotionView(assessed),
    unjudged: inOrder.length - stakes.length,
    unpriced: stakes.filter(({ worth }) => worth.margin === null).length,
    options: priceOptions(stakes, {
      expediting: termsOf,
      others: elsewhere.flatMap((cell) => facts.get(cellKey(cell)) ?? []),
      substitute: (stake) => substitutes.get(keyOf(stake)) ?? null,
      policy,
    }),
    waiting: togetherOf(outlooks, short.length),
    short: short.length,
    lines: outlooks,
  }
}

/** Sums the price of waiting where it concerns several lines, all of which are looked at and in one currency. */
const togetherOf = (lines: readonly LineSensitivity[], short: number): OptionsView['waiting'] => {
  const known = lines.flatMap(({ waiting, item }) => (waiting === null ? [] : [{ waiting, currency: item.currency }]))
  const [first] = known
  const isOne = known.length > 1 && short <= mostLines && known.every(({ currency }) => currency === first?.currency)
  return isOne
    ? { days: totalDelayCosts(known.map(({ waiting }) => waiting)), currency: first?.currency ?? null }
    : null
}

const distinct = (cells: readonly Cell[]): readonly Cell[] => [
  ...new Map(cells.map(({ sku, location }) => [cellKey({ sku, location }), { sku, location }])).values(),
]
