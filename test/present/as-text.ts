import { cellKey } from '../../src/domain/cell.ts'
import type { Present } from '../../src/services/present/present.ts'

/** How everything stands, as text in parts that are equal whenever what they say is equal. */
export type PresentText = Readonly<Record<string, string>>

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => {
    if (inner instanceof Set) return [...inner].sort()
    if (inner instanceof Map) return [...inner]
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })

const nameOf = ({ line }: { readonly line: { promotionId: string; sku: string; location: string } }) =>
  `${line.promotionId} ${cellKey(line)}`

/** Writes how everything stands: each promotion with its lines, the risks in their order, and the stored risks that are called for. */
export const presentText = ({ entries, candidates, records }: Present): PresentText => ({
  promotions: canonical(entries.map(({ promotionId }) => promotionId)),
  ...Object.fromEntries(entries.map((entry) => [`promotion ${entry.promotionId}`, canonical(entry)])),
  risks: canonical(candidates.map(({ identity }) => identity)),
  ...Object.fromEntries(
    candidates.map(({ evidence, orders, ...candidate }) => [
      `risk ${candidate.identity}`,
      canonical({
        ...candidate,
        evidence: evidence.map(({ promotion, lines }) => [promotion.promotionId, lines.map(nameOf)]),
        orders: orders.map((order) => ({
          ...order,
          needs: order.needs.map((need) => ({ ...need, lines: need.lines.map(nameOf) })),
        })),
      }),
    ]),
  ),
  ...Object.fromEntries(
    [...records.values()]
      .filter(({ endedAt }) => endedAt === null)
      .map((record) => [`record ${record.identity}`, canonical(record)]),
  ),
})

/** Lists in what two pictures differ, with the first place of each difference. */
export const differences = (kept: PresentText, fresh: PresentText): readonly string[] =>
  [...new Set([...Object.keys(kept), ...Object.keys(fresh)])].flatMap((key) => {
    const [one = '(nothing)', other = '(nothing)'] = [kept[key], fresh[key]]
    if (one === other) return []
    let at = 0
    while (one[at] === other[at]) at++
    const from = Math.max(0, at - 120)
    return [`${key}:\n  kept  ${one.slice(from, at + 160)}\n  fresh ${other.slice(from, at + 160)}`]
  })
