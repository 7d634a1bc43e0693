import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from '../commands/stage.ts'

// From Mon 1 June cola sells 10 a day in EAST and 40 in the promotion, which runs from Wed 3 to Tue 16; 5 lemonades sell there a day.
let shop: Stage
beforeEach(async () => {
  shop = await colaStage(10)
  await shop.say('promo add Fair sku:SKU-100,SKU-110 at:EAST dates:"3-16 Jun" uplift:3x')
})
afterEach(() => shop[Symbol.asyncDispose]())

const sold = (day: number, ...rows: readonly string[]) =>
  shop.feed('sales', ['date,sku,location,units,stockout', ...rows.map((row) => `2026-06-0${day},${row}`)].join('\n'))
const counted = (day: number, onHand: number) =>
  shop.feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,${onHand},2026-06-0${day}`)
/** One morning: the stock of today, and what was sold yesterday. */
const morning = async (day: number, onHand: number | null, ...sales: readonly string[]) => {
  shop.at(`2026-06-0${day}`)
  if (onHand !== null) await counted(day, onHand)
  if (sales.length > 0) await sold(day - 1, ...sales)
  return (await shop.tick()).filter((posted) => posted.includes('count the shelf'))
}
const open = () => shop.rows("select id, state, episode from risk where identity like '[\"count%' and ended_at is null")
const lemonade = 'SKU-110,EAST,5,'

describe('cola that is on hand and does not sell', () => {
  it('is a shelf that someone counts, told once however many feeds come, until cola sells again', async () => {
    await morning(2, 400, 'SKU-100,EAST,11,', lemonade)
    await morning(3, 390, 'SKU-100,EAST,12,', lemonade)
    await morning(4, 120, 'SKU-100,EAST,28,', lemonade)
    await morning(5, 120, lemonade)
    expect(open()).toEqual([])
    const told = [await morning(6, 120, lemonade), await morning(7, 120, lemonade), await morning(7, 120, lemonade)]
    expect(open()).toHaveLength(1)
    expect(told.flat().length).toBeLessThanOrEqual(1)
    const risks = await shop.say('shelfready risks')
    expect(risks).toContain('count the shelf of Cola')
    expect(risks).toMatch(/120 on hand, no sale since Wed; 2\d a day expected/)
    await morning(8, 90, 'SKU-100,EAST,30,', lemonade)
    expect(open()).toEqual([])
    expect(shop.rows("select state from risk where identity like '[\"count%'")).toEqual([{ state: 'resolved' }])
  })

  it('stays settled once someone has counted it, and is over when the count says that nothing is there', async () => {
    await morning(4, 120, 'SKU-100,EAST,28,', lemonade)
    await morning(5, 120, lemonade)
    await morning(6, 120, lemonade)
    const [risk] = open()
    await shop.say(`shelfready resolve R-${risk?.id} reason:"counted, all on the shelf"`, { name: 'Ben' })
    await morning(7, 120, lemonade)
    expect(open()).toMatchObject([{ state: 'resolved', episode: 1 }])
    await counted(7, 0)
    await shop.tick()
    expect(open()).toEqual([])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['the sales of the shop have not come in', async () => morning(6, 120)],
    ['the sales of the shop are missing for two days', async () => morning(8, 120)],
    [
      'the shop is closed for holidays',
      async () => {
        await shop.feed('holidays', 'calendar,date\nEAST,2026-06-04\nEAST,2026-06-05')
        return morning(6, 120, lemonade)
      },
    ],
    [
      'its stock has just arrived',
      async () => {
        await counted(5, 0)
        return morning(6, 120, lemonade)
      },
    ],
    ['it was out of stock', async () => morning(6, 120, lemonade, 'SKU-100,EAST,0,1')],
    ['it sold in between', async () => morning(6, 119, lemonade, 'SKU-100,EAST,1,')],
  ])('is no alarm where %s', async (_, sixth) => {
    await morning(4, 120, 'SKU-100,EAST,28,', lemonade)
    await morning(5, 120, lemonade)
    await sixth()
    expect(open()).toEqual([])
  })

  it('is an alarm in the same days with none of these', async () => {
    await morning(4, 120, 'SKU-100,EAST,28,', lemonade)
    await morning(5, 120, lemonade)
    await morning(6, 120, lemonade)
    expect(open()).toHaveLength(1)
  })

  it('says nothing of a slow item', async () => {
    await shop.feed(
      'demand-plan',
      'date,sku,location,units,days\n' +
        Array.from({ length: 30 }, (_, i) => `2026-06-${String(i + 1).padStart(2, '0')},SKU-100,EAST,0.2,1`).join('\n'),
    )
    await morning(4, 120, 'SKU-100,EAST,1,', lemonade)
    for (const day of [5, 6, 7, 8]) await morning(day, 120, lemonade)
    expect(open()).toEqual([])
  })
})
