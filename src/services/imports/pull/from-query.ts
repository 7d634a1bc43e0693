import type { PullSource } from '../../../common/pull-sources.ts'
import { csvLine } from '../../../feeds/csv-write.ts'
import { queryPostgres } from '../../../store/foreign/postgres-query.ts'
import type { QueryRows } from '../../../store/foreign/query-rows.ts'
import { querySqlite } from '../../../store/foreign/sqlite-query.ts'
import { type Fetched, type Fetching, spool } from './fetched.ts'

type QuerySource = Extract<PullSource['from'], { type: 'postgres' | 'sqlite' }>

/** Writes what a query gives as CSV, where it is something else than the last time. */
export const fetchQuery = (
  { name, secrets }: Pick<PullSource, 'name' | 'secrets'>,
  from: QuerySource,
  fetching: Fetching,
): Promise<Fetched> => {
  const { signal } = fetching
  const rows =
    from.type === 'sqlite'
      ? querySqlite(from.file, from.query, signal)
      : queryPostgres(secrets.get(from.env)?.reveal() ?? '', from.query, signal)
  return spoolRows(name, rows, fetching)
}

/** Writes rows as CSV, the names of the columns first; they are new where they are others than the last ones. */
export const spoolRows = async (name: string, rows: QueryRows, { to, etag, signal }: Fetching): Promise<Fetched> => {
  const hash = await spool(linesOf(rows), to, signal)
  return hash === etag ? { kind: 'unchanged' } : { kind: 'file', name: `${name}.csv`, etag: hash, modified: null }
}

async function* linesOf(batches: QueryRows): AsyncGenerator<string> {
  for await (const rows of batches) yield rows.map((cells) => `${csvLine(cells)}\n`).join('')
}
