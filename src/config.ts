import { existsSync, readFileSync } from 'node:fs'
import type * as z from 'zod'
import { errorMessage } from './common/error-message.ts'
import { allowedUrl } from './common/guarded-fetch.ts'
import { type PullSource, readPullSources } from './common/pull-sources.ts'
import { type CompanyConfig, companiesOf, idsOf, listed } from './config/companies.ts'
import { type Secret, secret } from './config/secret.ts'
import { isOwnMachine, type logLevels, settings } from './config/settings.ts'
import type { Policy } from './domain/assessment/readiness.ts'
import { Refusal } from './domain/refusal.ts'

/** How the bot is connected to one Slack workspace: over HTTP with a signing secret, or in Socket Mode with an app token, which wins. */
export type SlackConfig = {
  readonly botToken: Secret
  readonly signingSecret: Secret | null
  readonly appToken: Secret | null
  /** Ends in a slash. */
  readonly apiUrl: string
}

/** The Slack app that several workspaces install, each as a company of its own. */
type SlackAppConfig = {
  readonly clientId: string
  readonly clientSecret: Secret
  readonly signingSecret: Secret
  /** Ends in a slash. */
  readonly apiUrl: string
  /** Where browsers reach the pages by which it is installed, without a slash at the end. */
  readonly ownUrl: string
  /** What tokens are sealed with: the first one seals, the others still open. */
  readonly keys: readonly [Secret, ...Secret[]]
}

/** How the bot is connected to Microsoft Teams: by its registration, or without any to a local playground. */
export type TeamsConfig = {
  /** Null for a local playground, which asks nobody who they are. The tenant is the bot's own. */
  readonly registration: { readonly appId: string; readonly password: Secret; readonly tenantId: string } | null
  /** The tenants whose people may ask; empty for a local playground. */
  readonly tenants: readonly string[]
}

/** What the operator set, checked and frozen. */
export type Config = {
  /** Null when DATABASE_URL is not set: the caller chooses its default. */
  readonly databaseUrl: string | null
  readonly timeZone: string
  readonly policy: Policy
  /** Platform user ids. */
  readonly administrators: readonly string[]
  readonly platforms: readonly ('Slack' | 'Microsoft Teams')[]
  readonly slack: SlackConfig | null
  readonly slackApp: SlackAppConfig | null
  readonly teams: TeamsConfig | null
  /** What is set for companies other than the one that is served by name, by the name of each. */
  readonly companies: ReadonlyMap<string, CompanyConfig>
  /** Where the platforms' requests come in. */
  readonly port: number
  /** The port was set, so that the HTTP interface is opened whatever else is configured. */
  readonly isPortSet: boolean
  /** Where people reach the HTTP interface, without a slash at the end; null where nobody said and no port was set. */
  readonly webUrl: string | null
  /** Hosts that webhooks may reach although they are not public. */
  readonly egress: readonly string[]
  /** By which an assistant acts for a person. */
  readonly token: Secret | null
  /** Where health and metrics are told; null for nowhere. */
  readonly ops: { readonly host: string; readonly port: number } | null
  /** What is called while nothing is wrong; null for nothing. */
  readonly heartbeatUrl: Secret | null
  readonly logLevel: (typeof logLevels)[number]
  /** The folder whose files are imported; null for none. */
  readonly feedFolder: string | null
  /** The sources whose data are fetched again and again. */
  readonly pulls: readonly PullSource[]
}

/** Settings that only make sense together, by platform. */
const halves = [
  {
    platform: 'Slack',
    first: ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'],
    second: ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'],
  },
  { platform: 'Slack', first: ['SLACK_CLIENT_ID'], second: ['SLACK_SIGNING_SECRET'] },
  { platform: 'Slack', first: ['SLACK_CLIENT_ID'], second: ['SHELFREADY_SECRET_KEY'] },
  { platform: 'Slack', first: ['SLACK_CLIENT_ID'], second: ['SHELFREADY_URL'] },
  { platform: 'Slack', first: ['SLACK_CLIENT_ID'], second: ['SLACK_CLIENT_SECRET'] },
  { platform: 'Microsoft Teams', first: ['TEAMS_APP_ID'], second: ['TEAMS_APP_PASSWORD'] },
  { platform: 'Microsoft Teams', first: ['TEAMS_APP_ID'], second: ['TEAMS_TENANT_ID'] },
] as const

/** What is of use without the platform, so that having it asks for nothing. */
const general: ReadonlySet<string> = new Set(['SHELFREADY_URL', 'SHELFREADY_SECRET_KEY'])

/** Tells whether settings are of use by themselves; the signing secret is asked about with the bot token already. */
const isGeneral = (second: readonly string[]): boolean =>
  second.every((name) => general.has(name)) || second.join() === 'SLACK_SIGNING_SECRET'

type Environment = Readonly<Record<string, string | undefined>>

/** The settings, or what is wrong with them: each mistake begins with the name of its setting. */
type ReadSettings =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly mistakes: readonly string[] }

/** Reads the environment; an empty value counts as unset. Throws one Refusal that names every mistake and its remedy. */
export const readConfig = (environment: Environment): Config => {
  const read = readSettings(environment)
  if (read.ok) return read.config
  const { mistakes } = read
  throw new Refusal(
    `The settings have ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}. Nothing was started.\n` +
      mistakes.map((mistake) => `  ${mistake}`).join('\n') +
      '\nFix the environment or the .env file and start again.',
  )
}

/** Reads what of the environment is right, and names every mistake; what a mistake names counts as unset. */
export const readRightSettings = (
  environment: Environment,
): { readonly config: Config; readonly mistakes: readonly string[] } => {
  const read = readSettings(environment)
  if (read.ok) return { config: read.config, mistakes: [] }
  const { mistakes } = read
  const isRight = ([name]: readonly [string, unknown]) => !mistakes.some((mistake) => mistake.includes(name))
  const rest = readSettings(Object.fromEntries(Object.entries(environment).filter(isRight)))
  return { config: rest.ok ? rest.config : readConfig({}), mistakes }
}

const readSettings = (environment: Environment): ReadSettings => {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = settings.safeParse(set)
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${mistakeOf(issue)}`)
  for (const { platform, first, second } of halves) {
    const [one, other] = [first.some((name) => name in set), second.some((name) => name in set)]
    if (one !== other && (one || !isGeneral(second))) {
      const missing = (one ? second : first).join(' or ')
      mistakes.push(
        `${missing}: is missing, but ${platform} needs it with ${(one ? first : second).find((name) => name in set)}`,
      )
    }
  }
  const isRealSlack = 'SLACK_BOT_TOKEN' in set && !(parsed.success && isOwnMachine(new URL(parsed.data.SLACK_API_URL)))
  if (set.TEAMS_LOCAL_PLAYGROUND === '1' && ('TEAMS_APP_ID' in set || 'SLACK_SIGNING_SECRET' in set || isRealSlack))
    mistakes.push(
      'TEAMS_LOCAL_PLAYGROUND: lets in everyone on this machine without asking who they are, so it cannot be combined with TEAMS_APP_ID or a Slack workspace; remove one of them',
    )
  if ('SLACK_CLIENT_ID' in set && 'SLACK_BOT_TOKEN' in set)
    mistakes.push('SLACK_BOT_TOKEN: connects one workspace, and SLACK_CLIENT_ID several; remove one of them')
  const pulls = readPulls(set)
  mistakes.push(...pulls.mistakes)
  const unreachable = parsed.success ? heartbeatMistake(parsed.data) : null
  if (unreachable !== null) mistakes.push(unreachable)
  if (!parsed.success || mistakes.length > 0) return { ok: false, mistakes }
  const { data } = parsed
  const configured = halves.filter(({ first }) => first.some((name) => name in set)).map(({ platform }) => platform)
  const administrators = listed(data.SHELFREADY_ADMINS)
  const config: Config = Object.freeze({
    databaseUrl: data.DATABASE_URL ?? null,
    timeZone: data.SHELFREADY_TIMEZONE,
    policy: Object.freeze({
      stockoutProbability: data.SHELFREADY_POLICY,
      staleDays: data.SHELFREADY_STALE_DAYS,
      moneyFloor: data.SHELFREADY_MONEY_FLOOR,
    }),
    administrators: idsOf(administrators, null),
    companies: companiesOf(administrators, data.TEAMS_TENANT_ID ?? []),
    platforms: [...new Set(configured)],
    slack:
      data.SLACK_BOT_TOKEN === undefined
        ? null
        : Object.freeze({
            botToken: secret(data.SLACK_BOT_TOKEN),
            signingSecret: data.SLACK_SIGNING_SECRET === undefined ? null : secret(data.SLACK_SIGNING_SECRET),
            appToken: data.SLACK_APP_TOKEN === undefined ? null : secret(data.SLACK_APP_TOKEN),
            apiUrl: data.SLACK_API_URL,
          }),
    slackApp: slackAppOf(data),
    teams: teamsOf(data),
    port: data.PORT,
    isPortSet: 'PORT' in set,
    webUrl: data.SHELFREADY_URL ?? ('PORT' in set ? `http://localhost:${data.PORT}` : null),
    token: data.SHELFREADY_TOKEN === undefined ? null : secret(data.SHELFREADY_TOKEN),
    egress: Object.freeze(data.SHELFREADY_EGRESS),
    ops: data.OPS_PORT ?? null,
    heartbeatUrl: data.SHELFREADY_HEARTBEAT_URL === undefined ? null : secret(data.SHELFREADY_HEARTBEAT_URL),
    logLevel: data.LOG_LEVEL,
    feedFolder: data.SHELFREADY_FEED_DIR ?? null,
    pulls: pulls.sources,
  })
  return { ok: true, config }
}

/** Says why a heartbeat must not be sent to its address; null where it may. */
const heartbeatMistake = (data: z.output<typeof settings>): string | null => {
  const { SHELFREADY_HEARTBEAT_URL: url, SHELFREADY_EGRESS: egress } = data
  if (url === undefined) return null
  try {
    allowedUrl({ url, egress })
    return null
  } catch (error) {
    return `SHELFREADY_HEARTBEAT_URL: ${errorMessage(error)}; give a public https address, or name its host in SHELFREADY_EGRESS`
  }
}

/** Reads the file of the sources that are pulled, with the secrets that it names. */
const readPulls = (
  set: Readonly<Record<string, string | undefined>>,
): { readonly sources: readonly PullSource[]; readonly mistakes: readonly string[] } => {
  const path = set.SHELFREADY_PULLS
  if (path === undefined) return { sources: [], mistakes: [] }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return { sources: [], mistakes: [`SHELFREADY_PULLS: ${path} cannot be read; name a JSON file that is there`] }
  }
  const read = readPullSources(text, (name) => (set[name] === undefined ? null : secret(set[name])))
  return read.ok
    ? { sources: read.sources, mistakes: [] }
    : { sources: [], mistakes: read.mistakes.map((mistake) => `SHELFREADY_PULLS: ${mistake}`) }
}

const slackAppOf = (data: z.output<typeof settings>): SlackAppConfig | null => {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_SIGNING_SECRET: signingSecret } = data
  const { SHELFREADY_URL: ownUrl, SHELFREADY_SECRET_KEY: [first, ...older] = [] } = data
  if (clientId === undefined || clientSecret === undefined || signingSecret === undefined) return null
  if (ownUrl === undefined || first === undefined) return null
  return Object.freeze({
    clientId,
    clientSecret: secret(clientSecret),
    signingSecret: secret(signingSecret),
    apiUrl: data.SLACK_API_URL,
    ownUrl,
    keys: [secret(first), ...older.map(secret)] as const,
  })
}

const teamsOf = (data: z.output<typeof settings>): TeamsConfig | null => {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_TENANT_ID: tenants } = data
  if (data.TEAMS_LOCAL_PLAYGROUND === '1') return Object.freeze({ registration: null, tenants: [] })
  const home = tenants?.[0]
  if (appId === undefined || password === undefined || tenants === undefined || home === undefined) return null
  const registration = Object.freeze({ appId, password: secret(password), tenantId: home.id })
  return Object.freeze({ registration, tenants: idsOf(tenants, null) })
}

const mistakeOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_type' ? 'is not a number' : issue.message

/** Reads `.env` and the process environment, which wins. The only place that does. */
export const loadConfig = (): Config => readConfig(loadEnvironment())

/** Reads the same, as far as it is right, with every mistake. */
export const loadRightSettings = (): ReturnType<typeof readRightSettings> => readRightSettings(loadEnvironment())

const loadEnvironment = (): Environment => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** Gives the environment of a program that is started, with settings of its own. */
export const environmentWith = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
})
