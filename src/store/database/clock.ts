import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Gives the milliseconds by which the clock of this machine is ahead of that of the server that has the store; null for a store in a file. */
export const clockAhead = async ({ engine, kysely }: Pick<Database, 'engine' | 'kysely'>): Promise<number | null> => {
  if (engine === 'sqlite') return null
  const before = Date.now()
  const { rows } = await sql<{ theirs: number }>`select
    extract(epoch from clock_timestamp())::double precision * 1000 as theirs`.execute(kysely)
  const after = Date.now()
  const theirs = rows[0]?.theirs ?? before
  // The server read its clock at some moment of the call.
  if (before > theirs) return Math.round(before - theirs)
  return after < theirs ? -Math.round(theirs - after) : 0
}
