import type { OpenAlarm } from '../../domain/doctor/alarm.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** Loads the alarms that are not over. */
export const loadAlarms = ({ id, database }: Reader): Promise<readonly OpenAlarm[]> => alarmsIn(database.kysely, id)

/** Loads them within the transaction that is about to change them. */
export const alarmsToChange = ({ transaction, workspaceId }: Writer): Promise<readonly OpenAlarm[]> =>
  alarmsIn(transaction, workspaceId)

const alarmsIn = async (
  queries: Pick<Reader['database']['kysely'], 'selectFrom'>,
  workspaceId: number,
): Promise<readonly OpenAlarm[]> => {
  const rows = await queries
    .selectFrom('alarm')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .orderBy('about')
    .execute()
  return rows.map(({ name, about, found, began_at, gone_at }) => ({
    ...{ check: name, about, found },
    ...{ beganAt: began_at, goneAt: gone_at },
  }))
}

/** Keeps these alarms in the place of all that were open. */
export const keepAlarms = async ({ transaction, workspaceId }: Writer, alarms: readonly OpenAlarm[]): Promise<void> => {
  await transaction.deleteFrom('alarm').where('workspace_id', '=', workspaceId).execute()
  for (const { check, about, found, beganAt, goneAt } of alarms)
    await transaction
      .insertInto('alarm')
      .values({ workspace_id: workspaceId, name: check, about, found, began_at: beganAt, gone_at: goneAt })
      .execute()
}
