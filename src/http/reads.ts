import type * as z from 'zod'
import { isoOf } from '../domain/day.ts'
import { assessPromotions } from '../services/assessment/assess-promotions.ts'
import { assessmentJson } from '../services/assessment/assessment-json.ts'
import { loadPresent } from '../services/present/present.ts'
import { riskJson, type riskSchema } from '../services/risks/risk-json.ts'
import { type BatchEntry, loadBatches } from '../store/imports/batch-list.ts'
import type { ApiContext } from './context.ts'
import type { batchSchema, promotionSchema } from './schemas.ts'

/** A page of a list. */
type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

/** Which part of a list is asked for: after a cursor, at most so many. */
export type Paging = { readonly after: string | null; readonly limit: number }

const pageOf = <T>(all: readonly T[], keyOf: (item: T) => string, { after, limit }: Paging): Page<T> => {
  const from = after === null ? 0 : all.findIndex((item) => keyOf(item) > after)
  const rest = from < 0 ? [] : all.slice(from)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? keyOf(items.at(-1) as T) : null }
}

const presentOf = ({ workspace, policy, today, now, timeZone }: ApiContext) =>
  loadPresent({ workspace, policy, timeZone, today: today(), now: now() })

/** Lists the promotions that are running or coming up, with their verdicts; of one verdict where that is asked. */
export const readPromotions = async (
  context: ApiContext,
  { verdict, ...paging }: Paging & { readonly verdict: string | null },
): Promise<Page<z.infer<typeof promotionSchema>>> => {
  const { entries } = await presentOf(context)
  const all = entries
    .filter(({ readiness }) => verdict === null || readiness.verdict === verdict)
    .map((entry) => ({
      promotion_id: entry.promotionId,
      name: entry.name,
      owner: entry.owner,
      status: entry.status,
      start: isoOf(entry.start),
      end: isoOf(entry.end),
      as_of: isoOf(entry.asOf),
      verdict: entry.readiness.verdict,
      lines: entry.readiness.lines.length,
      lines_short: entry.readiness.problems.length,
    }))
  return pageOf(all, ({ promotion_id }) => promotion_id, paging)
}

/** Lists the risks that are called for, by their numbers. */
export const readRisks = async (context: ApiContext, paging: Paging): Promise<Page<z.infer<typeof riskSchema>>> => {
  const { records } = await presentOf(context)
  const all = [...records.values()].toSorted((a, b) => a.id - b.id).map(riskJson)
  return pageOf(all, ({ risk_id }) => risk_id.slice(2).padStart(9, '0'), paging)
}

const mostPromotions = 20

/** Judges promotions, one that is named or the next ones by id, and gives the objects of `assess`. */
export const readAssessments = async (
  context: ApiContext,
  { promotion, after, limit }: Paging & { readonly promotion: string | null },
): Promise<Page<object>> => {
  const { entries } = await presentOf(context)
  const all = entries.map(({ promotionId }) => promotionId).filter((id) => promotion === null || id === promotion)
  const { items: ids, next } = pageOf(all, (id) => id, { after, limit: Math.min(limit, mostPromotions) })
  const { workspace, policy, today, now, timeZone } = context
  const items: object[] = []
  for await (const { lines } of assessPromotions(workspace, ids, today(), policy, { now: now(), timeZone }))
    items.push(...lines.map((line) => assessmentJson(line, false)))
  return { items, next }
}

/** Writes a batch as the interface gives it. */
export const batchJson = (batch: BatchEntry): z.infer<typeof batchSchema> => ({
  batch: batch.id,
  kind: batch.kind,
  file: batch.source,
  state: batch.state as z.infer<typeof batchSchema>['state'],
  door: batch.door,
  sender: batch.sender,
  rows: batch.rows,
  came_at: batch.visibleAt ?? batch.openedAt,
  hold_reasons: batch.holdReasons.map(({ code, text, examples }) => ({ code, text, examples: [...examples] })),
})

const mostBatches = 200

/** Lists the last batches, the newest first. */
export const readBatches = async ({ workspace }: ApiContext): Promise<Page<z.infer<typeof batchSchema>>> => ({
  items: (await loadBatches(workspace, { limit: mostBatches })).map(batchJson),
  next: null,
})
