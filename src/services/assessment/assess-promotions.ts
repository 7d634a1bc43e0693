import { hash } from 'node:crypto'
import { assessLine } from '../../domain/assessment/judge.ts'
import {
  type LineAssessment,
  type Policy,
  type PromotionReadiness,
  promotionReadiness,
} from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { InForce } from '../../domain/promotions/override.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import {
  canonical,
  type FactsOfCell,
  isToCome,
  loadLineFacts,
  noTypedInput,
  type TypedInput,
} from './load-cell-facts.ts'
import { type SharedOut, sourcing } from './sourcing.ts'

/** A line's assessment, and the fingerprint of everything it was made from for who asks. */
export type FingerprintedLine = LineAssessment & { readonly inputsHash: () => string }

/** A promotion as judged on a day. Its lines are those still to come; none are left once it ended or was cancelled. */
export type PromotionAssessment = {
  readonly promotion: StoredPromotion
  readonly asOf: Day
  readonly lines: readonly FingerprintedLine[]
  readonly readiness: PromotionReadiness
  /** The planner's uplift that it was judged with. */
  readonly override: InForce | null
}

/** Promotions are read by the hundred, and judged together while they have no more rows than this: memory stays flat. */
const readTogether = 200
const rowsTogether = 1_000

/**
 * Judges promotions by id as of a day, in the order of the ids; ids nobody knows are left out. The moment counts on its own
 * day, where cut-off hours may have passed; without it the morning is judged.
 */
export async function* assessPromotions(
  workspace: Workspace,
  ids: readonly string[],
  asOf: Day,
  policy: Policy,
  moment: Moment | null = null,
): AsyncGenerator<PromotionAssessment> {
  const visibility = await loadVisibility(workspace, isoOf(asOf))
  const sharedOut: SharedOut = new Map()
  for (let i = 0; i < ids.length; i += readTogether) {
    const slice = ids.slice(i, i + readTogether)
    const stored = new Map(
      (await loadPromotions(workspace, visibility, slice)).map((promotion) => [promotion.promotionId, promotion]),
    )
    let group: StoredPromotion[] = []
    let rows = 0
    for (const id of slice) {
      const promotion = stored.get(id)
      if (promotion === undefined) continue
      if (group.length > 0 && rows + promotion.rows.length > rowsTogether) {
        yield* await assessTogether(workspace, visibility, group, asOf, policy, moment, noTypedInput, sharedOut)
        await turnOfOthers()
        group = []
        rows = 0
      }
      group.push(promotion)
      rows += promotion.rows.length
    }
    yield* await assessTogether(workspace, visibility, group, asOf, policy, moment, noTypedInput, sharedOut)
  }
}

/** Judging is quick and long: others are answered in between. */
const turnOfOthers = () => new Promise((resume) => setImmediate(resume))

/** Judges promotions that may not be stored yet against everything that is, as if what is `said` were kept already. */
export const assessTogether = async (
  workspace: Workspace,
  visibility: Visibility,
  promotions: readonly StoredPromotion[],
  asOf: Day,
  policy: Policy,
  moment: Moment | null = null,
  said: TypedInput = noTypedInput,
  sharedOut: SharedOut = new Map(),
): Promise<readonly PromotionAssessment[]> => {
  const skus = [...new Set(promotions.flatMap((promotion) => promotion.rows.map((row) => row.sku)))]
  const pick = (all: readonly PromotionLine[]) => {
    const judged = new Set(promotions.map((promotion) => promotion.promotionId))
    return all.filter((line) => judged.has(line.promotionId) && isToCome(line, asOf))
  }
  const { lines, facts, overrides } = await loadLineFacts(
    workspace,
    visibility,
    skus,
    promotions,
    asOf,
    moment,
    pick,
    said,
  )
  const sourced = sourcing(facts, policy, sharedOut)
  const byPromotion = Map.groupBy(lines, (line) => line.promotionId)
  return promotions.map((promotion) => {
    const own = byPromotion.get(promotion.promotionId)?.filter((line) => isToCome(line, asOf)) ?? []
    const assessed = own.map((line) => {
      const known = facts.get(cellKey(line)) as FactsOfCell
      const sent = sourced(line)
      const inputsHash = () =>
        hash(
          'sha256',
          `${canonical({ promotion: line.promotionId, policy })}${known.text()}${sent ? canonical(sent) : ''}`,
        )
      return { ...assessLine({ ...known.facts, ...sent }, line, policy), inputsHash }
    })
    const override = overrides.get(promotion.promotionId) ?? null
    return { promotion, asOf, lines: assessed, readiness: promotionReadiness(assessed), override }
  })
}

/** Gives one fingerprint for all lines of a promotion. */
export const promotionFingerprint = ({ lines }: PromotionAssessment): string =>
  hash('sha256', lines.map((line) => line.inputsHash()).join('\n'))
