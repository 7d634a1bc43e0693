import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { FilterReader } from '../../domain/subscriptions/filter-match.ts'
import { type HasLeft, loadLinkReader } from '../../services/links/link-reader.ts'
import type { LinkKind } from '../../store/links/link-tables.ts'
import { findSharedLink, noteLinkRead, type SharedLink } from '../../store/links/shared-links.ts'
import type { ApiContext } from '../context.ts'
import { openMinuteLimit } from './limits.ts'

/** What links are served with: whose data, the time, and who may still read. */
export type LinkContext = Pick<ApiContext, 'workspace' | 'policy' | 'timeZone' | 'now' | 'today' | 'onSurprise'> & {
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
  readonly hasLeft: HasLeft
}

/** What a link leads to: served at its path, the token and its ending, such as `/calendar/TOKEN.ics`. */
export type LinkedThing = {
  readonly kind: LinkKind
  /** Begins and ends with a slash. */
  readonly path: string
  /** Stands behind the token; empty for a page. */
  readonly ending: string
  readonly contentType: string
  /** Makes what the link shows to its reader; null where that is not there any more. */
  readonly read: (context: LinkContext, link: SharedLink, reader: FilterReader) => Promise<string | null>
}

/** So many times a minute a link is read, and so many links that lead nowhere are tried from one address. */
const mostReads = 30
const mostMisses = 60

/**
 * Serves what links lead to. A link that never was, is revoked, or whose maker may not see any more is answered alike: 404.
 * What has not changed since is answered 304.
 */
export const openLinks = (
  context: LinkContext,
  things: readonly LinkedThing[],
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const isReadTooOften = openMinuteLimit(mostReads)
  const isTriedTooOften = openMinuteLimit(mostMisses)
  const nothing = (request: Context<{ Bindings: HttpBindings }>) =>
    isTriedTooOften(request.env.incoming.socket.remoteAddress ?? '') ? tooMany() : answer(404, 'There is nothing here.')
  app.onError((error) => answer(500, context.onSurprise(error)))
  app.notFound(nothing)
  for (const thing of things)
    app.get(`${thing.path}:file{${tokenPattern}${thing.ending.replaceAll('.', '\\.')}}`, async (request) => {
      const token = (request.req.param('file') ?? '').slice(0, tokenLength)
      const link = await findSharedLink(context.workspace, thing.kind, token)
      const reader = link === null ? null : await loadLinkReader(context.workspace, link, context)
      if (link === null || reader === null) return nothing(request)
      if (isReadTooOften(`${link.id}`)) return tooMany()
      const body = await thing.read(context, link, reader)
      if (body === null) return nothing(request)
      await noteLinkRead(context.workspace, link, context.now())
      return fresh(request.req.header('if-none-match'), body, thing.contentType)
    })
  return getRequestListener(app.fetch)
}

const tokenLength = 43
const tokenPattern = `[A-Za-z0-9_-]{${tokenLength}}`

/** No other site learns the address, no search engine keeps it, and nothing on a page is loaded from elsewhere. */
const headers = {
  'cache-control': 'private, no-cache',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

const answer = (status: number, words: string, more: Readonly<Record<string, string>> = {}): Response =>
  new Response(`${words}\n`, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', ...more } })

const tooMany = () => answer(429, 'That is too often. Ask again in a minute.', { 'retry-after': '60' })

const fresh = (known: string | undefined, body: string, contentType: string): Response => {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 32)}"`
  const all = { ...headers, etag }
  return (known ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
    ? new Response(null, { status: 304, headers: all })
    : new Response(body, { headers: { ...all, 'content-type': contentType } })
}
