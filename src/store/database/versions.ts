import type { Reader } from './workspace.ts'

/** The state of the store: the last audit entry, the last revision of risks, the visible batches, and the last learning. */
export type StoreVersion = {
  readonly audit: number
  readonly risks: number
  readonly batches: string
  readonly learning: number
}

/** Loads the state of the store; it differs from an earlier one when anything was done or imported in between. */
export const loadVersion = async ({ id, database }: Reader): Promise<StoreVersion> => {
  const audit = await database.kysely
    .selectFrom('audit')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const risks = await database.kysely
    .selectFrom('risk')
    .select(({ fn }) => fn.max('revision').as('last'))
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
    risks: Number(risks?.last ?? 0),
    batches: `${batches?.count ?? 0} ${batches?.last ?? ''}`,
    learning: Number(learning?.last ?? 0),
  }
}

/** A typed change of a promotion, like a file, is a batch of its own, which names the items it affects. */
const batchedActions: ReadonlySet<string> = new Set([
  ...['register', 'edit', 'cancel', 'import-file'],
  ...['release-batch', 'refuse-batch', 'undo-batch'],
])

/** These actions are about risks alone and change no assessment. */
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
])

/** These actions may be about a supplier, and then affect every item that it supplies. */
const supplierActions: ReadonlySet<string> = new Set(['correct', 'undo'])

/** What was done since an audit entry, by entity. */
export type ActivitySince = {
  /** Promotions and channels that people did something about. */
  readonly touched: readonly string[]
  /** Of those, the promotions that others may have to be reassessed with. */
  readonly reassessed: readonly string[]
  /** Of those, the promotions that others with items of the same suppliers may have to be reassessed with. */
  readonly supplierWide: readonly string[]
  /** Reported orders that a feed has replaced, or that do not count any more. */
  readonly orders: readonly string[]
}

/** Lists what was done since an audit entry. Of the bot's own entries only those about orders count. */
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
