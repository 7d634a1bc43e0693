import { sql } from 'kysely'
import type { GivenRole } from '../../domain/people/permission.ts'
import { isWork, type Work } from '../../domain/people/work.ts'
import { keepAuditEntry } from '../changes/audit.ts'
import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, ReadQueries, Writer } from '../database/workspace.ts'
import { moveDecisions } from '../decisions/decisions.ts'
import { moveEscalationSteps } from '../escalation/escalation.ts'
import { moveStandby } from '../escalation/standby.ts'
import { moveSharedLinks } from '../links/shared-links.ts'
import { areRolesOn, loadRolesOf } from './roles.ts'

/** An account of a person, as its platform gives it. */
export type Account = {
  readonly id: string
  readonly platform: string
  readonly name: string
  /** In small letters; the platform vouches for it. */
  readonly email: string | null
  readonly timeZone: string | null
  readonly locale: string | null
}

/** An account with the administrator who linked it, and the account it was linked to; null where nobody did. */
export type LinkedAccount = Account & { readonly linkedBy: string | null; readonly linkedTo: string | null }

/** One human: the id of their first account, what they chose, every account they have, and the roles given to each. */
export type KnownUser = {
  readonly id: string
  readonly locale: string | null
  readonly timeZone: string | null
  /** What they do here; null while they have not said. */
  readonly work: Work | null
  readonly accounts: readonly (LinkedAccount & { readonly roles: readonly GivenRole[] })[]
  /** An administrator has switched roles on. */
  readonly areRolesOn: boolean
}

type Row = Schema['account']

/** Reads an account as it is kept. */
export const accountOf = (row: Row): LinkedAccount => ({
  id: row.id,
  platform: row.platform,
  name: row.name,
  email: row.email,
  timeZone: row.time_zone,
  locale: row.locale,
  linkedBy: row.linked_by,
  linkedTo: row.linked_to,
})

/**
 * Loads the human whom an account belongs to: the one it is kept with, else the one whose account has the same address,
 * else a new one that goes by this account.
 */
export const loadUser = async (workspace: Reader, account: Account): Promise<KnownUser> => {
  const { id: workspaceId, database } = workspace
  const accounts = () => database.kysely.selectFrom('account').selectAll().where('workspace_id', '=', workspaceId)
  const own = await accounts().where('id', '=', account.id).executeTakeFirst()
  const twin = own === undefined ? await loadTwin(database.kysely, workspaceId, account) : undefined
  const personId = own?.person_id ?? twin?.person_id ?? account.id
  const rows = await accounts().where('person_id', '=', personId).orderBy('first_seen_at').orderBy('id').execute()
  const chosen = await database.kysely
    .selectFrom('person')
    .select(['locale', 'time_zone', 'work'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirst()
  const others = rows.filter((row) => row.id !== account.id).map(accountOf)
  const all = [{ ...account, linkedBy: own?.linked_by ?? null, linkedTo: own?.linked_to ?? null }, ...others]
  const roles = await loadRolesOf(
    workspace,
    all.map((one) => one.id),
  )
  return {
    id: personId,
    locale: chosen?.locale ?? null,
    timeZone: chosen?.time_zone ?? null,
    work: isWork(chosen?.work ?? '') ? (chosen?.work as Work) : null,
    accounts: all.map((one) => ({ ...one, roles: roles.get(one.id) ?? [] })),
    areRolesOn: await areRolesOn(workspace),
  }
}

/** An address finds an account of another platform alone: on one platform it may pass on to somebody else. Where an administrator has put an account, it stays. */
const loadTwin = (queries: ReadQueries, workspaceId: number, { platform, email }: Account): Promise<Row | undefined> =>
  email === null
    ? Promise.resolve(undefined)
    : queries
        .selectFrom('account')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('email', '=', email)
        .where('platform', '<>', platform)
        .where('linked_by', 'is', null)
        .orderBy('first_seen_at')
        .executeTakeFirst()

/** Tells whether a stored account equals what its platform gives now. */
export const isAccountCurrent = async ({ id, database }: Reader, account: Account): Promise<boolean> => {
  const row = await database.kysely
    .selectFrom('account')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('id', '=', account.id)
    .executeTakeFirst()
  return row !== undefined && JSON.stringify(kept(row)) === JSON.stringify(kept(rowOf(account)))
}

const kept = ({
  platform,
  name,
  email,
  time_zone,
  locale,
}: Omit<Row, 'workspace_id' | 'id' | 'person_id' | 'linked_by' | 'linked_to' | 'first_seen_at'>) => [
  platform,
  name,
  email,
  time_zone,
  locale,
]

const rowOf = ({ platform, name, email, timeZone, locale }: Account) => ({
  platform,
  name,
  email,
  time_zone: timeZone,
  locale,
})

/** An account, as its platform gives it. */
export type KeepAccount = { readonly kind: 'keep-account'; readonly account: Account }

/** Keeps an account; one whose address another account has becomes the same human, by whichever was there first. */
export const keepAccount = async (writer: Writer, { account }: KeepAccount): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  const own = await transaction
    .insertInto('account')
    .values({
      workspace_id: workspaceId,
      id: account.id,
      person_id: account.id,
      ...rowOf(account),
      linked_by: null,
      linked_to: null,
      first_seen_at: now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(rowOf(account)))
    .returningAll()
    .executeTakeFirstOrThrow()
  if (own.linked_by !== null) return
  const twin = await loadTwin(transaction, workspaceId, account)
  if (twin === undefined || twin.person_id === own.person_id) return
  const [first, later] = own.first_seen_at < twin.first_seen_at ? [own, twin] : [twin, own]
  await join(writer, later.person_id, first.person_id)
  const entry = { actor: 'shelfready', place: '', action: 'match', entity: later.id }
  const detail = { name: later.name, before: { person: later.person_id }, after: { person: first.person_id } }
  await keepAuditEntry(writer, { ...entry, detail })
}

/** An administrator says which account's person an account belongs to; to none but its own where `to` is null. */
export type LinkAccount = {
  readonly kind: 'link-account'
  readonly account: string
  readonly to: string | null
  readonly by: string
}

/** Puts an account with the person of another one, or gives it back to itself where none is named: an administrator's word. */
export const linkAccount = async (writer: Writer, { account, to, by }: LinkAccount): Promise<void> => {
  const { transaction, workspaceId } = writer
  const rows = await transaction
    .selectFrom('account')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [account, to ?? account])
    .execute()
  const own = rows.find((row) => row.id === account)
  if (own === undefined) return
  const personId = to === null ? account : (rows.find((row) => row.id === to)?.person_id ?? to)
  const isTheirs = own.person_id === personId && to !== null
  if (own.person_id === account && !isTheirs) await renameOthers(writer, account)
  await transaction
    .updateTable('account')
    .set({ person_id: personId, linked_by: by, linked_to: to })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', account)
    .execute()
  if (to !== null && own.person_id === account) await moveRecords(writer, account, personId)
}

/** The other accounts of a person go by the first of them once the one they went by is a person of its own. */
const renameOthers = async ({ transaction, workspaceId }: Writer, account: string) => {
  const others = await transaction
    .selectFrom('account')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', account)
    .where('id', '<>', account)
    .orderBy('first_seen_at')
    .execute()
  const [first] = others
  if (first === undefined) return
  await transaction
    .updateTable('account')
    .set({ person_id: first.id })
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', account)
    .where('id', '<>', account)
    .execute()
}

const join = async (writer: Writer, from: string, to: string) => {
  const { transaction, workspaceId } = writer
  await transaction
    .updateTable('account')
    .set({ person_id: to })
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', from)
    .execute()
  await moveRecords(writer, from, to)
}

/** Makes one person's records and preferences another's; preferences that the other has set stay. */
const moveRecords = async (writer: Writer, from: string, to: string) => {
  const { transaction, workspaceId } = writer
  if (from === to) return
  const revision = await nextNumber(writer, 'revision')
  await transaction
    .updateTable('risk')
    .set((row) => ({ handled_by: to, version: row('version', '+', 1), revision }))
    .where('workspace_id', '=', workspaceId)
    .where('handled_by', '=', from)
    .execute()
  await transaction
    .updateTable('risk')
    .set((row) => ({ owner_id: to, version: row('version', '+', 1), revision }))
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', from)
    .execute()
  await transaction
    .updateTable('acknowledgement')
    .set({ person_id: to })
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', from)
    .execute()
  await transaction
    .updateTable('undo_entry')
    .set({ person_id: to })
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', from)
    .execute()
  await moveEscalationSteps(writer, from, to)
  await moveStandby(writer, from, to)
  await moveDecisions(writer, from, to)
  await moveSharedLinks(writer, from, to)
  const chosen = await transaction
    .selectFrom('person')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', from)
    .executeTakeFirst()
  if (chosen === undefined) return
  await transaction
    .insertInto('person')
    .values({ ...chosen, id: to })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'id']).doUpdateSet({
        locale: sql<string | null>`coalesce(person.locale, excluded.locale)`,
        time_zone: sql<string | null>`coalesce(person.time_zone, excluded.time_zone)`,
        work: sql<string | null>`coalesce(person.work, excluded.work)`,
      }),
    )
    .execute()
  await transaction.deleteFrom('person').where('workspace_id', '=', workspaceId).where('id', '=', from).execute()
}
