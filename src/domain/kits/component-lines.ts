import type { CellFacts } from '../assessment/cell.ts'
import { baselineOf } from '../demand/baseline.ts'
import { upliftOf } from '../demand/line-demand.ts'
import { extraPerDay } from '../demand/promotion-demand.ts'
import { type PromotionLine, promotionalPrice } from '../promotions/promotion.ts'
import type { KitDemand } from './kit-demand.ts'

/** A component of a kit, and the units of it that one kit takes. */
export type Component = { readonly sku: string; readonly quantity: number }

/**
 * Turns a promotion line of a kit into one for each of its components: what the promotion sells of the kit beyond normal sales
 * and beyond the assembled ones is wanted of each, and a unit that is missing costs its part of a kit's price.
 */
export const componentLines = (
  line: PromotionLine,
  components: readonly Component[],
  kit: { readonly facts: CellFacts; readonly demand: KitDemand } | null,
  costOf: (sku: string) => number | null,
): readonly PromotionLine[] => {
  const { kits = null, extra = null } = kit?.demand.of(line) ?? {}
  const price = promotionalPrice(line, kit?.facts.item.unitPrice ?? null)
  const name = kit?.facts.item.name ?? line.sku
  const cost = components.reduce((sum, { sku, quantity }) => sum + quantity * (costOf(sku) ?? 0), 0)
  return components.map(({ sku, quantity }) => ({
    ...line,
    sku,
    stated: extra === null ? { kind: 'unstated' } : { kind: 'extra', units: extra * quantity },
    price: price === null ? null : price / quantity,
    discount: null,
    costBeside: cost / quantity - (costOf(sku) ?? 0),
    kits: [{ sku: line.sku, name, quantity, kits }],
  }))
}

/** Makes one line of those that a promotion has for an item at a location: its own, and those of kits that it is in. */
export const mergedLine = (lines: readonly PromotionLine[], facts: CellFacts | null): PromotionLine => {
  const [first, ...others] = lines as [PromotionLine, ...PromotionLine[]]
  if (others.length === 0) return first
  const extras = lines.map((line) => extraUnits(line, facts))
  const known = extras.every((units) => units !== null)
  return {
    ...first,
    start: Math.min(...lines.map(({ start }) => start)),
    end: Math.max(...lines.map(({ end }) => end)),
    hero: lines.some(({ hero }) => hero),
    stated: known
      ? { kind: 'extra', units: extras.reduce<number>((sum, units) => sum + (units as number), 0) }
      : { kind: 'unstated' },
    kits: lines.flatMap(({ kits = [] }) => kits),
  }
}

/** What a line sells beyond normal sales; null where nobody knows. */
const extraUnits = (line: PromotionLine, facts: CellFacts | null): number | null => {
  if (line.kits !== undefined) return line.stated.kind === 'extra' ? line.stated.units : null
  if (facts === null) return null
  const baseline = baselineOf(facts, line.start, line.end - line.start + 1)
  const uplift = upliftOf(facts, baseline, line)
  if (uplift.source === 'unknown') return null
  return extraPerDay(line.stated, uplift.ratio, baseline, line.start, line.end).reduce((sum, units) => sum + units, 0)
}
