import type { Config } from '../config.ts'
import { type Day, dayOf, isoOf } from '../domain/day.ts'
import { isoDate } from '../parsing/time-values.ts'
import type { StoreOptions } from '../store/database/open-store.ts'
import { type CommandLine, UsageError } from './usage.ts'

const defaultUrl = 'sqlite:./data/shelfready.db'

/** Gives the store that a command line works on. */
export const storeOf = ({ values }: CommandLine, { databaseUrl }: Config): StoreOptions => ({
  databaseUrl: values.db ?? databaseUrl ?? defaultUrl,
  createFolder: values.db === undefined && databaseUrl === null,
  workspace: values.workspace ?? 'default',
})

/** Gives an ISO date that an option names. Throws a UsageError where it is none. */
export const isoText = (text: string, option: string): string => {
  const date = isoDate(text)
  if (typeof date !== 'string') throw new UsageError(`--${option} "${text}" ${date.reason}.`)
  return date
}

/** Gives the day that an option names; null where the option is absent. */
export const dayOption = (line: CommandLine, option: 'as-of' | 'from' | 'to'): Day | null => {
  const text = line.values[option]
  return text === undefined ? null : dayOf(isoText(text, option))
}

/** Gives the days from --from to --to, null where one is absent. Throws a UsageError where they are the wrong way round. */
export const daysOf = (line: CommandLine): { readonly from: Day | null; readonly to: Day | null } => {
  const [from, to] = [dayOption(line, 'from'), dayOption(line, 'to')]
  if (from !== null && to !== null && from > to)
    throw new UsageError(`--from ${isoOf(from)} is after --to ${isoOf(to)}.`)
  return { from, to }
}

const mostLeadDays = 400

/** Gives the whole days of --lead-days; null where it is absent. */
export const leadDaysOf = (line: CommandLine): number | null => {
  const text = line.values['lead-days']
  if (text === undefined) return null
  const days = Number(text)
  if (!/^\d{1,3}$/.test(text) || days > mostLeadDays)
    throw new UsageError(`--lead-days "${text}" is not a whole number of days from 0 to ${mostLeadDays}.`)
  return days
}

const highestPort = 65_534

/** Gives the port of --port; undefined where it is absent. */
export const portOf = (line: CommandLine): number | undefined => {
  const text = line.values.port
  if (text === undefined) return undefined
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > highestPort)
    throw new UsageError(`--port "${text}" is not a port; use a whole number from 1 to ${highestPort}.`)
  return port
}

/** Gives the https address of --url; null where it is absent. Throws a UsageError for any other address. */
export const httpsUrl = (line: CommandLine, platform: string): string | null => {
  const { url = null } = line.values
  if (url !== null && URL.parse(url)?.protocol !== 'https:')
    throw new UsageError(`--url "${url}" is not an https address, and ${platform} only sends to https.`)
  return url
}

/** Gives the format to write: `json` with --json, else what --format chooses, else the first one. */
export const formatOf = <F extends string>(line: CommandLine, formats: readonly [F, ...F[]]): F | 'json' => {
  if (line.values.json) return 'json'
  const given = line.values.format ?? formats[0]
  const found = formats.find((one) => one === given)
  if (found === undefined) throw new UsageError(`--format is one of ${formats.join(', ')}, not "${given}".`)
  return found
}
