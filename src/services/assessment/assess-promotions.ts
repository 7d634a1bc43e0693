import { hash } from 'node:crypto'
import { turnOfOthers } from '../../common/turn-of-others.ts'
import { assessLine } from '../../domain/assessment/judge.ts'
import {
  type JudgedLine,
  type LineAssessment,
  type Policy,
  type PromotionReadiness,
  promotionReadiness,
} from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { ReadinessItem } from '../../domain/gate/readiness-item.ts'
import { type PromotionFreight, pricedLines } from '../../domain/prices/price-lines.ts'
import type { InForce } from '../../domain/promotions/override.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { FactsOfLine } from '../../domain/risks/joint-order.ts'
import type { AccuracyFall } from '../../domain/scorecard/accuracy-fall.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { heardBy, type Moment } from '../../store/facts/cut-offs.ts'
import { loadPromotionFreight } from '../../store/facts/freight.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { loadReadinessItems } from '../../store/promotions/readiness-items.ts'
import { loadAccuracyFalls } from '../../store/scorecard/accuracy-falls.ts'
import { type Context, type MomentContext, momentOf } from '../context.ts'
import { lineName } from './line-name.ts'
import {
  canonical,
  type FactsContext,
  type FactsOfCell,
  isToCome,
  type LineFacts,
  loadLineFacts,
} from './load-cell-facts.ts'
import { addTransfers } from './load-transfers.ts'
import { type SharedOut, sourcing } from './sourcing.ts'

/** A line's assessment, and a function that computes the fingerprint of all its inputs. */
export type FingerprintedLine = LineAssessment & { readonly inputsHash: () => string }

/** A promotion as judged on a day. Its lines are those still to come; none are left once it ended or was cancelled. */
export type PromotionAssessment = {
  readonly promotion: StoredPromotion
  readonly asOf: Day
  readonly lines: readonly FingerprintedLine[]
  readonly readiness: PromotionReadiness<FingerprintedLine>
  /** What must be ready besides stock; no part of the verdict. */
  readonly items: readonly ReadinessItem[]
  /** Categories of its lines to come whose forecast is worse when promotions run; no part of the verdict. */
  readonly accuracyFalls: readonly AccuracyFall[]
  /** The planner's uplift that it was judged with. */
  readonly override: InForce | null
}

/** So many promotions are read at once, and those with no more rows than this are judged together: memory stays flat. */
const readTogether = 200
const rowsTogether = 1_000

/**
 * Judges promotions by id as of a day, in the order of the ids; unknown ids are left out. On the moment's own day the order
 * cut-offs that have passed count; without a moment the morning is judged. A past moment hears nothing that came after it.
 */
export async function* assessPromotions(
  workspace: Workspace,
  ids: readonly string[],
  asOf: Day,
  policy: Policy,
  moment: Moment | null = null,
): AsyncGenerator<PromotionAssessment> {
  const visibility = await loadVisibility(workspace, isoOf(asOf), heardBy(moment))
  const context: AssessmentContext = { workspace, visibility, policy, asOf, moment, sharedOut: new Map() }
  for (let i = 0; i < ids.length; i += readTogether) {
    const groups = inGroups(await loadInOrder(context, ids.slice(i, i + readTogether)))
    for (const [n, group] of groups.entries()) {
      if (n > 0) await turnOfOthers()
      yield* await assessTogether(context, group)
    }
  }
}

/** Loads promotions by id, in the order of the ids; unknown ids are left out. */
const loadInOrder = async (
  { workspace, visibility }: AssessmentContext,
  ids: readonly string[],
): Promise<readonly StoredPromotion[]> => {
  const stored = new Map(
    (await loadPromotions(workspace, visibility, ids)).map((promotion) => [promotion.promotionId, promotion]),
  )
  return ids.flatMap((id) => stored.get(id) ?? [])
}

/** Divides promotions into groups of at most `rowsTogether` rows; a larger promotion is a group of its own. */
const inGroups = (promotions: readonly StoredPromotion[]): readonly (readonly StoredPromotion[])[] => {
  const groups: StoredPromotion[][] = []
  let rows = Number.POSITIVE_INFINITY
  for (const promotion of promotions) {
    if (rows + promotion.rows.length > rowsTogether) {
      groups.push([])
      rows = 0
    }
    groups.at(-1)?.push(promotion)
    rows += promotion.rows.length
  }
  return groups
}

/** From where, as of when and by which policy promotions are judged. */
export type AssessmentContext = FactsContext & {
  readonly policy: Policy
  /** What supplying locations have shared out already, where several groups of promotions are judged in one go. */
  readonly sharedOut?: SharedOut
}

/** Gives the context for judging today, at the moment of a request. */
export const assessmentContext = (
  context: MomentContext & Pick<Context, 'workspace' | 'policy' | 'today'>,
  visibility: Visibility,
): AssessmentContext => {
  const { workspace, policy, today } = context
  return { workspace, visibility, policy, asOf: today, moment: momentOf(context) }
}

/** Judges promotions, which may not be stored yet, against everything that is stored and what is typed just now. */
export const assessTogether = async (
  context: AssessmentContext,
  promotions: readonly StoredPromotion[],
): Promise<readonly PromotionAssessment[]> => {
  const { workspace, visibility, asOf, policy, sharedOut = new Map() } = context
  const { lines, facts, overrides } = await loadFactsOf(context, promotions)
  const ids = promotions.map((promotion) => promotion.promotionId)
  const freight = await loadPromotionFreight(workspace, visibility, ids, asOf)
  const listed = await loadReadinessItems(workspace, ids, asOf)
  const fallen = await loadAccuracyFalls(workspace, asOf)
  const sourced = sourcing(facts, policy, sharedOut)
  const assess = (line: PromotionLine): FingerprintedLine => {
    const known = facts.get(cellKey(line)) as FactsOfCell
    const sent = sourced(line)
    const paid = freight.get(line.promotionId)
    const inputsHash = () =>
      hash(
        'sha256',
        `${canonical({ promotion: line.promotionId, policy })}${known.text()}${sent ? canonical(sent) : ''}${paid ? canonical([...paid.ofItems, paid.ofAll]) : ''}`,
      )
    return Object.assign(assessLine({ ...known.facts, ...sent }, line, policy), { inputsHash })
  }
  const byPromotion = Map.groupBy(lines, (line) => line.promotionId)
  const judged = promotions.map((promotion) => {
    const toCome = (byPromotion.get(promotion.promotionId) ?? []).filter((line) => isToCome(line, asOf))
    const assessed = priced(toCome.map(assess), policy, freight.get(promotion.promotionId) ?? null)
    const items = listed.get(promotion.promotionId) ?? []
    const override = overrides.get(promotion.promotionId) ?? null
    const categories = new Set(assessed.map(({ facts }) => facts.item.category))
    const accuracyFalls = fallen.filter(({ category }) => categories.has(category))
    return { promotion, asOf, lines: assessed, readiness: promotionReadiness(assessed), override, items, accuracyFalls }
  })
  await addTransfers(
    context,
    judged.map(({ lines: own }) => own),
  )
  return judged
}

/** Adds what the units of a promotion cost until they can be sold, and what speaks against its prices. */
const priced = (
  lines: readonly FingerprintedLine[],
  policy: Policy,
  freight: PromotionFreight | null,
): readonly FingerprintedLine[] => {
  const prices = pricedLines(lines, policy, freight)
  // The days of a line are worked out when somebody asks for them: it is not copied.
  return lines.map((line, i) => {
    const { landed, reasons } = prices[i] as (typeof prices)[number]
    return Object.assign(line, { landed, reasons: [...line.reasons, ...reasons] })
  })
}

/** Loads the facts of the cells of judged lines, with what their own locations send. Throws where a line is not there any more. */
export const loadFactsOfLines = async (
  context: AssessmentContext,
  judged: readonly Pick<JudgedLine, 'line'>[],
): Promise<FactsOfLine> => {
  const cells = judged.map(({ line }) => ({ sku: line.sku, location: line.location }))
  const skus = [...new Set(cells.map(({ sku }) => sku))]
  const { lines, facts } = await loadLineFacts(context, { skus, drafts: [], isShared: true, pick: () => cells })
  const sourced = sourcing(facts, context.policy, context.sharedOut ?? new Map())
  const known = new Map(lines.map((line) => [lineName({ line }), line]))
  return (asked) => {
    const line = known.get(lineName(asked))
    const cell = line === undefined ? undefined : facts.get(cellKey(line))
    if (line === undefined || cell === undefined) throw new Error(`${lineName(asked)} is not there any more`)
    return { ...cell.facts, ...sourced(line) }
  }
}

/** Loads the items of promotions, and the facts of the cells on which the promotions have lines to come. */
const loadFactsOf = (context: AssessmentContext, promotions: readonly StoredPromotion[]): Promise<LineFacts> => {
  const ids = new Set(promotions.map((promotion) => promotion.promotionId))
  return loadLineFacts(context, {
    skus: [...new Set(promotions.flatMap((promotion) => promotion.rows.map((row) => row.sku)))],
    drafts: promotions,
    pick: (lines) => lines.filter((line) => ids.has(line.promotionId) && isToCome(line, context.asOf)),
  })
}

/** Gives one fingerprint for all lines of a promotion. */
export const promotionFingerprint = ({ lines }: PromotionAssessment): string =>
  hash('sha256', lines.map((line) => line.inputsHash()).join('\n'))
