import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Activity as BotActivity, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import type { ReadRequest, Route } from '../http-door.ts'
import { answerActivity } from './answer.ts'
import { bodyBytes } from './limits.ts'
import { readActivity, tenantOf } from './requests.ts'
import type { Registration } from './send.ts'
import type { TeamsContext } from './teams-context.ts'

/** Where Teams sends everything. */
export const teamsPath = '/api/messages'

/** Which activities are accepted. */
export type Guard = {
  /** Null in the local playground, where nobody signs in. */
  readonly registration: Registration | null
  /** Tenants in lower case; none in the local playground. */
  readonly tenants: readonly string[]
  readonly isService: (url: string) => boolean
  /** Where the keys are published by which activities are signed; Microsoft's own unless said otherwise. */
  readonly keysUrl?: string
}

const issuer = 'https://api.botframework.com'

/** Opens the door through which Teams' activities come: what is not genuine is refused before anything is done about it. */
export const openTeamsDoor = (receiving: TeamsContext, guard: Guard): Route => {
  const authenticate = openAuthentication(guard)
  const handle = async (request: ReadRequest): Promise<{ readonly status: number; readonly body?: unknown }> => {
    const body = parsed(request.rawBody)
    const activity = readActivity(body)
    if (activity === null) return { status: 400 }
    if (activity.channelId !== 'msteams' || !guard.isService(activity.serviceUrl)) return { status: 403 }
    if (guard.registration !== null && !guard.tenants.includes(tenantOf(activity))) return { status: 403 }
    if (!(await authenticate(body as BotActivity, request.headers.authorization ?? ''))) return { status: 401 }
    return answerActivity(receiving, activity)
  }
  return {
    bodyBytes,
    refuse: (request) => {
      const isFit = guard.registration === null ? isLocal(request) : isPlausible(request, guard.registration.appId)
      return isFit ? null : 401
    },
    handle: (request, response) => {
      handle(request).then(
        ({ status, body }) => answer(response, status, body),
        (error) => {
          receiving.onSurprise(error)
          answer(response, 500, undefined)
        },
      )
    },
  }
}

/** Gives the tenant that an activity names, before anything is known of who sent it; empty where it names none. */
export const tenantNamed = (body: Buffer): string => {
  const activity = readActivity(parsed(body))
  return activity === null ? '' : tenantOf(activity)
}

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

const answer = (response: ServerResponse, status: number, body: unknown) => {
  if (response.headersSent) return
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** A web page in a browser on this machine must not pass for the playground. */
const isLocal = ({ headers }: IncomingMessage): boolean =>
  headers.origin === undefined &&
  headers['sec-fetch-site'] === undefined &&
  loopback.test(headers.host ?? '') &&
  /^application\/json\b/i.test(headers['content-type'] ?? '')

/** What does not even claim to be a token of the Bot Framework for this bot is refused before its body is read. */
const isPlausible = ({ headers }: IncomingMessage, appId: string): boolean => {
  const [, head, claims] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(headers.authorization ?? '') ?? []
  if (head === undefined || claims === undefined) return false
  const { alg } = decoded(head)
  const { iss, aud, exp } = decoded(claims)
  return alg === 'RS256' && iss === issuer && aud === appId && typeof exp === 'number'
}

const decoded = (part: string): Readonly<Record<string, unknown>> => {
  const value = parsed(Buffer.from(part, 'base64url'))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** The library takes its own addresses as a whole or not at all. */
const elsewhere = ({ tenantId }: Registration, keysUrl: string) => ({
  ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${tenantId}`,
  ToChannelFromBotOAuthScope: issuer,
  ToBotFromChannelTokenIssuer: issuer,
  OAuthUrl: issuer,
  ToBotFromChannelOpenIdMetadataUrl: keysUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: keysUrl,
  CallerId: 'urn:botframework:azure',
})

const openAuthentication = ({ registration, keysUrl }: Guard) => {
  if (registration === null) return async () => true
  const authentication = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: registration.appId,
    MicrosoftAppPassword: registration.password,
    MicrosoftAppTenantId: registration.tenantId,
    MicrosoftAppType: 'SingleTenant',
    ...(keysUrl === undefined ? {} : elsewhere(registration, keysUrl)),
  })
  return async (activity: BotActivity, authorization: string): Promise<boolean> => {
    try {
      const { claimsIdentity } = await authentication.authenticateRequest(activity, authorization)
      const claim = (name: string) => claimsIdentity.getClaimValue(name)
      return claimsIdentity.isAuthenticated && claim('iss') === issuer && claim('serviceurl') === activity.serviceUrl
    } catch (error) {
      // An attempt is no surprise; keys that cannot be fetched are.
      if (error instanceof Error && /openID config|Failed to load/.test(error.message)) throw error
      return false
    }
  }
}
