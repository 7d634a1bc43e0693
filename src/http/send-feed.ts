import { hash } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type * as z from 'zod'
import type { ImportReport } from '../feeds/import-report.ts'
import { askedLines } from '../feeds/mapping/asked-lines.ts'
import { reportLines } from '../feeds/report-lines.ts'
import type { ImportProgress, IncomingFile, Taken } from '../services/imports/incoming-file.ts'
import { takeFile } from '../services/imports/take-file.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { keepAnswer, loadKeptAnswer, type TokenEntry } from '../store/imports/tokens.ts'
import { type ApiContext, mostBodies, mostBodyBytes } from './context.ts'
import { problem } from './problem.ts'
import { BodyRefused, csvOfObjects, type ReceivedBody, receiveBody } from './receive-body.ts'
import type { queries } from './routes.ts'
import type { importSchema } from './schemas.ts'
import type { Uploads } from './uploads.ts'

type Answer = { readonly status: ContentfulStatusCode; readonly body: object }

let receiving = 0
/** The requests with a key that are being answered, by token and key. */
const answering = new Set<string>()

/** Takes a feed that a system sends. */
export const sendFeed = async (
  context: Context,
  api: ApiContext,
  uploads: Uploads,
  wish: { readonly token: TokenEntry; readonly kind: FeedKind; readonly query: z.infer<(typeof queries)['send']> },
): Promise<Response> => {
  if (receiving >= mostBodies)
    return problem(
      context,
      429,
      'Too many files are being sent at once. Nothing was changed. Send it again in a minute.',
    )
  receiving++
  const key = context.req.header('idempotency-key')?.slice(0, 200) ?? null
  const stack = new AsyncDisposableStack()
  stack.defer(() => void receiving--)
  try {
    const body = stack.use(
      await receiveBody(context.req.raw.body, { mostBytes: mostBodyBytes, saidBytes: saidBytesOf(context) }),
    )
    const asked = hash('sha256', JSON.stringify([body.hash, wish.kind, wish.query]))
    const own = JSON.stringify([api.workspace.id, wish.token.name, key])
    if (key !== null && answering.has(own))
      return problem(context, 409, 'A request with this Idempotency-Key is being answered. Ask again in a minute.')
    if (key !== null) {
      answering.add(own)
      stack.defer(() => void answering.delete(own))
    }
    const before = key === null ? null : await loadKeptAnswer(api.workspace, wish.token.name, key)
    if (before !== null && before.bodyHash !== asked)
      return problem(
        context,
        422,
        'This Idempotency-Key came with another request. Nothing was changed. Use a new key.',
      )
    if (before !== null)
      return json(context, before.status as ContentfulStatusCode, JSON.parse(before.answer) as object)
    const path = await pathOf(context, body, wish.kind)
    const owned = stack.move()
    const taking = answerFor(api, fileOf(path, wish), (progress) => upload?.progress(progress)).then(async (answer) => {
      if (key !== null && answer.status < 500)
        await keepAnswer(
          api.workspace,
          wish.token.name,
          key,
          { bodyHash: asked, status: answer.status, answer: JSON.stringify(answer.body) },
          api.now(),
        )
      return answer
    })
    const done = taking.finally(() => owned[Symbol.asyncDispose]())
    const upload = /respond-async/.test(context.req.header('prefer') ?? '') ? uploads.open(done) : null
    if (upload === null) {
      const answer = await done
      return json(context, answer.status, answer.body)
    }
    context.header('location', `/v1/feeds/uploads/${upload.id}`)
    return json(context, 202, upload.state())
  } catch (error) {
    if (error instanceof BodyRefused) return problem(context, error.status, error.message)
    throw error
  } finally {
    await stack[Symbol.asyncDispose]()
  }
}

const json = (context: Context, status: ContentfulStatusCode, body: object): Response =>
  status >= 400
    ? context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
    : context.json(body, status)

const saidBytesOf = (context: Context): number | null => {
  const said = Number(context.req.header('content-length') ?? Number.NaN)
  return Number.isFinite(said) ? said : null
}

const pathOf = async (context: Context, body: ReceivedBody, kind: FeedKind): Promise<string> => {
  const type = context.req.header('content-type') ?? ''
  return /ndjson|jsonl|json-seq/.test(type) ? csvOfObjects(body.path, kind) : body.path
}

const fileOf = (
  path: string,
  {
    token,
    kind,
    query,
  }: { readonly token: TokenEntry; readonly kind: FeedKind; readonly query: z.infer<(typeof queries)['send']> },
): IncomingFile => ({
  path,
  name: query.file ?? `${kind} from ${token.name}`,
  door: 'http',
  sender: token.name,
  kind,
  mode: query.snapshot ? 'snapshot' : 'upsert',
  knownOn: query.as_of ?? null,
  answers: {},
  rejectsPath: query.skip_bad_rows ? `${path}.rejects` : null,
  acceptEmpty: query.accept_empty,
})

const answerFor = async (
  api: ApiContext,
  file: IncomingFile,
  progress: (progress: ImportProgress) => void,
): Promise<Answer> => {
  const taken = await takeFile(api, file, { progress })
  if (taken.kind === 'imported') api.onImported()
  return answerOf(taken, file)
}

const answerOf = (taken: Taken, { name }: IncomingFile): Answer => {
  switch (taken.kind) {
    case 'imported':
      return { status: 201, body: importJson(taken.report) }
    case 'held':
      return { status: 202, body: importJson(taken.report) }
    case 'asked':
      return refusal('The file does not say all that is needed. Nothing was changed.', {
        detail: askedLines(taken.recognised, name, (id, value) => `${id}=${value}`).join('\n'),
        questions: taken.recognised.questions,
      })
    case 'refused':
      return refusal('The file was refused. Nothing was changed.', {
        detail: taken.report === null ? taken.reason : detailOf(taken.report, name),
        ...(taken.report === null ? {} : { problems: taken.report.problems, rejected: taken.report.rejected }),
      })
  }
}

/** Says what is wrong with a file and what its sender can do over HTTP. */
const detailOf = (report: ImportReport, name: string): string =>
  [...reportLines(report, name).slice(0, -1), mendOf(report)].join('\n')

const mendOf = ({ fault, rejected, rows }: ImportReport): string => {
  if (fault === 'empty') return 'If it is meant to be empty, add accept_empty=true. If not, export it again.'
  if (fault === null && rejected < rows) return 'Fix it, or send the good rows alone with skip_bad_rows=true.'
  return 'Fix it and send it again.'
}

const refusal = (title: string, more: object): Answer => ({
  status: 422,
  body: { type: 'about:blank', status: 422, title, ...more },
})

const importJson = (report: ImportReport): z.infer<typeof importSchema> => ({
  batch: report.batch,
  outcome: report.outcome === 'held' ? 'held' : 'imported',
  rows: report.rows,
  inserted: report.inserted,
  changed: report.changed,
  unchanged: report.unchanged,
  rejected: report.rejected,
  hold_reasons: report.holdReasons.map(({ code, text, examples }) => ({ code, text, examples: [...examples] })),
  problems: report.problems.map(({ line, column, value, reason }) => ({ line, column, value, reason })),
})
