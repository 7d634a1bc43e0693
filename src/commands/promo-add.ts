import { refusalCard } from '../cards/plain-card.ts'
import { promotionCard, registeredCard } from '../cards/promotion-card.ts'
import { dateWords } from '../cards/words.ts'
import { dayOf, isoOf } from '../domain/day.ts'
import { nearest } from '../domain/did-you-mean.ts'
import { normalisedName } from '../domain/promotion.ts'
import { loadNextPromotionId } from '../store/apply.ts'
import { loadItems, loadLocations, loadSimilar } from '../store/catalogue.ts'
import {
  loadPromotionsOfItems,
  loadRegisteredAt,
  loadSellingLocations,
  type StoredPromotion,
} from '../store/promotions.ts'
import { loadVisibility, type Visibility } from '../store/visibility.ts'
import { assessTogether, promotionFingerprint } from './assessing.ts'
import type { Days } from './dates.ts'
import { type Asked, answer, type Command, type Outcome } from './outcome.ts'
import { promotionView } from './promotion-view.ts'
import { readWish, type Wish } from './promotion-wish.ts'
import { shareAmong } from './share-units.ts'

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

const refuse = (problems: readonly string[]): Outcome =>
  answer(
    problems.length === 1
      ? refusalCard(`${problems[0]} Nothing was registered.`)
      : refusalCard(`${problems.length} things are in the way; nothing was registered.`, problems),
  )

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
  const places = await loadLocations(workspace, visibility, wish.places)
  await check('locations', wish.places, places)
  for (const place of places.values())
    if (place.kind === 'dc')
      problems.push(
        `${place.location} is a distribution centre: nothing is sold there. Name the shops it supplies, or leave at: out.`,
      )
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
    reply: registeredCard(view),
  }
}
