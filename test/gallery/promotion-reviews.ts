import { soldBetween } from '../services/promotion-reviews/cola-week.ts'
import { launches, type Office, openOffice } from './office.ts'
import { type Album, messageOf } from './shown.ts'

const stocked = async (office: Office): Promise<void> => {
  await office.feed(
    'items',
    'sku,name,category,unit_cost,unit_price,currency,supplier\nA,Cola,drinks,1,2,EUR,ACME\nB,Zero,drinks,1,2,EUR,ACME\n',
  )
  await office.feed('locations', 'location,name,kind\nEAST,East Street,shop\nWEST,West Park,shop\n')
  await office.feed('lead-times', 'supplier,lead_time_days\nACME,30\n')
  await office.feed('sales', soldBetween('2026-05-01', '2026-08-09'))
  await office.feed(
    'inventory',
    'sku,location,on_hand,as_of\nA,EAST,440,2026-08-10\nA,WEST,900,2026-08-10\nB,EAST,5,2026-08-10\n',
  )
}

/** Shows how promotions that are over are looked back at. */
export const reviews = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-08-10T07:00:00Z')
  await stocked(office)
  await office.app.rename(launches)
  const say = (name: string, words: string, who: Parameters<Album['say']>[3] = 'Ana') =>
    album.say(office, name, words, who)
  await office.ask('/promo add "Cola week" sku:A from:2026-09-07 to:2026-09-13 uplift:+150% discount:20%')
  await office.ask('/promo add "Zero days" sku:B at:EAST from:2026-09-07 to:2026-09-08 units:40')
  await office.ask('/promo cancel P-2 why:supply reason:"no goods"', 'Ben')
  await office.ask('/shelfready ack R-1', 'Ben')
  await office.happen()
  await say('review-too-early', '/promo review P-1')
  office.at('2026-09-15T06:00:00Z')
  await office.feed('sales', soldBetween('2026-08-10', '2026-09-11'))
  await office.feed('costs', 'date,kind,promotion_id,amount,currency\n2026-09-05,freight,P-1,50,EUR\n')
  await say('review-incomplete', '/promo review P-1')
  await office.feed('sales', soldBetween('2026-09-12', '2026-09-14'))
  const first = await office.happen()
  office.at('2026-09-15T06:02:00Z')
  const sent = [...first, ...(await office.happen())]
  album.add('review', 'the thread of its card, once its sales are in', messageOf(sent, 'thread', /Review: Cola week/))
  album.add(
    'review-cancelled',
    'the thread of a card that was cancelled because of supply',
    messageOf(sent, 'thread', /Review: Zero days/),
  )
  await say('review-details', '/promo review P-1 show:details')
  await say('review-answered', '/promo answer P-1 plan:low again:same')
  await say('review-answered-line', '/promo answer P-1 supply:"The second truck came a day late"', 'Ben')
  await say('refusal-review-answered', '/promo answer P-1 plan:high', 'Ben')
  await say('refusal-review-no-answer', '/promo answer P-1')
  await say('review-taken-back', '/promo answer P-1 again:none')
  const form = await office.app.form(office.request({ does: 'fill', id: 'answer:P-1', revision: 0 }, 'Ana'))
  if ('fields' in form)
    album.addForm('form-review', 'the button "Add a line..." of a review', { form, filled: null, refused: null })
  const answered = await office.happen()
  album.add(
    'review-with-answers',
    'the review once people have answered',
    messageOf(answered, 'update', /Review: Cola week/),
  )
}
