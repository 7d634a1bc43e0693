import type { ReadRequest } from '../../http-door.ts'

/** Tells which team a request is about, as far as it says: nothing is known of its signature yet. */
export const teamOf = ({ headers, rawBody }: Pick<ReadRequest, 'headers' | 'rawBody'>): string | null => {
  const text = rawBody.toString()
  if (!String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return teamOfEvent(parsed(text))
  const form = new URLSearchParams(text)
  const payload = form.get('payload')
  return payload === null ? form.get('team_id') : teamOfPayload(parsed(payload))
}

/** An event in a shared channel names the team that it happened in, and the one that the app is installed in. */
const teamOfEvent = (body: unknown): string | null => {
  const [authorization] = Array.isArray(at(body, 'authorizations')) ? (at(body, 'authorizations') as unknown[]) : []
  return textAt(authorization, 'team_id') ?? textAt(body, 'team_id')
}

const teamOfPayload = (body: unknown): string | null =>
  textAt(at(body, 'view'), 'app_installed_team_id') ??
  textAt(at(body, 'team'), 'id') ??
  textAt(at(body, 'user'), 'team_id')

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined

const textAt = (value: unknown, key: string): string | null => {
  const found = at(value, key)
  return typeof found === 'string' && found !== '' ? found : null
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
