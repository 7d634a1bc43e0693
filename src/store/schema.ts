import type {
  CostRow,
  DemandPlanRow,
  FeedKind,
  HolidayRow,
  InboundRow,
  InventoryRow,
  ItemRow,
  LeadTimeRow,
  LocationRow,
  PromotionRow,
  SalesRow,
} from './feed-rows.ts'

type InBatch = { readonly workspace_id: number; readonly batch_id: number }

/** 1 for a row that only repeats a code some feed named: every description wins over it. */
type CodeOnly = { readonly code_only: number | null }

/** The tables as Kysely knows them; made by the files in `migrations/`. */
export type Schema = {
  schema_marker: { name: string; breaking: number; migrated_at: string }
  workspace: { id: number; name: string; created_at: string }
  installation: { platform: string; external_id: string; workspace_id: number; connected_at: string }
  counter: { workspace_id: number; name: string; value: number }
  batch: {
    workspace_id: number
    id: number
    kind: FeedKind
    mode: 'upsert' | 'snapshot'
    source: string
    state: 'staging' | 'visible' | 'discarded'
    known_on: string
    /** 1 when the day was said, 0 when it is merely the day of the import. */
    known_said: number
    /** 1 when a batch of its kind that came in before was known later. */
    backdated: number
    opened_at: string
    touched_at: string
    visible_at: string | null
  }
  snapshot: {
    workspace_id: number
    kind: FeedKind
    location: string
    batch_id: number
    as_of_on: string | null
    as_of_minute: number
  }
  item: ItemRow & InBatch & CodeOnly
  location: LocationRow & InBatch & CodeOnly
  inventory: InventoryRow & InBatch
  inbound: InboundRow & InBatch
  lead_time: LeadTimeRow & InBatch
  holiday: HolidayRow & InBatch
  sales: SalesRow & InBatch
  demand_plan: DemandPlanRow & InBatch
  promotion_line: PromotionRow & InBatch
  cost: CostRow & InBatch
  assessment: {
    workspace_id: number
    promotion_id: string
    judged_at: string
    as_of_on: string
    verdict: string
    inputs_hash: string
    summary: string
  }
  audit: {
    workspace_id: number
    id: number
    happened_at: string
    actor: string
    place: string
    action: string
    entity: string
    detail: string
  }
  receipt: {
    workspace_id: number
    request_key: string
    arguments_hash: string
    reply: string
    answered_at: string
  }
  outbox: {
    workspace_id: number
    id: number
    channel: string
    kind: string
    entity: string
    card: string
    state: string
    attempt: number
    claimed_by: string | null
    lease_until: string | null
    not_before: string | null
    not_after: string | null
    created_at: string
    settled_at: string | null
  }
}

/** Tables that hold the rows of one feed. */
export type FeedTable =
  | 'item'
  | 'location'
  | 'inventory'
  | 'inbound'
  | 'lead_time'
  | 'holiday'
  | 'sales'
  | 'demand_plan'
  | 'promotion_line'
  | 'cost'

/** Kinds whose rows carry the day they were known on; the others are known from their batch's day. */
export const datedKinds: ReadonlySet<FeedKind> = new Set(['inventory', 'sales'])

/** Where each feed lives and by what its rows are keyed. */
export const feedTables: Readonly<Record<FeedKind, { readonly table: FeedTable; readonly key: readonly string[] }>> = {
  items: { table: 'item', key: ['sku'] },
  locations: { table: 'location', key: ['location'] },
  inventory: { table: 'inventory', key: ['sku', 'location', 'as_of_on', 'as_of_minute'] },
  inbound: { table: 'inbound', key: ['sku', 'location', 'order_id'] },
  'lead-times': { table: 'lead_time', key: ['supplier', 'sku', 'location'] },
  holidays: { table: 'holiday', key: ['calendar', 'holiday_on'] },
  sales: { table: 'sales', key: ['sku', 'location', 'sold_on'] },
  'demand-plan': { table: 'demand_plan', key: ['sku', 'location', 'planned_on'] },
  promotions: { table: 'promotion_line', key: ['promotion_id', 'sku', 'location'] },
  costs: { table: 'cost', key: ['spent_on', 'kind', 'promotion_id', 'sku'] },
}
