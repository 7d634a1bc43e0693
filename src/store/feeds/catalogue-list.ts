import { sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import { asKnown, newestOf } from './newest.ts'
import { isVisible, type Visibility } from './visibility.ts'

/** An item or a location with its name, which is its code where nobody described it. */
export type CatalogueEntry = { readonly code: string; readonly name: string }

type Row = CatalogueEntry & {
  readonly batch_id: number
  readonly code_only: number | null
  readonly kind: string | null
}

/** Loads every item, or every location at which something is sold, with its name. */
export const loadCatalogue = async (
  workspace: Reader,
  visibility: Visibility,
  kind: 'items' | 'locations',
): Promise<readonly CatalogueEntry[]> => {
  const table = kind === 'items' ? 'item' : 'location'
  const code = sql.ref(kind === 'items' ? 'r.sku' : 'r.location')
  const what = kind === 'items' ? sql`null` : sql.ref('r.kind')
  const found = await sql<Row>`select ${code} as code, r.name, r.batch_id, r.code_only, ${what} as kind
    from ${sql.table(table)} r where ${isVisible(visibility, kind, 'r')}
    order by r.code_only is null, r.batch_id`.execute(workspace.database.kysely)
  const newest = newestOf(asKnown(found.rows, visibility, kind), (row) => row.code)
  return newest.filter((row) => row.kind !== 'dc').map(({ code: own, name }) => ({ code: own, name }))
}
