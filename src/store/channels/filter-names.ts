import { sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'

/** A code that a filter can name, and what people call it. */
type KnownName = { readonly code: string; readonly name: string }

/** Loads every name of the feeds that a filter can have: of categories, items, locations, or of suppliers and locations that supply others. */
export const loadFilterNames = async (
  { database: { kysely } }: Reader,
  visibility: Visibility,
  of: 'category' | 'item' | 'at' | 'supplier',
): Promise<readonly KnownName[]> => {
  const items = isVisible(visibility, 'items', 'r')
  const locations = isVisible(visibility, 'locations', 'r')
  switch (of) {
    case 'category':
      return (
        await sql<KnownName>`select distinct r.category as code, r.category as name from item r
          where ${items} and r.category is not null order by 1`.execute(kysely)
      ).rows
    case 'item':
      return (
        await sql<KnownName>`select distinct r.sku as code, r.name from item r where ${items} order by 1`.execute(
          kysely,
        )
      ).rows
    case 'at':
      return (
        await sql<KnownName>`select distinct r.location as code, r.name from location r where ${locations} order by 1`.execute(
          kysely,
        )
      ).rows
    case 'supplier': {
      const suppliers = await sql<KnownName>`select distinct r.supplier as code, r.supplier as name from item r
        where ${items} and r.supplier is not null order by 1`.execute(kysely)
      const sources = await sql<KnownName>`select distinct r.supplied_by as code, r.supplied_by as name from location r
        where ${locations} and r.supplied_by is not null order by 1`.execute(kysely)
      return [...suppliers.rows, ...sources.rows]
    }
  }
}
