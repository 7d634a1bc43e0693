import type { Selectable } from 'kysely'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { NoteKind } from '../../domain/intelligence/note.ts'
import {
  type BegunNote,
  type CellExpectation,
  type NoteResult,
  type Outcome,
  type Ruling,
  recordOf,
  type ScoredNote,
} from '../../domain/intelligence/score.ts'
import type { TrackRecord } from '../../domain/intelligence/weight.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

type Row = Selectable<Schema['intelligence_score']>

/** A note that has begun, with what is expected without it. */
export type KeepBegunNote = { readonly kind: 'keep-begun-note'; readonly begun: BegunNote }

/** How a note came; `items` are those of all notes that then count with another weight. */
export type KeepNoteScore = {
  readonly kind: 'keep-note-score'
  readonly id: number
  readonly result: NoteResult
  readonly items: readonly string[]
}

/** What a planner says of a score in its place. */
export type OverruleNoteScore = {
  readonly kind: 'overrule-note-score'
  readonly id: number
  readonly ruling: Ruling
  readonly by: string
  readonly why: string
  readonly items: readonly string[]
}

/** Keeps what is expected without a note. What was kept before stays. */
export const keepBegunNote = async (
  { transaction, workspaceId, now }: Writer,
  { begun }: KeepBegunNote,
): Promise<void> => {
  await transaction
    .insertInto('intelligence_score')
    .values({
      workspace_id: workspaceId,
      number: begun.id,
      kind: begun.kind,
      source: begun.source,
      what: begun.what,
      noted_by: begun.by,
      from_on: isoOf(begun.from),
      to_on: isoOf(begun.to),
      effect: begun.effect,
      counted: begun.counted,
      documented: begun.documented,
      begun_at: now,
      expected: JSON.stringify(begun.expected),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Keeps how a note came. Answers false, and writes nothing, when that is kept already. */
export const keepNoteScore = async (writer: Writer, { id, result, items }: KeepNoteScore): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numUpdatedRows } = await transaction
    .updateTable('intelligence_score')
    .set({
      sold: result.sold,
      normal: result.normal,
      masked_days: result.maskedDays,
      came: result.came,
      outcome: result.outcome,
      scored_at: now,
    })
    .where('workspace_id', '=', workspaceId)
    .where('number', '=', id)
    .where('scored_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) === 0) return false
  await noteChangedItems(
    writer,
    items.map((sku) => ({ sku })),
  )
  return true
}

/** Puts a planner's word in place of a score. Answers false, and writes nothing, where there is no score. */
export const overruleNoteScore = async (
  writer: Writer,
  { id, ruling, by, why, items }: OverruleNoteScore,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numUpdatedRows } = await transaction
    .updateTable('intelligence_score')
    .set({ overruled: ruling, overruled_by: by, overruled_why: why, overruled_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('number', '=', id)
    .where('scored_at', 'is not', null)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) === 0) return false
  await noteChangedItems(
    writer,
    items.map((sku) => ({ sku })),
  )
  return true
}

const begunOf = (row: Omit<Row, 'expected'>): Omit<BegunNote, 'expected'> => ({
  id: Number(row.number),
  kind: row.kind as NoteKind,
  source: row.source,
  what: row.what,
  by: row.noted_by,
  from: dayOf(row.from_on),
  to: dayOf(row.to_on),
  effect: Number(row.effect),
  counted: Number(row.counted),
  documented: Number(row.documented),
})

const scoredOf = (row: Omit<Row, 'expected'>, heard: string | null): ScoredNote => ({
  ...begunOf(row),
  sold: Number(row.sold),
  normal: Number(row.normal),
  maskedDays: Number(row.masked_days),
  came: row.came === null ? null : Number(row.came),
  outcome: row.outcome as Outcome,
  overruled:
    row.overruled === null || (heard !== null && (row.overruled_at ?? '') > heard)
      ? null
      : { ruling: row.overruled as Ruling, by: row.overruled_by ?? '', why: row.overruled_why ?? '' },
})

/** Loads the notes that have begun and are not scored yet, by number. */
export const loadBegunNotes = async ({ id, database }: Reader): Promise<readonly BegunNote[]> => {
  const rows = await database.kysely
    .selectFrom('intelligence_score')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('scored_at', 'is', null)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ ...begunOf(row), expected: JSON.parse(row.expected) as CellExpectation[] }))
}

/** Loads the numbers of the notes that have begun, scored or not. */
export const loadBegunNumbers = async ({ id, database }: Reader): Promise<ReadonlySet<number>> => {
  const rows = await database.kysely
    .selectFrom('intelligence_score')
    .select('number')
    .where('workspace_id', '=', id)
    .execute()
  return new Set(rows.map(({ number }) => Number(number)))
}

/** Loads the scored notes that were heard of, the last ones first. */
export const loadScoredNotes = async (
  { id, database }: Reader,
  { heard }: Pick<Visibility, 'heard'>,
): Promise<readonly ScoredNote[]> => {
  const rows = await database.kysely
    .selectFrom('intelligence_score')
    .select([
      ...(['workspace_id', 'number', 'kind', 'source', 'what', 'noted_by', 'from_on', 'to_on', 'effect'] as const),
      ...(['counted', 'documented', 'begun_at', 'sold', 'normal', 'masked_days', 'came', 'outcome'] as const),
      ...(['scored_at', 'overruled', 'overruled_by', 'overruled_why', 'overruled_at'] as const),
    ])
    .where('workspace_id', '=', id)
    .where('scored_at', 'is not', null)
    .$if(heard !== null, (query) => query.where('scored_at', '<=', heard as string))
    .orderBy('to_on', 'desc')
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => scoredOf(row, heard))
}

/** Loads what weights learn from scored notes. */
export const loadTrackRecords = async (
  workspace: Reader,
  visibility: Pick<Visibility, 'heard'>,
): Promise<readonly TrackRecord[]> =>
  (await loadScoredNotes(workspace, visibility)).flatMap((scored) => recordOf(scored) ?? [])
