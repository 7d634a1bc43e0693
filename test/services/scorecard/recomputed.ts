import type { SalesRow } from './sales-rows.ts'

/**
 * Works the figures of a scorecard out anew from the rows of the feeds, by the definitions of docs/scorecard.md and with nothing
 * of the program: a second reading of the same sentences.
 */
export type RawCompany = {
  readonly items: readonly {
    readonly sku: string
    readonly group: string
    readonly cost: number
    readonly price: number
    readonly currency: string
  }[]
  /** As they count in the end: a corrected row once. */
  readonly sales: readonly SalesRow[]
  readonly promotions: readonly RawPromotion[]
  readonly costs: readonly {
    readonly kind: 'freight' | 'write-off'
    readonly promotion: string
    readonly sku: string
    readonly amount: number
    readonly currency: string
  }[]
}

type RawPromotion = {
  readonly id: string
  readonly rows: readonly {
    readonly sku: string
    readonly location: string
    readonly start: string
    readonly end: string
    readonly discount: number
    readonly hero: boolean
  }[]
}

/** What was frozen of a line at its launch; null where nothing was. */
export type FrozenUnits = (promotion: string, sku: string, location: string) => number | null

const plus = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()
const between = (from: string, to: string): readonly string[] => {
  const dates: string[] = []
  for (let date = from; date <= to; date = plus(date, 1)) dates.push(date)
  return dates
}
const weekday = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek

export const recompute = (
  { items, sales, promotions, costs }: RawCompany,
  period: { readonly from: string; readonly to: string },
  frozen: FrozenUnits,
) => {
  const sold = new Map(sales.map((row) => [`${row.sku} ${row.location} ${row.date}`, row]))
  const rowOf = (sku: string, location: string, date: string) => sold.get(`${sku} ${location} ${date}`)
  const all = promotions.flatMap(({ rows }) => rows)
  const promoted = (sku: string, location: string, date: string) =>
    all.some((row) => row.sku === sku && row.location === location && row.start <= date && row.end >= date)
  const usable = (sku: string, location: string, date: string): number | null => {
    const row = rowOf(sku, location, date)
    return row === undefined || promoted(sku, location, date) || row.stockout > 0.1 ? null : row.units
  }
  const normalDay = (sku: string, location: string, start: string): ((date: string) => number) | null => {
    const before = between(plus(start, -63), plus(start, -8))
    const known = before.flatMap((date) => {
      const units = usable(sku, location, date)
      return units === null ? [] : [{ day: weekday(date), units }]
    })
    if (known.length < 14) return null
    const mean = (list: typeof known) => list.reduce((sum, { units }) => sum + units, 0) / list.length
    const days = [1, 2, 3, 4, 5, 6, 7].map((day) => known.filter((one) => one.day === day))
    const isByDay = days.every((list) => list.length >= 2)
    return (date) => (isByDay ? mean(days[weekday(date) - 1] as typeof known) : mean(known))
  }
  const missing = (sku: string, location: string, dates: readonly string[], normal: (date: string) => number): number =>
    Math.max(
      0,
      dates.reduce((sum, date) => {
        const units = usable(sku, location, date)
        return units === null ? sum : sum + normal(date) - units
      }, 0),
    )
  const lines = promotions.flatMap(({ id, rows }) => {
    const end =
      rows
        .map((row) => row.end)
        .toSorted()
        .at(-1) ?? ''
    return end < period.from || end > period.to
      ? []
      : rows.map((row) => {
          const item = items.find(({ sku }) => sku === row.sku) as RawCompany['items'][number]
          const window = between(row.start, row.end)
          const told = window.flatMap((date) => rowOf(row.sku, row.location, date) ?? [])
          const forecast = frozen(id, row.sku, row.location)
          const inStock = told.reduce((sum, one) => sum + 1 - one.stockout, 0)
          const units = told.reduce((sum, one) => sum + one.units, 0)
          const aDay = forecast !== null ? forecast / window.length : inStock > 0 ? units / inStock : 0
          const lost = told.reduce(
            (sum, one) =>
              sum + (one.stockout >= 1 ? aDay : one.stockout > 0 ? (one.units * one.stockout) / (1 - one.stockout) : 0),
            0,
          )
          const price = item.price * (1 - row.discount)
          const normalOn = normalDay(row.sku, row.location, row.start)
          const normal = normalOn === null ? null : window.reduce((sum, date) => sum + normalOn(date), 0)
          const onTop = normal === null ? 0 : Math.max(0, units - normal)
          const pulled =
            normalOn === null
              ? 0
              : Math.min(onTop, missing(row.sku, row.location, between(plus(row.end, 1), plus(row.end, 28)), normalOn))
          const own = new Set(rows.map(({ sku }) => sku))
          const rivals =
            item.group === '' ? [] : items.filter(({ sku, group }) => group === item.group && !own.has(sku))
          const lostByRivals = rivals.map((rival) => {
            const rivalOn = normalDay(rival.sku, row.location, row.start)
            return {
              units: rivalOn === null ? 0 : missing(rival.sku, row.location, window, rivalOn),
              margin: rival.price - rival.cost,
            }
          })
          const takenAll = lostByRivals.reduce((sum, one) => sum + one.units, 0)
          const part = takenAll > onTop ? onTop / takenAll : 1
          const taken = takenAll * part
          const takenMargin = lostByRivals.reduce((sum, one) => sum + one.units * one.margin, 0) * part
          return {
            ...{ id, hero: row.hero, units, lost, price, forecast, currency: item.currency },
            isTold: told.length === window.length,
            hasSales: told.length > 0,
            outDays: told.reduce((sum, one) => sum + one.stockout, 0),
            incremental: normal === null ? null : units - normal - pulled - taken,
            margin:
              normal === null
                ? null
                : (units - normal) * (price - item.cost) -
                  normal * (item.price - price) -
                  pulled * (item.price - item.cost) -
                  takenMargin,
          }
        })
  })
  const sum = <T>(list: readonly T[], of: (one: T) => number) => list.reduce((total, one) => total + of(one), 0)
  const byPromotion = [...Map.groupBy(lines, ({ id }) => id).values()].filter((own) => own.some((one) => one.hasSales))
  const out = byPromotion.filter((own) => {
    const demanded = sum(own, (one) => one.units + one.lost)
    return (
      own.some((one) => one.hero && one.outDays >= 1) ||
      (demanded > 0 && sum(own, (one) => one.lost) / demanded >= 0.05)
    )
  })
  const measured = lines.filter((one) => one.isTold && one.forecast !== null)
  const error = (one: (typeof lines)[number]) => Math.abs((one.forecast as number) - one.units - one.lost)
  const money = (of: (one: (typeof lines)[number]) => number | null) => {
    const sums: Record<string, number> = {}
    for (const one of lines) {
      const amount = of(one)
      if (amount !== null) sums[one.currency] = (sums[one.currency] ?? 0) + amount
    }
    return sums
  }
  const here = new Set(lines.map(({ id }) => id))
  const spent = (kind: string) => {
    const sums: Record<string, number> = {}
    for (const one of costs)
      if (one.kind === kind && here.has(one.promotion)) sums[one.currency] = (sums[one.currency] ?? 0) + one.amount
    return sums
  }
  const margin = money(({ margin: own }) => own)
  for (const kind of ['freight', 'write-off'])
    for (const [currency, amount] of Object.entries(spent(kind))) margin[currency] = (margin[currency] ?? 0) - amount
  const demanded = sum(measured, (one) => one.units + one.lost)
  const worth = sum(measured, (one) => one.price * (one.units + one.lost))
  const allDemanded = sum(lines, (one) => one.units + one.lost)
  return {
    'promotional-stockout-rate': byPromotion.length === 0 ? null : out.length / byPromotion.length,
    'any-line-stockout-rate':
      byPromotion.length === 0
        ? null
        : byPromotion.filter((own) => own.some((one) => one.outDays >= 1)).length / byPromotion.length,
    'promotional-fill-rate': allDemanded === 0 ? null : sum(lines, (one) => one.units) / allDemanded,
    'revenue-lost': money((one) => one.lost * one.price),
    'wape-launch': demanded === 0 ? null : sum(measured, error) / demanded,
    'bias-launch':
      demanded === 0 ? null : sum(measured, (one) => (one.forecast as number) - one.units - one.lost) / demanded,
    'forecast-accuracy-launch': worth === 0 ? null : 1 - sum(measured, (one) => one.price * error(one)) / worth,
    'incremental-units': lines.every((one) => one.incremental === null)
      ? null
      : sum(lines, (one) => one.incremental ?? 0),
    'incremental-margin': lines.every((one) => one.margin === null) ? null : margin,
    'emergency-freight': spent('freight'),
    'write-offs': spent('write-off'),
  }
}
