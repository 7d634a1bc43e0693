import { dayOf } from '../../domain/day.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { listOf } from '../dispatch/arguments.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { draftPromotion } from './draft-promotion.ts'
import type { PromotionRequest, RequestedLine } from './parse-promotion.ts'

/** Refuses a total for an item that has one row for all locations and others for single ones: such rows share no total. */
export const mixedProblems = (promotion: StoredPromotion): readonly string[] => {
  const rows = liveRows(promotion)
  const mixed = rows.find(
    (row) => row.location === '' && rows.some((other) => other.sku === row.sku && other.location !== ''),
  )
  return mixed === undefined
    ? []
    : [
        `${mixed.sku} has units for single locations next to units for all others. Use at: to name the locations that share the total, or import its rows.`,
      ]
}

export const unitsProblems = (request: PromotionRequest, lines: readonly RequestedLine[]): readonly string[] => {
  const typed = (['units', 'extra'] as const).find((key) => request.given.keyed.has(key))
  const skus = new Set(lines.map((line) => line.sku))
  if (typed !== undefined && skus.size > 1)
    return [
      `${typed}: with ${skus.size} items is unclear: each, or all together? Paste a table with a row for each item.`,
    ]
  const total = lines.find((line) => line.units !== null || line.extra !== null)
  const silent = lines.find((line) => line.uplift === null && line.units === null && line.extra === null)
  return request.given.keyed.has('sku') && total !== undefined && silent !== undefined
    ? [
        `${total.sku} has ${total.units === null ? `extra:${total.extra}` : `units:${total.units}`}; together with ${silent.sku} that is unclear: each, or all together? Paste a table with a row for each item, or use uplift:.`,
      ]
    : []
}

/** Gives the lines of a promotion after an edit: what was typed of items, locations, demand and price replaces what is stored. A new uplift, total or extra replaces the old statement of demand, whichever it was. */
export const editedLines = (promotion: StoredPromotion, request: PromotionRequest): readonly RequestedLine[] => {
  const live = liveRows(promotion)
  const { stated } = request
  const saysDemand = stated.uplift !== null || stated.units !== null || stated.extra !== null
  const over = (line: RequestedLine): RequestedLine => ({
    ...line,
    ...(saysDemand ? { uplift: stated.uplift, units: stated.units, extra: stated.extra } : {}),
    discount: stated.discount ?? line.discount,
    price: stated.price ?? line.price,
  })
  const typed = request.given.keyed.get('at')
  if (request.lines.length > 0)
    return request.lines.flatMap((line) => {
      const own = live.filter((row) => row.sku === line.sku).map(lineOf)
      const isSilent = line.uplift === null && line.units === null && line.extra === null
      const stays = line.places.length === 0 && typed === undefined
      if (own.length > 0 && isSilent && stays) return own
      const was = own.length === 0 ? null : joined(own, undefined)
      return [
        {
          ...line,
          ...(was !== null && isSilent ? { uplift: was.uplift, units: was.units, extra: was.extra } : {}),
          places: stays ? (was?.places ?? placesOf(live)) : line.places,
        },
      ]
    })
  const lines = live.map(lineOf)
  if (typed === undefined && stated.units === null && stated.extra === null) return lines.map(over)
  return [...Map.groupBy(lines, (line) => line.sku).values()].flatMap((own) =>
    saysDemand || isUniform(own) ? [over(joined(own, typed))] : own.filter((line) => stays(line, typed)).map(over),
  )
}

/** Tells whether the rows of one item state the same, so that they can be joined to one line. */
const isUniform = (own: readonly RequestedLine[]) =>
  new Set(
    own.map(({ uplift, units, extra, discount, price }) =>
      JSON.stringify([uplift, units === null, extra === null, discount, price]),
    ),
  ).size === 1

const stays = ({ places }: RequestedLine, typed: string | undefined) =>
  listOf(typed).some((place) => place.toUpperCase() === places[0]?.toUpperCase())

/** Refuses a new location for an item whose locations differ: nothing says what the new one sells. */
export const newPlaceProblems = (promotion: StoredPromotion, request: PromotionRequest): readonly string[] => {
  const { stated, given } = request
  const typed = given.keyed.get('at')
  if (typed === undefined || request.lines.length > 0) return []
  if (stated.uplift !== null || stated.units !== null || stated.extra !== null) return []
  const bySku = Map.groupBy(liveRows(promotion).map(lineOf), (line) => line.sku)
  return [...bySku].flatMap(([sku, own]) => {
    const known = new Set(own.flatMap((line) => line.places.map((place) => place.toUpperCase())))
    const added = listOf(typed).find((place) => !known.has(place.toUpperCase()))
    return isUniform(own) || added === undefined
      ? []
      : [`${sku} has different figures at each location. What will ${added} sell? Paste a table, or use uplift:.`]
  })
}

/** Gives the locations of a promotion; none, which means everywhere, where one of its items is sold everywhere. */
const placesOf = (live: readonly PromotionRow[]): readonly string[] =>
  live.some((row) => row.location === '') ? [] : [...new Set(live.map((row) => row.location))]

const lineOf = ({ sku, location, uplift, units, extra, discount, price }: PromotionRow): RequestedLine => ({
  sku,
  tableRow: null,
  places: location === '' ? [] : [location],
  uplift,
  units,
  extra,
  discount,
  price,
})

/** Joins the rows of an item to one line, with the sum of their units; at the typed locations, else at all of theirs. */
const joined = (own: readonly RequestedLine[], typed: string | undefined): RequestedLine => {
  const [first] = own as [RequestedLine]
  const total = (of: 'units' | 'extra') =>
    own.some((line) => line[of] !== null) ? own.reduce((sum, line) => sum + (line[of] ?? 0), 0) : null
  const everywhere = own.some((line) => line.places.length === 0)
  const places = typed === undefined ? (everywhere ? [] : own.flatMap((line) => line.places)) : listOf(typed)
  return { ...first, places, units: total('units'), extra: total('extra') }
}

export const rowKey = (row: PromotionRow) => `${row.sku}\u0000${row.location}`

/** Gives a promotion after an edit. Rows that fall away are cancelled and not removed, so that history keeps them. */
export const editPromotion = async (
  context: CommandContext,
  visibility: Visibility,
  promotion: StoredPromotion,
  request: PromotionRequest,
): Promise<StoredPromotion> => {
  const [first] = liveRows(promotion) as [PromotionRow]
  const drafted = await draftPromotion(context, visibility, request.lines, {
    promotionId: promotion.promotionId,
    name: request.name,
    days: request.days ?? { start: dayOf(first.start_on), end: dayOf(first.end_on) },
    terms: {
      type: request.terms.type ?? first.type,
      owner: request.terms.owner ?? first.owner,
      hero: request.terms.hero,
      priority: request.terms.priority ?? first.priority,
      status: request.terms.status ?? (first.status === 'tentative' ? 'tentative' : 'committed'),
    },
    owner: first.owner ?? context.person.name,
    rank: promotion.rank,
    version: promotion.version,
  })
  const stored = new Map(promotion.rows.map((row) => [rowKey(row), row]))
  const wanted = drafted.rows.map((row) => {
    const was = stored.get(rowKey(row))
    if (was === undefined) return row
    const days =
      request.days === null && was.status !== 'cancelled' ? { start_on: was.start_on, end_on: was.end_on } : {}
    return {
      ...row,
      ...days,
      type: request.terms.type ?? was.type,
      owner: request.terms.owner ?? was.owner,
      hero: request.terms.hero ?? was.hero,
      priority: request.terms.priority ?? was.priority,
      status: request.terms.status ?? (was.status === 'cancelled' ? row.status : was.status),
      commit_on: was.commit_on,
    }
  })
  const kept = new Set(wanted.map(rowKey))
  const dropped = promotion.rows
    .filter((row) => !kept.has(rowKey(row)))
    .map((row) => ({ ...row, name: drafted.name, status: 'cancelled' as const }))
  return { ...drafted, rows: [...wanted, ...dropped] }
}

export const isSameRows = (rows: readonly PromotionRow[], stored: readonly PromotionRow[]): boolean => {
  const known = new Map(stored.map((row) => [rowKey(row), row]))
  return rows.every((row) =>
    Object.entries(row).every(([column, value]) => known.get(rowKey(row))?.[column as keyof PromotionRow] === value),
  )
}
