import { promotionSteps } from '../../cards/channels/welcome-card.ts'
import { asking, choiceCard } from '../../cards/language/asking.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { quotedWord } from '../../parsing/words.ts'
import type { Names } from './load-names.ts'
import { type Matches, matchNames, type Named, type NameKind, nearestNames } from './match-names.ts'
import type { Question } from './question.ts'
import { bare, type Choice, type Meant, type Resolved, unknown, whichCard } from './resolved.ts'

/** Gives the names of some kinds. */
export const ofKinds = (names: Names, ...kinds: readonly NameKind[]): readonly Named[] =>
  names.all.filter(({ kind }) => kinds.includes(kind))

/** Splits `cola in EAST` where what stands behind is a place, and one alone. */
export const splitPlace = (about: string, names: Names): { readonly what: string; readonly place: Named | null } => {
  const places = ofKinds(names, 'location')
  const [, what, where] = /^(.+?),?\s+(?:in|at|@|for|of|on)\s+(.+)$/iu.exec(about) ?? []
  if (what === undefined || where === undefined) return { what: about, place: null }
  const found = matchNames(where, places)
  const [place] = found?.found ?? []
  return place !== undefined && found?.found.length === 1 ? { what, place } : { what: about, place: null }
}

type PromotionQuestion = Extract<Question, { asks: 'promotion' }>

/** A promotion that words may mean, with the item by which it was found where its own name does not say it. */
type Candidate = { readonly promotion: JudgedPromotion; readonly sku: string | null }

/** Finds the command for a question about one promotion: by its id or its name, or by an item of it. */
export const aboutPromotion = ({ command, about }: PromotionQuestion, names: Names): Resolved => {
  const whole = candidatesOf(about, names)
  const { what, place } = whole?.fit === 'exact' ? { what: about, place: null } : splitPlace(about, names)
  const { candidates, items } = (place === null ? whole : candidatesOf(what, names)) ?? { candidates: [], items: [] }
  const there = place === null ? candidates : candidates.filter((one) => linesAt(one, place.code).length > 0)
  const choices = there.map((one) => choiceOf(command, one, place))
  const [only] = choices
  if (only !== undefined) return choices.length === 1 ? { meant: only.meant } : { card: whichCard(what, choices) }
  if (items.length > 0) return { card: noPromotionCard(items, place) }
  if (isId(what)) return { meant: { command, words: [bare(what)] } }
  return unknown(what, ['promotion', 'item'], nearestChoices(command, what, names))
}

/** What looks like an id is answered by the command, which also knows promotions that are over. */
const isId = (text: string): boolean => /^\S*\d\S*$/u.test(text)

const candidatesOf = (phrase: string, names: Names) => {
  const found = matchNames(phrase, ofKinds(names, 'promotion', 'item'))
  if (found === null) return null
  const named = new Set(codesOf(found, 'promotion'))
  const items = found.found.filter(({ kind }) => kind === 'item')
  const skus = new Set(items.map(({ code }) => code))
  const byName = names.promotions.filter(({ promotionId }) => named.has(promotionId))
  const byItem = names.promotions.flatMap((promotion): readonly Candidate[] => {
    if (named.has(promotion.promotionId)) return []
    const line = promotion.readiness.lines.find((one) => skus.has(one.line.sku))
    return line === undefined ? [] : [{ promotion, sku: line.line.sku }]
  })
  const isOnlyName = found.fit === 'exact' && byName.length > 0
  return {
    fit: found.fit,
    candidates: [...byName.map((promotion) => ({ promotion, sku: null })), ...(isOnlyName ? [] : byItem)],
    items,
  }
}

const codesOf = ({ found }: Matches, kind: NameKind) => found.filter((one) => one.kind === kind).map(({ code }) => code)

const linesAt = ({ promotion, sku }: Candidate, place: string) =>
  [...promotion.readiness.problems, ...promotion.readiness.lines].filter(
    ({ line }) => line.location === place && (sku === null || line.sku === sku),
  )

/** The readiness of one place is explained; a card has all places. */
const choiceOf = (command: PromotionQuestion['command'], one: Candidate, place: Named | null): Choice => {
  const { promotionId, name } = one.promotion
  const isTraced =
    command === 'promo why' || command === 'promo balance' || (command === 'promo show' && place !== null)
  const sku = place === null ? one.sku : (linesAt(one, place.code)[0]?.line.sku ?? one.sku)
  const words = [
    promotionId,
    ...(isTraced && sku !== null ? [sku] : []),
    ...(isTraced && place !== null ? [place.code] : []),
  ]
  return {
    label: `${name} (${promotionId})`,
    meant: {
      command: command === 'promo show' && place !== null ? 'promo why' : command,
      words: words.map(bare),
      names: [name],
    },
  }
}

const noPromotionCard = (items: readonly Named[], place: Named | null) => {
  const [item] = items
  const named = items.length === 1 && item !== undefined ? item.name : 'these items'
  const where = place === null ? '' : ` at ${place.code}`
  return choiceCard(`No promotion of ${named}${where} is running or coming up.`, [
    ...items.slice(0, mostItems).map(({ code, name }) => asking(`Stock of ${name}`, `stock ${quotedWord(code)}`)),
    ...promotionSteps,
  ])
}

const mostItems = 3

const nearestChoices = (command: PromotionQuestion['command'], phrase: string, names: Names): readonly Choice[] => {
  const near = nearestNames(phrase, ofKinds(names, 'promotion', 'item'))
  const found = near.flatMap(({ name }) => candidatesOf(name, names)?.candidates ?? [])
  const once = new Map(found.map((one) => [one.promotion.promotionId, one]))
  return [...once.values()].slice(0, mostItems).map((one) => choiceOf(command, one, null))
}

/** Makes the command for a question about an item's stock. */
export const stockOf = ({ code, name }: Named, place: Named | null): Meant => ({
  command: 'stock',
  words: [bare(code), ...(place === null ? [] : [{ key: 'at', value: place.code }])],
  names: [name],
})
