import { refusalCard } from '../cards/plain-card.ts'
import { promotionCard, registeredCard } from '../cards/promotion-card.ts'
import { dateWords } from '../cards/words.ts'
import { cellKey } from '../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../domain/day.ts'
import { baselineOf } from '../domain/demand/baseline.ts'
import { nearest } from '../domain/did-you-mean.ts'
import { normalisedName } from '../domain/promotion.ts'
import { decimal, positive } from '../feeds/number-values.ts'
import { discount, extra, uplift } from '../feeds/promotion-values.ts'
import { choice, flag } from '../feeds/values.ts'
import { loadNextPromotionId } from '../store/apply.ts'
import { loadItems, loadLocations, loadSimilar } from '../store/catalogue.ts'
import { type BareFacts, loadFacts } from '../store/facts.ts'
import type { PromotionRow } from '../store/feed-rows.ts'
import {
  loadPromotionsOfItems,
  loadRegisteredAt,
  loadSellingLocations,
  type StoredPromotion,
} from '../store/promotions.ts'
import { loadVisibility, type Visibility } from '../store/visibility.ts'
import { type Arguments, listOf, readKeyed, sortArguments } from './arguments.ts'
import { assessTogether, promotionFingerprint } from './assessing.ts'
import { type Days, readDate, readDates } from './dates.ts'
import { type Asked, answer, type Command, type Outcome } from './outcome.ts'
import { promotionView } from './promotion-view.ts'

const takes = [
  'sku',
  'at',
  'from',
  'to',
  'dates',
  'uplift',
  'units',
  'extra',
  'discount',
  'price',
  'type',
  'owner',
  'hero',
  'priority',
  'status',
  'another',
] as const

const longestDays = 366
const farthestDays = 3 * 366
const longestName = 120

/** Registers a promotion from one line, judges it and posts its card. */
export const promoAdd: Command = {
  name: 'promo add',
  usage:
    'promo add NAME sku:A,B [at:X,Y] from:DATE to:DATE [uplift:+60% | units:700 | extra:+300] [discount:20%] [price:7.99] [type:bogo] [owner:@ana]',
  does: 'registers a promotion and judges it',
  example: 'promo add "Summer BOGO" sku:SKU-100 dates:"6-12 Jul" uplift:+60%',
  run: async (asked) => {
    const visibility = await loadVisibility(asked.workspace, isoOf(asked.today))
    const wish = readWish(asked)
    const named = await checkNames(asked, visibility, wish)
    const problems = [...wish.problems, ...named]
    if (problems.length > 0) return refuse(problems)
    const earlier = wish.another ? null : await findTwin(asked, visibility, wish)
    if (earlier !== null) return earlier
    return register(asked, visibility, wish)
  },
}

/** What the marketer wants, as far as it could be read. */
type Wish = {
  readonly name: string
  readonly skus: readonly string[]
  readonly places: readonly string[]
  readonly days: Days | null
  readonly row: Pick<
    PromotionRow,
    'uplift' | 'units' | 'extra' | 'discount' | 'price' | 'type' | 'status' | 'hero' | 'priority' | 'owner'
  >
  readonly another: boolean
  readonly problems: readonly string[]
}

const refuse = (problems: readonly string[]): Outcome =>
  answer(
    problems.length === 1
      ? refusalCard(`${problems[0]} Nothing was registered.`)
      : refusalCard(`${problems.length} things are in the way; nothing was registered.`, problems),
  )

const readWish = ({ words, today, person }: Asked): Wish => {
  const given = sortArguments(words, takes)
  const { keyed, problems } = given
  const name = given.bare.join(' ').replaceAll(/\s+/gu, ' ').trim()
  if (name === '') problems.push('The promotion has no name: write promo add "Summer BOGO" ...')
  if (name.length > longestName) problems.push(`The name has ${name.length} characters; ${longestName} is the most.`)
  const skus = listOf(keyed.get('sku'))
  if (skus.length === 0) problems.push('No item is named: add sku:SKU-1 or sku:SKU-1,SKU-2.')
  const days = readWindow(given, today)
  const stated = {
    uplift: readKeyed(given, 'uplift', uplift),
    units: readKeyed(given, 'units', positive()),
    extra: readKeyed(given, 'extra', extra),
  }
  if (Object.values(stated).filter((value) => value !== null).length > 1)
    problems.push('State one of uplift:, units: and extra:, not several.')
  if (skus.length > 1 && (stated.units !== null || stated.extra !== null))
    problems.push(
      `${stated.units === null ? 'extra' : 'units'}: with ${skus.length} items can mean each or all together. Register each item on its own, or state uplift:.`,
    )
  return {
    name,
    skus,
    places: listOf(keyed.get('at')),
    days,
    row: {
      ...stated,
      discount: readKeyed(given, 'discount', discount),
      price: readKeyed(given, 'price', positive()),
      type: keyed.get('type') ?? null,
      status: readKeyed(given, 'status', choice('committed', 'tentative')) ?? 'committed',
      hero: readKeyed(given, 'hero', flag) ?? 0,
      priority: readKeyed(given, 'priority', decimal),
      owner: keyed.get('owner')?.replace(/^@/, '') ?? person.name,
    },
    another: (readKeyed(given, 'another', flag) ?? 0) === 1,
    problems,
  }
}

const readWindow = ({ keyed, problems }: Arguments, today: Day): Days | null => {
  const [from, to, dates] = [keyed.get('from'), keyed.get('to'), keyed.get('dates')]
  if (dates !== undefined && (from !== undefined || to !== undefined)) {
    problems.push('Write either dates: or from: and to:, not both.')
    return null
  }
  if (dates === undefined && (from === undefined || to === undefined)) {
    problems.push(
      `${from === undefined && to === undefined ? 'The window is' : from === undefined ? 'from: is' : 'to: is'} missing: add from:2026-07-06 to:2026-07-12.`,
    )
    return null
  }
  const read = dates === undefined ? readBoth(from as string, to as string, today) : readDates(dates, today)
  if (typeof read === 'string') {
    problems.push(read)
    return null
  }
  const { start, end } = read
  if (end < start) problems.push(`The end, ${dateWords(end, today)}, is before the start, ${dateWords(start, today)}.`)
  else if (end < today)
    problems.push(`The window ended ${dateWords(end, today)}; a promotion is registered before it is over.`)
  else if (end - start >= longestDays)
    problems.push(`The window has ${end - start + 1} days; ${longestDays} is the most.`)
  else if (start - today > farthestDays)
    problems.push(`The start, ${dateWords(start, today)}, is more than three years away.`)
  return read
}

const readBoth = (from: string, to: string, today: Day): Days | string => {
  const start = readDate(from, today)
  if (typeof start === 'string') return start
  const end = readDate(to, /^\d{4}-/.test(to) ? today : start)
  return typeof end === 'string' ? end : { start, end }
}

/** Says which items and locations nobody knows, and which were probably meant. */
const checkNames = async ({ workspace }: Asked, visibility: Visibility, wish: Wish): Promise<readonly string[]> => {
  const problems: string[] = []
  const check = async (kind: 'items' | 'locations', codes: readonly string[], known: ReadonlyMap<string, unknown>) => {
    for (const code of codes) {
      if (known.has(code)) continue
      const similar = await loadSimilar(workspace, visibility, kind, code)
      const meant = nearest(code, similar, (one) => one.code) ?? nearest(code, similar, (one) => one.name)
      const name = meant === null || meant.name === meant.code ? '' : ` (${meant.name})`
      problems.push(
        `There is no ${kind === 'items' ? 'item' : 'location'} ${code}.${meant === null ? '' : ` Did you mean ${meant.code}${name}?`}`,
      )
    }
  }
  await check('items', wish.skus, await loadItems(workspace, visibility, wish.skus))
  await check('locations', wish.places, await loadLocations(workspace, visibility, wish.places))
  if (problems.length > 0 || wish.places.length > 0) return problems
  const selling = await loadSellingLocations(workspace, visibility, wish.skus)
  for (const sku of wish.skus)
    if (selling.get(sku)?.length === 0)
      problems.push(
        `No location sells ${sku} yet, so there is nothing to judge. Say where with at:, or import its inventory, sales or plan.`,
      )
  return problems
}

/** Answers a second registration of the same promotion with the first one. */
const findTwin = async (
  { workspace, now, today }: Asked,
  visibility: Visibility,
  wish: Wish,
): Promise<Outcome | null> => {
  const live = await loadPromotionsOfItems(workspace, visibility, wish.skus, isoOf(today))
  const start = isoOf((wish.days as Days).start)
  const twin = live.find(
    (promotion) =>
      normalisedName(promotion.name) === normalisedName(wish.name) &&
      promotion.rows.some(
        (row) =>
          row.status !== 'cancelled' &&
          row.start_on === start &&
          wish.skus.includes(row.sku) &&
          (row.location === '' || wish.places.length === 0 || wish.places.includes(row.location)),
      ),
  )
  if (!twin) return null
  const owner = twin.rows.find((row) => row.owner !== null)?.owner
  const ago = agoWords(await loadRegisteredAt(workspace, twin), now)
  return answer(
    refusalCard(
      `${twin.name} from ${dateWords(dayOf(start), today)} is already registered as ${twin.promotionId}${owner ? ` by ${owner}` : ''}, ${ago}. Nothing was registered again.`,
      [`See it: promo show ${twin.promotionId}`, 'It is another one: the same line with another:yes'],
    ),
  )
}

const agoWords = (then: string, now: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(then)) / 1000))
  const [count, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 90 * 60
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 36 * 3600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86400), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}

const register = async (asked: Asked, visibility: Visibility, wish: Wish): Promise<Outcome> => {
  const { workspace, today, policy, person, place } = asked
  const promotionId = await loadNextPromotionId(workspace)
  const days = wish.days as Days
  const places = wish.places.length === 0 ? [''] : wish.places
  const rows = wish.skus.flatMap((sku) =>
    places.map((location) => ({
      ...wish.row,
      promotion_id: promotionId,
      sku,
      location,
      name: wish.name,
      start_on: isoOf(days.start),
      end_on: isoOf(days.end),
      commit_on: null,
    })),
  )
  const draft: StoredPromotion = { promotionId, name: wish.name, rows, rank: Number.MAX_SAFE_INTEGER, version: 0 }
  const shared = await shareAmong(asked, visibility, draft)
  const [assessed] = await assessTogether(workspace, visibility, [shared], today, policy)
  if (assessed === undefined) throw new Error('A registered promotion was not judged')
  const view = promotionView(assessed)
  return {
    changes: [
      { kind: 'write-promotion', promotionId, rows: shared.rows, basedOn: 0, knownOn: isoOf(today) },
      {
        kind: 'keep-assessment',
        promotionId,
        asOf: isoOf(today),
        verdict: assessed.readiness.verdict,
        inputsHash: promotionFingerprint(assessed),
        summary: assessed.lines.map(({ line, verdict, demand, window }) => ({
          sku: line.sku,
          location: line.location,
          verdict,
          demand,
          window,
        })),
      },
      { kind: 'note', actor: person.id, place, action: 'register', entity: promotionId, detail: { rows: shared.rows } },
      {
        kind: 'post',
        channel: place,
        about: 'promotion',
        entity: promotionId,
        card: promotionCard(view),
        notAfter: null,
      },
    ],
    reply: registeredCard(view, place),
  }
}

/** Shares units that were stated for several named locations out by their normal sales there, in whole units, evenly where there are none. */
const shareAmong = async (
  { workspace, today }: Asked,
  visibility: Visibility,
  draft: StoredPromotion,
): Promise<StoredPromotion> => {
  const [first] = draft.rows
  const total = first?.units ?? first?.extra ?? null
  if (first === undefined || total === null || draft.rows.length < 2) return draft
  const [start, end] = [dayOf(first.start_on), dayOf(first.end_on)]
  const facts = await loadFacts(workspace, visibility, draft.rows, today, end)
  const weights = draft.rows.map((row) => {
    const known = facts.get(cellKey(row)) as BareFacts
    const { perDay } = baselineOf({ ...known, promotions: [] }, start, end - start + 1)
    return perDay.reduce((sum, units) => sum + units, 0)
  })
  const shares = wholeShares(total, weights)
  const rows = draft.rows.map((row, i) => {
    const units = shares[i] as number
    return first.units === null ? { ...row, extra: units } : { ...row, units }
  })
  return { ...draft, rows }
}

/** Splits a total by weights into whole parts that add up to it; what rounding leaves goes to the largest remainders. */
export const wholeShares = (total: number, weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => total * (sum > 0 ? weight / sum : 1 / weights.length))
  const parts = exact.map(Math.floor)
  const order = exact
    .map((_, i) => i)
    .sort((a, b) => (exact[b] as number) - (parts[b] as number) - ((exact[a] as number) - (parts[a] as number)))
  let left = total - parts.reduce((all, part) => all + part, 0)
  for (const i of order) {
    const more = Math.min(1, left)
    parts[i] = (parts[i] as number) + more
    left -= more
  }
  return parts
}
