import type {
  CostRow,
  DemandPlanRow,
  FeedKind,
  HolidayRow,
  InboundRow,
  InventoryRow,
  ItemRow,
  KitRow,
  LeadTimeRow,
  LocationRow,
  PromotionRow,
  SalesRow,
} from './feed-rows.ts'

type InBatch = { readonly workspace_id: number; readonly batch_id: number }

/** The line of the file that a row stands on; null where nobody noted it. */
type OfFile = { readonly source_line: number | null }

/** 1 for a row that only repeats a code some feed named: every description wins over it. */
type CodeOnly = { readonly code_only: number | null }

/** Which delivery of its order a row is, 1 where the file numbers them itself; and the first date it was ever due. */
type Delivery = { readonly delivery: number; readonly first_due_on: string | null }

/** The rows of each feed, with the batch they came in. */
export type FeedTables = {
  item: ItemRow & InBatch & OfFile & CodeOnly
  location: LocationRow & InBatch & OfFile & CodeOnly
  inventory: InventoryRow & InBatch & OfFile
  kit: KitRow & InBatch & OfFile
  inbound: InboundRow & InBatch & OfFile & Delivery
  lead_time: LeadTimeRow & InBatch & OfFile
  holiday: HolidayRow & InBatch
  sales: SalesRow & InBatch
  demand_plan: DemandPlanRow & InBatch & OfFile
  promotion_line: PromotionRow & InBatch & OfFile
  cost: CostRow & InBatch
}

/** A table that holds the rows of one feed. */
export type FeedTable = keyof FeedTables

/** Kinds whose rows carry the day they were known on; the others are known from their batch's day. */
export const datedKinds: ReadonlySet<FeedKind> = new Set(['inventory', 'sales'])

/** Tables whose rows note the line of the file that they stand on; the others have many rows, or nothing that anybody asks about. */
export const notedTables: ReadonlySet<FeedTable> = new Set([
  'item',
  'location',
  'inventory',
  'kit',
  'inbound',
  'lead_time',
  'demand_plan',
  'promotion_line',
])

/** Where each feed lives and by what its rows are keyed. */
export const feedTables: Readonly<Record<FeedKind, { readonly table: FeedTable; readonly key: readonly string[] }>> = {
  items: { table: 'item', key: ['sku'] },
  locations: { table: 'location', key: ['location'] },
  inventory: { table: 'inventory', key: ['sku', 'location', 'as_of_on', 'as_of_minute'] },
  kits: { table: 'kit', key: ['kit_sku', 'component_sku'] },
  inbound: { table: 'inbound', key: ['sku', 'location', 'order_id', 'line', 'delivery'] },
  'lead-times': { table: 'lead_time', key: ['supplier', 'sku', 'location'] },
  holidays: { table: 'holiday', key: ['calendar', 'holiday_on'] },
  sales: { table: 'sales', key: ['sku', 'location', 'sold_on'] },
  'demand-plan': { table: 'demand_plan', key: ['sku', 'location', 'planned_on'] },
  promotions: { table: 'promotion_line', key: ['promotion_id', 'sku', 'location'] },
  costs: { table: 'cost', key: ['spent_on', 'kind', 'promotion_id', 'sku'] },
}
