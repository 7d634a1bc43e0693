import type { IncomingMessage, ServerResponse } from 'node:http'
import { ErrorCode, type Installation, InstallProvider } from '@slack/oauth'
import { redirectPath, slackScopes } from '../manifest.ts'
import { openCalls, silentLogger } from '../web-api.ts'
import { failedPage, installedPage, installPage, pageHeaders, sendPage } from './pages.ts'

/** Where an installation begins. */
const installPath = '/slack/install'

/** A team that has just installed the app. */
type Installed = {
  readonly teamId: string
  readonly name: string | null
  readonly token: string
  readonly installedBy: string
}

/** What installing needs: the app's credentials, the address of this service, and where things are kept. */
export type InstallerOptions = {
  readonly clientId: string
  readonly clientSecret: string
  readonly apiUrl: string
  /** Without a slash at its end. */
  readonly ownUrl: string
  /** Keeps that a browser has begun, and gives what it must bring back. */
  readonly begin: (options: string, now: Date) => Promise<string>
  /** Takes back what a browser brings, once; throws where that is unknown, used or too old. */
  readonly end: (state: string, now: Date) => Promise<string>
  readonly keep: (installed: Installed) => Promise<void>
  readonly log: (how: 'warn' | 'error', words: string) => void
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The pages by which teams install the app, by path. */
export type Installer = readonly { readonly path: string; readonly handle: Handle }[]

/** Opens the pages by which Slack workspaces install the app. What begins is bound to its browser by a cookie, and used once. */
export const openInstaller = (options: InstallerOptions): Installer => {
  const { clientId, clientSecret, apiUrl, ownUrl, begin, end, keep, log } = options
  const redirectUri = `${ownUrl}${redirectPath}`
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    authorizationUrl: new URL('../oauth/v2/authorize', apiUrl).href,
    clientOptions: openCalls('', apiUrl).clientOptions,
    logger: silentLogger,
    renderHtmlForInstallPath: installPage,
    stateStore: {
      generateStateParam: (install, now) => begin(JSON.stringify(install), now),
      verifyStateParam: async (now, state) => JSON.parse(await end(state, now)),
    },
    installationStore: {
      storeInstallation: (installation) => keep(installedOf(installation as Installation<'v2', false>)),
      fetchInstallation: async () => {
        throw new Error('Tokens are not fetched by the library')
      },
    },
  })
  const failed = (response: ServerResponse, error: unknown) => {
    const { status, why, isOurs } = failureOf(error)
    log(isOurs ? 'error' : 'warn', `an installation failed: ${codeOf(error)}`)
    sendPage(response, status, failedPage(why))
  }
  return [
    {
      path: installPath,
      handle: async (request, response) => {
        if (request.method !== 'GET') return sendPage(response, 405, failedPage('Open this page in a browser.'))
        for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
        await provider.handleInstallPath(request, response, {}, { scopes: [...slackScopes], redirectUri })
      },
    },
    {
      path: redirectPath,
      handle: async (request, response) => {
        if (request.method !== 'GET') return sendPage(response, 405, failedPage('Open this page in a browser.'))
        await provider.handleCallback(request, response, {
          success: ({ team }) => sendPage(response, 200, installedPage(team?.name ?? 'Your workspace')),
          failure: (error) => failed(response, error),
        })
      },
    },
  ]
}

/** What cannot be installed is refused in a sentence. */
class NotInstallable extends Error {
  override readonly name = 'NotInstallable'
}

const installedOf = ({ team, bot, user, isEnterpriseInstall }: Installation<'v2', false>): Installed => {
  if (isEnterpriseInstall || team === undefined)
    throw new NotInstallable('A whole Enterprise organisation cannot install it. Choose one workspace.')
  if (bot === undefined) throw new NotInstallable('Slack gave no bot token. Check the scopes of the app.')
  const missing = slackScopes.filter((scope) => !bot.scopes.includes(scope))
  if (missing.length > 0) throw new NotInstallable(`Slack left out these scopes: ${missing.join(', ')}.`)
  return { teamId: team.id, name: team.name ?? null, token: bot.token, installedBy: user.id }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'unknown'

const browser = 'It was begun in another browser, too long ago, or is finished already.'

const failureOf = (error: unknown): { readonly status: number; readonly why: string; readonly isOurs: boolean } => {
  if (error instanceof NotInstallable) return { status: 400, why: error.message, isOurs: false }
  if (error instanceof Error && error.name === 'Refusal') return { status: 400, why: browser, isOurs: false }
  switch (codeOf(error)) {
    case ErrorCode.AuthorizationError:
      return { status: 200, why: 'You did not allow it in Slack.', isOurs: false }
    case ErrorCode.MissingStateError:
    case ErrorCode.InvalidStateError:
    case ErrorCode.MissingCodeError:
      return { status: 400, why: browser, isOurs: false }
    default:
      return { status: 502, why: 'Slack did not accept it, or cannot be reached. Try again in a minute.', isOurs: true }
  }
}
