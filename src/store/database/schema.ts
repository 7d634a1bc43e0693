import type { DeliveryState, MessageForm } from '../../domain/delivery.ts'
import type { SubscriptionTables } from '../channels/subscription-tables.ts'
import type { DecisionTable } from '../decisions/decision-table.ts'
import type { NewsTables } from '../delivery/news-tables.ts'
import type { EscalationTables } from '../escalation/escalation-tables.ts'
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
} from '../feeds/feed-rows.ts'
import type { PeopleTables } from '../people/people-tables.ts'
import type { RiskTables } from '../risks/risk-tables.ts'

type InBatch = { readonly workspace_id: number; readonly batch_id: number }

/** 1 for a row that only repeats a code some feed named: every description wins over it. */
type CodeOnly = { readonly code_only: number | null }

/** Tables that have a file of their own. */
type Tables = DecisionTable & EscalationTables & NewsTables & PeopleTables & RiskTables & SubscriptionTables

/** The tables as Kysely knows them; made by the files in `migrations/`. */
export type Schema = Tables & {
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
    /** When what it changed was told to whom it concerns; null until then. */
    heard_at: string | null
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
  /** What sales before a day have taught that is common to all items, as JSON; its levels are there when it is. */
  learning: {
    workspace_id: number
    id: number
    through_on: string
    /** The newest batch of sales that was read. */
    sales_batch: number
    common: string
    learned_at: string
  }
  learned_level: {
    workspace_id: number
    learning_id: number
    sku: string
    location: string
    level: string
  }
  assessment: {
    workspace_id: number
    promotion_id: string
    judged_at: string
    as_of_on: string
    verdict: string
    inputs_hash: string
    summary: string
  }
  /** Rows are added and read; the database lets nobody change or remove one. */
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
  /** What was at risk on a morning, by who had it, as JSON. */
  risk_day: { workspace_id: number; day_on: string; owners: string; kept_at: string }
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
    kind: PostKind
    entity: string
    card: string
    state: DeliveryState
    attempt: number
    claimed_by: string | null
    lease_until: string | null
    not_before: string | null
    /** When the wait until `not_before` began. */
    waiting_since: string | null
    not_after: string | null
    created_at: string
    settled_at: string | null
    message_id: string | null
    /** Why it waits, is parked or expired. */
    reason: string | null
    /** What a digest told, to compare the next one with. */
    picture: string | null
    plain: number | null
    repeated: number | null
    failures: number | null
    /** Null for a message of its own. */
    form: Exclude<MessageForm, 'post'> | null
    /** Whom it is for, where it is for one person alone. */
    person: string | null
    /** The message whose thread a private answer belongs to. */
    thread: string | null
    /** Why a message about changes was posted, as JSON; null for every other one. */
    cause: string | null
  }
  /** A card that is edited in place as long as what it is about changes. */
  copy: {
    workspace_id: number
    channel: string
    about: PostKind
    entity: string
    outbox_id: number
    /** The platform's id of the message; null until it has arrived. */
    message_id: string | null
    card: string
    fingerprint: string
    posted_at: string
  }
  /** Requests that were taken and are answered later. */
  inbox: { workspace_id: number; request_key: string; request: string; taken_at: string; attempt: number }
  place: {
    workspace_id: number
    id: string
    name: string
    /** The administrator who let this channel hear what is inside the company though others are in it. */
    shared_by: string | null
    /** When the platform takes the next message here. */
    not_before: string | null
    paced_at: string | null
  }
  /** What somebody has heard; items and places as JSON. */
  intelligence: {
    workspace_id: number
    id: number
    what: string
    skus: string
    places: string
    from_on: string
    to_on: string
    effect: number | null
    confidence: string
    expires_on: string
    noted_by: string
    noted_at: string
  }
  /** What planners said of a promotion's uplift, the newest counts; null takes back what was said. */
  uplift_override: {
    workspace_id: number
    id: number
    promotion_id: string
    uplift: number | null
    until_on: string | null
    reason: string | null
    set_by: string
    setter_name: string
    set_on: string
    set_at: string
  }
  /** Where a conversation lives, as its platform says it. */
  conversation: { workspace_id: number; id: string; reference: string; left_at: string | null; changed_at: string }
}

/** What a posted message is about. */
export type PostKind = 'promotion' | 'digest' | 'news' | 'notice' | 'answer' | 'welcome' | 'escalation'

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
