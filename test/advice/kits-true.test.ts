import { expect, it } from 'vitest'
import { commandLine } from '../_helpers/command-line.ts'

const monday = ['--as-of', '2026-06-01']
let seed = 11
/** A number from 0 to 1, the same in every run. */
const rnd = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}
/** A whole number between two, both included. */
const int = (a: number, b: number) => a + Math.floor(rnd() * (b - a + 1))

const worlds = process.env.PROOF === 'full' ? 60 : 4

it('what is advised for the components of kits makes every line ready', { timeout: 300_000 }, async () => {
  const bad: unknown[] = []
  let short = 0
  for (let n = 0; n < worlds; n++) {
    await using line = await commandLine()
    const sd = rnd() < 0.4 ? int(1, 3) : ''
    const review = rnd() < 0.5 ? int(3, 10) : ''
    const q1 = int(1, 5)
    const q2 = int(1, 5)
    const multiple = rnd() < 0.5 ? 12 : ''
    await line.feed(
      'items',
      `sku,name,supplier,unit_cost,unit_price,currency,order_multiple\nKIT,Kit,,,20,EUR,\nBOX,Box,,,30,EUR,\nA,A,ACME,1,2,EUR,${multiple}\nB,B,BETA,1,2,EUR,`,
      ...monday,
    )
    await line.feed(
      'lead-times',
      `supplier,lead_time_days,lead_time_sd_days,review_days\nACME,10,${sd},${review}\nBETA,5,,${review}`,
      ...monday,
    )
    await line.feed('kits', `kit_sku,component_sku,quantity\nKIT,A,${q1}\nKIT,B,${q2}\nBOX,A,${int(1, 4)}`, ...monday)
    await line.feed(
      'demand-plan',
      `date,sku,location,units,days\n2026-06-01,A,EAST,${int(0, 3) * 200},200\n2026-06-01,B,EAST,400,200\n2026-06-01,KIT,EAST,${int(0, 3) * 100},200\n2026-06-01,BOX,EAST,100,200`,
      ...monday,
    )
    await line.feed(
      'inventory',
      `sku,location,on_hand,as_of\nA,EAST,${int(0, 1500)},2026-06-01\nB,EAST,${int(0, 1500)},2026-06-01\nKIT,EAST,${int(0, 60)},2026-06-01`,
      ...monday,
    )
    const rows = [`P-1,KIT,EAST,Kit week,2026-07-06,2026-07-12,${int(50, 400)},${int(1, 3)}`]
    if (rnd() < 0.5) rows.push(`P-2,A,EAST,A week,2026-07-08,2026-07-14,${int(100, 300)},${int(1, 3)}`)
    if (rnd() < 0.5) rows.push(`P-3,BOX,EAST,Box week,2026-07-04,2026-07-09,${int(50, 200)},${int(1, 3)}`)
    if (rnd() < 0.4) rows.push(`P-1,BOX,EAST,Kit week,2026-07-06,2026-07-12,${int(50, 200)},`)
    await line.feed(
      'promotions',
      `promotion_id,sku,location,name,start,end,units,priority\n${rows.join('\n')}`,
      ...monday,
    )
    const judge = async () =>
      (await line.run('assess', '--promotion', 'P-1', '--format', 'ndjson', ...monday)).out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text))
    const before = await judge()
    const orders = before.flatMap((one) => {
      if (one.window.order_units == null || one.verdict !== 'at-risk' || one.window.order_by_date === null) return []
      const arrives = Temporal.PlainDate.from(one.window.order_by_date).add({ days: one.sku === 'A' ? 10 : 5 })
      return [`PO-${one.sku},${one.sku},EAST,${one.window.order_units},${arrives},P-1`]
    })
    if (orders.length === 0) continue
    short++
    await line.feed('inbound', `order_id,sku,location,quantity,due_date,promotion_id\n${orders.join('\n')}`, ...monday)
    const after = await judge()
    for (const one of after)
      if (one.verdict !== 'ready' && before.find((b: { sku: string }) => b.sku === one.sku).verdict !== 'not-ready')
        bad.push({ n, sku: one.sku, verdict: one.verdict, p0: one.window.p0, rows, sd, review, orders })
  }
  expect(short).toBeGreaterThan(0)
  expect(bad).toEqual([])
})
