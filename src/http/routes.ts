import * as z from 'zod'
import { riskSchema } from '../services/risks/risk-json.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import {
  assessmentSchema,
  batchSchema,
  importSchema,
  pageOf,
  problemSchema,
  promotionSchema,
  uploadSchema,
} from './schemas.ts'

const paging = {
  after: z.string().max(200).optional().describe('The cursor of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
}

/** What can be asked with each request, by its path; a body is described in the text. */
export const queries = {
  promotions: z.strictObject({ ...paging, verdict: z.enum(['ready', 'at-risk', 'not-ready', 'unknown']).optional() }),
  risks: z.strictObject(paging),
  assessments: z.strictObject({ ...paging, promotion: z.string().max(200).optional() }),
  feeds: z.strictObject({}),
  send: z.strictObject({
    snapshot: z.stringbool().default(false).describe('The file replaces the whole picture of the locations it names'),
    as_of: z.iso.date().optional().describe('The day from which its rows are known'),
    skip_bad_rows: z.stringbool().default(false).describe('Good rows count although there are bad ones'),
    accept_empty: z.stringbool().default(false),
    file: z.string().max(200).optional().describe('The name of the file'),
  }),
} as const

export const kinds = Object.keys(feedTables) as [FeedKind, ...FeedKind[]]

/** What is said of each path in the description of the interface. */
export const routes = [
  {
    method: 'get',
    path: '/v1/promotions',
    says: 'Promotions that run or come up, with their verdicts',
    query: queries.promotions,
    answers: { 200: pageOf(promotionSchema) },
  },
  {
    method: 'get',
    path: '/v1/risks',
    says: 'What somebody has to do, by when, and who has it',
    query: queries.risks,
    answers: { 200: pageOf(riskSchema) },
  },
  {
    method: 'get',
    path: '/v1/assessments',
    says: 'The judgement of each promotion line',
    query: queries.assessments,
    answers: { 200: pageOf(assessmentSchema) },
  },
  {
    method: 'get',
    path: '/v1/feeds',
    says: 'The last files that came in',
    query: queries.feeds,
    answers: { 200: pageOf(batchSchema) },
  },
  {
    method: 'get',
    path: '/v1/feeds/batches/{batch}',
    says: 'One batch',
    query: queries.feeds,
    answers: { 200: batchSchema, 404: problemSchema },
  },
  {
    method: 'get',
    path: '/v1/feeds/uploads/{upload}',
    says: 'How far a file is that was sent with Prefer: respond-async',
    query: queries.feeds,
    answers: { 200: uploadSchema, 404: problemSchema },
  },
  {
    method: 'post',
    path: '/v1/feeds/{kind}',
    says: 'Sends a file: CSV, NDJSON with the columns of the contract, or XLSX, also compressed with gzip. The same Idempotency-Key with the same request is answered as the first time',
    query: queries.send,
    answers: {
      ...{ 201: importSchema, 202: importSchema, 400: problemSchema, 408: problemSchema, 409: problemSchema },
      ...{ 413: problemSchema, 422: problemSchema, 429: problemSchema },
    },
  },
] as const
