import { type Day, dayOf, isoOf, type Weekdays } from '../../domain/day.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { Duty } from './duty-table.ts'

type NamedPerson = { readonly id: string; readonly name: string }

/** Who is asked after a person, or instead of them while they are away, and their working hours; minutes after local midnight. */
export type Standby = {
  readonly backup: NamedPerson | null
  readonly delegate: NamedPerson | null
  /** The day they are back. */
  readonly awayUntil: Day | null
  readonly hours: { readonly from: number; readonly to: number; readonly days: Weekdays } | null
}

/** The standby of a person who has set nothing. */
export const noStandby: Standby = { backup: null, delegate: null, awayUntil: null, hours: null }

const named = (id: string | null, name: string | null): NamedPerson | null =>
  id === null ? null : { id, name: name ?? id }

/** Loads the standbys and working hours of people, by person. */
export const loadStandbys = async ({ id, database }: Reader): Promise<ReadonlyMap<string, Standby>> => {
  const rows = await database.kysely.selectFrom('standby').selectAll().where('workspace_id', '=', id).execute()
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        backup: named(row.backup_id, row.backup_name),
        delegate: named(row.delegate_id, row.delegate_name),
        awayUntil: row.away_until_on === null ? null : dayOf(row.away_until_on),
        hours:
          row.from_minute === null || row.to_minute === null || row.days === null
            ? null
            : { from: Number(row.from_minute), to: Number(row.to_minute), days: Number(row.days) },
      },
    ]),
  )
}

/** A person's standbys and working hours. */
export type SetStandby = { readonly kind: 'set-standby'; readonly personId: string; readonly standby: Standby }

/** Keeps a person's standbys and working hours. */
export const setStandby = async (
  { transaction, workspaceId }: Writer,
  { personId, standby: { backup, delegate, awayUntil, hours } }: SetStandby,
): Promise<void> => {
  const row = {
    backup_id: backup?.id ?? null,
    backup_name: backup?.name ?? null,
    delegate_id: delegate?.id ?? null,
    delegate_name: delegate?.name ?? null,
    away_until_on: awayUntil === null ? null : isoOf(awayUntil),
    from_minute: hours?.from ?? null,
    to_minute: hours?.to ?? null,
    days: hours?.days ?? null,
  }
  await transaction
    .insertInto('standby')
    .values({ workspace_id: workspaceId, person_id: personId, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'person_id']).doUpdateSet(row))
    .execute()
}

/** Somebody with what they are there for: in a channel, or in the whole company where no place is named. */
export type DutyOf = NamedPerson & { readonly duty: Duty; readonly place: string }

/** Loads who plans and who is accountable. */
export const loadDuties = async ({ id, database }: Reader): Promise<readonly DutyOf[]> => {
  const rows = await database.kysely
    .selectFrom('duty')
    .selectAll()
    .where('workspace_id', '=', id)
    .orderBy('person_name')
    .orderBy('person_id')
    .execute()
  return rows.map((row) => ({ id: row.person_id, name: row.person_name, duty: row.duty, place: row.channel }))
}

/** The planners or executives of a channel, or of the company where the place is empty. */
export type SetDuty = {
  readonly kind: 'set-duty'
  readonly duty: Duty
  readonly place: string
  readonly people: readonly NamedPerson[]
  readonly by: string
}

/** Puts people in the place of those who had a duty somewhere. */
export const setDuty = async (
  { transaction, workspaceId, now }: Writer,
  { duty, place, people, by }: SetDuty,
): Promise<void> => {
  await transaction
    .deleteFrom('duty')
    .where('workspace_id', '=', workspaceId)
    .where('duty', '=', duty)
    .where('channel', '=', place)
    .execute()
  for (const person of people)
    await transaction
      .insertInto('duty')
      .values({
        workspace_id: workspaceId,
        channel: place,
        duty,
        person_id: person.id,
        person_name: person.name,
        set_by: by,
        set_at: now,
      })
      .execute()
}

/** Makes one person's duties, standbys and hours another's; what the other has set stays. */
export const moveStandby = async ({ transaction, workspaceId }: Writer, from: string, to: string): Promise<void> => {
  const own = { workspace_id: workspaceId, person_id: to }
  const duties = await transaction
    .selectFrom('duty')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', from)
    .execute()
  for (const row of duties)
    await transaction
      .insertInto('duty')
      .values({ ...row, ...own })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  const standby = await transaction
    .selectFrom('standby')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', from)
    .executeTakeFirst()
  if (standby !== undefined)
    await transaction
      .insertInto('standby')
      .values({ ...standby, ...own })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const table of ['duty', 'standby'] as const)
    await transaction.deleteFrom(table).where('workspace_id', '=', workspaceId).where('person_id', '=', from).execute()
  for (const column of ['backup_id', 'delegate_id'] as const)
    await transaction
      .updateTable('standby')
      .set({ [column]: to })
      .where('workspace_id', '=', workspaceId)
      .where(column, '=', from)
      .execute()
}
