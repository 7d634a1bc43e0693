import { type Kysely, sql } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these judges without the notes, and corrects none. */
export const breaking = false

/**
 * Keeps the kind, the source and the categories of notes, their corrections as versions of one number, who ended them, and what
 * was expected and sold without and with each.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const text = (column: string, value: string) =>
    db.schema
      .alterTable('intelligence')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(value))
      .execute()
  await db.schema
    .alterTable('intelligence')
    .addColumn('number', 'bigint', (definition) => definition.notNull().defaultTo(0))
    .execute()
  await text('kind', 'other')
  await text('source', '')
  await text('categories', '[]')
  await text('noted_on', '')
  for (const column of ['ended_on', 'ended_at', 'ended_by', 'ended_why'])
    await db.schema.alterTable('intelligence').addColumn(column, 'text').execute()
  await sql`update intelligence set number = id, noted_on = substr(noted_at, 1, 10)`.execute(db)
  await createTable(db, 'intelligence_score', ['workspace_id', 'number'], {
    workspace_id: 'integer',
    number: 'bigint',
    kind: 'text',
    source: 'text',
    what: 'text',
    noted_by: 'text',
    from_on: 'text',
    to_on: 'text',
    effect: 'double precision',
    counted: 'double precision',
    documented: 'double precision',
    begun_at: 'text',
    expected: 'text',
    sold: 'double precision?',
    normal: 'double precision?',
    masked_days: 'integer?',
    came: 'double precision?',
    outcome: 'text?',
    scored_at: 'text?',
    overruled: 'text?',
    overruled_by: 'text?',
    overruled_why: 'text?',
    overruled_at: 'text?',
  })
}
