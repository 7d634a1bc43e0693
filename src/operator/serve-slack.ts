import { openApp } from '../app.ts'
import { openHttpDoor } from '../chat/http-door.ts'
import { openCalls } from '../chat/slack/calls.ts'
import { openDirectory } from '../chat/slack/directory.ts'
import { type Introduced, openIdentity, tokenTroubles } from '../chat/slack/identity.ts'
import { bodyBytes } from '../chat/slack/limits.ts'
import { slackPath } from '../chat/slack/manifest.ts'
import { openSlackDoor } from '../chat/slack/receive.ts'
import { isSlackPlace, slackPost } from '../chat/slack/send.ts'
import type { Config, SlackConfig } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Log, openLog } from '../ops/log.ts'
import { storeRefusal } from '../store/database.ts'
import { startPosting, surprise } from './running.ts'
import type { ServeOptions } from './serve.ts'

const ownStore = 'sqlite:./data/shelfready.db'

/** Starting does not wait longer for Slack than this: what Slack cannot tell now it tells later. */
const introductionMilliseconds = 5_000

/** Runs the bot in a Slack workspace until it is told to stop. */
export const serveSlack = async (
  config: Config,
  slack: SlackConfig,
  options: ServeOptions,
  stop: AbortSignal,
): Promise<void> => {
  const log = openLog(config.logLevel)
  const calls = openCalls(slack.botToken.reveal(), slack.apiUrl)
  const directory = openDirectory(calls)
  const { introduce, identity } = openIdentity(calls)
  greet(await Promise.race([introduce(), later(introductionMilliseconds)]), log)
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
    reach: { reaches: isSlackPlace, edits: true },
    deliversAtOnce: true,
    onSurprise,
  })
  file = app.workspace.database.file
  await options.prepare?.(app)
  await using posting = await startPosting(
    app,
    slackPost({ calls, directory, identity, now: app.now }),
    stop,
    onSurprise,
  )
  const broken = stopOnBreakage(onSurprise)
  broken.catch(() => {})
  await app.revive(tokenTroubles)
  await using door = openSlackDoor(
    {
      calls,
      directory,
      identity,
      token: slack.botToken.reveal(),
      receive: app.receive,
      home: (request) => app.handle({ ...request, key: null, words: 'shelfready home' }),
      postAnswer: app.postAnswer,
      joined: app.join,
      renamed: app.rename,
      touched: (id) => {
        posting.touch(id)
        posting.wake()
      },
      busyCard: app.busyCard,
      isFirst: firstOnly(),
      onSurprise,
      log: (how, words) => log[how]('slack', { words }),
    },
    slack.appToken === null
      ? { signingSecret: slack.signingSecret?.reveal() ?? '' }
      : { appToken: slack.appToken.reveal() },
  )
  await using http =
    door.route === null
      ? null
      : await openHttpDoor({ port: config.port, bodyBytes }, new Map([[slackPath, door.route]])).catch((error) => {
          throw portRefusal(error, config.port)
        })
  const socket = door.start().catch((error) => {
    throw new Refusal(
      `SLACK_APP_TOKEN is not accepted (${error instanceof Error ? error.message : error}). Nothing was lost; mend it and start again.`,
    )
  })
  await Promise.race([socket, later(introductionMilliseconds), stopped(stop)])
  log.info('ready', { slack: http === null ? 'socket mode' : `http port ${http.port}`, posts: posting.isOurs() })
  try {
    await Promise.race([stopped(stop), socket.then(() => stopped(stop)), broken])
  } finally {
    log.info('stopping')
  }
}

const mostKeys = 2_000

/** Remembers the keys that were handed back an answer, so that a click delivered again is not answered again. */
const firstOnly = () => {
  const seen = new Set<string>()
  return (key: string | null): boolean => {
    if (key === null) return true
    if (seen.has(key)) return false
    seen.add(key)
    if (seen.size > mostKeys) seen.delete(seen.values().next().value as string)
    return true
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

const greet = (introduced: Introduced | null, log: Log) => {
  if (introduced === null) return log.warn('slack does not answer yet; starting all the same')
  if (!('problem' in introduced)) return
  if (introduced.problem === 'not now')
    return log.warn('slack does not answer yet; starting all the same', { reason: introduced.reason })
  throw new Refusal(
    `SLACK_BOT_TOKEN is not accepted by Slack (${introduced.reason}). Nothing was started; copy the Bot User OAuth Token anew from OAuth & Permissions.`,
  )
}

const later = (milliseconds: number) =>
  new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), milliseconds).unref()
  })

const stopped = (stop: AbortSignal) =>
  new Promise<null>((resolve) => {
    if (stop.aborted) resolve(null)
    stop.addEventListener('abort', () => resolve(null))
  })

const portRefusal = (error: unknown, port: number): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = { EADDRINUSE: 'is taken by another program', EACCES: 'may not be used by this user' }[code]
  return why === undefined
    ? error
    : new Refusal(`PORT ${port} ${why}. Nothing was started; name another one in PORT, or end what uses it.`)
}
