import { refusalCard } from '../../cards/language/plain-card.ts'
import { editedCard } from '../../cards/promotions/promotion-change-card.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { assessTogether } from '../../services/assessment/assess-promotions.ts'
import { liveRows, promotionView, statusOf } from '../../services/assessment/promotion-view.ts'
import { momentOf } from '../../services/context.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { listOf } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext } from '../dispatch/command.ts'
import { findPromotion, isOutcome } from './find-promotion.ts'
import { answerSamePromotion } from './promo-add.ts'
import { postEdit, promotionChanges } from './promotion-changes.ts'
import { draftPromotion, findNames, judgeDraft } from './promotion-draft.ts'
import {
  type PromotionRequest,
  parsePromotion,
  promotionArguments,
  type RequestedLine,
  readName,
} from './promotion-request.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
  { name: 'name', value: '"New name"', says: 'what it is called from now on' },
  ...promotionArguments,
]

/** Changes a promotion and shows the old verdict against the new one; only a worse one is told beyond the threads of its cards. */
export const promoEdit: Command = {
  name: 'promo edit',
  aliases: ['promo change', 'promo move'],
  takes,
  takesTable: true,
  does: 'changes a promotion and says what that does to its verdict',
  examples: ['/promo edit P-1 dates:"13-19 Jul"', '/promo edit P-1 units:400'],
  right: 'register',
  run: async (context) => {
    const said = context.words.filter((word) => word.key === null).map((word) => word.value)
    const found = await findPromotion(context, said.join(' '))
    if (isOutcome(found)) return found
    const wish = parsePromotion(context, takes, windowOf(found))
    if (statusOf(found) === 'cancelled')
      return answer(
        refusalCard(
          `${found.name} (${found.promotionId}) is cancelled. Nothing was changed; /promo clone ${found.promotionId} makes a new one of it.`,
        ),
      )
    if (liveRows(found).every((row) => row.end_on < isoOf(context.today)))
      return answer(
        refusalCard(
          `${found.name} (${found.promotionId}) is over; what has run cannot be changed. Nothing was changed; /promo clone ${found.promotionId} runs it again.`,
        ),
      )
    if (wish.given.keyed.get('at')?.trim() === '') wish.problems.push('at: is missing; name the locations.')
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const named = await findNames(context, visibility, editedLines(found, wish))
    const name = readName(wish.given.keyed.get('name') ?? found.name, wish.problems)
    if (name === '') wish.problems.push('The name is empty.')
    wish.problems.push(...newPlaceProblems(found, wish))
    if (wish.stated.units !== null || wish.stated.extra !== null) wish.problems.push(...mixedProblems(found))
    const problems = [...wish.problems, ...named.problems, ...unitsProblems(wish, named.lines)]
    if (problems.length > 0) return refuseEdit(problems)
    if (wish.given.keyed.size === 0 && context.table === null)
      return answer(
        refusalCard(`What should change about ${found.name} (${found.promotionId})? Nothing was changed.`, [
          `Say it, such as  /promo edit ${found.promotionId} dates:"13-19 Jul"  or  uplift:+40%`,
        ]),
      )
    const edited = await editPromotion(context, visibility, found, { ...wish, name, lines: named.lines })
    if (areStored(edited.rows, found.rows))
      return answer(refusalCard(`${found.name} (${found.promotionId}) is like that already. Nothing was changed.`))
    const [before] = await assessTogether(
      context.workspace,
      visibility,
      [found],
      context.today,
      context.policy,
      momentOf(context),
    )
    const after = await judgeDraft(context, visibility, edited)
    if (before === undefined) throw new Error('A promotion was not judged')
    const [was, is] = [promotionView(before), promotionView(after)]
    const twin = changesIdentity(wish) ? await answerSamePromotion(context, visibility, edited) : null
    if (twin !== null) return twin
    const words = [...wish.given.keyed].map(([key, value]) => `${key}:${value}`)
    return {
      changes: [
        ...promotionChanges(context, found, edited, after, 'edit', {
          said: Object.fromEntries(wish.given.keyed),
          from: was.readiness.verdict,
          to: is.readiness.verdict,
        }),
        ...(await postEdit(context, was, is, isNews(found, edited, was, is) ? words : null)),
      ],
      reply: editedCard(was, is, words),
    }
  },
}

const windowOf = (promotion: StoredPromotion) => ({
  start: Math.min(...liveRows(promotion).map((row) => dayOf(row.start_on))),
  end: Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on))),
})

/** Another name, window, item or place may make it the same as another promotion. */
const changesIdentity = ({ given }: PromotionRequest) =>
  ['name', 'dates', 'from', 'to', 'sku', 'at'].some((key) => given.keyed.has(key))

/** Tells whether others plan by what changed: the verdict, the window, the name, the status, what is sold where, or how much. */
const isNews = (
  before: StoredPromotion,
  after: StoredPromotion,
  was: JudgedPromotion,
  is: JudgedPromotion,
): boolean => {
  const cells = (promotion: StoredPromotion) => liveRows(promotion).map(keyOf).sort().join('\n')
  const units = ({ readiness }: JudgedPromotion) =>
    readiness.lines.reduce((sum, line) => sum + (line.demand?.mean ?? 0), 0)
  return (
    (['start', 'end', 'name', 'status'] as const).some((field) => was[field] !== is[field]) ||
    was.readiness.verdict !== is.readiness.verdict ||
    cells(before) !== cells(after) ||
    Math.abs(units(was) - units(is)) >= 1
  )
}

const refuseEdit = (problems: readonly string[]) =>
  answer(
    problems.length === 1
      ? refusalCard(`${problems[0]} Nothing was changed.`)
      : refusalCard(`${problems.length} things are in the way; nothing was changed.`, problems),
  )

/** A row for every place beside rows for single ones share no one total. */
const mixedProblems = (promotion: StoredPromotion): readonly string[] => {
  const rows = liveRows(promotion)
  const mixed = rows.find(
    (row) => row.location === '' && rows.some((other) => other.sku === row.sku && other.location !== ''),
  )
  return mixed === undefined
    ? []
    : [
        `${mixed.sku} has units for single places beside those for all others. Say at: which places share the total, or import its rows.`,
      ]
}

const unitsProblems = (wish: PromotionRequest, lines: readonly RequestedLine[]): readonly string[] => {
  const said = (['units', 'extra'] as const).find((key) => wish.given.keyed.has(key))
  const skus = new Set(lines.map((line) => line.sku))
  if (said !== undefined && skus.size > 1)
    return [`${said}: with ${skus.size} items can mean each or all together. Paste a table with a row for each item.`]
  const total = lines.find((line) => line.units !== null || line.extra !== null)
  const silent = lines.find((line) => line.uplift === null && line.units === null && line.extra === null)
  return wish.given.keyed.has('sku') && total !== undefined && silent !== undefined
    ? [
        `${total.sku} has ${total.units === null ? `extra:${total.extra}` : `units:${total.units}`}; with ${silent.sku} beside it that can mean each or all together. Paste a table with a row for each item, or state uplift:.`,
      ]
    : []
}

/** Puts what was said of items, places, demand and price over what is stored. A new statement of demand replaces the old one, of whichever kind. */
const editedLines = (promotion: StoredPromotion, wish: PromotionRequest): readonly RequestedLine[] => {
  const live = liveRows(promotion)
  const { stated } = wish
  const saysDemand = stated.uplift !== null || stated.units !== null || stated.extra !== null
  const over = (line: RequestedLine): RequestedLine => ({
    ...line,
    ...(saysDemand ? { uplift: stated.uplift, units: stated.units, extra: stated.extra } : {}),
    discount: stated.discount ?? line.discount,
    price: stated.price ?? line.price,
  })
  const said = wish.given.keyed.get('at')
  if (wish.lines.length > 0)
    return wish.lines.flatMap((line) => {
      const own = live.filter((row) => row.sku === line.sku).map(lineOf)
      const isSilent = line.uplift === null && line.units === null && line.extra === null
      const stays = line.places.length === 0 && said === undefined
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
  if (said === undefined && stated.units === null && stated.extra === null) return lines.map(over)
  return [...Map.groupBy(lines, (line) => line.sku).values()].flatMap((own) =>
    saysDemand || isUniform(own) ? [over(joined(own, said))] : own.filter((line) => stays(line, said)).map(over),
  )
}

/** Tells whether rows of one item state the same, so that they can be taken as one statement. */
const isUniform = (own: readonly RequestedLine[]) =>
  new Set(
    own.map(({ uplift, units, extra, discount, price }) =>
      JSON.stringify([uplift, units === null, extra === null, discount, price]),
    ),
  ).size === 1

const stays = ({ places }: RequestedLine, said: string | undefined) =>
  listOf(said).some((place) => place.toUpperCase() === places[0]?.toUpperCase())

/** A new place beside places that each state their own has nothing to go by. */
const newPlaceProblems = (promotion: StoredPromotion, wish: PromotionRequest): readonly string[] => {
  const { stated, given } = wish
  const said = given.keyed.get('at')
  if (said === undefined || wish.lines.length > 0) return []
  if (stated.uplift !== null || stated.units !== null || stated.extra !== null) return []
  const bySku = Map.groupBy(liveRows(promotion).map(lineOf), (line) => line.sku)
  return [...bySku].flatMap(([sku, own]) => {
    const known = new Set(own.flatMap((line) => line.places.map((place) => place.toUpperCase())))
    const added = listOf(said).find((place) => !known.has(place.toUpperCase()))
    return isUniform(own) || added === undefined
      ? []
      : [`${sku} is stated differently from place to place. Say what ${added} sells: paste a table, or state uplift:.`]
  })
}

/** Where a promotion runs; everywhere when one of its items does. */
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

/** Makes one line of an item's rows, at the places that were said or else at all of theirs, their units added up. */
const joined = (own: readonly RequestedLine[], said: string | undefined): RequestedLine => {
  const [first] = own as [RequestedLine]
  const total = (of: 'units' | 'extra') =>
    own.some((line) => line[of] !== null) ? own.reduce((sum, line) => sum + (line[of] ?? 0), 0) : null
  const everywhere = own.some((line) => line.places.length === 0)
  const places = said === undefined ? (everywhere ? [] : own.flatMap((line) => line.places)) : listOf(said)
  return { ...first, places, units: total('units'), extra: total('extra') }
}

const keyOf = (row: PromotionRow) => `${row.sku}\u0000${row.location}`

/** Makes the promotion as it is to be. Rows that are no longer wanted are cancelled: what was known is kept. */
const editPromotion = async (
  context: CommandContext,
  visibility: Visibility,
  promotion: StoredPromotion,
  wish: PromotionRequest,
): Promise<StoredPromotion> => {
  const [first] = liveRows(promotion) as [PromotionRow]
  const drafted = await draftPromotion(context, visibility, wish.lines, {
    promotionId: promotion.promotionId,
    name: wish.name,
    days: wish.days ?? { start: dayOf(first.start_on), end: dayOf(first.end_on) },
    terms: {
      type: wish.terms.type ?? first.type,
      owner: wish.terms.owner ?? first.owner,
      hero: wish.terms.hero,
      priority: wish.terms.priority ?? first.priority,
      status: wish.terms.status ?? (first.status === 'tentative' ? 'tentative' : 'committed'),
    },
    owner: first.owner ?? context.person.name,
    rank: promotion.rank,
    version: promotion.version,
  })
  const stored = new Map(promotion.rows.map((row) => [keyOf(row), row]))
  const wanted = drafted.rows.map((row) => {
    const was = stored.get(keyOf(row))
    if (was === undefined) return row
    const days = wish.days === null && was.status !== 'cancelled' ? { start_on: was.start_on, end_on: was.end_on } : {}
    return {
      ...row,
      ...days,
      type: wish.terms.type ?? was.type,
      owner: wish.terms.owner ?? was.owner,
      hero: wish.terms.hero ?? was.hero,
      priority: wish.terms.priority ?? was.priority,
      status: wish.terms.status ?? (was.status === 'cancelled' ? row.status : was.status),
      commit_on: was.commit_on,
    }
  })
  const kept = new Set(wanted.map(keyOf))
  const dropped = promotion.rows
    .filter((row) => !kept.has(keyOf(row)))
    .map((row) => ({ ...row, name: drafted.name, status: 'cancelled' as const }))
  return { ...drafted, rows: [...wanted, ...dropped] }
}

const areStored = (rows: readonly PromotionRow[], stored: readonly PromotionRow[]): boolean => {
  const known = new Map(stored.map((row) => [keyOf(row), row]))
  return rows.every((row) =>
    Object.entries(row).every(([column, value]) => known.get(keyOf(row))?.[column as keyof PromotionRow] === value),
  )
}
