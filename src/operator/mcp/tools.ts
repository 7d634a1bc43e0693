import * as z from 'zod'
import type { App } from '../../app.ts'
import { feedsCard } from '../../cards/imports/feeds-card.ts'
import type { Card } from '../../cards/language/card.ts'
import type { ApiContext } from '../../http/context.ts'
import { readPromotions, readRisks } from '../../http/reads.ts'
import { promotionSchema } from '../../http/schemas.ts'
import { loadFeedsOverview } from '../../services/imports/feeds-overview.ts'
import { riskSchema } from '../../services/risks/risk-json.ts'
import { findChannel } from '../../store/channels/channel-names.ts'
import { digest } from '../reports/digest.ts'
import type { Caller } from './caller.ts'

/** What a tool answers: a card for people, and where there is one the same as data. */
type ToolAnswer = { readonly card: Card; readonly data?: Readonly<Record<string, unknown>> }

/** One thing that an assistant can ask for. */
export type Tool<Input extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly says: string
  readonly acts: boolean
  readonly input: Input
  /** The form of the data that it answers with. */
  readonly output?: z.ZodObject
  readonly run: (input: z.infer<Input>, caller: Caller, app: App) => Promise<ToolAnswer>
}

const tool = <Input extends z.ZodObject>(one: Tool<Input>): Tool => one as unknown as Tool

/** Writes a value so that a line takes it for one word, whatever is in it. */
const word = (value: string | number): string =>
  `"${String(value)
    .replaceAll(/["\p{Cc}]/gu, ' ')
    .trim()}"`

const keyed = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([key, value]) => (value === undefined || value === '' ? [] : [` ${key}:${word(value)}`]))
    .join('')

const text = z.string().trim().min(1).max(200)
const promotion = z.strictObject({ promotion: text.describe('Its id, such as P-12') })
const mostListed = 200

const contextOf = (app: App): ApiContext => ({ ...app, onImported: () => {}, onSurprise: String })

const ofPromotion = (name: string, says: string, words: string): Tool =>
  tool({
    ...{ name, says, acts: false, input: promotion },
    run: async (input, { ask }) => ({ card: await ask(`${words} ${word(input.promotion)}`) }),
  })

const reading: readonly Tool[] = [
  tool({
    name: 'promotions',
    says: 'Lists promotions that run or come up, with their verdicts. Ask with verdict not-ready for what is not ready.',
    acts: false,
    input: z.strictObject({
      verdict: z.enum(['not-ready', 'at-risk', 'unknown', 'ready']).optional().describe('Only those of this verdict'),
      page: z.int().min(1).max(999).default(1),
    }),
    output: z.object({ promotions: z.array(promotionSchema) }),
    run: async ({ verdict, page }, { ask }, app) => ({
      card: await ask(`promo list${keyed({ severity: verdict, page: page > 1 ? page : undefined })}`),
      data: {
        promotions: (await readPromotions(contextOf(app), { verdict: verdict ?? null, after: null, limit: mostListed }))
          .items,
      },
    }),
  }),
  tool({
    name: 'risks',
    says: 'Lists what someone has to do, the most urgent first: orders to place, decisions, missing data.',
    acts: false,
    input: z.strictObject({ page: z.int().min(1).max(999).default(1) }),
    output: z.object({ risks: z.array(riskSchema) }),
    run: async ({ page }, { ask }, app) => ({
      card: await ask(`shelfready risks${keyed({ page: page > 1 ? page : undefined })}`),
      data: { risks: (await readRisks(contextOf(app), { after: null, limit: mostListed })).items },
    }),
  }),
  ofPromotion('promotion_show', 'Shows how one promotion stands and what to do next.', 'promo show'),
  ofPromotion('promotion_why', 'Explains the verdict of one promotion.', 'promo why'),
  ofPromotion('promotion_details', 'Shows everything behind the verdict of one promotion.', 'promo details'),
  tool({
    name: 'stock',
    says: 'Shows stock, orders under way, lead time and what can still be promised of one item.',
    acts: false,
    input: z.strictObject({ item: text.describe('Its code'), location: text.optional() }),
    run: async ({ item, location }, { ask }) => ({ card: await ask(`stock ${word(item)}${keyed({ at: location })}`) }),
  }),
  tool({
    name: 'requirements',
    says: 'Lists what has to be ordered for coming promotions: quantity, supplier and last day.',
    acts: false,
    input: z.strictObject({ supplier: text.optional() }),
    run: async ({ supplier }, { ask }) => ({
      card: await ask(`shelfready requirements${supplier === undefined ? '' : ` ${word(supplier)}`}`),
    }),
  }),
  tool({
    name: 'digest',
    says: 'Says what the morning digest of a channel would say now. Posts nothing.',
    acts: false,
    input: z.strictObject({ channel: text.default('#launches') }),
    run: async ({ channel }, { ask }, app) => {
      const seen = await ask('promo list')
      if (seen.refusal !== undefined) return { card: seen }
      const place = (await findChannel(app.workspace, channel)) ?? { id: channel, name: channel }
      return { card: await digest(app, place, app.today(), { now: app.now(), timeZone: app.timeZone }) }
    },
  }),
  tool({
    name: 'feeds',
    says: 'Tells which data came in when, and what is held and why.',
    acts: false,
    input: z.strictObject({}),
    run: async (_, { ask }, app) => {
      const seen = await ask('promo list')
      if (seen.refusal !== undefined) return { card: seen }
      return {
        card: feedsCard(await loadFeedsOverview({ ...app, now: app.now() }), {
          timeZone: app.timeZone,
          today: app.today(),
        }),
      }
    },
  }),
]

const day = z.iso.date()

const acting: readonly Tool[] = [
  tool({
    name: 'risk_acknowledge',
    says: 'Takes risks on for the person whose token it is.',
    acts: true,
    input: z.strictObject({
      risks: z
        .array(z.string().regex(/^R-\d{1,9}$/i))
        .min(1)
        .max(20),
    }),
    run: async ({ risks }, { ask }) => ({ card: await ask(`shelfready ack ${risks.join(' ')}`) }),
  }),
  tool({
    name: 'order_placed',
    says: 'Records an order that the person has placed. It counts until a feed reports it.',
    acts: true,
    input: z.strictObject({
      risk: z.string().regex(/^[RP]-\d{1,9}$/i),
      reference: text.describe("The order's number"),
      due: day.describe('The day it arrives'),
      units: z.number().positive().optional(),
      sku: text.optional(),
      location: text.optional(),
    }),
    run: async ({ risk, reference, due, units, sku, location }, { ask }) => ({
      card: await ask(`shelfready ordered ${risk} ${word(reference)}${keyed({ due, units, sku, at: location })}`),
    }),
  }),
  tool({
    name: 'promotion_add',
    says: 'Registers a promotion and gives its verdict.',
    acts: true,
    input: z.strictObject({
      name: text,
      skus: z
        .array(z.string().regex(/^[^\s,"]{1,60}$/))
        .min(1)
        .max(50),
      locations: z
        .array(z.string().regex(/^[^\s,"]{1,60}$/))
        .max(50)
        .optional()
        .describe('Everywhere it is sold unless said'),
      from: day,
      to: day,
      uplift: z
        .string()
        .regex(/^(\+?\d{1,4}(\.\d+)?%|\d{1,2}(\.\d+)?x)$/)
        .optional()
        .describe('+60% or 1.6x'),
      units: z.number().positive().optional().describe('In total, normal sales included'),
    }),
    run: async ({ name, skus, locations, from, to, uplift, units }, { ask }) => ({
      card: await ask(
        `promo add ${word(name)} sku:${skus.join(',')}${locations === undefined || locations.length === 0 ? '' : ` at:${locations.join(',')}`} from:${from} to:${to}${keyed({ uplift, units })}`,
      ),
    }),
  }),
]

/** Lists what an assistant can ask for: what reads, and for a person's token what acts as well. */
export const toolsFor = ({ mayAct }: Caller): readonly Tool[] => (mayAct ? [...reading, ...acting] : reading)
