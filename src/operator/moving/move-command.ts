import type { Config } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import { count } from '../../parsing/numbers.ts'
import { nameOfDatabase } from '../../store/database/postgres/postgres-store.ts'
import { takePostingLock } from '../../store/database/posting-lock.ts'
import { fileOf } from '../../store/database/store-file.ts'
import { openSource } from '../../store/moving/source-store.ts'
import { type Moved, moveInto } from '../../store/moving/target-store.ts'
import { storeOf } from '../line-options.ts'
import { write } from '../output.ts'
import { type CommandLine, UsageError } from '../usage.ts'

/** Moves the store on SQLite into an empty database of PostgreSQL, whole or not at all, and tells what was moved. */
export const moveCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const { to } = line.values
  if (to === undefined || !/^postgres(ql)?:\/\//.test(to) || URL.parse(to) === null)
    throw new UsageError(
      '"move" needs --to with the address of an empty database, such as postgres://user@host/shelfready.',
    )
  const file = sourceFile(storeOf(line, config).databaseUrl)
  using lock = takePostingLock({ file })
  if (lock === null)
    throw new Refusal('A service is running on this store. Nothing was moved. Stop it, then move again.')
  using source = openSource(file)
  const moved = await moveInto(to, source)
  if (line.values.json) return await write(`${JSON.stringify({ from: file, to: nameOfDatabase(to), tables: moved })}\n`)
  const full = moved.filter((table) => table.rows > 0)
  const rows = full.reduce((sum, table) => sum + table.rows, 0)
  return await write(
    `${full.map(tableLine).join('\n')}\n` +
      `Moved ${count(rows)} rows of ${count(full.length)} tables to ${nameOfDatabase(to)}; ${count(moved.length - full.length)} more are empty. ` +
      'Counts and checksums of every table agree.\n' +
      `Put the new address into DATABASE_URL and start the service. Keep ${file} as a backup, and start no service on it.\n`,
  )
}

const sourceFile = (url: string): string => {
  if (/^postgres/.test(url))
    throw new Refusal('Only a store on SQLite can be moved. Nothing was moved. Name its file with --db sqlite:FILE.')
  return fileOf(url)
}

const tableLine = ({ table, rows, checksum }: Moved): string =>
  `${table.padEnd(24)} ${count(rows).padStart(12)} ${rows === 1 ? 'row ' : 'rows'} · ${checksum.slice(0, 16)}`
