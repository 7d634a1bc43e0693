import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { loadAffectedBy, loadAffectedByActivity } from '../../src/store/feeds/affected-promotions.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { loadUnannouncedBatches } from '../../src/store/feeds/unannounced-batches.ts'
import { colaStage, newestId, type Stage } from '../commands/stage.ts'

let cola: Stage
let [colaId, lemonadeId, bothId] = ['', '', '']
beforeEach(async () => {
  cola = await colaStage()
  await cola.feed('items', 'sku,name,supplier,like_sku\nSKU-120,Tea,BREW,SKU-110\n')
  await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-120,EAST,50,2026-06-01\n')
  const register = async (words: string) => newestId(await cola.say(`promo add ${words}`))
  colaId = await register('"Cola week" sku:SKU-100 at:EAST dates:"1-3 Jul" units:100')
  lemonadeId = await register('"Lemonade week" sku:SKU-110 dates:"1-3 Jul" units:100')
  bothId = await register('"Party" sku:SKU-100,SKU-120 at:EAST dates:"8-10 Jul" uplift:+10%')
  await touched()
})
afterEach(() => cola[Symbol.asyncDispose]())

/** The promotions that what nobody has heard yet touches, and everybody has heard it then. */
const touched = async (): Promise<readonly string[] | 'all'> => {
  const { workspace, today, now } = cola.app
  const batches = await loadUnannouncedBatches(workspace)
  const ids = await loadAffectedBy(workspace, batches, today())
  await apply(workspace, [{ kind: 'mark-batches-announced', batches: batches.map(({ id }) => id) }], null, now())
  return ids === 'all' ? ids : ids.toSorted()
}

const onceIn = async (kind: FeedKind, csv: string) => {
  await cola.feed(kind, csv)
  return touched()
}

describe('what came in touches', () => {
  it('the promotions with the items it is about, and those that go by their history', async () => {
    expect(await onceIn('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,300,2026-06-01\n')).toEqual([
      colaId,
      bothId,
    ])
    expect(await onceIn('demand-plan', 'date,sku,location,units\n2026-06-01,SKU-110,EAST,3\n')).toEqual([
      lemonadeId,
      bothId,
    ])
    expect(
      await onceIn('inbound', 'order_id,sku,location,quantity,due_date\nPO-1,SKU-120,EAST,5,2026-06-09\n'),
    ).toEqual([bothId])
  })

  it('the promotions with items of a supplier whose terms changed', async () => {
    expect(await onceIn('lead-times', 'supplier,lead_time_days\nBREW,7\n')).toEqual([bothId])
  })

  it('every promotion where calendars or places changed, and none where costs did', async () => {
    expect(await onceIn('holidays', 'calendar,date\n*,2026-06-19\n')).toBe('all')
    expect(await onceIn('locations', 'location,name,kind\nEAST,East,shop\n')).toBe('all')
    expect(await onceIn('costs', 'date,kind,amount,currency\n2026-06-01,freight,5,EUR\n')).toEqual([])
  })

  it('nothing where every row was known', async () => {
    expect(await onceIn('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,400,2026-06-01\n')).toEqual([])
  })

  it('a promotion that was changed in chat, and those that share an item with it', async () => {
    await cola.say(`promo edit ${bothId} uplift:+20%`)
    expect(await touched()).toEqual([colaId, bothId])
  })

  it('those that share an item, or a supplier of which something was said, with what people did something about', async () => {
    const acts = { touched: [], reassessed: [lemonadeId], supplierWide: [], orders: [] }
    const { workspace, today } = cola.app
    expect(await loadAffectedByActivity(workspace, acts, today())).toEqual([lemonadeId])
    const ofSupplier = await loadAffectedByActivity(workspace, { ...acts, supplierWide: [lemonadeId] }, today())
    expect(ofSupplier.toSorted()).toEqual([colaId, lemonadeId, bothId])
  })

  it('nothing any more once it was heard', async () => {
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,300,2026-06-01\n')
    expect(await touched()).toEqual([colaId, bothId])
    expect(await touched()).toEqual([])
    expect(cola.rows('select * from batch_item')).toEqual([])
  })
})
