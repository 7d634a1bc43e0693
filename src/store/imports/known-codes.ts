import type Sqlite from 'better-sqlite3'
import type { UnitsPer } from '../../domain/supply/packing.ts'
import type { Workspace } from '../database/workspace.ts'
import { bringCatalogue } from '../feeds/scratch/bring-picture.ts'
import { openScratch } from '../feeds/scratch/open-scratch.ts'

/** The codes that a store knows, asked one by one. */
export type KnownStoreCodes = {
  readonly items: (code: string) => boolean
  readonly locations: (code: string) => boolean
  /** Finds the code of a location by its code or its name; null where it is not known or two go by it. */
  readonly placeOf: (text: string) => string | null
  /** Up to six locations where goods are counted, by code. */
  readonly firstLocations: readonly string[]
  /** How many units one case or pallet of an item has; null where nobody said. */
  readonly unitsPer: UnitsPer
}

/** Opens the codes of a workspace: on PostgreSQL those of now, in a scratch beside it. */
export const openKnownCodes = async (workspace: Workspace): Promise<KnownStoreCodes & Disposable> => {
  const { database } = workspace
  if (database.engine === 'sqlite') return { ...codesOn(database.driver, workspace.id), [Symbol.dispose]: () => {} }
  const scratch = await openScratch()
  await bringCatalogue(workspace, scratch)
  return { ...codesOn(scratch.driver, workspace.id), [Symbol.dispose]: () => scratch[Symbol.dispose]() }
}

const codesOn = (driver: Sqlite.Database, id: number): KnownStoreCodes => {
  const visible = `batch_id in (select id from batch where workspace_id = ${id} and state = 'visible')`
  const has = (table: 'item' | 'location', column: string) => {
    const statement = driver.prepare(
      `select 1 from ${table} where workspace_id = ${id} and ${column} = ? and ${visible} limit 1`,
    )
    return (code: string) => statement.get(code) !== undefined
  }
  const unitsIn = (column: 'units_per_case' | 'units_per_pallet') =>
    driver
      .prepare(
        `select ${column} from item where workspace_id = ${id} and sku = ? and code_only is not 1 and ${visible}
         order by batch_id desc limit 1`,
      )
      .pluck()
  const per = { case: unitsIn('units_per_case'), pallet: unitsIn('units_per_pallet') }
  const named = driver
    .prepare(
      `select distinct location from location where workspace_id = ${id} and lower(name) = lower(?) and ${visible} limit 2`,
    )
    .pluck()
  const isLocation = has('location', 'location')
  const placeOf = (text: string): string | null => {
    if (isLocation(text)) return text
    const found = named.all(text) as string[]
    return found.length === 1 ? (found[0] as string) : null
  }
  return {
    items: has('item', 'sku'),
    locations: isLocation,
    placeOf,
    firstLocations: driver
      .prepare(
        `select distinct location from location where workspace_id = ${id} and ${visible} order by location limit 6`,
      )
      .pluck()
      .all() as string[],
    unitsPer: (sku, packing) => (per[packing].get(sku) as number | null | undefined) ?? null,
  }
}
