import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { Refusal } from '../domain/refusal.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { loadBatch } from '../store/imports/batch-list.ts'
import { findToken, type TokenEntry } from '../store/imports/tokens.ts'
import type { ApiContext } from './context.ts'
import { openApi } from './openapi.ts'
import { problem } from './problem.ts'
import { batchJson, readAssessments, readBatches, readPromotions, readRisks } from './reads.ts'
import { kinds, queries } from './routes.ts'
import { sendFeed } from './send-feed.ts'
import { openUploads } from './uploads.ts'

type Env = { Variables: { token: TokenEntry } }

/** Makes the HTTP interface of a workspace, as the listener of a server. */
export const openHttpApi = (api: ApiContext): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  getRequestListener(apiOf(api).fetch)

const apiOf = (api: ApiContext): Hono<Env> => {
  const app = new Hono<Env>()
  const uploads = openUploads()
  app.onError((error, context) => {
    if (error instanceof Refusal) return problem(context, 422, error.message)
    return problem(context, 500, api.onSurprise(error))
  })
  app.notFound((context) => problem(context, 404, 'There is nothing here. See /v1/openapi.json for what there is.'))
  app.get('/v1/openapi.json', (context) => context.json(openApi()))
  app.use('/v1/*', async (context, next) => {
    const token = await tokenOf(context, api)
    if (token === null) return unauthorised(context)
    context.set('token', token)
    return next()
  })
  const reading =
    <S extends z.ZodType>(schema: S, read: (query: z.infer<S>, context: Context<Env>) => Promise<unknown>) =>
    async (context: Context<Env>) => {
      if (!context.get('token').mayRead)
        return problem(context, 403, 'This token may not read. Ask the operator for one with --read.')
      const query = schema.safeParse(context.req.query())
      if (!query.success) return problem(context, 400, queryWords(query.error))
      const found = await read(query.data, context)
      return found === null ? problem(context, 404, 'There is no such thing.') : context.json(found as object)
    }
  const paged = <Q extends { readonly after?: string | undefined; readonly limit: number }>({
    after,
    ...query
  }: Q) => ({
    ...query,
    after: after ?? null,
  })
  app.get(
    '/v1/promotions',
    reading(queries.promotions, (query) => readPromotions(api, { ...paged(query), verdict: query.verdict ?? null })),
  )
  app.get(
    '/v1/risks',
    reading(queries.risks, (query) => readRisks(api, paged(query))),
  )
  app.get(
    '/v1/assessments',
    reading(queries.assessments, (query) =>
      readAssessments(api, { ...paged(query), promotion: query.promotion ?? null }),
    ),
  )
  app.get(
    '/v1/feeds',
    reading(queries.feeds, () => readBatches(api)),
  )
  app.get(
    '/v1/feeds/batches/:batch{[0-9]{1,9}}',
    reading(queries.feeds, async (_, context) => {
      const batch = await loadBatch(api.workspace, Number(context.req.param('batch')))
      return batch === null || batch.state === 'staging' || batch.state === 'discarded' ? null : batchJson(batch)
    }),
  )
  app.get('/v1/feeds/uploads/:upload', async (context) => {
    const upload = uploads.find(context.req.param('upload'))
    return upload === undefined ? problem(context, 404, 'There is no such upload here.') : context.json(upload.state())
  })
  app.post('/v1/feeds/:kind', async (context) => {
    const kind = context.req.param('kind') as FeedKind
    if (!kinds.includes(kind))
      return problem(context, 404, `There is no feed ${kind.slice(0, 40)}. There are ${kinds.join(', ')}.`)
    const token = context.get('token')
    if (!token.feeds.includes(kind))
      return problem(
        context,
        403,
        `This token may not send ${kind}. Nothing was changed. Ask the operator for one that may.`,
      )
    const query = queries.send.safeParse(context.req.query())
    if (!query.success) return problem(context, 400, queryWords(query.error))
    return sendFeed(context, api, uploads, { token, kind, query: query.data })
  })
  return app
}

const tokenOf = async (context: Context, { workspace, now }: ApiContext): Promise<TokenEntry | null> => {
  const shown = /^Bearer (sr_[\w-]{20,100})$/i.exec(context.req.header('authorization') ?? '')?.[1]
  return shown === undefined ? null : findToken(workspace, shown, now())
}

const unauthorised = (context: Context): Response => {
  context.header('www-authenticate', 'Bearer')
  return problem(
    context,
    401,
    'This needs a token that is in use: Authorization: Bearer sr_... The operator makes one with "token add".',
  )
}

const queryWords = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
