import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../../src/domain/day.ts'
import { loadRuns, loadSalesBetween } from '../../../src/store/facts/sales-history.ts'
import { loadVisibility } from '../../../src/store/feeds/visibility.ts'
import { openCompany } from '../../_helpers/company.ts'
import { readRetailer } from './data.ts'

const sales = `date,sku,location,units,price,on_promo,stockout,holiday
2026-05-01,COLA,EAST,10,1.0,0,0.0,0
2026-05-02,COLA,EAST,19,0.8,1,0.2,1
2026-05-03,COLA,WEST,19,0.9,1,0.0,0
`
const promotions = `promotion_id,sku,location,name,start,end,discount,type
P1,COLA,EAST,P1,2026-04-28,2026-05-02,0.3,price_promotion
P2,COLA,EAST,P2,2026-05-02,2026-05-04,0.25,price_promotion
P3,COLA,WEST,P3,2026-05-03,2026-05-03,0.1,price_promotion
`

describe('the daily rows that the measurement reads', () => {
  it('name the planned discount of their promotion, as the product reads the same files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shelfready-bench-'))
    await writeFile(join(folder, 'sales.csv'), sales)
    await writeFile(join(folder, 'promotions.csv'), promotions)
    const { rows } = readRetailer(folder)
    await rm(folder, { recursive: true })
    await using cola = await openCompany('2026-06-01')
    await cola.feed('promotions', promotions)
    await cola.feed('sales', sales)
    const { workspace } = cola.app
    const visibility = await loadVisibility(workspace, '2026-06-01')
    const runOf = await loadRuns(workspace, visibility)
    const [from, until] = [dayOf('2026-05-02'), dayOf('2026-06-01')]
    const read = await loadSalesBetween(workspace, visibility, from, until, runOf)
    expect(rows.filter(({ day }) => day >= from)).toEqual(read)
    expect(read.map(({ day, promotion }) => [isoOf(day), promotion?.discount])).toEqual([
      ['2026-05-02', 0.25],
      ['2026-05-03', 0.1],
    ])
  })
})
