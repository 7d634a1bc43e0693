import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type App, openApp } from '../app.ts'
import type { Card } from '../cards/card.ts'
import { welcomeCard } from '../cards/welcome-card.ts'
import { openTerminal, type Terminal } from '../chat/terminal/receive.ts'
import { renderText, type TextStyle } from '../chat/terminal/render.ts'
import { terminalPost } from '../chat/terminal/send.ts'
import type { Config } from '../config.ts'
import type { Post } from '../domain/delivery.ts'
import { Refusal } from '../domain/refusal.ts'
import { storeRefusal } from '../store/database.ts'
import { loadSubscription } from '../store/subscriptions.ts'
import { greeting } from './digest.ts'
import { fillSample } from './sample.ts'
import { transcriptOf } from './transcript.ts'

/** Where the service keeps its data, and whose. */
export type ServeOptions = {
  readonly databaseUrl: string | null
  readonly workspace: string
  readonly now: () => Temporal.Instant
}

const ownStore = './data/shelfready.db'
const sampleStore = './data/sample.db'
const place = '#launches'
const widest = 120
const patienceMilliseconds = 15_000

/** Runs the service until its input ends or it is told to stop: today's digest, then one command after the other, and what is due meanwhile. */
export const serve = async (config: Config, options: ServeOptions): Promise<void> => {
  if (config.platforms.length > 0)
    throw new Refusal(
      `${config.platforms.join(' and ')} ${config.platforms.length === 1 ? 'is' : 'are'} configured, but this version only has the terminal chat. ` +
        'Nothing was started. Leave those settings out to try it here.',
    )
  const named = options.databaseUrl ?? (existsSync(ownStore) ? `sqlite:${ownStore}` : null)
  const stop = stopOnSignals()
  await using app = await openApp(config, {
    databaseUrl: named ?? `sqlite:${sampleStore}`,
    createFolder: named === null,
    workspace: options.workspace,
    now: options.now,
  })
  if (named === null) await fillSample(app, place)
  let deliver = async () => {}
  const terminal = terminalOf(app, () => deliver(), stop)
  const today = await greeting(app, place)
  terminal.write(`${renderText(today, styleOf())}\n\n`)
  const isNew = named === null || (await loadSubscription(app.workspace, place)) === null
  if (isNew) terminal.write(`${renderText(welcomeCard(named === null ? sampleStore : null), styleOf())}\n\n`)
  let isStarting = true
  // A digest that was due while nobody was running is posted now; here it has just been read.
  const show = (channel: string, card: Card) => {
    if (!(isStarting && channel === place && card.title.startsWith(headingOf(today)))) terminal.show(channel, card)
  }
  await using posting = await startPosting(app, terminalPost(transcriptOf(app), show), stop)
  deliver = posting.deliver
  if (!posting.isOurs())
    terminal.write(
      'Another Shelfready runs on this store and posts what is due; this one answers, and takes over when it ends.\n\n',
    )
  isStarting = false
  await terminal.chat()
}

const takeOverMilliseconds = 2_000

/** Posts what is due, from now on or from when another process that does so ends. */
const startPosting = async (app: App, post: Post, stop: AbortSignal) => {
  const start = () => app.startJobs(post, (error) => void surprise(app, error))
  let jobs = await start()
  stop.addEventListener('abort', () => void jobs?.stop())
  await jobs?.tick()
  let isAsking = false
  const ask = async () => {
    if (jobs !== null || isAsking || stop.aborted) return
    isAsking = true
    try {
      jobs = await start()
      await jobs?.tick()
    } catch (error) {
      surprise(app, error)
    } finally {
      isAsking = false
    }
  }
  const retry = setInterval(() => void ask(), takeOverMilliseconds)
  return {
    isOurs: () => jobs !== null,
    deliver: async () => jobs?.deliver(),
    [Symbol.asyncDispose]: async () => {
      clearInterval(retry)
      await jobs?.[Symbol.asyncDispose]()
    },
  }
}

const headingOf = (card: Card) => card.plain.split(':')[0] as string

const isTerminal = () => process.stdin.isTTY === true && process.stdout.isTTY === true

const styleOf = (): TextStyle =>
  process.stdout.isTTY
    ? { width: Math.min(widest, process.stdout.columns ?? widest), colour: process.stdout.hasColors() }
    : { width: null, colour: false }

const terminalOf = (app: App, afterAnswer: () => Promise<void>, stop: AbortSignal): Terminal => {
  const historyFile = `${app.workspace.database.file}.history`
  return openTerminal({
    input: process.stdin,
    output: process.stdout,
    interactive: isTerminal(),
    style: styleOf,
    person: 'You',
    place,
    handle: app.handle,
    afterAnswer,
    complete: app.complete,
    startsTable: app.startsTable,
    startsCommand: app.startsCommand,
    history: isTerminal() && existsSync(historyFile) ? readFileSync(historyFile, 'utf8').split('\n') : [],
    keepHistory: (lines) => writeFileSync(historyFile, lines.join('\n'), { mode: 0o600 }),
    stop,
    onSurprise: (error) => surprise(app, error),
  })
}

/** The first signal lets what is under way end; a second one, or too long a wait, ends it at once. */
const stopOnSignals = (): AbortSignal => {
  const stop = new AbortController()
  const patience = () => setTimeout(() => process.exit(2), patienceMilliseconds).unref()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(2)
      stop.abort()
      patience()
    })
  return stop.signal
}

const surprise = (app: App, error: unknown): string => {
  const told = storeRefusal(error, app.workspace.database.file)
  if (told instanceof Refusal) return told.message
  const id = randomUUID().slice(0, 8)
  process.stderr.write(`error ${id}: ${error instanceof Error ? error.stack : String(error)}\n`)
  return `Something went wrong on my side (error ${id}). What was not confirmed was not done; ask again, and tell your operator the number if it stays.`
}
