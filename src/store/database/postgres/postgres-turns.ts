import { setTimeout } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { isBrokenOff, isLostConnection } from '../store-refusal.ts'

const attempts = 5
const pauseMilliseconds = 20

/**
 * Does work in a transaction that first locks the row of its company: whoever writes for it next waits, and then sees what was
 * committed. What the server broke off is done again, and so is what lost its connection before it was to be kept.
 */
export const inTurn = async <T>(
  kysely: Kysely<Schema>,
  workspaceId: number,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    let isDone = false
    try {
      return await kysely
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          await transaction
            .selectFrom('workspace')
            .select('id')
            .where('id', '=', workspaceId)
            .forNoKeyUpdate()
            .execute()
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
