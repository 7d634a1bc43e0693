import { sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Money } from '../../domain/money.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { nextNumber, raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { loadEscalationContacts } from '../escalation/escalation.ts'
import { inSlices } from '../feeds/visibility.ts'
import { tellRisks } from './tell-risks.ts'

/** Loads risks by their identities, ended ones as well. */
export const loadRisks = async (
  workspace: Reader,
  identities: readonly string[],
): Promise<ReadonlyMap<string, RiskRecord>> => {
  const rows = await inSlices([...new Set(identities)], (slice) =>
    workspace.database.kysely
      .selectFrom('risk')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('identity', 'in', [...slice])
      .orderBy('id')
      .execute(),
  )
  const records = await recordsOf(workspace, rows)
  return new Map(records.map((record) => [record.identity, record]))
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
  return recordsOf(workspace, rows)
}

/** Loads risks by their numbers, ended ones as well. */
export const loadRisksNumbered = async (
  workspace: Reader,
  ids: readonly number[],
): Promise<ReadonlyMap<number, RiskRecord>> => {
  const rows = await inSlices([...new Set(ids)], (slice) =>
    workspace.database.kysely
      .selectFrom('risk')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('id', 'in', [...slice])
      .execute(),
  )
  const records = await recordsOf(workspace, rows)
  return new Map(records.map((record) => [record.id, record]))
}

/** Loads the risk of a number, as long as the assessment calls for it; null for every other one. */
export const loadLiveRisk = async (workspace: Reader, id: number | null): Promise<RiskRecord | null> => {
  const record = id === null ? undefined : (await loadRisksNumbered(workspace, [id])).get(id)
  return record !== undefined && isCalledFor(record) ? record : null
}

/** Loads the risks of some owners whose cause is present. */
export const loadRisksOwnedBy = async (
  workspace: Reader,
  personIds: readonly string[],
): Promise<readonly RiskRecord[]> => {
  const rows = await workspace.database.kysely
    .selectFrom('risk')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('owner_id', 'in', personIds)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute()
  return recordsOf(workspace, rows)
}

/** A statement names no more risks than this. */
const mostNamed = 300

const recordsOf = async (workspace: Reader, rows: readonly Schema['risk'][]): Promise<readonly RiskRecord[]> => {
  if (rows.length === 0) return []
  const ids = rows.map((row) => Number(row.id))
  const contacts = await loadEscalationContacts(workspace, ids.length > mostNamed ? null : ids)
  return rows.map((row) => riskOf(row, contacts))
}

/** Loads the risks of a promotion whose cause is present, with `ended` those as well whose cause is over. */
export const loadRisksOf = async (
  workspace: Reader,
  promotionId: string,
  { ended = false }: { readonly ended?: boolean } = {},
): Promise<readonly RiskRecord[]> => {
  const { id, database } = workspace
  const rows = await database.kysely
    .selectFrom('risk')
    .selectAll()
    .where('workspace_id', '=', id)
    .$if(!ended, (query) => query.where('ended_at', 'is', null))
    .where(
      'subject',
      'like',
      sql<string>`${`%${JSON.stringify(promotionId).replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
    )
    .orderBy('id')
    .execute()
  const records = await recordsOf(workspace, rows)
  return records.filter(({ subject }) => subject.promotions.some((one) => one.promotionId === promotionId))
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
export const keepRisk = (writer: Writer, { risk }: KeepRisk): Promise<boolean> => keepRisks(writer, [risk])

/** Keeps risks. Answers false, and writes nothing, when one of them changed meanwhile or somebody else opened one. */
export const keepRisks = async (writer: Writer, risks: readonly RiskRecord[]): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  const stored = await inSlices(risks, (slice) =>
    transaction
      .selectFrom('risk')
      .select(['id', 'identity', 'version', 'owner_id', 'ended_at'])
      .where('workspace_id', '=', workspaceId)
      .where((either) =>
        either.or([
          either(
            'id',
            'in',
            slice.map(({ id }) => id),
          ),
          either(
            'identity',
            'in',
            slice.map(({ identity }) => identity),
          ),
        ]),
      )
      .execute(),
  )
  const versions = new Map(stored.map((row) => [`${row.id} ${row.identity}`, Number(row.version)]))
  const known = new Set(stored.flatMap((row) => [String(row.id), row.identity]))
  const isAsItWas = ({ id, identity, version }: RiskRecord) =>
    version === 0 ? !known.has(String(id)) && !known.has(identity) : versions.get(`${id} ${identity}`) === version
  if (!risks.every(isAsItWas)) return false
  const revision = await nextNumber(writer, 'revision')
  await inSlices(risks, async (slice) => {
    await transaction
      .insertInto('risk')
      .values(slice.map((risk) => rowOf(workspaceId, risk, revision)))
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'id']).doUpdateSet(({ ref }) => {
          const { workspace_id, id, ...changing } = rowOf(workspaceId, risks[0] as RiskRecord, revision)
          return Object.fromEntries(
            Object.keys(changing).map((column) => [column, ref(`excluded.${column as keyof typeof changing}`)]),
          )
        }),
      )
      .execute()
    return []
  })
  const opened = risks.filter(({ version }) => version === 0).map(({ id }) => id)
  if (opened.length > 0) await raiseCounter(writer, 'risk', Math.max(...opened))
  tellRisks(writer, risks, new Map(stored.map((row) => [Number(row.id), row])))
  return true
}

const rowOf = (workspaceId: number, record: RiskRecord, revision: number): Schema['risk'] => {
  const { id, identity, version, handled, owner, ...risk } = record
  return {
    workspace_id: workspaceId,
    id,
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
    revision,
  }
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
