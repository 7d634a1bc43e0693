import { describe, expect, it } from 'vitest'
import type { BacktestReport } from '../../src/domain/backtest/report.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { openCompany } from '../_helpers/company.ts'
import { daysBetween } from '../_helpers/shop-book.ts'

const morning = '2026-07-01'
const days = daysBetween('2026-01-05', '2026-06-28')

type Sold = { readonly units: number; readonly promo?: boolean; readonly stockout?: number }

/** Tells the sales of one shelf, and whatever else is known. */
const replayed = async (
  sold: (day: string, i: number) => Sold | null,
  feeds: (feed: (kind: FeedKind, csv: string, known?: 'today') => Promise<void>) => Promise<void> = async () => {},
  options: { readonly from?: number; readonly to?: number; readonly leadDays?: number } = {},
): Promise<BacktestReport> => {
  await using shop = await openCompany(morning)
  await shop.feed('items', 'sku,name,unit_price,supplier\nCOLA,Cola,2,ACME', 'unsaid')
  const rows = days.flatMap((day, i) => {
    const of = sold(day, i)
    return of === null ? [] : [`${day},COLA,EAST,${of.units},${of.promo ? 1 : 0},${of.stockout ?? ''}`]
  })
  if (rows.length > 0) await shop.feed('sales', `date,sku,location,units,on_promo,stockout\n${rows.join('\n')}`)
  await feeds((kind, csv, known) => shop.feed(kind, csv, known ?? 'unsaid'))
  const { from = null, to = null, leadDays = null } = options
  return (await shop.app.backtest({ from, to, leadDays })) as BacktestReport
}

/** Seven days of promotion from the third Monday on, every fourth week. */
const isPromoted = (i: number) => i % 28 >= 14 && i % 28 < 21
const runs = days.flatMap((day, i) => (i % 28 === 14 ? [{ start: day, end: days[i + 6] as string, i }] : []))
const promotions = (more = '', value = '') =>
  `promotion_id,sku,location,name,start,end,discount${more}\n${runs
    .map(({ start, end, i }) => `P-${i},COLA,EAST,Cola ${i},${start},${end},0.2${value}`)
    .join('\n')}`

const twice = (_: string, i: number): Sold => ({ units: isPromoted(i) ? 20 : 10, promo: isPromoted(i) })

const figures = (report: BacktestReport) => {
  const numbers: unknown[] = []
  JSON.stringify(report, (_, value) => {
    if (typeof value === 'number') numbers.push(value)
    return value
  })
  return numbers
}

describe('a replay of history', () => {
  it('finds no error where every week is like the last one', async () => {
    const report = await replayed(() => ({ units: 10 }))
    expect(report.plain.ours.windows).toBeGreaterThan(15)
    expect(report.plain.ours.wape).toBeCloseTo(0, 3)
    expect(report.plain.against['last-week'].figures.wape).toBeCloseTo(0, 6)
    expect(report.plain.intervals.inside).toBeGreaterThan(0.9)
    expect(report).toMatchObject({ lines: 0, warnings: null, recommendation: { why: 'too-few' } })
    expect(report.promotions.ours).toEqual({ windows: 0, wape: null, bias: null, revenueWape: null })
  })

  it('sets ours, last week and the marketer beside what promotions sold', async () => {
    const { promotions: measured, plain } = await replayed(twice, (feed) =>
      feed('promotions', promotions(',uplift', ',2')),
    )
    // Five runs begin after the first four weeks; each was decided a week before and sold 140 units.
    expect(measured.ours.windows).toBe(5)
    expect(measured.ours.wape).toBeLessThan(0.25)
    expect(measured.against['last-week'].figures).toMatchObject({ windows: 5, wape: 0.5, bias: -0.5, revenueWape: 0.5 })
    expect(measured.against.stated.figures.wape).toBeLessThan(0.15)
    expect(measured.against['last-year'].figures.windows).toBe(0)
    expect(measured.periods.reduce((sum, { figures: of }) => sum + of.windows, 0)).toBe(5)
    // Weeks of a promotion are no ordinary ones.
    expect(plain.ours.windows).toBe(16)
  })

  it('knows nothing of a day before it is over: what comes later changes nothing that was said', async () => {
    const told = async (last: number) => {
      const final = runs.at(-1)?.i ?? 0
      const { promotions: measured } = await replayed(
        (day, i) => (i >= final - 7 ? { units: last, promo: isPromoted(i) } : twice(day, i)),
        (feed) => feed('promotions', promotions()),
        { from: Math.floor(Date.parse(`${days[final]}T00:00:00Z`) / 86_400_000) },
      )
      const { windows, bias } = measured.ours
      expect(windows).toBe(1)
      return (1 + (bias as number)) * 7 * last
    }
    expect(await told(30)).toBeCloseTo(await told(3), 6)
  })

  it('decides when an order is still in time, and knows only what was known then', async () => {
    const { lead, gaps, warnings } = await replayed(
      (day, i) => ({ ...twice(day, i), stockout: i % 28 === 20 ? 0.5 : 0 }),
      async (feed) => {
        await feed('promotions', promotions())
        await feed('lead-times', 'supplier,lead_time_days\nACME,10')
        const counts = runs.slice(2).map(({ i }) => `COLA,EAST,100,${days[i - 10]}`)
        await feed('inventory', `sku,location,on_hand,as_of\n${counts.join('\n')}`)
        // Ordered after the decision: nobody could count on it.
        const late = runs.map(({ i }) => `PO-${i},COLA,EAST,900,${days[i - 2]},${days[i - 9]}`)
        await feed('inbound', `order_id,sku,location,quantity,due_date,ordered_date\n${late.join('\n')}`)
      },
    )
    expect(lead).toEqual({ least: 10, median: 10, most: 10, assumed: 0 })
    expect(gaps['not-counted']).toBe(1)
    // A hundred units last for ten ordinary days and no promotion: all had a warning, and all ran out.
    expect(warnings).toMatchObject({ promotions: 4, stockouts: 4, present: { warned: 4, right: 4, missed: 0 } })
  })

  it('counts on an order that was placed and came later than promised, as it was promised', async () => {
    const { warnings } = await replayed(
      (day, i) => ({ ...twice(day, i), stockout: i % 28 === 20 ? 0.5 : 0 }),
      async (feed) => {
        await feed('promotions', promotions())
        const counts = runs.slice(2).map(({ i }) => `COLA,EAST,100,${days[i - 7]}`)
        await feed('inventory', `sku,location,on_hand,as_of\n${counts.join('\n')}`)
        const orders = runs.map(
          ({ i }) =>
            `PO-${i},COLA,EAST,0,${days[i + 9]},${days[i - 2]},${days[i - 20] ?? days[0]},received,${days[i + 9]},900`,
        )
        await feed(
          'inbound',
          `order_id,sku,location,quantity,due_date,promised_date,ordered_date,status,received_date,received_quantity\n${orders.join('\n')}`,
        )
      },
    )
    expect(warnings).toMatchObject({ promotions: 4, stockouts: 4, present: { warned: 0, missed: 4, recall: 0 } })
  })

  it('takes an empty count for a stockout where sales say nothing of it', async () => {
    const { warnings, gaps } = await replayed(twice, async (feed) => {
      await feed('promotions', promotions())
      const counts = runs
        .slice(2)
        .flatMap(({ i }, n) => [
          `COLA,EAST,900,${days[i - 7]}`,
          ...(n < 3 ? [`COLA,EAST,${n === 0 ? 0 : 5},${days[i + 5]}`] : []),
        ])
      await feed('inventory', `sku,location,on_hand,as_of\n${counts.join('\n')}`)
    })
    expect(warnings).toMatchObject({ promotions: 3, stockouts: 1 })
    expect(gaps['outcome-unknown']).toBe(1)
  })

  it('leaves out promotions of which nobody knew on the day of decision', async () => {
    const { gaps, promotions: measured } = await replayed(twice, (feed) => feed('promotions', promotions(), 'today'))
    expect(gaps.late).toBe(5)
    expect(measured.ours.windows).toBe(0)
  })

  it('leaves out what has days without sales', async () => {
    const { gaps, promotions: measured } = await replayed(
      (day, i) => (i === (runs[3]?.i ?? 0) + 2 ? null : twice(day, i)),
      (feed) => feed('promotions', promotions()),
      { leadDays: 40 },
    )
    expect(gaps).toMatchObject({ 'before-history': 0, late: 0, 'rows-missing': 1 })
    expect(measured.ours.windows + gaps.unknown).toBe(4)
  })

  it.each([
    ['every day out of stock', () => ({ units: 0, stockout: 1 })],
    ['nothing but promotions', () => ({ units: 10, promo: true })],
    ['one day', (_: string, i: number) => (i === 0 ? { units: 10 } : null)],
    ['nothing sold', () => ({ units: 0 })],
  ] as const)('bears %s', async (_, sold) => {
    const report = await replayed(sold, (feed) => feed('promotions', promotions(',units', ',0')))
    for (const figure of figures(report)) expect(Number.isFinite(figure)).toBe(true)
    expect(report.recommendation).toMatchObject({ threshold: 0.2, why: 'too-few' })
  })

  it('has nothing to replay without sales', async () => expect(await replayed(() => null)).toBeNull())
})
