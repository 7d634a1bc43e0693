import { openApp } from '../app.ts'
import { openHttpDoor } from '../chat/http-door.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { storeRefusal } from '../store/database/database.ts'
import { type Connection, joinPosts } from './connection.ts'
import { openLog } from './log.ts'
import { startPosting, stopped, surprise } from './running.ts'
import type { ServeOptions } from './serve.ts'

const ownStore = 'sqlite:./data/shelfready.db'

/** Starting does not wait longer for a platform than this: what it cannot tell now it tells later. */
const introductionMilliseconds = 5_000

/** Runs the bot on the platforms that are connected until it is told to stop. */
export const serveChat = async (
  config: Config,
  connections: readonly Connection[],
  options: ServeOptions,
  stop: AbortSignal,
): Promise<void> => {
  const log = openLog(config.logLevel)
  for (const connection of connections)
    await Promise.race([
      connection.greet(log),
      later(introductionMilliseconds, `${connection.name} does not answer yet`),
    ]).then((said) => (typeof said === 'string' ? log.warn(`${said}; starting all the same`) : undefined))
  let file = 'in use'
  const onSurprise = (error: unknown) => {
    const told = storeRefusal(error, file)
    if (!(told instanceof Refusal))
      return surprise(file, error, (id, what) =>
        log.error('surprise', { id, error: what instanceof Error ? what.stack : what }),
      )
    log.error('store', { words: told.message })
    return 'The store cannot be used just now. What was not confirmed was not done; ask again in a minute, and tell your operator if it stays.'
  }
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
  const post = joinPosts(connections.map((connection) => connection.post(app)))
  await using posting = await startPosting(app, post, stop, onSurprise)
  const broken = stopOnBreakage(onSurprise)
  broken.catch(() => {})
  await app.revive(connections.flatMap(({ tokenTroubles }) => tokenTroubles))
  const touched = (id: string) => {
    posting.touch(id)
    posting.wake()
  }
  await using stack = new AsyncDisposableStack()
  const doors = []
  for (const { open } of connections) doors.push(stack.use(await open({ app, touched, onSurprise, log })))
  const routes = new Map(doors.flatMap((door) => [...door.routes]))
  const host = config.teams !== null && config.teams.registration === null ? '127.0.0.1' : undefined
  const http =
    routes.size === 0
      ? null
      : stack.use(
          await openHttpDoor({ port: config.port, host }, routes).catch((error) => {
            throw portRefusal(error, config.port)
          }),
        )
  const started = Promise.all(doors.map((door) => door.start()))
  await Promise.race([started, later(introductionMilliseconds, ''), stopped(stop)])
  log.info('ready', {
    ...Object.fromEntries(
      doors.map((door, i) => [
        (connections[i] as Connection).name,
        door.routes.size === 0 ? 'socket mode' : `http port ${http?.port}`,
      ]),
    ),
    posts: posting.isOurs(),
  })
  try {
    await Promise.race([stopped(stop), started.then(() => stopped(stop)), broken])
  } finally {
    log.info('stopping')
  }
}

/** A library that breaks outside of every call leaves us deaf: stop in order, and let whoever keeps us running start us again. */
const stopOnBreakage = (onSurprise: (error: unknown) => void) =>
  new Promise<never>((_, broken) => {
    process.on('unhandledRejection', (error) => {
      onSurprise(error)
      broken(
        new Refusal(
          'A library broke outside of every request; the log says where. Everything confirmed is kept. Stopped in order: start again.',
        ),
      )
    })
  })

const later = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => {
    setTimeout(() => resolve(value), milliseconds).unref()
  })

const portRefusal = (error: unknown, port: number): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = { EADDRINUSE: 'is taken by another program', EACCES: 'may not be used by this user' }[code]
  return why === undefined
    ? error
    : new Refusal(`PORT ${port} ${why}. Nothing was started; name another one in PORT, or end what uses it.`)
}
