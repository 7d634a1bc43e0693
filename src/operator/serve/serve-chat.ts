import { type App, openApp } from '../../app.ts'
import type { HttpDoor } from '../../chat/http-door.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import type { Config } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import { webhookMessenger } from '../../http/webhook-messenger.ts'
import { storeRefusal } from '../../store/database/database.ts'
import { type Connection, joinHasLeft, joinMessengers, type RequestReceiver } from './connection.ts'
import { reportSurprise, stopOnBreakage, untilStopped } from './lifecycle.ts'
import { type Log, openLog } from './log.ts'
import { openDoor } from './open-door.ts'
import { startPosting } from './posting.ts'

/** Where the service keeps its data, and whose. */
export type ServeOptions = {
  readonly databaseUrl: string | null
  readonly workspace: string
  readonly now: () => Temporal.Instant
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
  const log = openLog(config.logLevel)
  await checkCredentials(connections, log)
  let file = 'in use'
  const onSurprise = (error: unknown) => logSurprise(log, file, error)
  await using app = await openApp(config, {
    databaseUrl: options.databaseUrl ?? ownStore,
    createFolder: options.databaseUrl === null,
    workspace: options.workspace,
    now: options.now,
    reach: { reaches: (channel) => connections.some(({ reaches }) => reaches(channel)), edits: true },
    deliversAtOnce: true,
    onSurprise,
  })
  file = app.workspace.database.file
  await options.prepare?.(app)
  const messenger = joinMessengers([
    ...connections.map((connection) => connection.messenger(app)),
    webhookMessenger({ ...app, egress: config.egress }),
  ])
  await using posting = await startPosting(app, messenger, stop, onSurprise)
  const broken = stopOnBreakage(onSurprise)
  broken.catch(() => {})
  await app.revive(connections.flatMap(({ tokenTroubles }) => tokenTroubles))
  const touched = (id: string) => {
    posting.touch(id)
    posting.wake()
  }
  await using stack = new AsyncDisposableStack()
  const receivers: RequestReceiver[] = []
  for (const connection of connections)
    receivers.push(stack.use(await connection.openReceiver({ app, touched, onSurprise, log })))
  const http = await listen(config, receivers, {
    app,
    onSurprise,
    wake: posting.wake,
    hasLeft: joinHasLeft(connections, app),
  })
  if (http !== null) stack.use(http)
  const started = Promise.all(receivers.map((receiver) => receiver.start()))
  await withTimeout(Promise.race([started, untilStopped(stop)]), startMilliseconds)
  log.info('ready', {
    ...Object.fromEntries(
      receivers.map(({ routes }, i) => [
        (connections[i] as Connection).name,
        routes.size === 0 ? 'socket mode' : `http port ${http?.port}`,
      ]),
    ),
    posts: posting.isOurs(),
  })
  const readied = posting.caughtUp().then(() => options.ready?.())
  try {
    await Promise.race([untilStopped(stop), Promise.all([started, readied]).then(() => untilStopped(stop)), broken])
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

/** Logs an error that nobody expected, and gives what to tell a person about it. */
const logSurprise = (log: Log, file: string, error: unknown): string => {
  const refusal = storeRefusal(error, file)
  if (!(refusal instanceof Refusal))
    return reportSurprise(file, error, (id, what) =>
      log.error('surprise', { id, error: what instanceof Error ? what.stack : what }),
    )
  log.error('store', { words: refusal.message })
  return 'I cannot reach the store right now. Anything not confirmed was not done. Try again in a minute, and tell your operator if it happens again.'
}

/** Listens on the port for the requests that come in over HTTP; null where none do. A local playground is reached from this machine only. */
const listen = async (
  config: Config,
  receivers: readonly RequestReceiver[],
  serving: Parameters<typeof openDoor>[2],
): Promise<HttpDoor | null> => {
  const routes = new Map(receivers.flatMap((receiver) => [...receiver.routes]))
  if (routes.size === 0 && !config.isPortSet) return null
  const host = config.teams !== null && config.teams.registration === null ? '127.0.0.1' : undefined
  return openDoor({ port: config.port, host }, routes, serving)
}
