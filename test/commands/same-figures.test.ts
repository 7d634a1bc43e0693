import { expect, it } from 'vitest'
import { digestCard } from '../../src/cards/digest/digest-card.ts'
import { makeDigest } from '../../src/services/digest/make-digest.ts'
import { judgePresent } from '../../src/services/risks/risk-register.ts'
import { openCompany } from '../_helpers/company.ts'

it('the stock view and the promotion card start from the same units, also when a promotion ran since the count', async () => {
  await using shop = await openCompany('2026-06-10')
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,200,2026-06-06\n')
  await shop.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,A,EAST,600,60\n')
  await shop.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,extra\nP-1,A,EAST,Running,2026-06-08,2026-06-12,50\n',
  )
  // 200 less 2 plain days of 10 and 2 promoted ones of 10 + 10.
  expect(await shop.say('stock A at EAST')).toContain('140 units this morning (200 counted Sat 6 Jun)')
  expect(await shop.say('promo why P-1')).toMatch(/Opening stock +140 units/)
})

it('the one line of a morning on which orders can wait does not say that all is ready', async () => {
  await using shop = await openCompany('2026-06-01')
  await shop.feed('items', 'sku,name,supplier\nA,Alpha,S\n')
  await shop.feed('lead-times', 'supplier,lead_time_days\nS,5\n')
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,5,2026-06-01\n')
  await shop.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,units\nP-1,A,EAST,Far,2026-07-20,2026-07-22,300\n',
  )
  const said = await shop.say('promo check')
  expect(said).toContain('Can wait')

  const context = { ...shop.app, today: shop.app.today(), now: shop.app.now() }
  const card = digestCard(
    await makeDigest(context, '#launches', { replays: false }, await judgePresent(context)),
    '#launches',
  )
  expect(card.plain).toBe('Launch readiness, Mon 1 Jun: 1 at risk')
})
