import type { Selectable } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Confidence, IntelligenceNote, NoteKind } from '../../domain/intelligence/note.ts'
import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

type Row = Selectable<Schema['intelligence']>

/**
 * What somebody notes that may change demand, under its number; `isNew` where no note may have that number yet, else it takes
 * the place of the one that has it. `items` are all that it is, or was, about.
 */
export type KeepIntelligence = {
  readonly kind: 'keep-intelligence'
  readonly note: IntelligenceNote
  readonly on: Day
  readonly isNew: boolean
  readonly items: readonly string[]
}

/** A note that no longer holds. */
export type EndIntelligence = {
  readonly kind: 'end-intelligence'
  readonly id: number
  readonly on: Day
  readonly by: string
  readonly why: string | null
  readonly items: readonly string[]
}

/** Keeps a note. Answers false, and writes nothing, when its number is taken. */
export const keepIntelligence = async (
  writer: Writer,
  { note, on, isNew, items }: KeepIntelligence,
): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  if (isNew) {
    const taken = await transaction
      .selectFrom('intelligence')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('number', '=', note.id)
      .executeTakeFirst()
    if (taken !== undefined) return false
  } else await endVersion(writer, { id: note.id, on, by: note.by, why: null })
  await transaction
    .insertInto('intelligence')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(writer, 'intelligence'),
      number: note.id,
      kind: note.kind,
      what: note.what,
      skus: JSON.stringify(note.skus),
      categories: JSON.stringify(note.categories),
      locations: JSON.stringify(note.places),
      from_on: isoOf(note.from),
      to_on: isoOf(note.to),
      effect: note.effect,
      confidence: note.confidence,
      source: note.source,
      expires_on: isoOf(note.expires),
      noted_by: note.by,
      noted_on: isoOf(on),
      noted_at: note.at,
    })
    .execute()
  await noteChangedItems(
    writer,
    items.map((sku) => ({ sku })),
  )
  return true
}

/** Ends a note. Answers false, and writes nothing, when it does not hold any more. */
export const endIntelligence = async (writer: Writer, change: EndIntelligence): Promise<boolean> => {
  if (!(await endVersion(writer, change))) return false
  await noteChangedItems(
    writer,
    change.items.map((sku) => ({ sku })),
  )
  return true
}

const endVersion = async (
  { transaction, workspaceId, now }: Writer,
  { id, on, by, why }: Pick<EndIntelligence, 'id' | 'on' | 'by' | 'why'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await transaction
    .updateTable('intelligence')
    .set({ ended_on: isoOf(on), ended_at: now, ended_by: by, ended_why: why })
    .where('workspace_id', '=', workspaceId)
    .where('number', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) > 0
}

const noteOf = (row: Row): IntelligenceNote => ({
  id: Number(row.number),
  kind: row.kind as NoteKind,
  what: row.what,
  skus: JSON.parse(row.skus) as string[],
  categories: JSON.parse(row.categories) as string[],
  places: JSON.parse(row.locations) as string[],
  from: dayOf(row.from_on),
  to: dayOf(row.to_on),
  effect: row.effect === null ? null : Number(row.effect),
  confidence: row.confidence as Confidence,
  source: row.source,
  expires: dayOf(row.expires_on),
  by: row.noted_by,
  at: row.noted_at,
})

/** Loads the notes that were heard of by an ISO date and hold on it, the soonest first. */
export const loadIntelligence = async (
  { id, database }: Reader,
  { heard }: Pick<Visibility, 'heard'>,
  on: string,
): Promise<readonly IntelligenceNote[]> => {
  const rows = await database.kysely
    .selectFrom('intelligence')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('noted_on', '<=', on)
    .where('expires_on', '>=', on)
    .where((either) =>
      either.or([
        either('ended_on', 'is', null),
        either('ended_on', '>', on),
        ...(heard === null ? [] : [either('ended_at', '>', heard)]),
      ]),
    )
    .$if(heard !== null, (query) => query.where('noted_at', '<=', heard as string))
    .orderBy('from_on')
    .orderBy('number')
    .orderBy('id')
    .execute()
  return rows.map(noteOf)
}

/** A version of a note, and when and by whom it was ended; null while it holds. */
export type NoteVersion = {
  readonly note: IntelligenceNote
  readonly ended: { readonly at: string; readonly on: Day; readonly by: string; readonly why: string | null } | null
}

/** Loads every version of a note, the oldest first; none where no note has the number. */
export const loadNoteVersions = async ({ id, database }: Reader, number: number): Promise<readonly NoteVersion[]> => {
  const rows = await database.kysely
    .selectFrom('intelligence')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('number', '=', number)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    note: noteOf(row),
    ended:
      row.ended_at === null || row.ended_on === null
        ? null
        : { at: row.ended_at, on: dayOf(row.ended_on), by: row.ended_by ?? '', why: row.ended_why },
  }))
}

/** Proposes the number of the next note. */
export const loadNextNoteNumber = async ({ id, database }: Reader): Promise<number> => {
  const row = await database.kysely
    .selectFrom('intelligence')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return Number(row?.last ?? 0) + 1
}
