import type { Reader } from './workspace.ts'

/** How far the store has come: the last audit row, where risks stand and who was asked about them, the feeds and typed changes that are visible, and what sales taught last. */
export type StoreVersion = {
  readonly audit: number
  readonly risks: string
  readonly batches: string
  readonly learning: number
}

/** Loads how far the store has come; it differs from an earlier answer when anything was done or imported in between. */
export const loadVersion = async ({ id, database }: Reader): Promise<StoreVersion> => {
  const audit = await database.kysely
    .selectFrom('audit')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const risks = await database.kysely
    .selectFrom('risk')
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('version').as('versions')])
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const asked = await database.kysely
    .selectFrom('escalation_step')
    .select(({ fn }) => [fn.countAll().as('count'), fn.max('asked_at').as('last')])
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const batches = await database.kysely
    .selectFrom('batch')
    .select(({ fn }) => [fn.countAll().as('count'), fn.max('visible_at').as('last')])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .executeTakeFirst()
  const learning = await database.kysely
    .selectFrom('learning')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return {
    audit: Number(audit?.last ?? 0),
    risks: `${risks?.count ?? 0} ${risks?.versions ?? 0} ${asked?.count ?? 0} ${asked?.last ?? ''}`,
    batches: `${batches?.count ?? 0} ${batches?.last ?? ''}`,
    learning: Number(learning?.last ?? 0),
  }
}

/** What was typed of a promotion comes in as a batch of its own, which says what it touches. */
const batchedActions: ReadonlySet<string> = new Set(['register', 'edit', 'cancel'])

/** What people do about risks alone changes no judgement. */
const riskOnlyActions: ReadonlySet<string> = new Set([
  'acknowledge',
  'take-back',
  'take',
  'assign',
  'snooze',
  'resolve',
  'accept',
  'reopen',
  'comment',
  'stop',
  'intelligence',
])

/** What may have been said of a supplier, and holds for everything that comes from there. */
const supplierActions: ReadonlySet<string> = new Set(['correct', 'undo'])

/** What was done since an audit row, by what it is about. */
export type ActivitySince = {
  /** Promotions and channels that people did something about. */
  readonly touched: readonly string[]
  /** Of those, what others may be judged otherwise by. */
  readonly reassessed: readonly string[]
  /** Of those, what others with items of the same suppliers may be judged otherwise by. */
  readonly supplierWide: readonly string[]
  /** Orders told of in chat that a feed replaced, or that count no longer. */
  readonly orders: readonly string[]
}

/** Lists what was done since an audit row. What else the bot notes is nothing new to show. */
export const loadActivitySince = async ({ id, database }: Reader, since: number): Promise<ActivitySince> => {
  const rows = await database.kysely
    .selectFrom('audit')
    .select(['entity', 'action', 'actor'])
    .distinct()
    .where('workspace_id', '=', id)
    .where('id', '>', since)
    .execute()
  const people = rows.filter(({ actor }) => actor !== 'shelfready')
  const entitiesOf = (list: readonly { readonly entity: string }[]) => [...new Set(list.map(({ entity }) => entity))]
  return {
    touched: entitiesOf(people),
    reassessed: entitiesOf(people.filter(({ action }) => !riskOnlyActions.has(action) && !batchedActions.has(action))),
    supplierWide: entitiesOf(people.filter(({ action }) => supplierActions.has(action))),
    orders: entitiesOf(rows.filter(({ actor, action }) => actor === 'shelfready' && action.startsWith('order '))),
  }
}
