import { launches, openOffice } from './office.ts'
import type { Album } from './shown.ts'

const morning = '2026-06-01'

/** Draws a running promotion with what to do today, and the day on which a budget is committed. */
export const launchDay = async (album: Album): Promise<void> => {
  await using office = await openOffice(`${morning}T07:00:00Z`)
  await office.app.rename(launches)
  await office.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nCOLA,Cola,4,8,EUR,ACME')
  await office.feed('lead-times', 'supplier,lead_time_days\nACME,60')
  await office.feed('locations', 'location,name,kind\nEAST,East Street,shop\nWEST,West Park,shop')
  await office.feed('inventory', `sku,location,on_hand,as_of\nCOLA,EAST,100,${morning}\nCOLA,WEST,1500,${morning}`)
  await office.feed(
    'demand-plan',
    `date,sku,location,units,days\n${morning},COLA,EAST,1000,100\n${morning},COLA,WEST,1000,100`,
  )
  await office.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,uplift,commit_by,owner\nP-1,COLA,EAST,Cola week,2026-05-31,2026-06-13,2,,Ana\nP-2,COLA,EAST,Fair,2026-07-06,2026-07-12,6,2026-06-02,Ana',
  )
  office.at(`${morning}T09:00:00Z`)
  await album.say(office, 'live-to-do', '/shelfready digest', 'Ben')
  await album.say(office, 'item-added', '/promo item add P-2 "Display kit" owner:@ana due:"1 Jun"', 'Ana')
  await album.say(office, 'items', '/promo items P-2', 'Ana')
  await album.say(office, 'item-done', '/promo item done P-2 1', 'Ana')
  await album.say(office, 'item-added-late', '/promo item add P-2 "Price labels" owner:@ana due:"2 Jun"', 'Ana')
  await album.say(office, 'item-removed', '/promo item remove P-2 2', 'Ana')
  await album.say(office, 'commit-go', '/promo commit P-2 go reason:"the leaflet is printed"', 'Ana')
  await album.say(office, 'commit-day', '/promo commit P-2 by:"3 Jun"', 'Ana')
}
