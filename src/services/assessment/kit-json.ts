import { byUrgency } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { FingerprintedLine } from './assess-promotions.ts'

const rounded = (units: number): number => Math.round(units * 1e6) / 1e6

/** Tells which kits a line of a component is for; nothing for an item that is sold by itself. */
export const kitsOfLine = ({ line }: FingerprintedLine): object =>
  line.kits === undefined
    ? {}
    : {
        kits: line.kits.map(({ sku, quantity, kits }) => ({
          sku,
          quantity,
          kits: kits === null ? null : rounded(kits),
        })),
      }

/**
 * Gives an object for each kit of a promotion at a location: its verdict is that of the scarcest component, and what has to be
 * ordered stands with the components.
 */
export const kitsJson = (lines: readonly FingerprintedLine[]): readonly object[] => {
  const parts = lines.flatMap((line) => (line.line.kits ?? []).map((kit) => ({ line, kit })))
  const groups = Map.groupBy(parts, ({ line, kit }) => `${kit.sku}\u0000${line.line.location}`)
  return [...groups.values()].map((own) => {
    const short = ({ line, kit }: (typeof own)[number]) => (line.shortageUnits ?? 0) / kit.quantity
    const [scarcest] = own.toSorted((a, b) => byUrgency(a.line.verdict, b.line.verdict) || short(b) - short(a)) as [
      (typeof own)[number],
    ]
    const { line, kit } = scarcest
    const { promotionId, name, location, start, end, status, hero } = line.line
    return {
      promotion_id: promotionId,
      name,
      sku: kit.sku,
      location,
      as_of: isoOf(line.facts.asOf),
      start: isoOf(start),
      end: isoOf(end),
      verdict: line.verdict,
      status,
      hero,
      demand_units: kit.kits === null ? null : { mean: rounded(kit.kits) },
      expected_shortage_units: line.shortageUnits === null ? null : rounded(short(scarcest)),
      window: { p0: line.window.p0, p1: line.window.p1, policy: line.policy, order_by_date: null, order_units: null },
      kit: {
        scarcest: line.line.sku,
        components: own.map((one) => ({
          sku: one.line.line.sku,
          quantity: one.kit.quantity,
          verdict: one.line.verdict,
          short_units: one.line.shortageUnits === null ? null : rounded(one.line.shortageUnits),
        })),
      },
    }
  })
}
