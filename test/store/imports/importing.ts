import { importHere } from '../../../src/services/imports/import-here.ts'
import { openPostgresStore } from './postgres-store.ts'

/** A process that imports one file of sales into PostgreSQL, and says how far it is, until it is done or killed. */
const [url = '', path = ''] = process.argv.slice(2)
await using store = await openPostgresStore(url)
const taken = await importHere(
  { workspace: store.workspace, timeZone: 'UTC', now: () => new Date().toISOString() },
  {
    ...{ path, name: 'sales.csv', door: 'command line', sender: 'test', kind: 'sales', mode: 'upsert', knownOn: null },
    ...{ answers: {}, rejectsPath: null, acceptEmpty: false },
  },
  ({ rows }) => process.stderr.write(`${rows} rows\n`),
)
process.stdout.write(`${taken.kind}\n`)
