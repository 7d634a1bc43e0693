import * as z from 'zod'

const day = z.iso.date()
const moment = z.iso.datetime()

/** One promotion as it stands. */
export const promotionSchema = z.strictObject({
  promotion_id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  status: z.string(),
  start: day,
  end: day,
  as_of: day,
  verdict: z.enum(['ready', 'at-risk', 'not-ready', 'unknown']),
  lines: z.int(),
  lines_short: z.int(),
})

/** One promotion line as `assess` writes it. */
export const assessmentSchema = z
  .looseObject({
    promotion_id: z.string(),
    sku: z.string(),
    location: z.string(),
    as_of: day,
    verdict: z.enum(['ready', 'at-risk', 'not-ready', 'unknown']),
  })
  .describe('The object of `assess --format ndjson`, as docs/commands.md describes it')

/** A batch that a file made. */
export const batchSchema = z.strictObject({
  batch: z.int(),
  kind: z.string(),
  file: z.string(),
  state: z.enum(['held', 'visible', 'refused', 'undone']),
  door: z.string().nullable(),
  sender: z.string().nullable(),
  rows: z.int().nullable(),
  came_at: moment,
  hold_reasons: z.array(z.strictObject({ code: z.string(), text: z.string(), examples: z.array(z.string()) })),
})

/** What became of a file that was sent. */
export const importSchema = z.strictObject({
  batch: z.int().nullable(),
  outcome: z.enum(['imported', 'held']),
  rows: z.int(),
  inserted: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  hold_reasons: batchSchema.shape.hold_reasons,
  problems: z.array(
    z.strictObject({ line: z.int(), column: z.string(), value: z.string().nullable(), reason: z.string() }),
  ),
})

/** How far the reading of a file is that is taken later. */
export const uploadSchema = z.strictObject({
  upload: z.string(),
  state: z.enum(['reading', 'done']),
  rows: z.int(),
  rows_a_second: z.int(),
  seconds_left: z.int().nullable(),
  status: z.int().nullable(),
  answer: z.unknown(),
})

/** What failed, as RFC 9457 writes it. */
export const problemSchema = z.looseObject({ type: z.string(), status: z.int(), title: z.string() })

/** A page of a list; `next` is the cursor of the next one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })
