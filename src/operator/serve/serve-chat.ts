import type { App } from '../../app.ts'
import type { Branch, HttpDoor, Route } from '../../chat/http-door.ts'
import { listen as listenTo } from '../../common/happenings.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import type { Config, TeamsConfig } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Database } from '../../store/database/database.ts'
import { openStore } from '../../store/database/open-store.ts'
import { storeRefusal } from '../../store/database/store-refusal.ts'
import { openCompanies } from './companies.ts'
import type { Connection } from './connection.ts'
import { reportSurprise, stopOnBreakage, untilStopped } from './lifecycle.ts'
import { type Log, openLog } from './log.ts'
import { type FindInterface, openDoor } from './open-door.ts'
import { lineOf } from './ops/line-of.ts'
import { openOps } from './ops/open-ops.ts'
import { findInterface, installing, sharedRoutes } from './shared-doors.ts'
import { watchForUpgrade } from './watch-for-upgrade.ts'

/** Where the service keeps its data, and whose. */
export type ServeOptions = {
  readonly databaseUrl: string | null
  readonly workspace: string
  readonly now: () => Temporal.Instant
  /** Connects the tenants of further companies; Microsoft's own services unless said otherwise. */
  readonly connectTeams?: (teams: TeamsConfig) => Connection
  /** Trouble is looked for so often; every five minutes unless said. */
  readonly auditMilliseconds?: number | undefined
  /** Runs before anything is posted or answered. */
  readonly prepare?: (app: App) => Promise<void>
  /** Runs once requests are answered and what was due at the start is posted. */
  readonly ready?: () => Promise<void>
}

const ownStore = 'sqlite:./data/shelfready.db'

/** Starting waits no longer than this for a platform; what the platform cannot tell now it tells later. */
const startMilliseconds = 5_000

/** Runs the bot on the connected platforms until it is told to stop. */
export const serveChat = async (
  config: Config,
  connections: readonly Connection[],
  options: ServeOptions,
  stop: AbortSignal,
): Promise<void> => {
  using log = openLog(config.logLevel)
  using _heard = listenTo((happening) => {
    const line = lineOf(happening)
    if (line !== null) log[line.how](line.event, line.facts)
  })
  await checkCredentials(connections, log)
  let opened: Pick<Database, 'name' | 'damage'> | null = null
  const onSurprise = (error: unknown) => logSurprise(log, opened, error)
  const { workspace, now } = options
  const databaseUrl = options.databaseUrl ?? ownStore
  const own = await openStore({ databaseUrl, createFolder: options.databaseUrl === null, workspace, isToServe: true })
  await using database = own.database
  opened = database
  using upgrade = watchForUpgrade(database)
  const { prepare = async () => {} } = options
  const serving = { now, onSurprise, log, stop, connectTeams: options.connectTeams }
  await using companies = await openCompanies(config, { workspace: own, connections, prepare }, serving)
  const broken = stopOnBreakage(onSurprise)
  broken.catch(() => {})
  const first = companies.own()
  if (first === undefined) throw new Error('The company that is named is not served')
  const { lobby, pages } = await installing(config, database, companies, serving)
  const routes = sharedRoutes(companies, lobby)
  await using http = await listen(config, routes, findInterface(database, companies), pages)
  await using ops = await openOps(config, database, companies, { ...serving, every: options.auditMilliseconds })
  await withTimeout(Promise.race([first.started, untilStopped(stop)]), startMilliseconds)
  log.info('ready', {
    ...Object.fromEntries(
      first.receivers.map(({ name, receiver }) => [
        name,
        receiver.routes.size === 0 ? 'socket mode' : `http port ${http?.port}`,
      ]),
    ),
    ...(config.slackApp === null ? {} : { install: `http port ${http?.port}` }),
    ...(ops.port === null ? {} : { ops: `port ${ops.port}` }),
    ...(companies.all().length === 1 ? {} : { companies: companies.all().length }),
    posts: first.posting.isOurs(),
  })
  const readied = first.posting.caughtUp().then(() => options.ready?.())
  try {
    await Promise.race([
      untilStopped(stop),
      Promise.all([first.started, readied]).then(() => untilStopped(stop)),
      broken,
      upgrade.outgrown,
    ])
  } finally {
    log.info('stopping')
  }
}

/** Checks the credentials of each platform, and goes on where one does not answer in time. Throws a Refusal for wrong ones. */
const checkCredentials = async (connections: readonly Connection[], log: Log): Promise<void> => {
  for (const connection of connections) {
    const checked = connection.checkCredentials(log).then(() => true)
    if ((await withTimeout(checked, startMilliseconds)) === null)
      log.warn(`${connection.name} does not answer yet; starting all the same`)
  }
}

const damagedWords =
  'My store is damaged, so I confirm nothing more until it is restored. What I confirmed before still stands. Tell your operator.'

/** Logs an error that nobody expected, and gives what to tell a person about it. */
const logSurprise = (log: Log, store: Pick<Database, 'name' | 'damage'> | null, error: unknown): string => {
  const file = store?.name ?? 'in use'
  const refusal = storeRefusal(error, file)
  if (!(refusal instanceof Refusal))
    return reportSurprise(file, error, (id, what) =>
      log.error('surprise', { id, error: what instanceof Error ? what.stack : what }),
    )
  log.error('store', { words: refusal.message })
  if (store !== null && store.damage.found() !== null) return damagedWords
  return 'I cannot reach the store right now. Anything not confirmed was not done. Try again in a minute, and tell your operator if it happens again.'
}

/** Listens on the port for the requests that come in over HTTP; null where none do. A local playground is reached from this machine only. */
const listen = async (
  config: Config,
  routes: ReadonlyMap<string, Route>,
  find: FindInterface,
  pages: readonly Branch[],
): Promise<HttpDoor | null> => {
  if (routes.size === 0 && !config.isPortSet) return null
  const host = config.teams !== null && config.teams.registration === null ? '127.0.0.1' : undefined
  return openDoor({ port: config.port, host }, routes, find, pages)
}
