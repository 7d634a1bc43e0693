import { type RawBuilder, sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import { type Money, sumMoney } from '../../domain/money.ts'
import type { ComparedSums, ErrorSums, LineTotals, PromotionTotals } from '../../domain/scorecard/totals.ts'
import type { Reader } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { byMonth } from './result-months.ts'

/** Promotions whose last day lies between two days, both included, and the values that a column of theirs may have. */
export type ResultRange = {
  readonly from: Day
  readonly to: Day
  readonly where: readonly RawBuilder<boolean>[]
}

/** What results are told apart by. */
export type Dimension = 'category' | 'supplier' | 'location' | 'owner' | 'sku'

const columnOf: Readonly<Record<Dimension, RawBuilder<string>>> = {
  category: sql.ref('l.category'),
  supplier: sql.ref('l.supplier'),
  location: sql.ref('l.location'),
  owner: sql.ref('p.owner'),
  sku: sql.ref('l.sku'),
}

/** Writes the condition that a column of results has one of some values. */
export const hasOneOf = (dimension: Dimension, values: readonly string[]): RawBuilder<boolean> =>
  values.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`${columnOf[dimension]} in (${sql.join([...values])})`

const joined = ({ id }: Reader, { from, to, where }: ResultRange): RawBuilder<unknown> =>
  sql`from promotion_result p join line_result l on l.workspace_id = p.workspace_id and l.promotion_id = p.promotion_id
    where p.workspace_id = ${id} and p.ended_on >= ${isoOf(from)} and p.ended_on <= ${isoOf(to)}
    ${where.length === 0 ? sql`` : sql`and ${sql.join([...where], sql` and `)}`}`

const actual = sql`(l.sold + l.lost)`
const isTold = sql`l.told_days = l.window_days and p.outcome = 'ran'`

const sumIf = (condition: RawBuilder<unknown>, value: RawBuilder<unknown>) =>
  sql`coalesce(sum(case when ${condition} then ${value} end), 0)`

const errorColumns = (name: string, column: string): readonly RawBuilder<unknown>[] => {
  const forecast = sql.ref(`l.${column}`)
  const told = sql`${isTold} and ${forecast} is not null`
  const priced = sql`${told} and l.price is not null`
  const missed = sql`abs(${forecast} - ${actual})`
  const as = (suffix: string) => sql.ref(`${name}_${suffix}`)
  return [
    sql`${sumIf(told, sql`1`)} as ${as('lines')}`,
    sql`${sumIf(told, actual)} as ${as('actual')}`,
    sql`${sumIf(told, missed)} as ${as('missed')}`,
    sql`${sumIf(told, sql`${forecast} - ${actual}`)} as ${as('over')}`,
    sql`${sumIf(priced, sql`l.price * ${actual}`)} as ${as('actual_worth')}`,
    sql`${sumIf(priced, sql`l.price * ${missed}`)} as ${as('missed_worth')}`,
  ]
}

const comparedColumns = (name: string, column: string): readonly RawBuilder<unknown>[] => {
  const forecast = sql.ref(`l.${column}`)
  const told = sql`${isTold} and ${forecast} is not null and l.automatic_units is not null`
  const as = (suffix: string) => sql.ref(`${name}_${suffix}`)
  return [
    sql`${sumIf(told, sql`1`)} as ${as('lines')}`,
    sql`${sumIf(told, sql`abs(${forecast} - ${actual})`)} as ${as('missed')}`,
    sql`${sumIf(told, sql`abs(l.automatic_units - ${actual})`)} as ${as('automatic_missed')}`,
  ]
}

/**
 * The margin of a line beyond normal sales: that of all it sold, less that of normal sales at the list price, of what was pulled
 * forward, and of what rivals lost: `(sold - normal) (price - cost) - normal (list - price) - pulled (list - cost) - taken`.
 */
const hasMargin = sql`l.normal is not null and l.price is not null and l.unit_cost is not null and l.taken_margin is not null`
const list = sql`coalesce(l.list_price, l.price)`
const margin = sql`(l.sold - l.normal) * (l.price - l.unit_cost) - l.normal * (${list} - l.price)
  - coalesce(l.pulled, 0) * (${list} - l.unit_cost) - l.taken_margin`

const lineColumns = sql.join([
  sql`count(*) as line_count`,
  sql`sum(l.sold) as sold`,
  sql`sum(l.lost) as lost`,
  sql`${sumIf(sql`l.price is not null`, sql`l.lost * l.price`)} as lost_revenue`,
  sql`${sumIf(sql`l.price is null and l.lost > 0`, sql`1`)} as unpriced`,
  ...errorColumns('registered', 'registered_units'),
  ...errorColumns('order_by', 'order_by_units'),
  ...errorColumns('launch', 'launch_units'),
  ...comparedColumns('marketer', 'marketer_units'),
  ...comparedColumns('planner', 'planner_units'),
  ...comparedColumns('bot', 'launch_units'),
  sql`${sumIf(sql`l.normal is not null`, sql`l.sold - l.normal - coalesce(l.pulled, 0) - coalesce(l.taken, 0)`)} as incremental`,
  sql`coalesce(sum(l.normal), 0) as normal`,
  sql`count(l.normal) as normal_lines`,
  sql`coalesce(sum(l.pulled), 0) as pulled`,
  sql`coalesce(sum(l.taken), 0) as taken`,
  sql`coalesce(sum(l.out_days), 0) as out_days`,
  sql`coalesce(sum(l.told_days), 0) as told_days`,
  sql`coalesce(sum(l.ordinary_out_days), 0) as ordinary_out_days`,
  sql`coalesce(sum(l.ordinary_days), 0) as ordinary_days`,
  sql`${sumIf(hasMargin, margin)} as margin`,
  sql`${sumIf(hasMargin, sql`1`)} as margin_lines`,
  sql`${sumIf(sql`p.unsupported = 1 and l.leftover is not null and l.unit_cost is not null`, sql`l.leftover * l.unit_cost`)} as unsupported_leftover`,
])

type LineRow = { readonly group: string; readonly currency: string } & Readonly<Record<string, number | string>>

/** Names sums that are remembered; those of a filter are not. */
const nameOf = (what: string, { where }: ResultRange, by: Dimension | null): string | null =>
  where.length === 0 ? `${what} ${by ?? ''}` : null

/** Sums lines up, by the values of a dimension; '' is the only group where none is asked for. */
export const loadLineTotals = async (
  reader: Reader,
  range: ResultRange,
  by: Dimension | null,
): Promise<ReadonlyMap<string, LineTotals>> => {
  const group = by === null ? sql`''` : columnOf[by]
  const rows = await byMonth(reader, range, nameOf('lines', range, by), async (part) => {
    const found = await sql<LineRow>`select ${group} as "group", l.currency as currency, ${lineColumns}
      ${joined(reader, { ...range, ...part })} group by 1, 2 order by 1, 2`.execute(reader.database.kysely)
    return found.rows
  })
  return new Map([...Map.groupBy(rows, (row) => row.group)].map(([name, own]) => [name, lineTotalsOf(own)]))
}

const lineTotalsOf = (rows: readonly LineRow[]): LineTotals => {
  const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column] ?? 0), 0)
  const money = (column: string): Money =>
    sumMoney(rows.map((row) => ({ amount: Number(row[column] ?? 0), currency: row.currency })))
  const errors = (name: string): ErrorSums => ({
    lines: sum(`${name}_lines`),
    actual: sum(`${name}_actual`),
    missed: sum(`${name}_missed`),
    over: sum(`${name}_over`),
    actualWorth: sum(`${name}_actual_worth`),
    missedWorth: sum(`${name}_missed_worth`),
  })
  const compared = (name: string): ComparedSums => ({
    lines: sum(`${name}_lines`),
    missed: sum(`${name}_missed`),
    automaticMissed: sum(`${name}_automatic_missed`),
  })
  return {
    lines: sum('line_count'),
    sold: sum('sold'),
    lost: sum('lost'),
    lostRevenue: money('lost_revenue'),
    unpriced: sum('unpriced'),
    registered: errors('registered'),
    orderBy: errors('order_by'),
    launch: errors('launch'),
    marketer: compared('marketer'),
    planner: compared('planner'),
    bot: compared('bot'),
    incremental: sum('incremental'),
    normal: sum('normal'),
    normalLines: sum('normal_lines'),
    pulled: sum('pulled'),
    taken: sum('taken'),
    outDays: sum('out_days'),
    toldDays: sum('told_days'),
    ordinaryOutDays: sum('ordinary_out_days'),
    ordinaryDays: sum('ordinary_days'),
    incrementalMargin: money('margin'),
    marginLines: sum('margin_lines'),
    unsupportedLeftover: money('unsupported_leftover'),
  }
}

/** Sums promotions up, by the values of a dimension: one of several values counts in each of them. */
export const loadPromotionTotals = async (
  reader: Reader,
  range: ResultRange,
  by: Dimension | null,
): Promise<ReadonlyMap<string, PromotionTotals>> => {
  const group = by === null ? sql`''` : columnOf[by]
  type Row = { readonly group: string } & PromotionTotals
  const rows = await byMonth(reader, range, nameOf('promotions', range, by), async (part) => {
    const found =
      await sql<Row>`with one as (select distinct ${group} as "group", p.promotion_id, p.outcome, p.complete,
        p.stocked_out, p.any_out, p.notice_days, p.unsupported ${joined(reader, { ...range, ...part })})
      select "group", ${sql.join([
        sql`${sumIf(sql`stocked_out is not null`, sql`1`)} as told`,
        sql`coalesce(sum(stocked_out), 0) as "stockedOut"`,
        sql`coalesce(sum(any_out), 0) as "anyOut"`,
        sql`${sumIf(sql`outcome <> 'ran'`, sql`1`)} as cancelled`,
        sql`${sumIf(sql`stocked_out is null`, sql`1`)} as untold`,
        sql`${sumIf(sql`complete = 0`, sql`1`)} as incomplete`,
        sql`coalesce(sum(unsupported), 0) as unsupported`,
        sql`${sumIf(sql`notice_days >= 0`, sql`notice_days`)} as "noticeDays"`,
        sql`${sumIf(sql`notice_days >= 0`, sql`1`)} as noticed`,
      ])} from one group by 1 order by 1`.execute(reader.database.kysely)
    return found.rows
  })
  const sum = (own: readonly Row[], key: keyof PromotionTotals) =>
    own.reduce((total, row) => total + Number(row[key]), 0)
  return new Map(
    [...Map.groupBy(rows, (row) => row.group)].map(([name, own]) => [
      name,
      {
        told: sum(own, 'told'),
        stockedOut: sum(own, 'stockedOut'),
        anyOut: sum(own, 'anyOut'),
        cancelled: sum(own, 'cancelled'),
        untold: sum(own, 'untold'),
        incomplete: sum(own, 'incomplete'),
        unsupported: sum(own, 'unsupported'),
        noticeDays: sum(own, 'noticeDays'),
        noticed: sum(own, 'noticed'),
      },
    ]),
  )
}

/** A promotion behind a figure. */
export type PromotionBehind = {
  readonly promotionId: string
  readonly name: string
  readonly owner: string
  readonly endedOn: string
  readonly stockedOut: boolean | null
  readonly totals: LineTotals
}

/** Lists the promotions of a range, the last that ended first, with what their lines sum up to. */
export const loadPromotionsBehind = async (reader: Reader, range: ResultRange): Promise<readonly PromotionBehind[]> => {
  const { rows } = await sql<LineRow & Readonly<Record<'name' | 'owner' | 'ended_on', string>>>`
    select p.promotion_id as "group", l.currency as currency, max(p.name) as name, max(p.owner) as owner,
      max(p.ended_on) as ended_on, max(p.stocked_out) as stocked_out, ${lineColumns}
    ${joined(reader, range)} group by 1, 2`.execute(reader.database.kysely)
  return [...Map.groupBy(rows, (row) => row.group)]
    .map(([promotionId, own]) => {
      const [first] = own as [(typeof own)[number], ...typeof own]
      const out = first.stocked_out
      return {
        promotionId,
        ...{ name: first.name, owner: first.owner, endedOn: first.ended_on },
        stockedOut: out === null || out === undefined ? null : Number(out) === 1,
        totals: lineTotalsOf(own),
      }
    })
    .sort((a, b) => (a.endedOn < b.endedOn ? 1 : a.endedOn > b.endedOn ? -1 : a.promotionId < b.promotionId ? -1 : 1))
}

/** The part of what was spent on an item of a promotion, or on all of it, that a group bears. */
type Share = { readonly group: string; readonly share: number }

/** Loads by which shares the lines of promotions bear what was spent on them: by the units sold, evenly where none were. */
export const loadShares = async (
  reader: Reader,
  range: ResultRange,
  promotionIds: readonly string[],
  by: Dimension | null,
): Promise<(promotionId: string, sku: string) => readonly Share[]> => {
  type Row = {
    readonly id: string
    readonly sku: string
    readonly group: string
    readonly sold: number
    readonly lines: number
  }
  const group = by === null ? sql`''` : columnOf[by]
  const within = (ids: readonly string[], where: ResultRange['where']) =>
    sql<Row>`select p.promotion_id as id, l.sku as sku, ${group} as "group", sum(l.sold) as sold, count(*) as lines
      ${joined(reader, { ...range, where })} and p.promotion_id in (${sql.join([...ids])}) group by 1, 2, 3`.execute(
      reader.database.kysely,
    )
  const load = async (where: ResultRange['where']) =>
    Map.groupBy(await inSlices(promotionIds, async (slice) => (await within(slice, where)).rows), ({ id }) => id)
  const shown = await load(range.where)
  const all = range.where.length === 0 ? shown : await load([])
  return (promotionId, sku) => {
    const of = (rows: readonly Row[] = []) => rows.filter((row) => sku === '' || row.sku === sku)
    const whole = of(all.get(promotionId))
    const sold = whole.reduce((sum, row) => sum + row.sold, 0)
    const lines = whole.reduce((sum, row) => sum + row.lines, 0)
    return of(shown.get(promotionId)).map((row) => ({
      group: row.group,
      share: sold > 0 ? row.sold / sold : row.lines / lines,
    }))
  }
}

/** Lists the values that a dimension has in a range. */
export const loadValuesOf = async (
  reader: Reader,
  range: Omit<ResultRange, 'where'>,
  dimension: Dimension,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ value: string }>`select distinct ${columnOf[dimension]} as value
    ${joined(reader, { ...range, where: [] })} order by 1`.execute(reader.database.kysely)
  return rows.map(({ value }) => value)
}

/** Loads how the promotions of a range went whose sales tell it. */
export const loadOutcomes = async (
  reader: Reader,
  range: ResultRange,
): Promise<ReadonlyMap<string, 'well' | 'badly'>> => {
  const { rows } = await sql<{ id: string; out: number }>`select distinct p.promotion_id as id, p.stocked_out as "out"
    ${joined(reader, range)} and p.stocked_out is not null`.execute(reader.database.kysely)
  return new Map(rows.map(({ id, out }) => [id, Number(out) === 1 ? 'badly' : 'well']))
}
