import { launches, openOffice } from './office.ts'
import type { Album } from './shown.ts'

const morning = '2026-06-01'

/** Shows what a planner sees who sets fair shares of a warehouse's stock. */
export const shares = async (album: Album): Promise<void> => {
  await using office = await openOffice(`${morning}T07:00:00Z`)
  await office.app.rename(launches)
  await office.feed('items', 'sku,name,supplier,unit_price,currency\nCOLA,Cola 1.5 l,ACME,2,EUR')
  await office.feed('locations', 'location,kind,supplied_by\nDC,dc,\nNORTH,shop,DC\nEAST,shop,DC')
  await office.feed('lead-times', 'supplier,lead_time_days\nACME,10\nDC,2')
  await office.feed(
    'inventory',
    `sku,location,on_hand,as_of\nCOLA,DC,400,${morning}\nCOLA,NORTH,50,${morning}\nCOLA,EAST,50,${morning}`,
  )
  await office.feed(
    'demand-plan',
    `date,sku,location,units,days\n${morning},COLA,NORTH,100,100\n${morning},COLA,EAST,100,100`,
  )
  await office.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,units\nP-1,COLA,NORTH,Cola week,2026-06-18,2026-06-24,250\nP-1,COLA,EAST,Cola week,2026-06-18,2026-06-24,300',
  )
  office.at(`${morning}T09:00:00Z`)
  await album.say(office, 'shares', '/promo share P-1', 'Ben')
  await album.say(office, 'share-set', '/promo share P-1 at:NORTH units:120', 'Ben')
  await album.say(office, 'why-share', '/promo why P-1 COLA NORTH', 'Ben')
  await album.say(office, 'refusal-share', '/promo share P-1 at:EAST units:300', 'Ben')
  await album.say(office, 'share-undone', '/shelfready undo', 'Ben')
}
