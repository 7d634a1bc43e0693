import { sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Money } from '../../domain/money.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { nextNumber, raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { loadEscalationContacts } from '../escalation/escalation.ts'
import { inSlices } from '../feeds/visibility.ts'

/** Loads every risk whose cause is present, unless only those named are wanted, and the ended ones among the identities, by identity. */
export const loadRisks = async (
  workspace: Reader,
  identities: readonly string[],
  which: 'named only' | 'all present' = 'all present',
): Promise<ReadonlyMap<string, RiskRecord>> => {
  const table = () =>
    workspace.database.kysely.selectFrom('risk').selectAll().where('workspace_id', '=', workspace.id).orderBy('id')
  const present = which === 'named only' ? [] : await table().where('ended_at', 'is', null).execute()
  const known = new Map(present.map((row) => [row.identity, row]))
  const missing = identities.filter((identity) => !known.has(identity))
  const ended = await inSlices(missing, (slice) =>
    table()
      .where('identity', 'in', [...slice])
      .execute(),
  )
  const contacts = await loadEscalationContacts(workspace)
  return new Map([...known.values(), ...ended].map((row) => [row.identity, riskOf(row, contacts)]))
}

/** Loads the risks of which anything was kept after a revision, ended ones as well; before any revision all that are called for. */
export const loadRisksSince = async (workspace: Reader, revision: number): Promise<readonly RiskRecord[]> => {
  const rows = await workspace.database.kysely
    .selectFrom('risk')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('revision', '>', revision)
    .$if(revision < 0, (query) => query.where('ended_at', 'is', null))
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const contacts = await loadEscalationContacts(workspace)
  return rows.map((row) => riskOf(row, contacts))
}

/** Loads risks by their numbers, ended ones as well, with every risk whose cause is present. */
export const loadRisksNumbered = async (
  workspace: Reader,
  ids: readonly number[],
): Promise<ReadonlyMap<number, RiskRecord>> => {
  const rows = await inSlices([...new Set(ids)], (slice) =>
    workspace.database.kysely
      .selectFrom('risk')
      .select('identity')
      .where('workspace_id', '=', workspace.id)
      .where('id', 'in', [...slice])
      .execute(),
  )
  const risks = await loadRisks(
    workspace,
    rows.map(({ identity }) => identity),
  )
  return new Map([...risks.values()].map((record) => [record.id, record]))
}

/** Loads the risks of a promotion whose cause is present. */
export const loadRisksOf = async (workspace: Reader, promotionId: string): Promise<readonly RiskRecord[]> => {
  const { id, database } = workspace
  const rows = await database.kysely
    .selectFrom('risk')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('ended_at', 'is', null)
    .where(
      'subject',
      'like',
      sql<string>`${`%${JSON.stringify(promotionId).replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
    )
    .orderBy('id')
    .execute()
  const contacts = await loadEscalationContacts(workspace)
  return rows
    .map((row) => riskOf(row, contacts))
    .filter(({ subject }) => subject.promotions.some((one) => one.promotionId === promotionId))
}

const dayOrNull = (iso: string | null): Day | null => (iso === null ? null : dayOf(iso))
const isoOrNull = (day: Day | null): string | null => (day === null ? null : isoOf(day))

const riskOf = (row: Schema['risk'], contacts: Awaited<ReturnType<typeof loadEscalationContacts>>): RiskRecord => ({
  id: Number(row.id),
  identity: row.identity,
  kind: row.kind,
  state: row.state,
  episode: Number(row.episode),
  verdict: row.verdict,
  orderBy: dayOrNull(row.order_by_on),
  money: JSON.parse(row.money) as Money,
  subject: JSON.parse(row.subject) as RiskRecord['subject'],
  openedAt: row.opened_at,
  ...(row.opened_on === null ? {} : { openedOn: dayOf(row.opened_on) }),
  ...(contacts.has(Number(row.id)) ? { asked: contacts.get(Number(row.id)) ?? [] } : {}),
  owner:
    row.owner_id === null
      ? null
      : {
          personId: row.owner_id,
          name: row.owner_name ?? row.owner_id,
          at: row.owner_at ?? row.opened_at,
          on: dayOf(row.owner_on ?? row.opened_at.slice(0, 10)),
        },
  handled:
    row.handled_at === null
      ? null
      : {
          at: row.handled_at,
          on: dayOf(row.handled_on ?? row.handled_at.slice(0, 10)),
          personId: row.handled_by ?? '',
          name: row.handler_name ?? '',
          reason: row.reason,
          basis: {
            verdict: row.handled_verdict ?? row.verdict,
            orderBy: dayOrNull(row.handled_order_by_on),
            money: JSON.parse(row.handled_money ?? '{}') as Money,
          },
        },
  snoozedUntil: dayOrNull(row.snoozed_until),
  endedAt: row.ended_at,
  version: Number(row.version),
})

/** A risk as it stands now; its version is that of what it replaces, 0 when it is new. */
export type KeepRisk = { readonly kind: 'keep-risk'; readonly risk: RiskRecord }

/** Keeps a risk. Answers false, and writes nothing, when it changed meanwhile or somebody else opened it. */
export const keepRisk = async (writer: Writer, { risk: record }: KeepRisk): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  const { id, identity, version, handled, owner, ...risk } = record
  const row = {
    identity,
    kind: risk.kind,
    state: risk.state,
    episode: risk.episode,
    verdict: risk.verdict,
    order_by_on: isoOrNull(risk.orderBy),
    money: JSON.stringify(risk.money),
    subject: JSON.stringify(risk.subject),
    opened_at: risk.openedAt,
    opened_on: isoOrNull(risk.openedOn ?? null),
    owner_id: owner?.personId ?? null,
    owner_name: owner?.name ?? null,
    owner_at: owner?.at ?? null,
    owner_on: isoOrNull(owner?.on ?? null),
    ended_at: risk.endedAt,
    handled_at: handled?.at ?? null,
    handled_on: isoOrNull(handled?.on ?? null),
    handled_by: handled?.personId ?? null,
    handler_name: handled?.name ?? null,
    handled_verdict: handled?.basis.verdict ?? null,
    handled_order_by_on: isoOrNull(handled?.basis.orderBy ?? null),
    handled_money: handled === null ? null : JSON.stringify(handled.basis.money),
    snoozed_until: isoOrNull(risk.snoozedUntil),
    reason: handled?.reason ?? null,
    version: version + 1,
    revision: await nextNumber(writer, 'revision'),
  }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('risk')
      .values({ workspace_id: workspaceId, id, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    await raiseCounter(writer, 'risk', id)
    return Number(numInsertedOrUpdatedRows) === 1
  }
  const { numUpdatedRows } = await transaction
    .updateTable('risk')
    .set(row)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}

/** The one acknowledgement of a risk's episode. */
export type Acknowledge = {
  readonly kind: 'acknowledge'
  readonly riskId: number
  readonly episode: number
  readonly person: { readonly id: string; readonly name: string }
}

/** Keeps an acknowledgement. Answers false, and writes nothing, when its episode has one. */
export const keepAcknowledgement = async (
  { transaction, workspaceId, now }: Writer,
  { riskId, episode, person }: Acknowledge,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('acknowledgement')
    .values({
      workspace_id: workspaceId,
      risk_id: riskId,
      episode,
      person_id: person.id,
      person_name: person.name,
      acknowledged_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) === 1
}
