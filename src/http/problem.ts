import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** An answer that says what failed and what to do, as RFC 9457 writes it. */
export const problem = (
  context: Context,
  status: ContentfulStatusCode,
  title: string,
  more: Readonly<Record<string, unknown>> = {},
): Response =>
  context.body(JSON.stringify({ type: 'about:blank', status, title, ...more }), status, {
    'content-type': 'application/problem+json',
  })
