import type { App } from '../../app.ts'
import { ownClient } from '../../chat/client-fit.ts'
import { secret } from '../../config/secret.ts'
import type { Config } from '../../config.ts'
import { type Company, loadCompanies } from '../../store/database/whose.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { endInstalledTeam, type InstalledTeam, loadInstalledTeams } from '../../store/delivery/installed-teams.ts'
import type { Connection } from './connection.ts'
import { sealingOf } from './sealing-of.ts'
import { type ServedCompany, type Serving, serveCompany } from './serve-company.ts'

/** The companies of a store that are served now. */
export type Companies = AsyncDisposable & {
  readonly all: () => readonly ServedCompany[]
  /** The one that is named; undefined while it cannot be served. */
  readonly own: () => ServedCompany | undefined
  /** Looks which companies are connected by now, and serves those and no others. */
  readonly reconcile: () => Promise<void>
}

/** Other processes on the store may install and remove the app too: what they did is looked for this often. */
const lookMilliseconds = 10_000

/** What a company is to be served with; where `key` is another one than before it is served anew. */
type Plan = {
  readonly key: string
  readonly workspace: Workspace
  readonly config: Config
  readonly connect: () => Promise<readonly Connection[]>
}

/**
 * Serves every company of a store that a platform is connected to, each with connections, jobs and settings of its own, and
 * the one that is named whatever it is connected to.
 */
export const openCompanies = async (
  config: Config,
  own: {
    readonly workspace: Workspace
    readonly connections: readonly Connection[]
    readonly prepare?: (app: App) => Promise<void>
  },
  serving: Serving,
): Promise<Companies> => {
  const { database } = own.workspace
  const { onSurprise, log, stop } = serving
  const sealing = sealingOf(config)
  const served = new Map<number, ServedCompany & { readonly key: string }>()
  let last: Promise<void> = Promise.resolve()
  let isStarting = true

  const teamsOf = async (tenants: readonly string[]): Promise<readonly Connection[]> => {
    if (config.teams === null || tenants.length === 0) return []
    const connect = serving.connectTeams ?? (await import('./teams-connection.ts')).teamsConnection
    return [connect({ ...config.teams, tenants })]
  }

  const planOf = (company: Company, teams: readonly InstalledTeam[]): Plan => {
    const { workspace } = company
    const isOwn = workspace.id === own.workspace.id
    const settings = config.companies.get(workspace.name) ?? { administrators: [], tenants: [] }
    const installed = teams.filter((one) => one.workspaceId === workspace.id)
    const administrators = [
      ...(isOwn ? config.administrators : []),
      ...settings.administrators,
      ...installed.flatMap(({ installedBy }) => installedBy ?? []),
    ]
    return {
      key: JSON.stringify([installed, settings.tenants, company.timeZone]),
      workspace: isOwn ? own.workspace : workspace,
      config: {
        ...config,
        administrators,
        timeZone: company.timeZone ?? config.timeZone,
        ...(isOwn ? {} : { feedFolder: null, pulls: [] }),
      },
      connect: async () => [
        ...(isOwn ? own.connections : []),
        ...(await teamsOf(settings.tenants)),
        ...(await Promise.all(installed.map((team) => slackOf(config, team, removeFrom(workspace, team))))),
      ],
    }
  }

  const removeFrom =
    (workspace: Workspace, { teamId }: InstalledTeam) =>
    async () => {
      await endInstalledTeam(workspace, teamId, serving.now().toString({ smallestUnit: 'millisecond' }))
      log.info('slack app removed', { team: teamId })
      // The request that told of it is still being answered.
      setImmediate(() => void reconcile())
    }

  const bring = async (): Promise<void> => {
    const teams = sealing === null ? [] : await loadInstalledTeams(database, sealing)
    const plans = (await loadCompanies(database)).map((company) => planOf(company, teams))
    const wanted = new Map(plans.filter((plan) => isServed(plan, teams)).map((plan) => [plan.workspace.id, plan]))
    for (const [id, company] of served)
      if (wanted.get(id)?.key !== company.key) {
        served.delete(id)
        await company[Symbol.asyncDispose]()
      }
    for (const [id, plan] of wanted) if (!served.has(id) && !stop.aborted) await begin(id, plan)
  }

  const isServed = ({ workspace }: Plan, teams: readonly InstalledTeam[]): boolean =>
    workspace.id === own.workspace.id ||
    (config.companies.get(workspace.name)?.tenants.length ?? 0) > 0 ||
    teams.some(({ workspaceId }) => workspaceId === workspace.id)

  /** One company that cannot be served does not keep the others from it; the one that is named does. */
  const begin = async (id: number, plan: Plan): Promise<void> => {
    try {
      const connections = await plan.connect()
      const isOwn = id === own.workspace.id
      const company = await serveCompany(
        plan.config,
        { workspace: plan.workspace, connections, isOneOfSeveral: !isOwn },
        serving,
        isOwn ? own.prepare : undefined,
      )
      served.set(id, { ...company, key: plan.key })
      if (!isOwn) log.info('company', { workspace: plan.workspace.name })
    } catch (error) {
      if (id === own.workspace.id && isStarting) throw error
      log.error('company is not served', { workspace: plan.workspace.name, reason: onSurprise(error) })
    }
  }

  const reconcile = (): Promise<void> => {
    last = last.then(bring).catch((error) => void onSurprise(error))
    return last
  }
  try {
    await bring()
  } catch (error) {
    await Promise.all([...served.values()].map((company) => company[Symbol.asyncDispose]()))
    throw error
  }
  isStarting = false
  const isAlone = sealing === null && config.companies.size === 0
  const looking = isAlone ? null : setInterval(() => void reconcile(), lookMilliseconds)
  return {
    all: () => [...served.values()],
    own: () => served.get(own.workspace.id),
    reconcile,
    [Symbol.asyncDispose]: async () => {
      if (looking !== null) clearInterval(looking)
      await last
      await Promise.all([...served.values()].map((company) => company[Symbol.asyncDispose]()))
    },
  }
}

const slackOf = async (
  { slackApp }: Config,
  { teamId, token }: InstalledTeam,
  onRemoved: () => Promise<void>,
): Promise<Connection> => {
  if (slackApp === null || token === null)
    throw new Error(`The token of ${teamId} cannot be opened with the keys of SHELFREADY_SECRET_KEY`)
  const { signingSecret, apiUrl } = slackApp
  return (await import('./slack-connection.ts')).slackConnection(
    { botToken: secret(token), signingSecret, appToken: null, apiUrl },
    ownClient,
    { id: teamId, onRemoved },
  )
}
