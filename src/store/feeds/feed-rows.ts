/** One CSV row of each feed as the store keeps it: ISO dates end in `_on`, weekday sets are bit masks (Monday = 1). */

export type ItemRow = {
  readonly sku: string
  readonly name: string
  readonly category: string | null
  readonly item_group: string | null
  readonly unit_cost: number | null
  readonly unit_price: number | null
  readonly currency: string | null
  readonly supplier: string | null
  readonly min_order_qty: number | null
  readonly order_multiple: number | null
  readonly units_per_case: number | null
  readonly units_per_pallet: number | null
  readonly shelf_life_days: number | null
  readonly launch_on: string | null
  readonly discontinued_on: string | null
  readonly like_sku: string | null
  readonly substitute_sku: string | null
}

export type LocationRow = {
  readonly location: string
  readonly name: string
  readonly timezone: string | null
  readonly kind: 'shop' | 'web' | 'dc'
  readonly supplied_by: string | null
  readonly dock_to_stock_days: number
  readonly receiving_days: number | null
  readonly on_shelf_days: number
  readonly unmet: 'lost' | 'backorder'
  readonly presentation_min: number | null
}

/**
 * `as_of_minute` is the minute of the day the count was taken; 0 means the stock at the start of `as_of_on`. A count of several
 * lots has their sums and the first of their days, and `lots` as JSON; see `lotsOf`.
 */
export type InventoryRow = {
  readonly sku: string
  readonly location: string
  readonly as_of_on: string
  readonly as_of_minute: number
  readonly on_hand: number
  readonly allocated: number | null
  readonly unusable: number | null
  readonly safety_stock: number | null
  readonly presentation_min: number | null
  readonly expires_on: string | null
  readonly lots: string | null
}

/** What a kit is made of: so many units of a component; 0 for one that it is no longer made of. */
export type KitRow = { readonly kit_sku: string; readonly component_sku: string; readonly quantity: number }

type InboundStatus = 'confirmed' | 'planned' | 'delayed' | 'received' | 'cancelled'

/** An empty `line` means that the file does not number the deliveries of its orders. */
export type InboundRow = {
  readonly order_id: string
  readonly sku: string
  readonly location: string
  readonly line: string
  readonly quantity: number
  readonly promotion_id: string | null
  readonly due_on: string | null
  readonly supplier: string | null
  readonly status: InboundStatus
  readonly promised_on: string | null
  readonly ordered_on: string | null
  readonly received_on: string | null
  readonly received_quantity: number | null
}

/** An empty `sku` or `location` stands for all of them. */
export type LeadTimeRow = {
  readonly supplier: string
  readonly sku: string
  readonly location: string
  readonly lead_time_days: number
  readonly calendar: 'calendar' | 'weekdays'
  readonly lead_time_sd_days: number | null
  readonly review_days: number | null
  readonly order_days: number | null
  readonly order_cutoff: string | null
  readonly max_per_week: number | null
  readonly expedite_days: number | null
  readonly expedite_cost_per_unit: number | null
  readonly expedite_fixed_cost: number | null
  readonly min_order_value: number | null
  readonly order_fill_units: number | null
  readonly unit_cost: number | null
}

export type HolidayRow = { readonly calendar: string; readonly holiday_on: string; readonly name: string | null }

export type SalesRow = {
  readonly sku: string
  readonly location: string
  readonly sold_on: string
  readonly units: number
  readonly days: number
  readonly price: number | null
  readonly base_price: number | null
  readonly revenue: number | null
  readonly on_promo: number | null
  readonly stockout: number | null
  readonly holiday: number | null
}

export type DemandPlanRow = {
  readonly sku: string
  readonly location: string
  readonly planned_on: string
  readonly units: number
  readonly days: number
}

/** An empty `location` stands for every location that sells the item. */
export type PromotionRow = {
  readonly promotion_id: string
  readonly sku: string
  readonly location: string
  readonly name: string
  readonly start_on: string
  readonly end_on: string
  readonly uplift: number | null
  readonly units: number | null
  readonly extra: number | null
  readonly discount: number | null
  readonly price: number | null
  readonly type: string | null
  readonly status: 'committed' | 'tentative' | 'cancelled'
  readonly hero: number
  readonly priority: number | null
  readonly commit_on: string | null
  readonly owner: string | null
}

/** An empty `promotion_id` or `sku` means the cost belongs to none in particular. */
export type CostRow = {
  readonly spent_on: string
  readonly kind: 'freight' | 'write-off'
  readonly promotion_id: string
  readonly sku: string
  readonly amount: number
  readonly currency: string
}

export type FeedRows = {
  readonly items: ItemRow
  readonly locations: LocationRow
  readonly inventory: InventoryRow
  readonly kits: KitRow
  readonly inbound: InboundRow
  readonly 'lead-times': LeadTimeRow
  readonly holidays: HolidayRow
  readonly sales: SalesRow
  readonly 'demand-plan': DemandPlanRow
  readonly promotions: PromotionRow
  readonly costs: CostRow
}

export type FeedKind = keyof FeedRows

/**
 * The result of staging one row; `repeated` is a second, different row with the key of an earlier row of the same batch,
 * `nested` one that makes a kit of kits, and `held` a row of which only the end of the file can tell what it changes.
 */
export type Staged = 'inserted' | 'changed' | 'unchanged' | 'repeated' | 'nested' | 'held'

/** What became of the rows that were held until the end of the file. */
export type Settled = { readonly inserted: number; readonly changed: number; readonly unchanged: number }

/** A code that a feed is the first to name: nearly the `known` one, or, where that is null, like a date that was a code once. */
export type NearCode = {
  readonly what: 'item' | 'location' | 'supplier' | 'calendar'
  readonly code: string
  readonly known: string | null
}

/** What a refused row is about, `orderId` empty for stock, and why it was refused. */
export type RefusedRow = {
  readonly sku: string
  readonly location: string
  readonly orderId: string
  readonly reason: string
}

/** What publishing a batch did beside its rows. */
export type Published = {
  readonly settled: Settled
  /** Codes that the feed named and nobody had described: created with the code as the name. */
  readonly createdItems: number
  readonly createdLocations: number
  /** The first of the new codes that may be damaged ones; `nearCount` counts all. */
  readonly near: readonly NearCode[]
  readonly nearCount: number
  /** Positions or orders of which a row was refused: what was known of them before still stands, and is marked. */
  readonly marked: number
  /** Rows of an orders feed that say the same as an earlier one of the file, and count once with it. */
  readonly doubled: number
  /** Promotions that orders are said to be for and nobody knows. */
  readonly unknownPromotions: readonly string[]
  /** Positions or orders that the named locations had before and the snapshot does not repeat. */
  readonly absent: number
}

/** A value that a batch changes: what the row is about, in words of the file, what it was and what it would be. */
export type ChangedValue = { readonly about: string; readonly before: number; readonly after: number }

/** How the rows of a batch compare with what they replace. */
export type BatchComparison = {
  /** Changed values of up to 5,000 rows, by the column they are of. */
  readonly values: ReadonlyMap<string, readonly ChangedValue[]>
  /** Rows of days that have not come yet where only the past can be told: the first ones, and how many there are. */
  readonly future: { readonly about: readonly string[]; readonly count: number }
  /** The rows of the batch that came last with the same kind, mode and sender; null where there is none. */
  readonly rowsBefore: number | null
}

/** What a batch would change, once all of it is staged. */
export type Inspection = Omit<Published, 'marked'> & {
  /** The first three of what is absent. */
  readonly absentExamples: readonly string[]
  readonly comparison: BatchComparison
}

/** Why a batch waits for somebody to release or refuse it: what is odd, and up to three examples. */
export type HoldReason = { readonly code: string; readonly text: string; readonly examples: readonly string[] }

/** A feed on its way in: invisible to every reader until `publish`, gone without a trace after `discard`. */
export type FeedBatch<K extends FeedKind> = {
  /** Stages rows, each with the line of the file that it stands on. */
  readonly stage: (rows: readonly FeedRows[K][], lines?: readonly number[]) => Promise<readonly Staged[]>
  /** Notes what rows are about that are refused while the rest is imported. */
  readonly refuse: (rows: readonly RefusedRow[]) => Promise<void>
  /** Ends the staging and tells what the batch would change; nothing can be staged after it. */
  readonly inspect: () => Promise<Inspection>
  readonly publish: () => Promise<Published>
  /** Keeps the batch out of sight until somebody releases or refuses it. */
  readonly hold: (reasons: readonly HoldReason[]) => Promise<Published>
  /** The number of the batch. */
  readonly id: number
  readonly discard: () => Promise<void>
}
