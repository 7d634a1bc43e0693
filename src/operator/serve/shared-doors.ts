import type { IncomingMessage } from 'node:http'
import type { Branch, Route } from '../../chat/http-door.ts'
import type { Config } from '../../config.ts'
import { openMinuteLimit } from '../../http/links/limits.ts'
import type { Database } from '../../store/database/database.ts'
import { whoseSecret } from '../../store/database/whose.ts'
import { beginInstallation, endInstallation, keepInstalledTeam } from '../../store/delivery/installed-teams.ts'
import type { Companies } from './companies.ts'
import type { Log } from './log.ts'
import type { FindInterface, HttpInterface } from './open-door.ts'
import { sealingOf } from './sealing-of.ts'

/**
 * Makes the routes of the platforms, which each company's own door stands behind: a request goes to the company that it names,
 * whose door checks the signature of all of it.
 */
export const sharedRoutes = ({ all }: Companies, others: ReadonlyMap<string, Route>): ReadonlyMap<string, Route> => {
  const paths = new Set([...all().flatMap(({ doors }) => doors.map(({ path }) => path)), ...others.keys()])
  const doorsAt = (path: string) => all().flatMap(({ doors }) => doors.filter((door) => door.path === path))
  const anyAt = (path: string): Route | undefined => others.get(path) ?? doorsAt(path)[0]?.route
  return new Map(
    [...paths].map((path) => [
      path,
      {
        bodyBytes: anyAt(path)?.bodyBytes ?? 0,
        refuse: (request) => {
          const any = anyAt(path)
          return any === undefined ? 404 : any.refuse(request)
        },
        handle: (request, response) => {
          const route = doorsAt(path).find(({ takes }) => takes(request))?.route ?? anyAt(path)
          if (route === undefined) return void response.writeHead(404).end()
          route.handle(request, response)
        },
      },
    ]),
  )
}

const bearer = /^Bearer (sr_[\w-]{20,100})$/i
const linkToken = /\/([\w-]{43})(?:\.\w+)?(?:\?|$)/

/** Finds the company whose token or link a request shows; what is nobody's is answered by the one that is named, which does not know it. */
export const findInterface =
  (database: Database, { all, own }: Companies): FindInterface =>
  async (request, kind) => {
    const named = own()?.web ?? closed
    const companies = all()
    if (companies.length === 1) return named
    const shown = kind === 'api' ? bearer.exec(request.headers.authorization ?? '') : linkToken.exec(request.url ?? '')
    const id = shown?.[1] === undefined ? null : await whoseSecret(database, secretKinds[kind], shown[1])
    return id === null ? named : (companies.find(({ app }) => app.workspace.id === id)?.web ?? closed)
  }

const notServed: Branch['handle'] = async (_, response) => void response.writeHead(503, { 'retry-after': '60' }).end()

/** A company that is not served, such as one that removed the app. */
const closed: HttpInterface = { api: notServed, links: notServed }

const secretKinds = { api: 'feed_token', links: 'shared_link' } as const

/** What answers Slack's requests for workspaces without the app, and the pages by which they install it. */
export const installing = async (
  config: Config,
  database: Database,
  { reconcile }: Companies,
  { log, now }: { readonly log: Log; readonly now: () => Temporal.Instant },
): Promise<{ readonly lobby: ReadonlyMap<string, Route>; readonly pages: readonly Branch[] }> => {
  const { slackApp } = config
  const sealing = sealingOf(config)
  if (slackApp === null || sealing === null) return { lobby: new Map(), pages: [] }
  const { openInstaller } = await import('../../chat/slack/installing/installer.ts')
  const { openLobby } = await import('../../chat/slack/installing/lobby.ts')
  const { slackPath } = await import('../../chat/slack/manifest.ts')
  const pages = openInstaller({
    clientId: slackApp.clientId,
    clientSecret: slackApp.clientSecret.reveal(),
    apiUrl: slackApp.apiUrl,
    ownUrl: slackApp.ownUrl,
    begin: (options, at) => beginInstallation(database, options, at),
    end: (state, at) => endInstallation(database, state, at),
    keep: async (installed) => {
      await keepInstalledTeam(database, sealing, installed, now().toString({ smallestUnit: 'millisecond' }))
      log.info('slack app installed', { team: installed.teamId })
      await reconcile()
    },
    log: (how, words) => log[how]('slack', { words }),
  })
  return {
    lobby: new Map([[slackPath, openLobby(slackApp.signingSecret.reveal())]]),
    pages: pages.map(exactly(openMinuteLimit(mostOpenings))),
  }
}

/** So many times a minute the pages are opened from one address: each begins something that is stored for a while. */
const mostOpenings = 60

/** A branch answers what is below its path; a page stands at its path alone. */
const exactly =
  (isTooOften: (address: string) => boolean) =>
  ({ path, handle }: Branch): Branch => ({
    path,
    handle: async (request: IncomingMessage, response) => {
      const status =
        URL.parse(request.url ?? '', 'http://door')?.pathname !== path
          ? 404
          : isTooOften(request.socket.remoteAddress ?? '')
            ? 429
            : null
      if (status === null) await handle(request, response)
      else response.writeHead(status, { connection: 'close' }).end()
    },
  })
