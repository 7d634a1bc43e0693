import type { LineAssessment, Policy } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { rebalance } from '../../domain/live/rebalance.ts'
import { isShort, optionCandidate } from '../../domain/options/option-candidate.ts'
import { surplusLocations } from '../../domain/options/price-options.ts'
import { loadSellingLocations } from '../../store/promotions/promotions.ts'
import { type FactsContext, loadCells } from './load-cell-facts.ts'

/** Adds to the short lines of running promotions what another place can send them in time. */
export const addTransfers = async (
  context: FactsContext & { readonly policy: Policy },
  promotions: readonly (readonly LineAssessment[])[],
): Promise<void> => {
  const short = promotions.map((lines) =>
    lines.filter(
      ({ line, facts, verdict }) =>
        line.start <= facts.asOf && line.kits === undefined && (verdict === 'not-ready' || verdict === 'at-risk'),
    ),
  )
  const skus = [...new Set(short.flat().map(({ line }) => line.sku))]
  if (skus.length === 0) return
  const { workspace, visibility, policy } = context
  const selling = await loadSellingLocations(workspace, visibility, skus, 'and distribution centres')
  const cells = [...selling].flatMap(([sku, places]) => places.map((location): Cell => ({ sku, location })))
  const others = await loadCells(context, cells)
  for (const lines of short) {
    const candidates = lines.flatMap(({ facts, line }) => optionCandidate(facts, line, policy) ?? []).filter(isShort)
    const found = rebalance(candidates, surplusLocations(candidates, { others, policy }), policy)
    for (const [{ lineCase }, transfer] of found) {
      const own = lines.find((one) => cellKey(one.line) === cellKey(lineCase.line))
      if (own !== undefined && reasonOf(own, 'TRANSFER') === null)
        Object.assign(own, { reasons: [...own.reasons, transfer] })
    }
  }
}
