import { setTimeout } from 'node:timers/promises'
import { sql, type Transaction } from 'kysely'
import type { PostgresDatabase } from '../database.ts'
import type { Schema } from '../schema.ts'
import { isBrokenOff, isLostConnection } from '../store-refusal.ts'
import { refuseNewerOf } from '../upgrades/breaking-steps.ts'

const attempts = 5
const pauseMilliseconds = 20

/**
 * Does work in a transaction that first locks the row of its company: whoever writes for it next waits, and then sees what was
 * committed. What the server broke off is done again, and so is what lost its connection before it was to be kept.
 */
export const inTurn = async <T>(
  database: PostgresDatabase,
  workspaceId: number,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    let isDone = false
    try {
      return await database.kysely
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          await takeTurn(database, transaction, workspaceId)
          const result = await work(transaction)
          isDone = true
          return result
        })
    } catch (error) {
      const again = error instanceof Error && (isBrokenOff(error) || (!isDone && isLostConnection(error)))
      if (!again || attempt === attempts) throw error
    }
    await setTimeout(pauseMilliseconds * 2 ** attempt * (0.5 + Math.random()))
  }
}

/** An upgrade locks the table of companies as a whole, so what it has made by then is seen in the same question. */
const takeTurn = async (
  database: PostgresDatabase,
  transaction: Transaction<Schema>,
  workspaceId: number,
): Promise<void> => {
  const { rows } = await sql<{ steps: string[] }>`select
    array(select name from schema_marker where breaking = 1) as steps from workspace where id = ${workspaceId}
    for no key update`.execute(transaction)
  refuseNewerOf(database, rows[0]?.steps ?? [])
}
