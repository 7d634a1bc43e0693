import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../src/store/changes/apply.ts'
import { example, feed, openStore, row } from './open-store.ts'
import { dump } from './schema-dump.ts'

/**
 * Keeps the schema of a version that is about to be released, with a few rows: `node test/store/keep-released-schema.ts
 * VERSION`. A fixture that is there is never written again: stores of that version are in use.
 */
const [version] = process.argv.slice(2)
if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) throw new Error('Name the version, such as 0.3.0.')
const file = join(import.meta.dirname, '../fixtures/schemas', `${version}.sql`)
if (existsSync(file)) throw new Error(`${file} is there already. Nothing was written.`)

const now = '2026-01-06T10:00:00.000Z'
await using store = await openStore()
for (const kind of ['items', 'locations', 'inventory', 'inbound', 'sales'] as const)
  await feed(store.workspace, kind, [example[kind]], { now })
await apply(
  store.workspace,
  [
    {
      kind: 'write-promotion',
      promotionId: 'P-1',
      rows: [row('promotions', { promotion_id: 'P-1' })],
      basedOn: 0,
      knownOn: '2026-01-06',
    },
    { kind: 'audit', actor: 'ana', place: 'C', action: 'register', entity: 'P-1', detail: { name: "Ana's sale" } },
    { kind: 'post', channel: 'C', about: 'promotion', entity: 'P-1', card: { plain: 'Sale' }, notAfter: null },
  ],
  { requestKey: 'P-1', argumentsHash: 'h', reply: null },
  now,
)
writeFileSync(file, dump(store.database.driver))
