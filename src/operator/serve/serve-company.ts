import { type App, openCompanyApp } from '../../app.ts'
import type { ReadRequest, Route } from '../../chat/http-door.ts'
import type { Config, TeamsConfig } from '../../config.ts'
import type { MessengerPort } from '../../domain/delivery.ts'
import { webhookMessenger } from '../../http/webhook-messenger.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { type Connection, joinHasLeft, joinMessengers, type RequestReceiver, tellingAttempts } from './connection.ts'
import type { Log } from './log.ts'
import { type HttpInterface, openInterface } from './open-door.ts'
import { startPosting } from './posting.ts'

/** What each company is served with. */
export type Serving = {
  readonly now: () => Temporal.Instant
  readonly onSurprise: (error: unknown) => string
  readonly log: Log
  readonly stop: AbortSignal
  /** Connects the tenants of a company; Microsoft's own services unless said otherwise. */
  readonly connectTeams?: ((teams: TeamsConfig) => Connection) | undefined
}

/** A company whose requests are answered and whose messages are posted. */
export type ServedCompany = AsyncDisposable & {
  readonly app: App
  /** What answers requests over HTTP, by path, and which of them. */
  readonly doors: readonly {
    readonly path: string
    readonly route: Route
    readonly takes: (request: ReadRequest) => boolean
  }[]
  readonly web: HttpInterface
  readonly receivers: readonly { readonly name: string; readonly receiver: RequestReceiver }[]
  /** Ends when every socket that is listened on is open. */
  readonly started: Promise<unknown>
  readonly posting: Awaited<ReturnType<typeof startPosting>>
}

/** The company that is to be served, and where; one of several unless it is the one that is named. */
type ToServe = {
  readonly workspace: Workspace
  readonly connections: readonly Connection[]
  readonly isOneOfSeveral: boolean
}

/** Serves one company of an open store on the platforms that it is connected to. */
export const serveCompany = async (
  config: Config,
  { workspace, connections, isOneOfSeveral }: ToServe,
  { now, onSurprise, log, stop }: Serving,
  prepare: (app: App) => Promise<void> = async () => {},
): Promise<ServedCompany> => {
  await using opening = new AsyncDisposableStack()
  const reach = { reaches: (channel: string) => connections.some(({ reaches }) => reaches(channel)), edits: true }
  const app = opening.use(
    openCompanyApp(config, { now, reach, deliversAtOnce: true, onSurprise, isOneOfSeveral }, workspace),
  )
  await prepare(app)
  const telling = (platform: string, messenger: MessengerPort) => tellingAttempts(workspace.name, platform, messenger)
  const messenger = joinMessengers([
    ...connections.map((connection) => telling(connection.name, connection.messenger(app))),
    telling('webhook', webhookMessenger({ ...app, egress: config.egress })),
  ])
  const posting = opening.use(await startPosting(app, messenger, stop, onSurprise))
  const troubles = connections.flatMap(({ tokenTroubles }) => tokenTroubles)
  if (troubles.length > 0) await app.revive(troubles)
  const touched = (id: string) => {
    posting.touch(id)
    posting.wake()
  }
  const receivers: { name: string; connection: Connection; receiver: RequestReceiver }[] = []
  for (const connection of connections) {
    const receiver = opening.use(await connection.openReceiver({ app, touched, onSurprise, log }))
    receivers.push({ name: connection.name, connection, receiver })
  }
  const hasLeft = joinHasLeft(connections, app)
  const web = openInterface({ app, onSurprise, wake: posting.wake, hasLeft })
  const doors = receivers.flatMap(({ connection, receiver }) =>
    [...receiver.routes].map(([path, route]) => ({ path, route, takes: connection.takes })),
  )
  const started = Promise.all(receivers.map(({ receiver }) => receiver.start()))
  started.catch(() => {})
  const served = opening.move()
  return { app, doors, web, receivers, started, posting, [Symbol.asyncDispose]: () => served.disposeAsync() }
}
