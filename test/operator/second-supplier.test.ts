import { describe, expect, it } from 'vitest'
import { openCompany } from '../_helpers/company.ts'

const items = 'sku,name,supplier,unit_cost,unit_price,currency,order_multiple\nTEA,Tea,ACME,10,20,EUR,20'

/** A shop that lacks tea for a promotion in five weeks, for which its own supplier needs two months. */
const shop = async (others: string) => {
  const company = await openCompany('2026-06-01')
  await company.feed('items', items)
  await company.feed('lead-times', `supplier,sku,lead_time_days,unit_cost\nACME,,60,\n${others}`)
  await company.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,TEA,EAST,1000,100')
  await company.feed('inventory', 'sku,location,on_hand,as_of\nTEA,EAST,430,2026-06-01')
  await company.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,units\nP-1,TEA,EAST,Tea week,2026-07-06,2026-07-12,100',
  )
  return company
}

describe('a second supplier of an item', () => {
  it('is a way out, priced by what it costs more, and the verdict goes by the first one', async () => {
    await using company = await shop('BETA,TEA,32,12\nSLOW,TEA,40,11')
    expect(await company.say('/promo show P-1')).toContain('NOT READY')
    const text = await company.say('/promo options P-1')
    const [, units] = /([\d,]+) units of Tea @ EAST at BETA, usable Fri 3 Jul/.exec(text) as unknown as [string, string]
    expect(Number(units) % 20).toBe(0)
    expect(text).toContain(`EUR ${new Intl.NumberFormat('en').format(2 * Number(units))}`)
    expect(text).not.toContain('SLOW')
    // Done exactly so, it works.
    await company.feed(
      'inbound',
      `order_id,sku,location,quantity,supplier,due_date\nPO-1,TEA,EAST,${units},BETA,2026-07-03`,
    )
    expect(await company.say('/promo check P-1')).toContain('READY')
    expect(await company.say('/promo check P-1')).not.toContain('NOT READY')
  })
  it('can be proposed', async () => {
    await using company = await shop('BETA,TEA,32,12')
    expect(await company.say('/promo decide P-1 elsewhere reason:"only way"')).toMatch(
      /Order .* at BETA|another supplier/,
    )
  })
  it('is no option where it has no row of the item, comes too late, or there is none', async () => {
    await using none = await shop('BETA,,32,12')
    expect(await none.say('/promo decide P-1 elsewhere reason:"try"')).toMatch(/not possible|no other supplier|cannot/i)
    expect(await none.say('/promo options P-1')).not.toMatch(/BETA|another supplier/i)
    await using late = await shop('BETA,TEA,50,12')
    expect(await late.say('/promo options P-1')).not.toMatch(/units of Tea @ EAST at BETA/)
  })
})
