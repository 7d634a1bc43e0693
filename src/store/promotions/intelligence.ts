import { dayOf, isoOf } from '../../domain/day.ts'
import type { Confidence, IntelligenceNote } from '../../domain/risks/intelligence.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

/** What somebody notes that may change demand. */
export type KeepIntelligence = { readonly kind: 'keep-intelligence'; readonly note: IntelligenceNote }

/** Keeps a note. */
export const keepIntelligence = async (writer: Writer, { note }: KeepIntelligence): Promise<void> => {
  const { transaction, workspaceId } = writer
  await transaction
    .insertInto('intelligence')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(writer, 'intelligence'),
      what: note.what,
      skus: JSON.stringify(note.skus),
      locations: JSON.stringify(note.places),
      from_on: isoOf(note.from),
      to_on: isoOf(note.to),
      effect: note.effect,
      confidence: note.confidence,
      expires_on: isoOf(note.expires),
      noted_by: note.by,
      noted_at: note.at,
    })
    .execute()
  await noteChangedItems(
    writer,
    note.skus.map((sku) => ({ sku })),
  )
}

/** Loads the notes that were heard of and hold on an ISO date or later, the soonest first. */
export const loadIntelligence = async (
  { id, database }: Reader,
  { heard }: Pick<Visibility, 'heard'>,
  from: string,
): Promise<readonly IntelligenceNote[]> => {
  const rows = await database.kysely
    .selectFrom('intelligence')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('expires_on', '>=', from)
    .$if(heard !== null, (query) => query.where('noted_at', '<=', heard as string))
    .orderBy('from_on')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: Number(row.id),
    what: row.what,
    skus: JSON.parse(row.skus) as string[],
    places: JSON.parse(row.locations) as string[],
    from: dayOf(row.from_on),
    to: dayOf(row.to_on),
    effect: row.effect === null ? null : Number(row.effect),
    confidence: row.confidence as Confidence,
    expires: dayOf(row.expires_on),
    by: row.noted_by,
    at: row.noted_at,
  }))
}
