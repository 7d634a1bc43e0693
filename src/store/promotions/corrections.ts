import type { Selectable } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Corrected, Correction } from '../../domain/risks/correction.ts'
import { raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { noteChangedInputs } from '../present/outdated-inputs.ts'

type Row = Selectable<Schema['correction']>

const correctedOf = (row: Row): Corrected => {
  switch (row.kind) {
    case 'stock':
      return { kind: 'stock', sku: row.sku ?? '', location: row.location ?? '', units: Number(row.units) }
    case 'lead-time':
      return { kind: 'lead-time', supplier: row.supplier ?? '', sku: row.sku, days: Number(row.days) }
    case 'due-date':
      return {
        kind: 'due-date',
        orderId: row.order_id ?? '',
        sku: row.sku ?? '',
        due: dayOf(row.due_on ?? row.until_on),
      }
  }
}

/** A value that somebody sets in place of what a feed says. */
export type KeepCorrection = { readonly kind: 'keep-correction'; readonly correction: Correction }

/** Corrections no longer hold from an ISO date on. */
export type WithdrawCorrections = {
  readonly kind: 'withdraw-corrections'
  readonly ids: readonly number[]
  readonly on: string
}

/** Keeps a correction under its proposed number. Answers false, and writes nothing, when the number is taken. */
export const keepCorrection = async (
  writer: Writer,
  { correction: { id, corrected, until, reason, by, on } }: KeepCorrection,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('correction')
    .values({
      workspace_id: workspaceId,
      id,
      kind: corrected.kind,
      sku: corrected.sku,
      location: corrected.kind === 'stock' ? corrected.location : null,
      supplier: corrected.kind === 'lead-time' ? corrected.supplier : null,
      order_id: corrected.kind === 'due-date' ? corrected.orderId : null,
      units: corrected.kind === 'stock' ? corrected.units : null,
      days: corrected.kind === 'lead-time' ? corrected.days : null,
      due_on: corrected.kind === 'due-date' ? isoOf(corrected.due) : null,
      until_on: isoOf(until),
      reason,
      made_by: by.id,
      maker_name: by.name,
      made_on: isoOf(on),
      made_at: now,
      withdrawn_on: null,
      withdrawn_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  await raiseCounter(writer, 'correction', id)
  await noteChangedInputs(
    writer,
    inputsOf([{ sku: corrected.sku, supplier: corrected.kind === 'lead-time' ? corrected.supplier : null }]),
  )
  return Number(numInsertedOrUpdatedRows) === 1
}

/** Takes corrections back from a day on. Answers false, and writes nothing, when one of them was taken back already. */
export const withdrawCorrections = async (writer: Writer, { ids, on }: WithdrawCorrections): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const withdrawn = await transaction
    .updateTable('correction')
    .set({ withdrawn_on: on, withdrawn_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('withdrawn_on', 'is', null)
    .returning(['sku', 'supplier'])
    .execute()
  await noteChangedInputs(writer, inputsOf(withdrawn))
  return withdrawn.length === ids.length
}

/** A corrected lead time is that of everything that its supplier sends. */
const inputsOf = (corrected: readonly { readonly sku: string | null; readonly supplier: string | null }[]) =>
  corrected.flatMap(({ sku, supplier }) => [
    ...(sku === null ? [] : [{ kind: 'item' as const, name: sku }]),
    ...(supplier === null ? [] : [{ kind: 'supplier' as const, name: supplier }]),
  ])

/** Loads the corrections that hold on a day, as far as they were heard of, the oldest first. */
export const loadCorrections = async (
  { id, database }: Reader,
  { heard }: Visibility,
  asOf: Day,
): Promise<readonly Correction[]> => {
  const on = isoOf(asOf)
  const rows = await database.kysely
    .selectFrom('correction')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('made_on', '<=', on)
    .where('until_on', '>=', on)
    .where((either) =>
      either.or([
        either('withdrawn_on', 'is', null),
        either('withdrawn_on', '>', on),
        ...(heard === null ? [] : [either('withdrawn_at', '>', heard)]),
      ]),
    )
    .$if(heard !== null, (query) => query.where('made_at', '<=', heard as string))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: Number(row.id),
    corrected: correctedOf(row),
    until: dayOf(row.until_on),
    reason: row.reason,
    by: { id: row.made_by, name: row.maker_name },
    on: dayOf(row.made_on),
  }))
}
