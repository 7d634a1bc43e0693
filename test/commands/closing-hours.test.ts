import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Stage, stage } from './stage.ts'

// Wed 10 June is the last day to order what is to be on the shelf on Mon 15 June.
let shop: Stage
const open = async (timezone: string) => {
  shop = await stage('2026-06-10')
  await shop.feed('items', 'sku,name,unit_price,currency,supplier\nCOLA,Cola,10,EUR,ACME\n')
  await shop.feed('locations', `location,timezone\nEAST,${timezone}\n`)
  await shop.feed('inventory', 'sku,location,on_hand,as_of\nCOLA,EAST,50,2026-06-10\n')
  await shop.feed('demand-plan', 'sku,location,date,units,days\nCOLA,EAST,2026-06-01,1800,180\n')
  await shop.feed('lead-times', 'supplier,lead_time_days,order_cutoff\nACME,5,15:00\n')
  await shop.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,units\nP-9,COLA,EAST,Picnic,2026-06-15,2026-06-21,700\n',
  )
}
afterEach(() => shop[Symbol.asyncDispose]())

describe('on the last day to order', () => {
  beforeEach(() => open('UTC'))

  it('a promotion is at risk until the hour at which orders close, and that hour is told', async () => {
    shop.at('2026-06-10T14:59:00Z')
    const said = await shop.say('promo check P-9')
    expect(said).toMatch(/AT RISK|At risk/i)
    expect(said).toMatch(/by Wed 10 Jun 15:00/)
  })

  it('it is not ready from that hour on, though nothing was written meanwhile: today is no ordering day any more', async () => {
    shop.at('2026-06-10T14:59:00Z')
    await shop.say('promo check P-9')
    shop.at('2026-06-10T15:00:00Z')
    expect(await shop.say('promo check P-9')).toMatch(/not ready/i)
    const why = await shop.say('promo why P-9')
    expect(why).toMatch(/too late since Wed 10 Jun/)
    expect(why).toMatch(/close at 15:00, so it is too late for today; the next ordering day is Thu 11 Jun/)
  })

  it('its channel is told when the hour has passed', async () => {
    await shop.say('shelfready subscribe')
    await shop.say('promo add "Second" sku:COLA at:EAST from:2026-06-15 to:2026-06-16 units:300')
    await shop.tick()
    shop.at('2026-06-10T15:30:00Z')
    expect((await shop.tick()).join('\n')).toMatch(/not ready/i)
  })

  it('the risk is one order by that hour, and a decision after it', async () => {
    shop.at('2026-06-10T14:00:00Z')
    expect(await shop.say('shelfready risks')).toMatch(/at ACME by Wed 10 Jun 15:00/)
    shop.at('2026-06-10T16:00:00Z')
    expect(await shop.say('shelfready risks')).toMatch(/decide, no normal order is in time/)
  })
})

describe('the hour at which orders close', () => {
  it('is that of the location: 15:00 in Berlin is 13:00 UTC in summer', async () => {
    await open('Europe/Berlin')
    shop.at('2026-06-10T12:59:00Z')
    expect(await shop.say('promo check P-9')).toMatch(/at risk/i)
    shop.at('2026-06-10T13:00:00Z')
    expect(await shop.say('promo check P-9')).toMatch(/not ready/i)
  })

  it('has passed where the next day has begun already', async () => {
    await open('Pacific/Auckland')
    shop.at('2026-06-10T12:30:00Z')
    expect(await shop.say('promo check P-9')).toMatch(/not ready/i)
  })
})
