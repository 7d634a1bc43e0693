import { openApp } from '../app.ts'
import { countWords } from '../cards/language/words.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Settled, settleRestored } from '../services/backups/settle-restored.ts'
import { backUp } from '../store/backups/back-up.ts'
import { type GivenNumbers, givenNumbers } from '../store/backups/given-numbers.ts'
import { layBackup } from '../store/backups/restore-file.ts'
import { isServed } from '../store/database/posting-lock.ts'
import { fileOf, isPostgres } from '../store/database/store-file.ts'
import { openWorkspaces } from '../store/database/workspace.ts'
import { storeOf } from './line-options.ts'
import { write } from './output.ts'
import { type CommandLine, UsageError } from './usage.ts'

const megabyte = 1_000_000

/** Copies the store into a file, while the service runs, and checks the copy. */
export const backupCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const [target] = line.words as [string]
  if (isPostgres(storeOf(line, config).databaseUrl))
    throw new Refusal(
      'A PostgreSQL store is backed up by its own tools. Nothing was written. ' +
        `Run: pg_dump --format=custom --file=${target} "$DATABASE_URL", or keep archives for point-in-time recovery. ` +
        'After restoring one, run: npm run shelfready -- restore --mark',
    )
  const { file, tables, rows, bytes } = await backUp(fileOf(storeOf(line, config).databaseUrl), target)
  return write(
    line.values.json
      ? `${JSON.stringify({ file, tables, rows, bytes })}\n`
      : `${file}: ${rows.toLocaleString('en')} rows in ${tables} tables, ${(bytes / megabyte).toFixed(1)} MB. It was read whole; every row is there.\n`,
  )
}

/** Puts a backup in the place of the store, and makes it safe to start. */
export const restoreCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const [backup] = line.words
  const { databaseUrl, workspace } = storeOf(line, config)
  const now = () => Temporal.Now.instant()
  if ((backup === undefined) !== (line.values.mark === true))
    throw new UsageError('"restore" needs either FILE or, for a PostgreSQL store that was restored, --mark.')
  if (backup === undefined)
    return write(markedWords(await markServer(databaseUrl, workspace, config, now), line, config))
  if (isPostgres(databaseUrl))
    throw new Refusal(
      'A PostgreSQL store is restored by its own tools. Nothing was changed. Stop every process that serves it. ' +
        `Run: pg_restore --clean --if-exists --dbname="$DATABASE_URL" ${backup}, then: npm run shelfready -- restore --mark`,
    )
  const store = fileOf(databaseUrl)
  const { kept, companies } = await restoreStore(
    { backup, store, workspace, isPartialAllowed: line.values.anyway === true },
    config,
    now,
  )
  return write(
    line.values.json ? `${JSON.stringify({ store, kept, companies })}\n` : wordsOf(store, kept, companies, config),
  )
}

type Restoring = {
  readonly backup: string
  readonly store: string
  readonly workspace: string
  readonly isPartialAllowed: boolean
}

/** Restores a store from a backup; the store as it was is kept beside it. Nothing is changed where anything is in the way. */
export const restoreStore = async (
  { backup, store, workspace, isPartialAllowed }: Restoring,
  config: Config,
  now: () => Temporal.Instant,
): Promise<{ readonly kept: string | null; readonly companies: readonly Settled[] }> => {
  if (isServed({ file: store }))
    throw new Refusal(`A service runs on ${store}. Nothing was changed. Stop it, and run this again.`)
  using laid = layBackup(backup, store, now(), isPartialAllowed)
  const companies = await settleAll(`sqlite:${laid.file}`, workspace, { config, now, given: givenNumbers(store) })
  return { kept: laid.takePlace(), companies }
}

type Settling = {
  readonly config: Config
  readonly now: () => Temporal.Instant
  readonly given: GivenNumbers
}

const settleAll = async (databaseUrl: string, workspace: string, { config, now, given }: Settling) => {
  await using app = await openApp(config, { databaseUrl, createFolder: false, workspace, now })
  const companies: Settled[] = []
  for (const one of await openWorkspaces(app.workspace.database))
    companies.push(await settleRestored({ workspace: one, today: app.today(), now: app.now(), given }))
  return companies
}

/** Makes a PostgreSQL store safe to start that its own tools have restored. */
export const markServer = async (
  databaseUrl: string,
  workspace: string,
  config: Config,
  now: () => Temporal.Instant,
): Promise<readonly Settled[]> => {
  if (isPostgres(databaseUrl)) return settleAll(databaseUrl, workspace, { config, now, given: new Map() })
  throw new Refusal(
    'Only a PostgreSQL store is marked by itself. Nothing was changed. Name the backup: npm run shelfready -- restore FILE',
  )
}

const markedWords = (companies: readonly Settled[], line: CommandLine, config: Config): string =>
  line.values.json ? `${JSON.stringify({ companies })}\n` : wordsOf('The database', null, companies, config)

const wordsOf = (
  store: string,
  kept: string | null,
  companies: readonly Settled[],
  { timeZone }: Pick<Config, 'timeZone'>,
): string =>
  [
    `${store} is restored.`,
    kept === null ? null : `What was there before is kept as ${kept}.`,
    ...companies.flatMap(({ workspace, knownUntil, unsettled, next }) => {
      const whose = companies.length === 1 ? '' : `${workspace}: `
      return [
        `${whose}It knows what was done until ${knownUntil === null ? 'the beginning' : momentIn(knownUntil, timeZone)}. The next promotion is ${next}: earlier numbers may stand in channels.`,
        `${whose}${countWords(unsettled, 'message')} may have been sent since. Each is looked for before it is sent.`,
      ]
    }),
    'Nothing that was due until now is posted. Import your feeds again, and revoke again the tokens and links that were revoked since.',
    'Next: npm start',
  ]
    .filter((words) => words !== null)
    .map((words) => `${words}\n`)
    .join('')

const momentIn = (at: string, timeZone: string): string =>
  `${Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toString({ smallestUnit: 'minute', offset: 'never', timeZoneName: 'never' }).replace('T', ' ')} (${timeZone})`
