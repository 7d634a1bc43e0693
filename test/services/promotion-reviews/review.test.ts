import { describe, expect, it } from 'vitest'
import type { Card } from '../../../src/cards/language/card.ts'
import { renderText } from '../../../src/chat/terminal/render.ts'
import type { Company } from '../../_helpers/company.ts'
import { driverOf } from '../../_helpers/engine.ts'
import { colaWeek, posted, review, soldBetween } from './cola-week.ts'

const text = (company: Company): string => renderText(JSON.parse(posted(company).at(-1)?.card ?? '{}') as Card)

/** The week is over, and its sales are in. */
const ended = async (prices?: string): Promise<Company> => {
  const company = await colaWeek(prices)
  company.at('2026-09-15')
  await company.feed('sales', soldBetween('2026-08-01', '2026-09-14'))
  return company
}

const ben = { name: 'Ben' }

describe('the review of a promotion', () => {
  it('tells plan, forecasts, sales, costs and what it taught, as worked out by hand', async () => {
    await using company = await ended()
    await company.feed('costs', 'date,kind,promotion_id,amount,currency\n2026-09-05,freight,P-1,50,EUR\n')
    await review(company)
    const said = text(company)
    // EAST sold 5 x 30 + 15 and lost 15 and 25, WEST sold 7 x 30; 2.5 x 10 x 7 were planned at each, at EUR 1.60.
    expect(said).toContain('✖ Review: Cola week (P-1) sold out   Mon 7 to Sun 13 Sep · Ana')
    expect(said).toContain('375 of the 415 units asked for: fill rate 90 %, EUR 64 lost')
    expect(said).toContain('EAST was empty for 1.5 days · supply: nobody named')
    expect(said).toContain('350 units, by Ana; 415 were asked for (+19 %)')
    expect(said).toContain('350 at registration, on the order-by date and at launch')
    // (375 - 140) x 0.60 - 140 x 0.40 = 85, less the freight.
    expect(said).toContain('235 units beyond normal sales, EUR 35 margin after EUR 50 freight, so far')
    expect(said).toMatch(/1 promotion of Cola now says \+\d+ %; there was none before/)
    const details = await company.say('promo review P-1 show:details')
    expect(details).toMatch(/Registration +Mon 10 Aug +350 +Ana's plan/)
    expect(details).toMatch(/Cola @ EAST +175 +165 +40 +70/)
  })

  it('is posted once, in the thread of its card, whatever is repeated or corrected', async () => {
    await using company = await colaWeek()
    company.at('2026-09-15')
    await company.feed('sales', soldBetween('2026-08-01', '2026-09-12'))
    await review(company)
    expect(posted(company)).toEqual([])
    expect(await company.say('promo review P-1')).toContain(
      "6 of 7 days' sales are in. The review is posted once all are in",
    )
    await company.feed('sales', soldBetween('2026-09-13', '2026-09-14'))
    await Promise.all([review(company), review(company)])
    await review(company)
    expect(posted(company).map(({ form, channel }) => [form, channel])).toEqual([['thread', '#launches']])
    await company.feed('sales', 'date,sku,location,units,stockout\n2026-09-13,A,EAST,30,0\n2026-09-12,A,EAST,30,0\n')
    await review(company)
    expect(posted(company)).toHaveLength(1)
    expect(text(company)).toContain('Sales were corrected after Tue 15 Sep, when it said 375 sold and 40 lost.')
    expect(text(company)).toContain('● Review: Cola week (P-1) stayed in stock')
    expect(company.count('review')).toBe(1)
    await company.feed('costs', 'date,kind,promotion_id,amount,currency\n2026-09-05,freight,P-1,20,USD\n')
    await review(company)
    expect(text(company)).toMatch(/EUR \d+ and -USD 20 margin after USD 20 freight/)
  })

  it('says after two weeks that sales never came, and takes them up when they do', async () => {
    await using company = await colaWeek()
    company.at('2026-09-26')
    await company.feed('sales', soldBetween('2026-08-01', '2026-09-13', ['EAST']))
    await review(company)
    expect(posted(company)).toEqual([])
    company.at('2026-09-27')
    await review(company)
    expect(text(company)).toContain("7 of 7 days' sales are in, from 1 of 2 places, 14 days after the end.")
    await company.feed('sales', soldBetween('2026-09-07', '2026-09-13', ['WEST']))
    await review(company)
    expect(posted(company)).toHaveLength(1)
    expect(text(company)).toContain('The missing sales came in after Sun 27 Sep')
    expect(text(company)).toContain('375 of the 415 units asked for')
  })

  it('is not posted for what ended long before anybody looked', async () => {
    await using company = await colaWeek()
    company.at('2026-10-20')
    await company.feed('sales', soldBetween('2026-08-01', '2026-10-19'))
    await review(company)
    expect(posted(company)).toEqual([])
    expect(await company.say('promo review P-1')).toContain('Review: Cola week (P-1) sold out')
  })

  it('asks what was ordered and is left where supply made it impossible', async () => {
    await using company = await colaWeek()
    await company.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date,promotion_id\nPO-9,A,EAST,300,2026-09-01,P-1\n',
    )
    await company.say('promo cancel P-1 why:supply reason:"no goods"')
    company.at('2026-09-15')
    await company.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,420,2026-09-14\nA,WEST,80,2026-09-14\n')
    await review(company)
    expect(text(company)).toContain('✖ Review: Cola week (P-1) was cancelled because of supply')
    expect(text(company)).toContain('PO-9: 300 units')
    expect(text(company)).toContain('500 units at 2 places, EUR 500 at cost')
    expect(await company.say('promo answer P-1 plan:low')).toContain('is not asked: Cola week (P-1) did not run.')
  })

  it('says what it cannot know without price and cost', async () => {
    await using company = await ended(',,')
    await review(company)
    expect(text(company)).toContain('fill rate 90 %, revenue unknown, no price')
    expect(text(company)).toContain('235 units beyond normal sales; margin unknown without price and cost')
  })

  it('puts the outcome of a decision beside what was expected of it', async () => {
    await using company = await colaWeek()
    await company.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,300,2026-08-10\nA,WEST,900,2026-08-10\n')
    await company.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await company.say('promo decide P-1 accept reason:"we sell what there is"')
    await company.say('promo agree P-1', ben)
    company.at('2026-09-15')
    await company.feed('sales', soldBetween('2026-08-01', '2026-09-14'))
    await review(company)
    expect(text(company)).toMatch(/Decided +loss accepted, agreed by Ana and Ben: \d+ expected to sell, 375 sold/)
    expect(await company.say('promo review P-1 show:details')).toContain('Why: we sell what there is')
  })

  it('keeps what was announced before it was moved', async () => {
    await using company = await colaWeek()
    await review(company)
    await company.say('promo edit P-1 from:2026-09-08 to:2026-09-13')
    company.at('2026-09-15')
    await company.feed('sales', soldBetween('2026-08-01', '2026-09-14'))
    await review(company)
    expect(text(company)).toContain('Tue 8 to Sun 13 Sep · announced for Mon 7 to Sun 13 Sep')
  })
})

describe('the answers to a review', () => {
  it('stand on it with their author, can be changed for ten minutes, and then stay', async () => {
    await using company = await ended()
    await review(company)
    expect(await company.say('promo answer P-1 plan:low')).toContain(
      'Saved for Cola week (P-1): Was the plan right? Too low',
    )
    await company.say('promo answer P-1 plan:high')
    expect(text(company)).toContain('● Marketing, Ana: Was the plan right? Too high.')
    expect(await company.say('promo answer P-1 plan:right', ben)).toMatch(/Ana answered .* Too high\. That stands/)
    await company.say('promo answer P-1 supply:"One truck came late"', ben)
    await company.say('promo answer P-1 supply:"The flyer was early"')
    expect(text(company)).toContain('● Supply: "One truck came late" (Ben) "The flyer was early" (Ana)')
    await company.say('promo answer P-1 supply:none', ben)
    expect(text(company)).not.toContain('One truck')
    company.at(company.now().add({ minutes: 10 }))
    expect(await company.say('promo answer P-1 plan:low')).toContain('That stands.')
    expect(await company.say('promo answer P-1 again:maybe')).toContain('"maybe" is none of')
    expect(await company.say('promo answer P-1 again:none')).toContain('there is no answer of yours to take back')
    const history = await company.say('promo history P-1')
    expect(history).toContain('review answered by Ben in #launches: Supply says "One truck came late"')
    expect(posted(company)).toHaveLength(1)
  })

  it('come from the function that is asked', async () => {
    await using company = await ended()
    await company.say('shelfready role Ben planner')
    await company.ask('whoami', ben)
    driverOf(company.app.workspace.database)
      .prepare(
        "insert into given_role (workspace_id, account_id, role, given_by, given_at) values (1, 'test:Ben', 'planner', 'x', '2026-09-01')",
      )
      .run()
    await review(company)
    expect(await company.say('promo answer P-1 plan:low', ben)).toContain(
      'Marketing answers that: Ana, or anyone in marketing.',
    )
    expect(await company.say('promo answer P-1 stock:late', ben)).toContain('Saved for Cola week')
  })
})
