import type { Transaction } from 'kysely'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { Confidence, IntelligenceNote } from '../../domain/risks/intelligence.ts'
import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'

/** Keeps what somebody has heard. */
export const keepIntelligence = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  note: IntelligenceNote,
): Promise<void> => {
  await transaction
    .insertInto('intelligence')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(transaction, workspaceId, 'intelligence'),
      what: note.what,
      skus: JSON.stringify(note.skus),
      places: JSON.stringify(note.places),
      from_on: isoOf(note.from),
      to_on: isoOf(note.to),
      effect: note.effect,
      confidence: note.confidence,
      expires_on: isoOf(note.expires),
      noted_by: note.by,
      noted_at: note.at,
    })
    .execute()
}

/** Loads what has been heard and holds on a day or later, the soonest first. */
export const loadIntelligence = async (
  { id, database }: Workspace,
  from: string,
): Promise<readonly IntelligenceNote[]> => {
  const rows = await database.kysely
    .selectFrom('intelligence')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('expires_on', '>=', from)
    .orderBy('from_on')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: Number(row.id),
    what: row.what,
    skus: JSON.parse(row.skus) as string[],
    places: JSON.parse(row.places) as string[],
    from: dayOf(row.from_on),
    to: dayOf(row.to_on),
    effect: row.effect === null ? null : Number(row.effect),
    confidence: row.confidence as Confidence,
    expires: dayOf(row.expires_on),
    by: row.noted_by,
    at: row.noted_at,
  }))
}
