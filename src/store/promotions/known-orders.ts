import { sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import { currentDeliveries } from '../feeds/deliveries.ts'
import type { FeedTables } from '../feeds/feed-tables.ts'
import { asKnown } from '../feeds/newest.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'
import { loadReportedOrdersNumbered } from './reported-orders.ts'

/** An order that a feed has or that somebody told of: its items, and the promotions that the feed says it is for. */
type KnownOrder = {
  readonly orderId: string
  readonly skus: readonly string[]
  readonly promotionIds: readonly string[]
}

/** Loads an order by its number, in small or capital letters; null where nobody knows it. */
export const loadKnownOrder = async (
  workspace: Reader,
  visibility: Visibility,
  said: string,
): Promise<KnownOrder | null> => {
  const { rows } = await sql<FeedTables['inbound']>`select r.* from inbound r
    where ${isVisible(visibility, 'inbound', 'r')} and lower(r.order_id) = lower(cast(${said} as text))
    order by r.batch_id`.execute(workspace.database.kysely)
  const inFeed = currentDeliveries(asKnown(rows, visibility, 'inbound')).current
  const told = await loadReportedOrdersNumbered(workspace, said)
  const orderId = inFeed[0]?.order_id ?? told[0]?.orderId
  if (orderId === undefined) return null
  return {
    orderId,
    skus: [...new Set([...inFeed, ...told].map(({ sku }) => sku))].toSorted(),
    promotionIds: [...new Set(inFeed.flatMap((row) => row.promotion_id ?? []))],
  }
}
