/**
 * What promotions sold against what would have been sold without them, in units, by depth of discount: thirteen steps
 * of five points, from none to sixty per cent.
 */
export type Pool = { readonly sold: number[]; readonly normal: number[]; runs: number; rows: number }

/** An uplift as the pools tell it, and the promotions of the most particular one that tells anything. */
export type Pooled = {
  readonly ratio: number
  /** What the closest pool that has seen a promotion is about. */
  readonly basis: 'shelf' | 'item' | 'group' | 'mechanic' | 'company' | 'none'
  readonly runs: number
}

const step = 0.05
const steps = 13
/** Promotions of a discount that is this far off count six tenths as much. */
const bandwidth = 0.05
/** Without any promotion on record, a point of discount is taken to bring two points of sales. */
const priorElasticity = 2
/** Units of normal sales, as multiples of a row's own, by which a pool is drawn towards the more general one. */
const strengths = [0, 20, 20, 20, 10] as const
const companyUnits = 20
const leastUsual = 0.2

const bases = ['company', 'mechanic', 'group', 'item', 'shelf'] as const

/** A promotion of an item; '' where nobody said how it is made. */
export type Promoted = { readonly mechanic: string; readonly group: string; readonly sku: string }

/** Gives the key under which a mechanic is kept: no word that somebody typed is a key by itself. '' stands for any. */
export const mechanicKey = (mechanic: string): string => `m\u0000${mechanic}`

const keysOf = (mechanic: string, { group, sku }: Promoted): readonly string[] => [
  mechanicKey(mechanic),
  `g\u0000${group}\u0000${mechanic}`,
  `i\u0000${sku}\u0000${mechanic}`,
]

/** Names the mechanics that a promotion counts in: its own, and any. */
export const mechanicsOf = ({ mechanic }: Promoted): readonly string[] => (mechanic === '' ? [''] : [mechanic, ''])

/** Names the pools of the company that a promotion counts in: all, its mechanic, its group and its item, these with its mechanic and with any. */
export const poolKeys = (promoted: Promoted): readonly string[] => [
  '',
  ...mechanicsOf(promoted).flatMap((mechanic) => keysOf(mechanic, promoted)),
]

type Pools = Readonly<Record<string, Pool>>

/** Gives the pools that a promotion is estimated from, the most general first: of its mechanic, or of any where that was not seen. */
export const poolsOf = (company: Pools, shelf: Pools, promoted: Promoted): readonly (Pool | undefined)[] => {
  const any = keysOf('', promoted)
  return [
    company[''],
    ...keysOf(promoted.mechanic, promoted).map((key, i) => company[key] ?? company[any[i] as string]),
    shelf[mechanicKey(promoted.mechanic)] ?? shelf[mechanicKey('')],
  ]
}

/** Opens a pool that nothing was seen of. */
export const emptyPool = (): Pool => ({ sold: Array(steps).fill(0), normal: Array(steps).fill(0), runs: 0, rows: 0 })

/** Weighs each step of discount by how near it is, for every half point of discount. */
const weights = Array.from({ length: 121 }, (_, i) =>
  Array.from({ length: steps }, (_, k) => Math.exp(-0.5 * ((k * step - i * 0.005) / bandwidth) ** 2)),
)

/** Where nobody said how deep a discount will be, promotions of every depth count alike. */
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
 * Gives the uplift of a promotion at a discount (0 to 1, null where nobody said it) where a row sells `usual` units without
 * it: what the company's promotions did, drawn step by step to those of the mechanic, the group, the item and the shelf, as
 * far as each has been seen (partial pooling). The pools come in that order.
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
