import { type Company, openCompany } from '../../_helpers/company.ts'
import { postDue } from '../../_helpers/reviews.ts'
import { daysBetween, salesCsv } from '../scorecard/sales-rows.ts'

/** The rows of sales of two shops between two days: 10 a day, in the promoted week 30, and EAST runs out on Saturday noon. */
export const soldBetween = (from: string, to: string, places: readonly string[] = ['EAST', 'WEST']): string =>
  salesCsv(
    daysBetween(from, to).flatMap((date) =>
      places.map((location) => ({ date, sku: 'A', location, ...soldOn(date, location) })),
    ),
  )

const soldOn = (date: string, location: string) => {
  if (date < '2026-09-07' || date > '2026-09-13') return { units: 10, stockout: 0 }
  if (location === 'WEST' || date < '2026-09-12') return { units: 30, stockout: 0 }
  return date === '2026-09-12' ? { units: 15, stockout: 0.5 } : { units: 0, stockout: 1 }
}

/** A company that sells cola at two shops, on the first of August; Ana registers a week at 20 % off in chat on the tenth. */
export const colaWeek = async (prices = '1,2,EUR'): Promise<Company> => {
  const company = await openCompany('2026-08-01', { edits: true })
  await company.feed(
    'items',
    `sku,name,category,group,unit_cost,unit_price,currency,supplier\nA,Cola,drinks,cola,${prices},ACME\n`,
  )
  await company.feed('locations', 'location,name,kind\nEAST,East,shop\nWEST,West,shop\n')
  await company.feed('lead-times', 'supplier,lead_time_days\nACME,7\n')
  await company.feed('sales', soldBetween('2026-05-01', '2026-07-31'))
  await company.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,900,2026-08-01\nA,WEST,900,2026-08-01\n')
  company.at('2026-08-10')
  await company.say('promo add "Cola week" sku:A from:2026-09-07 to:2026-09-13 uplift:2.5x discount:20% another:yes')
  return company
}

/** Works out the results and posts what is due. */
export const review = ({ app }: Company): Promise<void> => postDue(app, { reaches: () => true, edits: true })

/** The messages of reviews in the outbox, the oldest first. */
export const posted = ({ rows }: Company) =>
  rows<{ readonly form: string; readonly channel: string; readonly card: string }>(
    "select form, channel, card from outbox where kind = 'promotion-review' order by id",
  )
