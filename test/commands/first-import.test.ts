import { describe, expect, it } from 'vitest'
import { stage } from './stage.ts'

const skus = Array.from({ length: 6 }, (_, i) => `S-${i + 1}`)
const rows = (of: (sku: string, i: number) => string) => skus.map(of).join('')

/** A company that told of its promotions before its stock. */
const withoutStock = async () => {
  const shop = await stage('2026-06-01T09:00:00Z')
  await shop.feed('items', `sku,name,unit_price,currency,supplier\n${rows((sku) => `${sku},Item ${sku},2,EUR,ACME\n`)}`)
  await shop.feed('locations', 'location,name\nEAST,East\n')
  await shop.feed('lead-times', 'supplier,lead_time_days\nACME,3\n')
  await shop.feed('demand-plan', `date,sku,location,units,days\n${rows((sku) => `2026-05-01,${sku},EAST,1200,120\n`)}`)
  await shop.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units\n${rows((sku, i) => `P-${i + 1},${sku},EAST,Promo ${i + 1},2026-06-10,2026-06-12,300\n`)}`,
  )
  await shop.say('shelfready subscribe')
  await shop.say('digest now')
  await shop.tick()
  return shop
}
const stock = (day: string) =>
  `sku,location,on_hand,as_of\n${rows((sku, i) => `${sku},EAST,${i < 2 ? 20 : 2000},${day}\n`)}`

describe('the first stock', () => {
  it('is one line in the channel, however many promotions it lets be judged', async () => {
    await using shop = await withoutStock()
    shop.at('2026-06-01T10:00:00Z')
    await shop.feed('inventory', stock('2026-06-01'))
    const posts = await shop.tick()
    expect(posts).toHaveLength(1)
    expect(posts[0]?.split('\n')[0]).toBe('#launches: First stock is in: 6 promotions judged, 2 need someone')
    expect(posts[0]).not.toContain('Promo')
    expect(await shop.tick()).toEqual([])
    shop.at('2026-06-01T11:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nS-3,EAST,20,2026-06-01\nS-4,EAST,20,2026-06-01\n')
    expect((await shop.tick()).join('\n')).toMatch(/Promo 3[\s\S]*Promo 4/)
  })

  it('is one row in the digest, where it came overnight', async () => {
    await using shop = await withoutStock()
    shop.at('2026-06-01T22:00:00Z')
    await shop.feed('inventory', stock('2026-06-02'))
    shop.at('2026-06-02')
    const digest = (await shop.tick()).find((text) => text.includes('Launch readiness')) ?? ''
    expect(digest).toContain('Changed since Mon\n · First stock is in: 6 promotions judged, 2 need someone\n\n')
  })
})
