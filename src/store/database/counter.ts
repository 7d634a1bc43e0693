import { sql } from 'kysely'
import type { Reader, Writer } from './workspace.ts'

/** Counters whose next number is taken at once. */
const takenCounters = [
  'batch',
  'audit',
  'dropped-file',
  'forgotten',
  'outbox',
  'intelligence',
  'learning',
  'order-mark',
  'override',
  'revision',
  'undo-entry',
  'webhook',
] as const

/** Takes the next number of a workspace's counter. Batch numbers order every change of a feed, typed or imported. */
export const nextNumber = async (
  { transaction, workspaceId }: Writer,
  name: (typeof takenCounters)[number],
): Promise<number> => {
  const row = await transaction
    .insertInto('counter')
    .values({ workspace_id: workspaceId, name, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'name']).doUpdateSet({ value: sql<number>`counter.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return Number(row.value)
}

/** Counters whose next number is proposed before it is taken. */
const proposedCounters = [
  'promotion',
  'risk',
  'reported-order',
  'correction',
  'decision',
  'share',
  'readiness-item',
  'shared-link',
] as const

type ProposedCounter = (typeof proposedCounters)[number]

/** Every counter of a workspace. */
export const counterNames = [...takenCounters, ...proposedCounters]

/** Proposes the next number of a counter. */
export const loadNextNumber = async ({ id, database }: Reader, name: ProposedCounter): Promise<number> => {
  const counter = await database.kysely
    .selectFrom('counter')
    .select('value')
    .where('workspace_id', '=', id)
    .where('name', '=', name)
    .executeTakeFirst()
  return Number(counter?.value ?? 0) + 1
}

/** Raises a counter to a number that was taken without asking it. */
export const raiseCounter = async (
  { transaction, workspaceId }: Writer,
  name: ProposedCounter,
  value: number,
): Promise<void> => {
  await transaction
    .insertInto('counter')
    .values({ workspace_id: workspaceId, name, value })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'name']).doUpdateSet({ value }).where('counter.value', '<', value),
    )
    .execute()
}
