/**
 * The sales of promotions against normal sales, in units, by depth of discount: thirteen steps of five points, from none to
 * sixty per cent.
 */
export type Pool = { readonly sold: number[]; readonly normal: number[]; runs: number; rows: number }

/** An uplift from the pools, with the most specific pool that has any promotion, and the number of its promotions. */
export type Pooled = {
  readonly ratio: number
  /** The most specific pool with a promotion. */
  readonly basis: 'shelf' | 'item' | 'group' | 'mechanic' | 'company' | 'none'
  readonly runs: number
}

const step = 0.05
const steps = 13
/** The bandwidth of the kernel over discounts: promotions that are this far off count six tenths as much. */
const bandwidth = 0.05
/** The elasticity before any promotion is on record: a point of discount brings two points of sales. */
const priorElasticity = 2
/** The prior of each pool but the first: units of normal sales, as multiples of a row's own, by which it is drawn towards the more general pool. */
const strengths = [0, 20, 20, 20, 10] as const
const companyUnits = 20
const leastUsual = 0.2

const bases = ['company', 'mechanic', 'group', 'item', 'shelf'] as const

/** A promotion of an item; the mechanic is '' where unknown. */
export type Promoted = { readonly mechanic: string; readonly group: string; readonly sku: string }

/** Gives the key of a mechanic, prefixed so that no typed word collides with another key; '' stands for any mechanic. */
export const mechanicKey = (mechanic: string): string => `m\u0000${mechanic}`

const keysOf = (mechanic: string, { group, sku }: Promoted): readonly string[] => [
  mechanicKey(mechanic),
  `g\u0000${group}\u0000${mechanic}`,
  `i\u0000${sku}\u0000${mechanic}`,
]

/** Lists the mechanics that a promotion counts in: its own, and any (''). */
export const mechanicsOf = ({ mechanic }: Promoted): readonly string[] => (mechanic === '' ? [''] : [mechanic, ''])

/** Lists the keys of the company's pools that a promotion counts in: all, its mechanic, its group and its item, each with its own mechanic and with any. */
export const poolKeys = (promoted: Promoted): readonly string[] => [
  '',
  ...mechanicsOf(promoted).flatMap((mechanic) => keysOf(mechanic, promoted)),
]

type Pools = Readonly<Record<string, Pool>>

/** Gives the pools that a promotion is estimated from, the most general first: of its mechanic, or of any where it has none. */
export const poolsOf = (company: Pools, shelf: Pools, promoted: Promoted): readonly (Pool | undefined)[] => {
  const { mechanic, group, sku } = promoted
  const of = (key: string) => company[`${key}${mechanic}`] ?? company[key]
  return [
    company[''],
    of(mechanicKey('')),
    of(`g\u0000${group}\u0000`),
    of(`i\u0000${sku}\u0000`),
    shelf[mechanicKey(mechanic)] ?? shelf[mechanicKey('')],
  ]
}

/** Gives a pool without promotions. */
export const emptyPool = (): Pool => ({ sold: Array(steps).fill(0), normal: Array(steps).fill(0), runs: 0, rows: 0 })

/** The weights of the steps of discount by nearness, for every half point of discount. */
const weights = Array.from({ length: 121 }, (_, i) =>
  Array.from({ length: steps }, (_, k) => Math.exp(-0.5 * ((k * step - i * 0.005) / bandwidth) ** 2)),
)

/** The weights for an unknown discount: promotions of every depth count alike. */
const anyDepth: readonly number[] = Array(steps).fill(1)

const near = (pool: Pool, discount: number | null): readonly [sold: number, normal: number] => {
  const weight =
    discount === null
      ? anyDepth
      : (weights[Math.min(120, Math.max(0, Math.round(discount / 0.005)))] as readonly number[])
  let sold = 0
  let normal = 0
  for (let k = 0; k < steps; k++) {
    sold += (weight[k] as number) * (pool.sold[k] as number)
    normal += (weight[k] as number) * (pool.normal[k] as number)
  }
  return [sold, normal]
}

/**
 * Gives the uplift of a promotion at a discount (0 to 1, null where unknown) where a row sells `usual` units without it. The
 * estimate of the company's promotions is drawn step by step to those of the mechanic, the group, the item and the cell, by
 * the sales in each (partial pooling). The pools come in that order.
 */
export const pooledUplift = (pools: readonly (Pool | undefined)[], discount: number | null, usual: number): Pooled => {
  let ratio = 1 + priorElasticity * (discount ?? 0)
  let seen: Omit<Pooled, 'ratio'> = { basis: 'none', runs: 0 }
  for (const [i, pool] of pools.entries()) {
    if (pool === undefined) continue
    const [sold, normal] = near(pool, discount)
    const prior = i === 0 ? companyUnits : (strengths[i] as number) * Math.max(usual, leastUsual)
    ratio = (sold + prior * ratio) / (normal + prior)
    if (pool.rows > 0) seen = { basis: bases[i] as Pooled['basis'], runs: pool.runs }
  }
  return { ratio, ...seen }
}

/** A row of a promotion: `normal` is what would have been sold without it, in units. */
export type PromotedRow = {
  readonly discount: number
  readonly units: number
  readonly normal: number
  readonly isFirst: boolean
}

/** Counts a row of a promotion in a pool, in place, shared between the two nearest steps of discount. */
export const addToPool = (pool: Pool, { discount, units, normal, isFirst }: PromotedRow): void => {
  const at = Math.min(steps - 1, Math.max(0, discount / step))
  const lower = Math.floor(at)
  const share = at - lower
  pool.rows += 1
  if (isFirst) pool.runs += 1
  for (const [i, part] of [
    [lower, 1 - share],
    [lower + 1, share],
  ] as const) {
    if (part === 0 || i >= steps) continue
    pool.sold[i] = (pool.sold[i] as number) + units * part
    pool.normal[i] = (pool.normal[i] as number) + normal * part
  }
}
