import { Refusal } from '../../domain/refusal.ts'
import type { Database } from './database.ts'

/** One company's data. Every store function takes it first; `openWorkspace` is the only way to one. */
export type Workspace = { readonly id: number; readonly name: string; readonly database: Database }

/** Opens a workspace by name; throws a Refusal that lists the known ones when there is none of that name. */
export const openWorkspace = async (database: Database, name: string): Promise<Workspace> => {
  const known = await database.kysely.selectFrom('workspace').select(['id', 'name']).orderBy('id').execute()
  const found = known.find((workspace) => workspace.name === name)
  if (!found)
    throw new Refusal(
      `There is no workspace "${name}" in this store; there is ${known.map((workspace) => workspace.name).join(', ')}. Nothing was done.`,
    )
  return { ...found, database }
}
