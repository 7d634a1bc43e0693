import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { SaidShare } from '../../domain/sourcing/set-share.ts'
import type { LineOfShares, SharesOfItem } from '../../domain/sourcing/shares-of.ts'
import { type Block, type Card, firstOf } from '../language/card.ts'
import { dateWords, listWords, numberWords, unitWords, verdictWords } from '../language/words.ts'
import { toneOf } from '../promotions/promotion-card.ts'
import { type VerdictChange, verdictChangeWords } from '../risks/reported-order-card.ts'

/** How locations share their stock out among the places of a promotion, with the verdict of each line. */
export type SharesView = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly today: Day
  readonly verdict: Verdict
  readonly items: readonly (Omit<SharesOfItem, 'lines'> & {
    readonly lines: readonly (LineOfShares & { readonly verdict: Verdict })[]
  })[]
}

/** Shares that somebody sets just now, and the promotion before and after it with the others whose verdict it changes. */
export type ShareChange = {
  readonly said: readonly SaidShare[]
  readonly by: string
  readonly promotions: readonly VerdictChange[]
}

const mostPlaces = 15

/** Shows who gets what of a supplying location's stock; after somebody has set a share, what changed first. */
export const shareCard = (view: SharesView, change: ShareChange | null): Card => {
  const { promotionId, verdict, today } = view
  const title = change === null ? `Fair shares for ${nameOf(view)}` : `${changeWords(view, change)} in ${nameOf(view)}.`
  const turn = change === null ? null : `${verdictChangeWords(change.promotions, today)}.`
  return {
    tone: toneOf(verdict),
    title,
    plain: turn === null ? `${title}: ${verdictWords(verdict)}` : `${title} ${turn}`,
    blocks: [
      ...(turn === null ? [] : [{ kind: 'text' as const, text: turn }]),
      ...view.items.flatMap((item) => itemBlocks(view, item)),
    ],
    footer:
      change === null
        ? `Set one: /promo share ${promotionId} at:${exampleOf(view)} units:120 (or units:30%, units:auto)`
        : 'Undo within ten minutes: /shelfready undo',
  }
}

/** The public message that somebody has set shares. */
export const sharePostCard = (view: SharesView, change: ShareChange): Card => {
  const title = `${change.by} changed the fair shares of ${nameOf(view)}: ${changeWords(view, change)}`
  const turn = `${verdictChangeWords(change.promotions, view.today)}.`
  return {
    tone: toneOf(view.verdict),
    title,
    plain: `${title}. ${turn}`,
    blocks: [{ kind: 'text', text: turn }],
    footer: `See the shares: /promo share ${view.promotionId}`,
  }
}

const nameOf = ({ name, promotionId }: SharesView) => `${name} (${promotionId})`

const exampleOf = ({ items }: SharesView) => items[0]?.lines[0]?.line.location ?? 'NORTH'

/** Says what is set just now, `NORTH now gets 120 of DC's 400 units; EAST and WEST share DC's stock automatically again`. */
const changeWords = ({ items }: SharesView, { said }: ShareChange): string => {
  const set = said.flatMap(({ sku, location, source, units }) => {
    if (units === null) return []
    const free = items.find((one) => one.sku === sku && one.source === source)?.free ?? 0
    return `${location} now gets ${numberWords(units)} of ${source}'s ${unitWords(free)}${items.length > 1 ? ` of ${sku}` : ''}`
  })
  const automatic = Map.groupBy(
    said.filter(({ units }) => units === null),
    ({ source }) => source,
  )
  const reset = [...automatic].map(([source, own]) => {
    const places = [...new Set(own.map(({ location }) => location))]
    return `${listWords(places)} ${places.length > 1 ? 'share' : 'shares'} ${source}'s stock automatically again`
  })
  return [...(set.length === 0 ? [] : [listWords(set)]), ...reset].join('; ')
}

const itemBlocks = (view: SharesView, item: SharesView['items'][number]): readonly Block[] => {
  const { shown, left } = firstOf(item.lines, mostPlaces)
  return [
    { kind: 'text', text: stockWords(item) },
    {
      kind: 'table',
      columns: [
        { title: 'Place', align: 'left' },
        { title: 'Asks for', align: 'right' },
        { title: 'Gets', align: 'right' },
        { title: 'Share', align: 'left' },
        { title: 'Verdict', align: 'left' },
      ],
      rows: shown.map((line) => [
        line.line.location,
        numberWords(line.asks),
        numberWords(line.gets),
        setWords(line, view.today),
        verdictWords(line.verdict),
      ]),
      left,
      where: `/promo share ${view.promotionId} sku:${item.sku}`,
    },
  ]
}

/** `Cola (SKU-1): DC has 400 units free for promotions, 40 go to other promotions, 30 are left.` */
const stockWords = ({ sku, name, source, free, others, left }: SharesView['items'][number]): string => {
  const item = name === sku ? sku : `${name} (${sku})`
  if (free === null) return `${item}: the stock at ${source} was never counted.`
  const parts = [
    `${source} has ${unitWords(free)} free for promotions`,
    ...(others < 0.5 ? [] : [`${numberWords(others)} ${others === 1 ? 'goes' : 'go'} to other promotions`]),
    `${left === null || left < 0.5 ? 'none are' : `${numberWords(left)} ${left === 1 ? 'is' : 'are'}`} left`,
  ]
  return `${item}: ${parts.join(', ')}.`
}

const setWords = ({ set, drawn }: LineOfShares, today: Day): string => {
  if (set === null) return 'automatic'
  const sent = drawn < 0.5 ? '' : `, ${numberWords(drawn)} already sent`
  return `${numberWords(set.units)}, set by ${set.by.name} on ${dateWords(set.on, today)}${sent}`
}
