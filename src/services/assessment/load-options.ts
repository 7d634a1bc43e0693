import type { LineSensitivity, OptionsView } from '../../cards/options/options-card.ts'
import type { CellFacts } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { announceBy } from '../../domain/options/announce-by.ts'
import { breakEvenOf } from '../../domain/options/break-even.ts'
import { costOfDelay, totalDelayCosts } from '../../domain/options/cost-of-delay.ts'
import { sharedTerms } from '../../domain/options/expediting.ts'
import {
  isShort,
  type OptionCandidate,
  optionCandidate,
  withSourceSupply,
} from '../../domain/options/option-candidate.ts'
import { priceOptions } from '../../domain/options/price-options.ts'
import { rightQuantityOf } from '../../domain/options/right-quantity.ts'
import type { Expediting } from '../../domain/supply/lead-time.ts'
import { loadExpediting } from '../../store/facts/expediting.ts'
import { loadSecondSuppliers } from '../../store/facts/second-suppliers.ts'
import { loadItems } from '../../store/feeds/catalogue.ts'
import { loadSellingLocations } from '../../store/promotions/promotions.ts'
import { type Context, type MomentContext, momentOf, visibilityFor } from '../context.ts'
import type { PromotionAssessment } from './assess-promotions.ts'
import { judgedPromotion } from './judged-promotion.ts'
import { loadCells } from './load-cell-facts.ts'

/** Break-even and the cost of waiting are computed only for so many lines: those that matter most. */
const mostLines = 40

/** Computes the options for a promotion with their prices; writes nothing. */
export const loadOptions = async (
  context: MomentContext & Pick<Context, 'workspace' | 'today' | 'policy'>,
  assessed: PromotionAssessment,
): Promise<OptionsView> => {
  const { workspace, today, policy } = context
  const { problems, lines } = assessed.readiness
  const judged = judgedPromotion(assessed)
  const inOrder = [...problems, ...lines.filter((line) => !problems.includes(line))]
  const candidates = inOrder.flatMap(({ facts, line }) => optionCandidate(facts, line, policy) ?? [])
  const short = candidates.filter(isShort)
  const visibility = await visibilityFor(context)
  const cells = short.map(({ lineCase: { line, facts } }) => ({
    sku: line.sku,
    location: line.location,
    supplier: facts.item.supplier,
  }))
  const skus = [...new Set(cells.map((cell) => cell.sku))]
  const expediting = await loadExpediting(workspace, visibility, cells)
  const seconds = await loadSecondSuppliers(workspace, visibility, cells)
  const selling = await loadSellingLocations(workspace, visibility, skus, 'and distribution centres')
  const items = await loadItems(workspace, visibility, skus)
  const elsewhere = [...selling].flatMap(([sku, places]) => places.map((location) => ({ sku, location })))
  const instead = cells.flatMap(({ sku, location }) => {
    const substitute = items.get(sku)?.substitute_sku ?? null
    return substitute === null ? [] : [{ sku: substitute, location, of: sku }]
  })
  const facts = new Map<string, CellFacts>()
  const factsContext = { workspace, visibility, asOf: today, moment: momentOf(context) }
  for (const one of await loadCells(factsContext, distinct([...elsewhere, ...instead])))
    facts.set(cellKey({ sku: one.item.sku, location: one.location.location }), one)
  const substitutes = new Map(
    instead.map(({ sku, location, of }) => [
      cellKey({ sku: of, location }),
      facts.get(cellKey({ sku, location })) ?? null,
    ]),
  )
  const keyOf = (candidate: OptionCandidate) => cellKey(candidate.lineCase.line)
  const orders = judged.shared
  const termsOf = (candidate: OptionCandidate): Expediting | null => expediting.get(keyOf(candidate)) ?? null
  const shared = sharedTerms(short, termsOf)
  const outlooks = candidates.slice(0, mostLines).map((candidate) => ({
    line: candidate.lineCase.line,
    item: candidate.lineCase.facts.item,
    uplift: candidate.lineCase.demand.uplift,
    isShort: isShort(candidate),
    breakEven: breakEvenOf(candidate),
    waiting: isShort(candidate) ? costOfDelay(withSourceSupply(candidate), shared(candidate)) : null,
    announce: announceBy(candidate),
    quantity: rightQuantityOf(candidate),
  }))
  return {
    promotion: judged,
    unjudged: inOrder.length - candidates.length,
    unpriced: candidates.filter(({ worth }) => worth.margin === null).length,
    options: priceOptions(candidates, {
      expediting: termsOf,
      second: (candidate) => seconds.get(keyOf(candidate)) ?? null,
      others: elsewhere.flatMap((cell) => facts.get(cellKey(cell)) ?? []),
      substitute: (candidate) => substitutes.get(keyOf(candidate)) ?? null,
      shared: (candidate) => orders.get(keyOf(candidate)) ?? null,
      policy,
    }),
    waiting: togetherOf(outlooks, short.length),
    short: short.length,
    lines: outlooks,
  }
}

/** Sums the price of waiting over several lines; null where not all were computed, or they have several currencies. */
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
