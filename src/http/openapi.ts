import * as z from 'zod'
import { notices } from '../services/webhooks/notices.ts'
import { kinds, routes } from './routes.ts'
import { problemSchema } from './schemas.ts'

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'input' })
  return plain
}

const answerOf = (status: string, schema: z.ZodType) => [
  status,
  {
    description: descriptions[status] ?? 'Done',
    content: {
      [Number(status) >= 400 ? 'application/problem+json' : 'application/json']: { schema: schemaOf(schema) },
    },
  },
]

const descriptions: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'The file counts',
  202: 'The file is held until somebody releases it, or is still being read',
  400: 'The request or its body cannot be read; nothing was changed',
  401: 'No token, or one that is wrong or over',
  403: 'The token does not allow this',
  404: 'There is no such thing',
  408: 'The body came too slowly; nothing was changed',
  409: 'A request with the same Idempotency-Key is being answered',
  413: 'The body is too long; nothing was changed',
  422: 'The file was refused; nothing was changed',
  429: 'Too many files are being sent at once; nothing was changed',
}

const parametersOf = (path: string, query: z.ZodObject) => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'kind' ? { type: 'string', enum: kinds } : { type: 'string' },
  })),
  ...Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType),
  })),
]

const bodies = ['text/csv', 'application/x-ndjson', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']

/** Describes the HTTP interface as OpenAPI 3.1, made from the schemas that requests and answers are checked with. */
export const openApi = (): object => ({
  openapi: '3.1.0',
  info: {
    title: 'Shelfready',
    version: '1',
    description: 'Sends feeds and reads verdicts. Every request but this one needs a bearer token.',
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  security: [{ token: [] }],
  paths: Object.fromEntries(
    [...Map.groupBy(routes, ({ path }) => path)].map(([path, own]) => [
      path,
      Object.fromEntries(
        own.map(({ method, says, query, answers }) => [
          method,
          {
            summary: says,
            parameters: [
              ...parametersOf(path, query),
              ...(method === 'post'
                ? [
                    {
                      name: 'Idempotency-Key',
                      in: 'header',
                      required: false,
                      schema: { type: 'string', maxLength: 200 },
                    },
                  ]
                : []),
            ],
            ...(method === 'post'
              ? {
                  requestBody: {
                    required: true,
                    content: Object.fromEntries(
                      bodies.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
                    ),
                  },
                }
              : {}),
            responses: Object.fromEntries([
              ...Object.entries(answers).map(([status, schema]) => answerOf(status, schema)),
              answerOf('401', problemSchema),
              answerOf('403', problemSchema),
            ]),
          },
        ]),
      ),
    ]),
  ),
  webhooks: Object.fromEntries(
    Object.entries(notices).map(([event, schema]) => [
      event,
      {
        post: {
          summary: schema.description,
          security: [],
          parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
            name,
            in: 'header',
            required: true,
            schema: { type: 'string' },
          })),
          requestBody: { required: true, content: { 'application/json': { schema: schemaOf(schema) } } },
          responses: { 204: { description: 'Taken; anything from 500 is sent again later' } },
        },
      },
    ]),
  ),
})
