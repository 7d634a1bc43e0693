import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { daysBetween, type Judged } from '../_helpers/shop-book.ts'

const days = daysBetween('2025-01-06', '2025-12-28')
const soldOn = (i: number, n: number) => (isPromoted(i) ? 20 : 10) + ((i * 7 + n * 3) % 5) - 2
const shops = ['EAST', 'WEST', 'NORTH', 'SOUTH', 'HILL', 'MILL']
/** Every third week is one of promotion; in two shops it runs out, whoever counts the stock sees that coming. */
const isPromoted = (i: number) => Math.floor(i / 7) % 3 === 2
const starts = days.flatMap((_, i) => (i % 7 === 0 && isPromoted(i) ? [i] : []))

describe('backtest', () => {
  let line: CommandLine
  beforeAll(async () => {
    line = await commandLine()
    await line.feed('items', 'sku,name,unit_price,currency,supplier\nCOLA,Cola,2,EUR,ACME')
    await line.feed('lead-times', 'supplier,lead_time_days\nACME,10')
    const sales = days.flatMap((day, i) =>
      shops.map((shop, n) => {
        const out = n < 2 && isPromoted(i) && i % 7 === 6
        return `${day},COLA,${shop},${soldOn(i, n)},${isPromoted(i) ? 1 : 0},${out ? 0.5 : 0}`
      }),
    )
    await line.feed('sales', `date,sku,location,units,on_promo,stockout\n${sales.join('\n')}`)
    const promotions = starts.flatMap((i) =>
      shops.map((shop) => `P-${i},COLA,${shop},Cola ${i},${days[i]},${days[i + 6]},0.2,1.5`),
    )
    await line.feed('promotions', `promotion_id,sku,location,name,start,end,discount,uplift\n${promotions.join('\n')}`)
    const counts = starts
      .filter((i) => i > 30)
      .flatMap((i) => shops.map((shop, n) => `COLA,${shop},${n < 2 ? 130 : 900},${days[i - 10]}`))
    await line.feed('inventory', `sku,location,on_hand,as_of\n${counts.join('\n')}`)
  })
  afterAll(() => line[Symbol.asyncDispose]())

  it('tells a planner what was forecast and warned of, and ends with the threshold', async () => {
    const { status, out, err } = await line.run('backtest')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    for (const row of out.split('\n')) expect(row.length).toBeLessThanOrEqual(80)
    expect(out).toMatch(
      /^Backtest, Mon 3 Feb 2025 to Sun 28 Dec 2025: forecasts of promotions were off by\n\d+ %, and of 32 stockouts 32 had a warning\.$/m,
    )
    expect(out).toMatch(/Decided 10 days before launch\./)
    expect(out).toMatch(/^Shelfready's own forecast +96 +\d+ % /m)
    expect(out).toMatch(/^The marketer's figure +96 /m)
    expect(out).toMatch(/^Promotions off by, four weeks at a time \(%\)\n [▁-█]+$/m)
    expect(out).toMatch(/^Sold out +32 of 96 promotion lines \(33 %\)$/m)
    expect(out.trim().split('\n').at(-2)).toMatch(/^Keep warning above 20 %: on 96 promotion lines/)
  })

  it('gives scripts the same as plain numbers', async () => {
    const { status, out } = await line.run('backtest', '--json', '--from', '2025-06-01', '--to', '2025-09-30')
    expect(status).toBe(0)
    const report = JSON.parse(out)
    expect(report).toMatchObject({
      from: '2025-06-01',
      to: '2025-09-30',
      shelves: 6,
      lead_days: { least: 10, median: 10, most: 10, assumed: 0 },
      promotion_windows: { marketer: { windows: 30 }, same_days_last_year: { windows: 0, wape: null } },
      warnings: { promotions: 30, stockouts: 10, auc: 1 },
      threshold: { present: 0.2, recommended: 0.2, why: 'too-few', promotions: 30 },
    })
    expect(report.promotion_windows.shelfready.wape).toBeLessThan(0.15)
  })

  it('says of a morning what assess says as of it', async () => {
    const start = starts.at(-1) as number
    const [from, to, morning] = [days[start], days[start + 6], days[start - 10]].map(String) as [string, string, string]
    const { out } = await line.run('backtest', '--json', '--from', from, '--to', to)
    const { marketer } = JSON.parse(out).promotion_windows
    const sold = shops.flatMap((_, n) => [0, 1, 2, 3, 4, 5, 6].map((i) => soldOn(start + i, n))).reduce((a, b) => a + b)
    const assessed = await line.run('assess', '--promotion', `P-${start}`, '--as-of', morning, '--json')
    const lines = JSON.parse(assessed.out) as Judged[]
    const means = lines.map((judged) => judged.demand_units?.mean ?? Number.NaN)
    expect(marketer.windows).toBe(shops.length)
    expect((1 + marketer.bias) * sold).toBeCloseTo(
      means.reduce((a, b) => a + b),
      1,
    )
  })

  it.each([
    [['--from', '2025-13-01'], 2],
    [['--from', '2025-06-01', '--to', '2025-05-01'], 2],
    [['--lead-days', 'ten'], 2],
    [['--from', '2030-01-01'], 1],
    [['--to', '2024-01-01'], 1],
  ])('says what is wrong with %j', async (options, status) => {
    const ran = await line.run('backtest', ...options)
    expect(ran).toMatchObject({ status, out: '' })
    expect(ran.err).toMatch(/\.\n/)
  })

  it('ends where the sales end, whatever last day was asked for, and says so of days beyond', async () => {
    const { out } = await line.run('backtest', '--from', '2025-06-02', '--to', '2026-03-01', '--json')
    expect(JSON.parse(out)).toMatchObject({ from: '2025-06-02', to: '2025-12-28' })
    const beyond = await line.run('backtest', '--from', '2026-02-01', '--to', '2026-03-01')
    expect(beyond.status).toBe(1)
    expect(beyond.err).toContain('The sales in the store end on 2025-12-28')
  })

  it('says that an empty store has no history', async () => {
    await using empty = await commandLine()
    const { status, out, err } = await empty.run('backtest')
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toContain('import sales FILE')
  })
})
