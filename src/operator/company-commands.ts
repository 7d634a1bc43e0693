import { stripControl } from '../chat/strip-control.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { timeZoneNamed } from '../domain/time-zone.ts'
import { addCompany, type Company, loadCompanies, removeCompany, setCompanyZone } from '../store/database/whose.ts'
import { openWorkspace } from '../store/database/workspace.ts'
import { loadInstallations } from '../store/delivery/installations.ts'
import { resealTokens } from '../store/delivery/installed-teams.ts'
import type { StoreCommand } from './on-store.ts'
import { write } from './output.ts'
import { sealingOf } from './serve/sealing-of.ts'
import { type CommandLine, UsageError } from './usage.ts'

/** Lists and makes the companies of a store, sets their zones, and seals their tokens anew. */
export const companyCommand = async (command: StoreCommand, config: Config): Promise<number> => {
  const [act, name] = command.line.words
  switch (act) {
    case 'list':
      return list(command)
    case 'add':
      return add(command, nameOf(act, name))
    case 'zone':
      return setZone(command, nameOf(act, name))
    case 'remove':
      return remove(command, config, nameOf(act, name))
    case 'reseal':
      return reseal(command, config)
    default:
      throw new UsageError(`"company" takes list, add, zone, remove or reseal, not "${act}".`)
  }
}

const nameOf = (act: string, name: string | undefined): string => {
  if (name !== undefined && /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(name)) return name
  throw new UsageError(`"company ${act}" needs a name of letters and digits, such as acme.`)
}

const zoneOf = ({ values }: CommandLine): string | null => {
  if (values.timezone === undefined) return null
  const zone = timeZoneNamed(values.timezone)
  if (zone === null)
    throw new UsageError(`--timezone "${values.timezone}" is not a zone; use one such as Europe/Berlin.`)
  return zone
}

const list = async ({ app, line }: StoreCommand): Promise<number> => {
  const companies = await loadCompanies(app.workspace.database)
  const rows = await Promise.all(
    companies.map(async ({ workspace, timeZone }) => ({
      name: workspace.name,
      timeZone,
      installations: await loadInstallations(workspace),
    })),
  )
  if (line.values.json) return write(`${JSON.stringify(rows)}\n`)
  return write(`${rows.map((row) => stripControl(lineOf(row))).join('\n')}\n`)
}

type Row = Pick<Company, 'timeZone'> & {
  readonly name: string
  readonly installations: Awaited<ReturnType<typeof loadInstallations>>
}

const lineOf = ({ name, timeZone, installations }: Row): string =>
  [
    name,
    ...(timeZone === null ? [] : [timeZone]),
    ...installations.map(
      ({ platform, externalId, name: called, endedAt }) =>
        `${platform} ${called ?? externalId}${endedAt === null ? '' : `, removed ${endedAt.slice(0, 10)}`}`,
    ),
  ].join(' · ')

const add = async ({ app, line }: StoreCommand, name: string): Promise<number> => {
  await addCompany(app.workspace.database, name, zoneOf(line), app.now())
  return write(`${name} is added. Name it with --workspace ${name}, or connect a Teams tenant to it.\n`)
}

const setZone = async ({ app, line }: StoreCommand, name: string): Promise<number> => {
  const zone = zoneOf(line)
  await setCompanyZone(await openWorkspace(app.workspace.database, name), zone)
  return write(
    `${name} has ${zone === null ? 'the zone of the settings' : `the zone ${zone}`} once the service looks again.\n`,
  )
}

const remove = async ({ app, line }: StoreCommand, config: Config, name: string): Promise<number> => {
  if (name === app.workspace.name)
    throw new Refusal(
      `${name} is what the command line works for. Nothing was deleted. Name another one with --workspace.`,
    )
  const workspace = await openWorkspace(app.workspace.database, name)
  const teams = (await loadInstallations(workspace)).filter(
    ({ platform, endedAt }) => platform === 'slack' && endedAt === null,
  )
  const isMapped = (config.companies.get(name)?.tenants.length ?? 0) > 0
  if (teams.length > 0 || isMapped)
    throw new Refusal(
      `${name} is connected. Nothing was deleted. ${teams.length > 0 ? 'Remove the app in Slack' : 'Take its tenants out of TEAMS_TENANT_ID and start the service again'} first.`,
    )
  if (line.values.yes !== true)
    throw new UsageError(`"company remove" deletes everything of ${name} and cannot be taken back. Add --yes to go on.`)
  const rows = await removeCompany(workspace, app.now())
  return write(`${name} and its ${rows} rows are deleted. Backups keep what they had.\n`)
}

const reseal = async ({ app }: StoreCommand, config: Config): Promise<number> => {
  const sealing = sealingOf(config)
  if (sealing === null)
    throw new Refusal('There are no tokens to seal: SLACK_CLIENT_ID is not set. Nothing was changed.')
  const { resealed, lost } = await resealTokens(app.workspace.database, sealing)
  await write(`${resealed === 1 ? '1 token is' : `${resealed} tokens are`} sealed with the first key now.\n`)
  if (lost.length === 0) return 0
  process.stderr.write(
    `No key of SHELFREADY_SECRET_KEY opens the token of ${lost.join(', ')}. Add the key that sealed it, or install the app there again.\n`,
  )
  return 1
}
