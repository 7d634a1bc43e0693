import { isObject, type JsonObject } from '../slack/block-kit-shape.ts'
import type { ConnectorCall } from './fake-connector.ts'
import type { TeamsMethod } from './fake-plan.ts'

const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

const methodOf = (verb: string, shape: string): TeamsMethod | null =>
  (
    ({
      'POST conversations': 'create',
      'POST conversations/*/activities': 'send',
      'POST conversations/*/activities/*': 'reply',
      'PUT conversations/*/activities/*': 'edit',
      'DELETE conversations/*/activities/*': 'delete',
      'GET conversations/*/members/*': 'member',
      'GET conversations/*/pagedmembers': 'members',
      'GET teams/*': 'team',
      'GET teams/*/conversations': 'channels',
    }) as const
  )[`${verb} ${shape}` as never] ?? null

/** Reads what a request asks of the connector, or null where there is nothing to ask. */
export const routeOf = (verb: string, url: URL, body: JsonObject): ConnectorCall | null => {
  const [root, version, ...parts] = url.pathname.slice(1).split('/').map(decoded)
  if (root !== 'teams' || version !== 'v3' || parts.includes(null)) return null
  const shape = parts.map((part, index) => (index % 2 === 1 ? '*' : part)).join('/')
  const method = methodOf(verb, shape)
  if (!method) return null
  const [kind, first = null, , second = null] = parts
  return {
    method,
    conversationId: kind === 'conversations' ? first : null,
    teamId: kind === 'teams' ? first : null,
    activityId: method === 'member' ? null : second,
    memberId: method === 'member' ? second : null,
    query: url.searchParams,
    body,
  }
}

/** Reads a body as a JSON object; null where it is none. */
export const readJson = (text: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
