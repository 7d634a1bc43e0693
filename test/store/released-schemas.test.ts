import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrateSchema, migrations } from '../../src/store/database/migrate.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { loadItems } from '../../src/store/feeds/catalogue.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { everything, example, openFile, openStore, temporaryFolder } from './open-store.ts'
import { schemaOf } from './schema-dump.ts'

const folder = join(import.meta.dirname, '../fixtures/schemas')
const versions = readdirSync(folder).map((file) => file.slice(0, -'.sql'.length))

/** Makes a store file as a released version left it. */
const storeOf = (version: string, file: string) => {
  const driver = new Sqlite(file)
  driver.exec(readFileSync(join(folder, `${version}.sql`), 'utf8'))
  const applied = driver.prepare('select name from schema_marker order by name').pluck().all() as string[]
  const schema = schemaOf(driver)
  driver.close()
  return { applied, schema }
}

describe.each(versions)('a store of the released version %s', (version) => {
  it('is upgraded to the schema that a new store has, and keeps its rows', async () => {
    await using place = await temporaryFolder()
    const file = join(place.path, 'store.db')
    storeOf(version, file)
    await using upgraded = await openFile(file)
    await using fresh = await openStore()
    expect(schemaOf(upgraded.database.driver)).toEqual(schemaOf(fresh.database.driver))
    const items = await loadItems(upgraded.workspace, await loadVisibility(upgraded.workspace, '2026-01-20'), ['A'])
    expect(items.get('A')).toMatchObject(example.items)
    expect(everything(upgraded.database).audit).toMatchObject([{ actor: 'ana', entity: 'P-1' }])
  })

  it('has what its migrations still make: a released migration is never edited', async () => {
    await using place = await temporaryFolder()
    const { applied, schema } = storeOf(version, join(place.path, 'released.db'))
    const known = Object.fromEntries(Object.entries(migrations).filter(([name]) => applied.includes(name)))
    await using fresh = openDatabase(`sqlite:${join(place.path, 'fresh.db')}`, { createFolder: false })
    expect(await migrateSchema(fresh.kysely as never, known)).toEqual(applied)
    expect(schemaOf(fresh.driver)).toEqual(schema)
  })
})

it('the schema of the first release is kept', () => {
  expect(versions).toContain('0.2.0')
})
