import * as z from 'zod'
import { moneySchema, riskSchema } from '../risks/risk-json.ts'

const verdict = z.enum(['ready', 'at-risk', 'not-ready', 'unknown'])

const promotion = {
  promotion_id: z.string(),
  name: z.string(),
  start: z.iso.date(),
  end: z.iso.date(),
  as_of: z.iso.date(),
}

const noticeOf = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), timestamp: z.iso.datetime(), data })

/** What systems are told, by event: the body of each message, with what the event means. */
export const notices = {
  'verdict.changed': noticeOf(
    'verdict.changed',
    z.strictObject({ ...promotion, from: verdict.nullable(), to: verdict, money_at_risk: moneySchema }),
  ).describe('The verdict of a promotion is another one; from is null for a new promotion'),
  'risk.opened': noticeOf('risk.opened', riskSchema).describe('There is something that someone has to do'),
  'decision.agreed': noticeOf(
    'decision.agreed',
    z.strictObject({
      promotion_id: z.string(),
      name: z.string(),
      decision: z.int(),
      option: z.string(),
      what: z.string(),
      agreed_by: z.string(),
      agreed_at: z.iso.datetime(),
    }),
  ).describe('Marketing and supply have agreed on what to do about a promotion'),
  'ads.pause': noticeOf(
    'ads.pause',
    z.strictObject({
      ...promotion,
      items: z.array(z.strictObject({ sku: z.string(), location: z.string(), sells_out_on: z.iso.date().nullable() })),
    }),
  ).describe('What a promotion sells runs out in its days, and no order arrives in time: stop advertising it'),
  'ads.resume': noticeOf('ads.resume', z.strictObject(promotion)).describe(
    'A promotion for which ads.pause was sent is ready again',
  ),
} as const

/** The name of an event that systems can ask for. */
export type EventName = keyof typeof notices

/** Every event that systems can ask for. */
export const eventNames = Object.keys(notices) as readonly EventName[]

/** What a system is told. */
export type Notice = z.infer<(typeof notices)[EventName]>
