import type { JsonObject } from '../slack/block-kit-shape.ts'
import { authorizationOf, type Forgery } from './fake-tokens.ts'

/** What may be told of a delivery. */
export type DeliverHow = {
  /** What is wrong with its token. */
  readonly forge?: Forgery
  /** Claims that replace those of its token. */
  readonly claims?: JsonObject
  /** The body as it is sent, in place of the activity. */
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
  /** How long Teams waiting for an answer, in milliseconds. */
  readonly patience?: number
}

/** What a bot answered to a delivery. */
export type Delivered = {
  readonly status: number
  /** The body as JSON, or as text where it is none, or null where there is none. */
  readonly body: unknown
  readonly text: string
  readonly milliseconds: number
}

const bodyOf = (text: string): unknown => {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Sends an activity to a bot as the Bot Framework does, signed unless told otherwise. */
export const deliverTo = async (
  botUrl: string,
  activity: JsonObject,
  { appId, serviceUrl, ...how }: DeliverHow & { readonly appId: string; readonly serviceUrl: string },
): Promise<Delivered> => {
  const { forge, claims, raw, headers = {}, path = '/api/messages', patience = 60_000 } = how
  const authorization = authorizationOf({ appId, serviceUrl, forge, claims })
  const started = performance.now()
  const response = await fetch(`${botUrl.replace(/\/$/, '')}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      ...(authorization === null ? {} : { authorization }),
      ...headers,
    },
    body: raw ?? JSON.stringify(activity),
    signal: AbortSignal.timeout(patience),
  })
  const text = await response.text()
  return { status: response.status, body: bodyOf(text), text, milliseconds: performance.now() - started }
}
