import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { type App, openApp } from '../app.ts'
import { terminalChat } from '../chat/terminal/receive.ts'
import { renderText } from '../chat/terminal/render.ts'
import type { Config } from '../config.ts'
import { isoOf } from '../domain/day.ts'
import { Refusal } from '../domain/refusal.ts'
import { importFeed } from '../feeds/import.ts'
import { sampleCompany } from '../sample/company.ts'
import { hasBatch, openBatch } from '../store/batches.ts'
import { storeRefusal } from '../store/database.ts'
import { digest } from './digest.ts'

/** Where the service keeps its data, and whose. */
export type ServeOptions = {
  readonly databaseUrl: string | null
  readonly workspace: string
  readonly now: () => Temporal.Instant
}

const ownStore = './data/shelfready.db'
const sampleStore = './data/sample.db'
const sampleSource = 'sample company'
const place = '#launches'

/** Runs the service until its input ends: today's digest, then one command after the other. */
export const serve = async (config: Config, options: ServeOptions): Promise<void> => {
  if (config.platforms.length > 0)
    throw new Refusal(
      `${config.platforms.join(' and ')} ${config.platforms.length === 1 ? 'is' : 'are'} configured, but this version only has the terminal chat. ` +
        'Nothing was started. Leave those settings out to try it here.',
    )
  const named = options.databaseUrl ?? (existsSync(ownStore) ? `sqlite:${ownStore}` : null)
  await using app = await openApp(config, {
    databaseUrl: named ?? `sqlite:${sampleStore}`,
    createFolder: named === null,
    workspace: options.workspace,
    now: options.now,
  })
  if (named === null) await fillSample(app)
  const interactive = process.stdin.isTTY === true
  const write = (text: string) => void process.stdout.write(text)
  write(`${renderText(await digest(app, place, app.today()))}\n\n`)
  if (named === null)
    write(`This is a made-up company, kept in ${sampleStore}. Ask: promo list, promo why P-1, stock SKU-100, help.\n\n`)
  await terminalChat({
    input: process.stdin,
    write,
    interactive,
    person: { id: 'terminal:you', name: 'You' },
    place,
    handle: app.handle,
    onSurprise: (error) => surprise(app, error),
  })
}

/** Imports the made-up company as of today through the ordinary feeds, once a day. */
const fillSample = async (app: App): Promise<void> => {
  if (await hasBatch(app.workspace, 'promotions', sampleSource, isoOf(app.today()))) return
  for (const [kind, text] of sampleCompany(app.today())) {
    const report = await importFeed({
      kind,
      source: Readable.from([Buffer.from(text)]),
      timeZone: app.timeZone,
      open: () =>
        openBatch(app.workspace, kind, {
          mode: 'upsert',
          source: sampleSource,
          knownOn: isoOf(app.today()),
          knownSaid: false,
          now: app.now(),
          holdFor: 0,
        }),
    })
    if (report.outcome === 'refused')
      throw new Error(`The sample ${kind} feed is wrong: ${JSON.stringify(report.problems[0])}`)
  }
}

const surprise = (app: App, error: unknown): string => {
  const told = storeRefusal(error, app.workspace.database.file)
  if (told instanceof Refusal) return told.message
  const id = randomUUID().slice(0, 8)
  process.stderr.write(`error ${id}: ${error instanceof Error ? error.stack : String(error)}\n`)
  return `Something went wrong on my side (error ${id}). What was not confirmed was not done; ask again, and tell your operator the number if it stays.`
}
