import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import type { PullSource } from '../../../common/pull-sources.ts'
import type { QueryRows } from '../../../store/foreign/query-rows.ts'
import { type Fetching, PullFailure } from './fetched.ts'
import { postJson } from './post-json.ts'

type ShopifySource = Extract<PullSource['from'], { type: 'shopify' }>

const version = '2026-10'
const mostThrottled = 20

const levelFields = `pageInfo { hasNextPage endCursor }
  nodes { location { name } quantities(names: ["on_hand", "committed", "damaged", "quality_control"]) { name quantity } }`
const itemsQuery = `query ($after: String) { inventoryItems(first: 10, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { id sku tracked inventoryLevels(first: 20) { ${levelFields} } } } }`
const levelsQuery = (id: string) =>
  `query ($after: String) { inventoryItem(id: ${JSON.stringify(id)}) { inventoryLevels(first: 100, after: $after) { ${levelFields} } } }`

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() })
const levels = z.object({
  pageInfo,
  nodes: z.array(
    z.object({
      location: z.object({ name: z.string() }),
      quantities: z.array(z.object({ name: z.string(), quantity: z.number() })),
    }),
  ),
})
const items = z.object({
  inventoryItems: z.object({
    pageInfo,
    nodes: z.array(
      z.object({ id: z.string(), sku: z.string().nullable(), tracked: z.boolean(), inventoryLevels: levels }),
    ),
  }),
})
const moreLevels = z.object({ inventoryItem: z.object({ inventoryLevels: levels }) })
const answer = z.looseObject({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string().optional() }).optional() }),
    )
    .optional(),
  extensions: z
    .looseObject({
      cost: z.looseObject({
        requestedQueryCost: z.number(),
        throttleStatus: z.looseObject({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
      }),
    })
    .optional(),
})

/** Reads the stock of a Shopify shop: what is counted and has a SKU, at each location, as of now. */
export async function* readShopify(from: ShopifySource, token: string, fetching: Fetching): QueryRows {
  const ask = openAsking(from, token, fetching)
  const asOf = fetching.now().slice(0, 16).concat('Z')
  yield [['sku', 'location', 'on_hand', 'allocated', 'unusable', 'as_of']]
  for (let after: string | null = null; ; ) {
    const { inventoryItems }: z.output<typeof items> = shaped(items, await ask(itemsQuery, { after }))
    for (const { id, sku, tracked, inventoryLevels } of inventoryItems.nodes) {
      if (!tracked || sku === null || sku === '') continue
      for (let part = inventoryLevels; ; ) {
        yield part.nodes.map((level) => rowOf(sku, level, asOf))
        if (!part.pageInfo.hasNextPage) break
        part = shaped(moreLevels, await ask(levelsQuery(id), { after: part.pageInfo.endCursor })).inventoryItem
          .inventoryLevels
      }
    }
    if (!inventoryItems.pageInfo.hasNextPage) return
    after = inventoryItems.pageInfo.endCursor
  }
}

const rowOf = (
  sku: string,
  { location, quantities }: z.output<typeof levels>['nodes'][number],
  asOf: string,
): readonly string[] => {
  const of = (...names: readonly string[]) =>
    quantities.filter(({ name }) => names.includes(name)).reduce((sum, { quantity }) => sum + quantity, 0)
  if (!quantities.some(({ name }) => name === 'on_hand'))
    throw new PullFailure(`Shopify does not say how much of ${sku} is on hand at ${location.name}.`)
  return [sku, location.name, `${of('on_hand')}`, `${of('committed')}`, `${of('damaged', 'quality_control')}`, asOf]
}

const shaped = <T>(shape: z.ZodType<T>, data: unknown): T => {
  const read = shape.safeParse(data)
  if (!read.success) throw new PullFailure('Shopify answered in another form than its documentation says.')
  return read.data
}

/** Makes the asking of one shop, which waits while the next question costs more than the shop allows. */
const openAsking = ({ shop }: ShopifySource, token: string, fetching: Fetching) => {
  const { signal } = fetching
  const base = shop.includes('://') ? shop.replace(/\/$/, '') : `https://${shop}`
  const headers = { 'x-shopify-access-token': token }
  return async (query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
    for (let throttled = 0; throttled < mostThrottled; throttled++) {
      const url = `${base}/admin/api/${version}/graphql.json`
      const {
        data,
        errors = [],
        extensions,
      } = shaped(answer, await postJson(url, headers, { query, variables }, fetching))
      const cost = extensions?.cost
      const lacking = cost === undefined ? 0 : cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable
      if (cost !== undefined && lacking > 0)
        await sleep((1_000 * lacking) / cost.throttleStatus.restoreRate, undefined, { signal })
      const [error] = errors
      if (error === undefined) return data
      if (error.extensions?.code !== 'THROTTLED') throw new PullFailure(`Shopify refuses: ${error.message}`)
      if (lacking <= 0) await sleep(1_000, undefined, { signal })
    }
    throw new PullFailure('Shopify allows no more questions for now.')
  }
}
