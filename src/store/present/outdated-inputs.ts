import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** What somebody's word is about: one item, or everything that a supplier sends. */
type Input = { readonly kind: 'item' | 'supplier'; readonly name: string }

/** An input of assessments that has changed, since a revision. */
export type OutdatedInput = Input & { readonly revision: number }

/** Notes that somebody's word changes what assessments rest on. Whoever keeps such a word calls this in the same transaction. */
export const noteChangedInputs = async (writer: Writer, inputs: readonly Input[]): Promise<void> => {
  if (inputs.length === 0) return
  const revision = await nextNumber(writer, 'revision')
  for (const { kind, name } of inputs)
    await writer.transaction
      .insertInto('outdated_input')
      .values({ workspace_id: writer.workspaceId, kind, name, revision })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'kind', 'name']).doUpdateSet({ revision }))
      .execute()
}

/** Notes the same for the items of some rows. */
export const noteChangedItems = (writer: Writer, rows: readonly { readonly sku: string }[]): Promise<void> =>
  noteChangedInputs(
    writer,
    [...new Set(rows.map(({ sku }) => sku))].map((name) => ({ kind: 'item', name })),
  )

/** Loads what has changed and was not looked at yet. */
export const loadChangedInputs = async ({ id, database }: Reader): Promise<readonly OutdatedInput[]> =>
  (
    await database.kysely
      .selectFrom('outdated_input')
      .select(['kind', 'name', 'revision'])
      .where('workspace_id', '=', id)
      .execute()
  ).map((row) => ({ kind: row.kind, name: row.name, revision: Number(row.revision) }))

/** Forgets what was looked at, unless it has changed again. */
export const forgetChangedInputs = async (
  { transaction, workspaceId }: Writer,
  inputs: readonly OutdatedInput[],
): Promise<void> => {
  for (const { kind, name, revision } of inputs)
    await transaction
      .deleteFrom('outdated_input')
      .where('workspace_id', '=', workspaceId)
      .where('kind', '=', kind)
      .where('name', '=', name)
      .where('revision', '=', revision)
      .execute()
}
