import type { Card } from '../cards/language/card.ts'
import { explainCard } from '../cards/promotions/explain-card.ts'
import { drawMessage as drawForSlack } from '../chat/slack/render.ts'
import { drawMessage as drawForTeams } from '../chat/teams/render.ts'
import { renderForTerminal } from '../chat/terminal/render.ts'
import { typedHere } from '../chat/typed-here.ts'
import { type Day, isoOf } from '../domain/day.ts'
import { lastWhole } from '../domain/scorecard/period.ts'
import { assessmentJson } from '../services/assessment/assessment-json.ts'
import { findChannel } from '../store/channels/channel-names.ts'
import { daysOf, formatOf, leadDaysOf } from './line-options.ts'
import type { StoreCommand } from './on-store.ts'
import { write, writeAll } from './output.ts'
import { assess } from './reports/assess.ts'
import { audit } from './reports/audit.ts'
import { backtestReport } from './reports/backtest.ts'
import { backtestCard } from './reports/backtest-card.ts'
import { backtestJson } from './reports/backtest-json.ts'
import { digest, postDigest } from './reports/digest.ts'
import { explain } from './reports/explain.ts'
import { requirements } from './reports/requirements.ts'
import { scorecard } from './reports/scorecard.ts'
import { UsageError } from './usage.ts'

/** Judges one promotion or all. */
export const assessCommand = async ({ app, line, asOf, moment }: StoreCommand): Promise<number> => {
  if ((line.values.promotion === undefined) === (line.values.all !== true))
    throw new UsageError('"assess" needs either --promotion ID or --all.')
  const format = formatOf(line, ['text', 'json', 'ndjson'])
  const promotion = line.values.promotion ?? null
  const ledger = line.values.ledger === true
  return writeAll(assess(app, { promotion, asOf, moment, format, ledger, render: renderForTerminal }))
}

/** Explains the judgement of one promotion line day by day. */
export const explainCommand = async ({ app, line, asOf, moment }: StoreCommand): Promise<number> => {
  const [promotion, sku, location] = line.words as [string, string, string]
  const found = await explain(app, promotion, sku, location, asOf, moment)
  return write(
    `${line.values.json ? JSON.stringify(assessmentJson(found, true)) : renderForTerminal(explainCard(found, 'every-day'))}\n`,
  )
}

/** How the digest is written, by format. */
const drawings: Readonly<Record<'text' | 'json' | 'slack' | 'teams', (card: Card) => string>> = {
  text: renderForTerminal,
  json: (card) => JSON.stringify(card),
  slack: (card) => JSON.stringify(drawForSlack(card)),
  teams: (card) => JSON.stringify(drawForTeams(typedHere(card, '@Shelfready '))),
}

/** Posts a channel's digest, or with --dry-run only writes it. */
export const digestCommand = async ({ app, line, asOf, moment }: StoreCommand): Promise<number> => {
  const format = formatOf(line, ['text', 'json', 'slack', 'teams'])
  const channel = line.values.channel ?? '#launches'
  const place = (await findChannel(app.workspace, channel)) ?? { id: channel, name: channel }
  const writeCard = (card: Card) => write(`${drawings[format](card)}\n`)
  if (line.values['dry-run'] === true) return writeCard(await digest(app, place, asOf, moment))
  const { card, isDelivered } = await postDigest(app, place, asOf, moment)
  process.stderr.write(
    isDelivered ? `Posted in ${place.name}.\n` : `The running service will post it in ${place.name}.\n`,
  )
  return writeCard(card)
}

/** Lists what has to be ordered. */
export const requirementsCommand = async ({ app, line, asOf, moment }: StoreCommand): Promise<number> => {
  const { out, told } = await requirements(app, {
    supplier: line.values.supplier?.trim() || null,
    asOf,
    moment,
    format: formatOf(line, ['text', 'json', 'csv']),
    render: renderForTerminal,
  })
  if (told !== null) process.stderr.write(`${told}\n`)
  return write(out)
}

/** Lists what people did and what was imported. */
export const auditCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const format = formatOf(line, ['text', 'json', 'csv'])
  return writeAll(audit(app, { ...daysOf(line), promotion: line.values.promotion ?? null, format }))
}

const parts = ['category', 'supplier', 'location', 'owner', 'item'] as const

/** Says how the promotions of a period went: of the last quarter, unless days are named. */
export const scorecardCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const { from, to } = daysOf(line)
  const last = lastWhole('quarter', app.today())
  const by = line.values.by === undefined ? null : parts.find((part) => part === line.values.by)
  if (by === undefined) throw new UsageError(`--by is one of ${parts.join(', ')}, not "${line.values.by}".`)
  const period = from === null && to === null ? last : { from: from ?? (to as Day) - 90, to: to ?? app.today() - 1 }
  if (period.from > period.to) throw new UsageError(`--from ${isoOf(period.from)} is after yesterday.`)
  return write(
    await scorecard(app, {
      period,
      by: by === 'item' ? 'sku' : by,
      format: formatOf(line, ['text', 'json', 'csv']),
      render: renderForTerminal,
    }),
  )
}

/** Replays the company's own history. */
export const backtestCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const report = await backtestReport(app, { ...daysOf(line), leadDays: leadDaysOf(line) })
  return write(
    `${line.values.json ? JSON.stringify(backtestJson(report)) : renderForTerminal(backtestCard(report, app.today()), { width: 80, colour: false })}\n`,
  )
}
