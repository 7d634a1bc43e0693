import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { fingerprintOf } from '../../src/cards/language/card.ts'
import { formattedForAll } from '../../src/cards/language/reader-formats.ts'
import { promotionCard } from '../../src/cards/promotions/promotion-card.ts'
import { writeRefreshed } from '../../src/jobs/refresh.ts'
import { refreshCards } from '../../src/services/alerts/refresh-cards.ts'
import { assessPromotions } from '../../src/services/assessment/assess-promotions.ts'
import { promotionView } from '../../src/services/assessment/promotion-view.ts'
import { apply } from '../../src/store/changes/apply.ts'
import type { Change } from '../../src/store/changes/change.ts'
import type { InventoryRow } from '../../src/store/feeds/feed-rows.ts'
import { type Figure, round, timed } from './measure.ts'
import { fill, folder, inventory, items, leadTime, openShop, plan, promotionRow, shop, sku } from './shop.ts'

/** Stock positions of one promotion: as many shops, one item. */
const shops = 5
const channels = ['#supply', '#marketing'] as const

/** What a feed of stock came to: whom it touched, what was queued, and how long that took beside judging alone. */
export type Refreshed = {
  readonly touched: number
  readonly judged: number
  readonly cards: number
  readonly messages: number
  readonly seconds: number
  readonly ratio: number
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `P-${i}`)

/** Posts the card of every promotion in every channel, and lets them arrive. */
const postCards = async (app: App, count: number): Promise<void> => {
  for await (const assessed of assessPromotions(app.workspace, ids(count), app.today(), app.policy)) {
    const view = promotionView(assessed)
    const card = formattedForAll(() => promotionCard(view))
    const living = { fingerprint: fingerprintOf(card), verdict: view.readiness.verdict }
    const about = { kind: 'post', about: 'promotion', entity: view.promotionId, card, notAfter: null, living } as const
    await apply(
      app.workspace,
      channels.map((channel): Change => ({ ...about, channel })),
      null,
      app.now(),
    )
  }
}

/** Brings cards up to date as the service does once feeds have been quiet, and gives what was written. */
const refresh = async (app: App): Promise<readonly Change[]> => {
  const { workspace, policy, timeZone } = app
  const reach = { reaches: () => true, edits: true }
  const asked = { workspace, policy, timeZone, reach, today: app.today(), now: app.now() }
  const changes = await refreshCards(asked, { promotions: [] })
  if ((await writeRefreshed(workspace, changes, app.now())) !== 'applied') throw new Error('stale')
  await workspace.database.kysely.updateTable('outbox').set({ state: 'sent' }).execute()
  return changes
}

const emptied = function* (rows: Iterable<InventoryRow>): Generator<InventoryRow> {
  for (const row of rows) yield { ...row, as_of_minute: 1, on_hand: row.on_hand > 120 ? 0 : row.on_hand + 400 }
}

/**
 * Imports stock of so many promotions, half of those there are, and measures from then on until every changed card and one
 * message a channel are queued, beside a bare loop that judges the same promotions.
 */
export const refreshAfterFeed = async (touched: number): Promise<Refreshed> => {
  await using place = await folder()
  await using app = await openShop(join(place.path, 'refresh.db'), '09')
  const count = touched * 2
  await fill(app, 'items', items(count))
  await fill(app, 'lead-times', [leadTime])
  await fill(app, 'inventory', inventory(count, shops))
  await fill(app, 'demand-plan', plan(count, shops))
  await fill(
    app,
    'promotions',
    ids(count).flatMap((id, i) => Array.from({ length: shops }, (_, j) => promotionRow(id, sku(i), shop(j)))),
  )
  await postCards(app, count)
  await refresh(app)
  await fill(app, 'inventory', emptied(inventory(touched, shops)))
  const judge = async () => {
    let lines = 0
    for await (const assessed of assessPromotions(app.workspace, ids(touched), app.today(), app.policy))
      lines += assessed.lines.length
    return lines
  }
  const judged = await judge()
  const bare = await timed(judge)
  let changes: readonly Change[] = []
  const whole = await timed(async () => {
    changes = await refresh(app)
  })
  const redrawn = changes.flatMap((change) => (change.kind === 'update-live-message' ? [change.message.entity] : []))
  return {
    touched: new Set(redrawn).size,
    judged,
    cards: redrawn.length,
    messages: changes.filter(({ kind }) => kind === 'post').length,
    seconds: round(whole / 1e3),
    ratio: round(whole / bare),
  }
}

/** A feed that changes 10,000 stock positions of 2,000 promotions, until their cards and one message a channel are queued. */
export const refreshTwoThousand = async (): Promise<Figure> => {
  const { judged, ...figures } = await refreshAfterFeed(2_000)
  return { name: 'refresh-2000-promotions', figures: { ...figures, positions: judged } }
}
