import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type App, openApp } from '../../app.ts'
import { welcomeCard } from '../../cards/channels/welcome-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { openTerminal, type Terminal } from '../../chat/terminal/receive.ts'
import { renderForTerminal, type TextStyle } from '../../chat/terminal/render.ts'
import { completeLine, isCommandLine } from '../../commands/help/complete-line.ts'
import type { Config } from '../../config.ts'
import { webhookMessenger } from '../../http/webhook-messenger.ts'
import { isTableHeader } from '../../parsing/pasted-table.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import { greeting } from '../reports/digest.ts'
import { fillSample } from '../trials/sample.ts'
import { type Connection, joinMessengers } from './connection.ts'
import { exitSoon, reportSurprise, stopOnSignals } from './lifecycle.ts'
import { openDoor, openInterface } from './open-door.ts'
import { startPosting, terminalMessenger } from './posting.ts'
import { type ServeOptions, serveChat } from './serve-chat.ts'
import { watchForUpgrade } from './watch-for-upgrade.ts'

const ownStore = './data/shelfready.db'
const sampleStore = './data/sample.db'
const place = '#launches'
const widest = 120

/** Runs the service until it is told to stop: on the platforms that are configured, else in the terminal, where it ends with its input. */
export const serve = async (config: Config, options: ServeOptions): Promise<void> => {
  const stop = stopOnSignals()
  const connections = await connectionsOf(config)
  if (connections.length > 0 || config.platforms.length > 0) {
    await serveChat(config, connections, options, stop)
    exitSoon()
    return
  }
  return serveTerminal(config, options, stop)
}

/** Connects what is configured; the libraries of a platform are loaded only where it is. */
export const connectionsOf = async ({ slack, teams }: Config): Promise<readonly Connection[]> => [
  ...(slack === null ? [] : [(await import('./slack-connection.ts')).slackConnection(slack)]),
  ...(teams === null || (teams.registration !== null && teams.tenants.length === 0)
    ? []
    : [(await import('./teams-connection.ts')).teamsConnection(teams)]),
]

const serveTerminal = async (config: Config, options: ServeOptions, stop: AbortSignal): Promise<void> => {
  const named = options.databaseUrl ?? (existsSync(ownStore) ? `sqlite:${ownStore}` : null)
  await using app = await openApp(config, {
    databaseUrl: named ?? `sqlite:${sampleStore}`,
    createFolder: named === null,
    workspace: options.workspace,
    isToServe: true,
    now: options.now,
  })
  if (named === null) await fillSample(app, place)
  using upgrade = watchForUpgrade(app.workspace.database)
  let deliver = async () => {}
  const terminal = terminalOf(app, () => deliver(), AbortSignal.any([stop, upgrade.signal]))
  // The digest shown first and the digests that the jobs make later use the same learning.
  await app.learn(app.today())
  const today = await greeting(app, place)
  terminal.write(`${renderForTerminal(today, styleOf())}\n\n`)
  const isNew = named === null || (await loadSubscription(app.workspace, place)) === null
  if (isNew) terminal.write(`${renderForTerminal(welcomeCard(named === null ? sampleStore : null), styleOf())}\n\n`)
  let isStarting = true
  // A digest that fell due while no service ran is posted now, but not shown: today's digest has just been shown in full.
  const show = (channel: string, card: Card) => {
    if (!(isStarting && channel === place && card.title.startsWith(headingOf(today)))) terminal.show(channel, card)
  }
  const messenger = joinMessengers([terminalMessenger(app, show), webhookMessenger({ ...app, egress: config.egress })])
  await using posting = await startPosting(app, messenger, stop, (error) => surpriseOf(app, error))
  await posting.caughtUp()
  deliver = posting.deliver
  if (!posting.isOurs())
    terminal.write(
      'Another Shelfready is running on this store and posts messages. This one answers questions, and takes over when the other stops.\n\n',
    )
  isStarting = false
  const web = openInterface({
    app,
    onSurprise: (error) => surpriseOf(app, error),
    wake: posting.wake,
    hasLeft: async () => false,
  })
  await using _door = config.isPortSet
    ? await openDoor({ port: config.port, host: '127.0.0.1' }, new Map(), async () => web)
    : null
  await terminal.chat()
  upgrade.refuseOutgrown()
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
    complete: completeLine,
    startsTable: isTableHeader,
    startsCommand: isCommandLine,
    history: isTerminal() && existsSync(historyFile) ? readFileSync(historyFile, 'utf8').split('\n') : [],
    keepHistory: (lines) => writeFileSync(historyFile, lines.join('\n'), { mode: 0o600 }),
    stop,
    onSurprise: (error) => surpriseOf(app, error),
  })
}

const surpriseOf = (app: App, error: unknown): string =>
  reportSurprise(app.workspace.database.file, error, (id, what) =>
    process.stderr.write(`error ${id}: ${what instanceof Error ? what.stack : String(what)}\n`),
  )
