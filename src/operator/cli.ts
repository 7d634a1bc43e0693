import { type App, openApp } from '../app.ts'
import type { Card } from '../cards/language/card.ts'
import { explainCard } from '../cards/promotions/explain-card.ts'
import { slackManifest } from '../chat/slack/manifest.ts'
import { drawMessage as drawForSlack } from '../chat/slack/render.ts'
import { drawMessage as drawForTeams } from '../chat/teams/render.ts'
import { renderText } from '../chat/terminal/render.ts'
import { slashCommands } from '../commands/dispatch/manifest.ts'
import { type Config, loadConfig } from '../config.ts'
import { type Day, dayOf, isoOf } from '../domain/day.ts'
import { Refusal } from '../domain/refusal.ts'
import { reportLines } from '../feeds/report-lines.ts'
import { isoDate } from '../parsing/time-values.ts'
import { findChannel } from '../store/channels/channel-names.ts'
import { storeRefusal } from '../store/database/database.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import { assess } from './assess.ts'
import { assessmentJson } from './assessment-json.ts'
import { audit } from './audit.ts'
import { backtestReport } from './backtest.ts'
import { backtestCard } from './backtest-card.ts'
import { backtestJson } from './backtest-json.ts'
import { digest, postDigest } from './digest.ts'
import { explain } from './explain.ts'
import { importFile } from './import.ts'
import { requirements } from './requirements.ts'
import { serve } from './serve.ts'
import { writeTeamsPackage } from './teams-package.ts'
import { readCommandLine, UsageError, usage } from './usage.ts'

type Line = ReturnType<typeof readCommandLine>

const defaultUrl = 'sqlite:./data/shelfready.db'

/** Runs one command line and answers its exit status: 0 done, 1 the input or state is at fault, 2 usage. */
export const run = async (words: readonly string[]): Promise<number> => {
  process.stdout.on('error', endQuietly)
  try {
    const line = readCommandLine(words)
    if (line.name === 'help') return await write(usage)
    return await command(line, loadConfig())
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nNothing was done. "npm run shelfready -- help" shows every command.\n`)
      return 2
    }
    const told = storeRefusal(error, 'in use')
    if (told instanceof Refusal) process.stderr.write(`${told.message}\n`)
    else
      process.stderr.write(
        'Something went wrong that should not. What was not reported as done was not done; run it again, and tell us this if it stays:\n' +
          `${error instanceof Error ? error.stack : String(error)}\n`,
      )
    return 1
  }
}

const command = async (line: Line, config: Config): Promise<number> => {
  if (line.name === 'serve') {
    await serve(config, {
      databaseUrl: line.values.db ?? config.databaseUrl,
      workspace: line.values.workspace ?? 'default',
      now: () => Temporal.Now.instant(),
    })
    return 0
  }
  if (line.name === 'try-slack' || line.name === 'try-teams') {
    const run =
      line.name === 'try-slack' ? (await import('./try-slack.ts')).trySlack : (await import('./try-teams.ts')).tryTeams
    await run(config, () => Temporal.Now.instant())
    return 0
  }
  if (line.name === 'manifest')
    return await write(`${JSON.stringify(slackManifest(slashCommands(), httpsUrl(line, 'Slack')), null, 2)}\n`)
  if (line.name === 'teams-package') {
    const url = httpsUrl(line, 'Teams')
    const file = await writeTeamsPackage({
      appId: config.teams?.registration?.appId ?? null,
      host: url === null ? null : new URL(url).host,
      file: line.values.out ?? './shelfready-teams.zip',
    })
    return await write(
      line.values.json
        ? `${JSON.stringify({ file })}\n`
        : `${file} is written. Upload it in Teams: Apps, Manage your apps, Upload an app.\n${url === null ? 'Its links to more about the bot lead to example.com; with --url they lead to where the bot is.\n' : ''}`,
    )
  }
  await using app = await openApp(config, {
    databaseUrl: line.values.db ?? config.databaseUrl ?? defaultUrl,
    createFolder: line.values.db === undefined && config.databaseUrl === null,
    workspace: line.values.workspace ?? 'default',
    now: () => Temporal.Now.instant(),
  })
  const asked = asOfDay(line)
  const asOf = asked ?? app.today()
  const moment = asked === null ? { now: app.now(), timeZone: app.timeZone } : null
  if (judging.has(line.name)) await app.learn(asOf)
  switch (line.name) {
    case 'import':
      return await importCommand(app, line)
    case 'assess': {
      if ((line.values.promotion === undefined) === (line.values.all !== true))
        throw new UsageError('"assess" needs either --promotion ID or --all.')
      const format = line.values.json ? 'json' : choice(line, ['text', 'json', 'ndjson'])
      const promotion = line.values.promotion ?? null
      for await (const piece of assess(app, {
        promotion,
        asOf,
        moment,
        format,
        ledger: line.values.ledger === true,
        render: renderText,
      }))
        await write(piece)
      return 0
    }
    case 'explain': {
      const [promotion, sku, location] = line.words as [string, string, string]
      const found = await explain(app, promotion, sku, location, asOf, moment)
      return await write(
        `${line.values.json ? JSON.stringify(assessmentJson(found, true)) : renderText(explainCard(found, 'every-day'))}\n`,
      )
    }
    case 'digest': {
      const format = line.values.json ? 'json' : choice(line, ['text', 'json', 'slack', 'teams'])
      const said = line.values.channel ?? '#launches'
      const place = (await findChannel(app.workspace, said)) ?? { id: said, name: said }
      const say = (card: Card) => write(`${drawings[format](card)}\n`)
      if (line.values['dry-run'] === true) return await say(await digest(app, place, asOf))
      const { card, isDelivered } = await postDigest(app, place, asOf)
      process.stderr.write(
        isDelivered ? `Posted in ${place.name}.\n` : `The service of this store posts it in ${place.name}.\n`,
      )
      return await say(card)
    }
    case 'requirements': {
      const { out, told } = await requirements(app, {
        supplier: line.values.supplier?.trim() || null,
        asOf,
        now: asked === null ? app.now() : null,
        format: line.values.json ? 'json' : choice(line, ['text', 'json', 'csv']),
        render: renderText,
      })
      if (told !== null) process.stderr.write(`${told}\n`)
      return await write(out)
    }
    case 'audit': {
      const format = line.values.json ? 'json' : choice(line, ['text', 'json', 'csv'])
      for await (const piece of audit(app, { ...daysOf(line), promotion: line.values.promotion ?? null, format }))
        await write(piece)
      return 0
    }
    case 'backtest': {
      const report = await backtestReport(app, { ...daysOf(line), leadDays: leadDaysOf(line) })
      return await write(
        `${line.values.json ? JSON.stringify(backtestJson(report)) : renderText(backtestCard(report, app.today()), { width: 80, colour: false })}\n`,
      )
    }
    case 'migrate':
      return await write(line.values.json ? '{"upToDate":true}\n' : 'The store is up to date.\n')
    default:
      return 0
  }
}

/** Commands that judge learn first what sales have to teach. */
const judging: ReadonlySet<string> = new Set(['assess', 'explain', 'digest', 'requirements'])

/** How the digest is written, by format. */
const drawings: Readonly<Record<'text' | 'json' | 'slack' | 'teams', (card: Card) => string>> = {
  text: renderText,
  json: (card) => JSON.stringify(card),
  slack: (card) => JSON.stringify(drawForSlack(card)),
  teams: (card) => JSON.stringify(drawForTeams(card)),
}

const importCommand = async (app: App, line: Line): Promise<number> => {
  const [kind, file] = line.words as [string, string]
  if (!Object.hasOwn(feedTables, kind))
    throw new UsageError(`There is no feed "${kind}". There is ${Object.keys(feedTables).join(', ')}.`)
  const rejects = line.values['skip-bad-rows'] ?? null
  const snapshot = line.values.snapshot === true
  if (snapshot && kind !== 'inventory' && kind !== 'inbound')
    throw new UsageError('--snapshot is for inventory and inbound; the other feeds have no picture to replace.')
  if (snapshot && rejects !== null)
    throw new UsageError('--snapshot and --skip-bad-rows do not go together: a skipped row would count as no stock.')
  const asOf = line.values['as-of'] === undefined ? null : isoText(line.values['as-of'], 'as-of')
  const report = await importFile(app, {
    kind: kind as FeedKind,
    file,
    knownOn: asOf,
    snapshot,
    rejects,
    progress: (text) => process.stderr.write(`${text}\n`),
  })
  const text = line.values.json ? `${JSON.stringify(report)}\n` : `${reportLines(report, file).join('\n')}\n`
  const isDone = report.outcome === 'imported'
  if (isDone && kind === 'sales') await app.learn(app.today())
  if (isDone || line.values.json) await write(text)
  else process.stderr.write(text)
  return isDone ? 0 : 1
}

const asOfDay = (line: Line): Day | null => dayOption(line, 'as-of')

const dayOption = (line: Line, option: 'as-of' | 'from' | 'to'): Day | null => {
  const text = line.values[option]
  return text === undefined ? null : dayOf(isoText(text, option))
}

const daysOf = (line: Line): { readonly from: Day | null; readonly to: Day | null } => {
  const [from, to] = [dayOption(line, 'from'), dayOption(line, 'to')]
  if (from !== null && to !== null && from > to)
    throw new UsageError(`--from ${isoOf(from)} is after --to ${isoOf(to)}.`)
  return { from, to }
}

const isoText = (text: string, option: string): string => {
  const date = isoDate(text)
  if (typeof date !== 'string') throw new UsageError(`--${option} "${text}" ${date.reason}.`)
  return date
}

const mostLeadDays = 400

const leadDaysOf = (line: Line): number | null => {
  const text = line.values['lead-days']
  if (text === undefined) return null
  const days = Number(text)
  if (!/^\d{1,3}$/.test(text) || days > mostLeadDays)
    throw new UsageError(`--lead-days "${text}" is not a whole number of days from 0 to ${mostLeadDays}.`)
  return days
}

const httpsUrl = (line: Line, platform: string): string | null => {
  const { url = null } = line.values
  if (url !== null && URL.parse(url)?.protocol !== 'https:')
    throw new UsageError(`--url "${url}" is no https address; ${platform} sends to no other.`)
  return url
}

const choice = <C extends string>(line: Line, choices: readonly C[]): C => {
  const given = line.values.format ?? choices[0]
  const found = choices.find((one) => one === given)
  if (found === undefined) throw new UsageError(`--format is one of ${choices.join(', ')}, not "${given}".`)
  return found
}

/** Writes to standard output at the reader's pace. */
const write = async (text: string): Promise<0> => {
  if (!process.stdout.write(text)) await new Promise((resume) => process.stdout.once('drain', resume))
  return 0
}

/** A reader such as `head` that has seen enough is no error. */
const endQuietly = (error: Error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
}
