import { type Day, isoOf } from '../../domain/day.ts'
import { type Concession, type Decision, isOpenDecision } from '../../domain/decisions/decision.ts'
import type { OptionKind } from '../../domain/options/option.ts'
import type { RiskSubject } from '../../domain/risks/risk.ts'
import { raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'

const decisionOf = (row: Schema['decision']): Decision => ({
  ...(JSON.parse(row.decision) as Decision),
  version: Number(row.version),
})

const table = ({ id, database }: Reader) =>
  database.kysely.selectFrom('decision').selectAll().where('workspace_id', '=', id).orderBy('id')

/** Loads the proposals that wait for an answer, the oldest first. */
export const loadOpenDecisions = async (workspace: Reader): Promise<readonly Decision[]> =>
  (await table(workspace).where('open_promotion_id', 'is not', null).execute()).map(decisionOf)

/** Loads everything that was ever proposed for promotions, the oldest first. */
export const loadDecisionsOf = async (
  workspace: Reader,
  promotionIds: readonly string[],
): Promise<readonly Decision[]> =>
  (
    await inSlices(promotionIds, (slice) =>
      table(workspace)
        .where('promotion_id', 'in', [...slice])
        .execute(),
    )
  ).map(decisionOf)

/**
 * Lists the decisions that were not carried out before another one was agreed for the same promotion. One for which an
 * order was reported in between was carried out.
 */
const loadReplaced = async (workspace: Reader): Promise<ReadonlySet<number>> => {
  const rows = await table(workspace).where('state', 'in', ['agreed', 'carried-out']).execute()
  const replaced = rows.flatMap((row, i) => {
    const next = rows.slice(i + 1).find(({ promotion_id }) => promotion_id === row.promotion_id)
    const from = decisionOf(row).agreed
    const to = next === undefined ? null : decisionOf(next).agreed
    return row.state !== 'agreed' || to === null || from === null ? [] : [{ row, from: from.at, to: to.at }]
  })
  if (replaced.length === 0) return new Set()
  const reports = await workspace.database.kysely
    .selectFrom('reported_order')
    .select(['risk_id', 'reported_at'])
    .where('workspace_id', '=', workspace.id)
    .where('state', 'in', ['counts', 'asked', 'replaced'])
    .execute()
  const isDone = ({ row, from, to }: (typeof replaced)[number]) =>
    reports.some(
      ({ risk_id, reported_at }) => Number(risk_id) === Number(row.risk_id) && reported_at >= from && reported_at < to,
    )
  return new Set(replaced.filter((one) => !isDone(one)).map(({ row }) => Number(row.id)))
}

/** Loads the agreed decisions that are not carried out yet, with whether the risk of each is resolved by now. */
export const loadAgreedDecisions = async (
  workspace: Reader,
): Promise<readonly { readonly decision: Decision; readonly isDone: boolean }[]> => {
  const rows = await table(workspace).where('state', '=', 'agreed').execute()
  const risks = await inSlices(
    rows.flatMap(({ risk_id }) => (risk_id === null ? [] : [Number(risk_id)])),
    (slice) =>
      workspace.database.kysely
        .selectFrom('risk')
        .select(['id'])
        .where('workspace_id', '=', workspace.id)
        .where('id', 'in', [...slice])
        .where('ended_at', 'is not', null)
        .where('state', '=', 'resolved')
        .execute(),
  )
  const over = new Set(risks.map(({ id }) => Number(id)))
  const replaced = rows.length === 0 ? new Set() : await loadReplaced(workspace)
  return rows.map((row) => ({
    decision: decisionOf(row),
    isDone: over.has(Number(row.risk_id)) && !replaced.has(Number(row.id)),
  }))
}

/** Loads the newest agreed or carried-out decision of each promotion. */
export const loadSettledDecisions = async (workspace: Reader): Promise<readonly Decision[]> => {
  const rows = await table(workspace).where('state', 'in', ['agreed', 'carried-out']).execute()
  return [...new Map(rows.map((row) => [row.promotion_id, decisionOf(row)])).values()]
}

/** A promotion that waits for a decision: since when, until when, what was recommended, and what waiting costs. */
export type WaitingDecision = {
  readonly promotionId: string
  readonly name: string
  readonly decision: Decision
  readonly since: string
  readonly deadline: Day
  /** Nobody answered in time, and nobody has proposed anything since. */
  readonly hasLapsed: boolean
  readonly recommended: OptionKind | null
  /** What waiting cost by ordering day, as it was known when it was proposed. */
  readonly waiting: Decision['stood']['waiting']
}

/** Lists the promotions that somebody still has to decide about. */
const loadUndecided = async ({ id, database }: Reader): Promise<ReadonlySet<string>> => {
  const rows = await database.kysely
    .selectFrom('risk')
    .select('subject')
    .where('workspace_id', '=', id)
    .where('ended_at', 'is', null)
    .where('kind', 'in', ['stockout', 'overlap', 'late-inbound'])
    .where('state', 'in', ['open', 'acknowledged'])
    .execute()
  const subjects = rows.map(({ subject }) => JSON.parse(subject) as RiskSubject)
  return new Set(subjects.flatMap(({ promotions }) => promotions.map(({ promotionId }) => promotionId)))
}

/**
 * Loads what waits for a decision, the first to be over first: proposals without an answer, and those whose time has passed
 * without one as long as their promotion calls for a decision.
 */
export const loadWaitingDecisions = async (workspace: Reader): Promise<readonly WaitingDecision[]> => {
  const rows = await table(workspace).where('state', 'in', ['proposed', 'approving', 'lapsed']).execute()
  const newest = await workspace.database.kysely
    .selectFrom('decision')
    .select(({ fn }) => ['promotion_id', fn.max('id').as('id')])
    .where('workspace_id', '=', workspace.id)
    .groupBy('promotion_id')
    .execute()
  const last = new Set(newest.map(({ id }) => Number(id)))
  const undecided = await loadUndecided(workspace)
  return rows
    .map(decisionOf)
    .filter(({ id, state, promotionId }) => last.has(id) && (state !== 'lapsed' || undecided.has(promotionId)))
    .map((decision) => ({
      promotionId: decision.promotionId,
      name: decision.name,
      decision,
      since: decision.by.at,
      deadline: decision.deadline,
      hasLapsed: decision.state === 'lapsed',
      recommended: decision.stood.recommended,
      waiting: decision.stood.waiting,
    }))
    .toSorted((a, b) => a.deadline - b.deadline || a.decision.id - b.decision.id)
}

/** A concession that one function made, with its decision and the day it was agreed. */
type AgreedConcession = { readonly decision: Decision; readonly concession: Concession; readonly on: Day }

/** Loads the concessions that were agreed on or after a day and not replaced, the oldest first. */
export const loadConcessions = async (workspace: Reader, from: Day): Promise<readonly AgreedConcession[]> => {
  const rows = await table(workspace)
    .where('concession', 'is not', null)
    .where('state', 'in', ['agreed', 'carried-out'])
    .where('agreed_on', '>=', isoOf(from))
    .execute()
  const replaced = rows.some(({ state }) => state === 'agreed') ? await loadReplaced(workspace) : new Set()
  return rows.map(decisionOf).flatMap((decision) => {
    const { concession, agreed } = decision
    return concession === null || agreed === null || replaced.has(decision.id)
      ? []
      : [{ decision, concession, on: agreed.on }]
  })
}

/** A proposal, or what became of it; its version is that of what it replaces, 0 when it is new. */
export type KeepDecision = { readonly kind: 'keep-decision'; readonly decision: Decision }

/** Keeps a decision. Answers false, and writes nothing, when it changed meanwhile or its promotion has another open proposal. */
export const keepDecision = async (
  writer: Writer,
  { decision: { version, ...decision } }: Pick<KeepDecision, 'decision'>,
): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  const agreement = decision.state === 'agreed' || decision.state === 'carried-out' ? decision.agreed : null
  const row = {
    promotion_id: decision.promotionId,
    open_promotion_id: isOpenDecision(decision) ? decision.promotionId : null,
    state: decision.state,
    concession: decision.concession?.side ?? null,
    proposed_at: decision.by.at,
    deadline_at: decision.deadlineAt,
    agreed_at: agreement?.at ?? null,
    agreed_on: agreement === null ? null : isoOf((decision.approved ?? agreement).on),
    risk_id: decision.riskId,
    decision: JSON.stringify(decision),
    version: version + 1,
  }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('decision')
      .values({ workspace_id: workspaceId, id: decision.id, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    await raiseCounter(writer, 'decision', decision.id)
    return Number(numInsertedOrUpdatedRows) === 1
  }
  const { numUpdatedRows } = await transaction
    .updateTable('decision')
    .set(row)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', decision.id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}

/** Makes one person's open proposals and agreements another's: nobody may answer their own by another account. */
export const moveDecisions = async (writer: Writer, from: string, to: string): Promise<void> => {
  const { transaction, workspaceId } = writer
  const rows = await transaction
    .selectFrom('decision')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('open_promotion_id', 'is not', null)
    .execute()
  const moved = <Who extends Pick<Decision['by'], 'personId'> | null>(who: Who): Who =>
    who === null || who.personId !== from ? who : { ...who, personId: to }
  for (const row of rows) {
    const decision = decisionOf(row)
    const after = { ...decision, by: moved(decision.by), agreed: moved(decision.agreed) }
    if (JSON.stringify(after) !== JSON.stringify(decision)) await keepDecision(writer, { decision: after })
  }
}
