import { moneyOf } from '../../domain/alerts/alert-policy.ts'
import { isSetback, type OrderChange } from '../../domain/alerts/order-change.ts'
import { byUrgency, type Verdict } from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import type { Day } from '../../domain/day.ts'
import { type Money, moneySize } from '../../domain/money.ts'
import type { Option } from '../../domain/options/option.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  digitWords,
  listWords,
  momentWords,
  verdictSymbol,
  verdictWord,
} from '../language/words.ts'
import { optionName, sumWords, unpricedWords } from '../options/option-words.ts'
import { expectedWords, offerWords, orderWords, sharedOrderWords } from '../promotions/problem-words.ts'
import { toneOf } from '../promotions/promotion-card.ts'
import { problemBlocks } from '../promotions/promotion-problems.ts'
import { orderChangeWords } from '../risks/order-change-words.ts'

/** A promotion in an alert: as it is judged now, the verdict that the channel knows, and the best option where it was computed. */
export type VerdictAlert = {
  readonly view: JudgedPromotion
  readonly from: Verdict
  /** The revenue at risk that was announced; null where none is known. */
  readonly before: Money | null
  readonly best: Option | null
}

/** An order that changed, with the promotions that it touches and whose verdict stays. */
export type OrderAlert = {
  readonly change: OrderChange
  readonly hits: readonly VerdictAlert[]
  readonly touches: readonly Pick<JudgedPromotion, 'promotionId' | 'name' | 'readiness'>[]
}

/** The content of one alert: changed orders with the promotions they affect, and other promotions. */
export type Alert = {
  readonly orders: readonly OrderAlert[]
  readonly others: readonly VerdictAlert[]
  readonly today: Day
  /** A feed or a person caused it, and not the calendar. */
  readonly isFed: boolean
  /** It is the last alert of the day: when further changes are told, and in which message. */
  readonly next: { readonly shownAt: string; readonly timeZone: string; readonly isDigest: boolean } | null
}

const nameWords = ({ name, promotionId }: Pick<JudgedPromotion, 'name' | 'promotionId'>) => `${name} (${promotionId})`

const word = (verdict: Verdict) => verdictWord(verdict).toLowerCase()

const verbWords = ({ view, from }: VerdictAlert): string => {
  const { verdict } = view.readiness
  if (verdict === from) return `is still ${word(verdict)}, and more is at risk`
  const again = from === 'at-risk' || from === 'not-ready' ? ' again' : ''
  return verdict === 'ready' ? `is ready${again}, was ${word(from)}` : `is now ${word(verdict)}, was ${word(from)}`
}

const headline = (news: VerdictAlert): string =>
  `${nameWords(news.view)}, ${dateWords(news.view.start, news.view.asOf)}, ${verbWords(news)}`

/** Says what a change costs, `EUR 3,995 at risk, was EUR 300`; null where no money is at risk and none was. */
const costWords = ({ view, before }: VerdictAlert): string | null => {
  const { verdict } = view.readiness
  if (verdict === 'unknown') return null
  const [is, was] = [moneyOf(view.readiness), before ?? {}]
  const known = (money: Money) => (moneySize(money) < 0.5 ? 'nothing' : sumWords(money))
  if (moneySize(is) < 0.5) return moneySize(was) < 0.5 ? null : `nothing at risk, was ${known(was)}`
  return `${known(is)} at risk${before === null ? '' : `, was ${known(was)}`}`
}

/** Says what can still be done: the last day to order, what can be promised, the best priced option. */
const offers = ({ view, best }: VerdictAlert): readonly string[] => {
  const { readiness, asOf, promotionId } = view
  if (readiness.verdict === 'at-risk') {
    const first = readiness.problems.find((line) => line.verdict === 'at-risk')
    if (first === undefined) return []
    const shared = view.shared.get(cellKey(first.line))
    return [shared === undefined ? orderWords(first) : sharedOrderWords(first, shared)].filter(
      (words) => words !== null,
    )
  }
  return readiness.verdict === 'not-ready'
    ? [offerWords(readiness, asOf), bestWords(best), `See the options: /promo options ${promotionId}`].filter(
        (words) => words !== null,
      )
    : []
}

const bestWords = (best: Option | null): string | null => {
  if (best === null || best.total === null) return null
  if (best.kind === 'nothing') return 'Of the options with a price, doing nothing earns the most.'
  const { extraCost, gain } = best.total
  const parts = [
    ...(extraCost === null || moneySize(extraCost) < 0.5 ? [] : [`costs ${sumWords(extraCost)}`]),
    ...(gain === null ? [] : [`earns ${sumWords(gain)} more than doing nothing`]),
    ...[unpricedWords(best)].filter((words) => words !== null),
  ]
  return `Best option: ${optionName(best.kind)}${parts.length === 0 ? '' : `, ${parts.join(', ')}`}.`
}

const footerOf = ({ next, today }: Alert): string | null => {
  if (next === null) return null
  const when = momentWords(next.shownAt, next.timeZone, today)
  return `You will get further changes ${next.isDigest ? `with the digest at ${when}` : `from ${when}`}.`
}

const mostTouched = 3

const touchedWords = ({ hits, touches }: OrderAlert): string => {
  const { shown, left } = firstOf(touches, mostTouched)
  const named = shown.map(({ readiness, ...one }) => `${nameWords(one)}, still ${word(readiness.verdict)}`)
  const all = left === 0 ? named : [...named, `${digitWords(left)} more`]
  return all.length === 0 ? '' : `${hits.length === 0 ? ' ' : '; '}affects ${listWords(all)}`
}

const hitWords = (news: VerdictAlert): string => {
  const { verdict } = news.view.readiness
  const how =
    verdict === news.from ? `still ${word(verdict)}` : verdict === 'ready' ? 'ready again' : `now ${word(verdict)}`
  const cost = costWords(news)
  return `${nameWords(news.view)} ${how}${cost === null ? '' : `, ${cost}`}`
}

/** Draws an alert: one promotion in full, several in one list, each order once with the promotions it affects. */
export const alertCard = (news: Alert): Card => {
  const { orders, others } = news
  const hits = [...new Set([...orders.flatMap((one) => one.hits), ...others])]
  const [only] = hits
  return hits.length === 1 && only !== undefined ? oneCard(news, only) : manyCard(news, hits)
}

const oneCard = (news: Alert, only: VerdictAlert): Card => {
  const { view } = only
  const { verdict, lines } = view.readiness
  const title = `${verdictSymbol(verdict)} ${headline(only)}`
  const orders = news.orders.map(
    (one) => `${orderChangeWords(one.change, news.today)}${touchedWords({ ...one, hits: [] })}`,
  )
  const cost = costWords(only)
  const best = bestWords(only.best)
  return {
    tone: toneOf(verdict),
    title,
    plain: title,
    blocks: [
      ...orders.map((text): Block => ({ kind: 'text', text: `${text}.` })),
      { kind: 'text', text: `${cost ?? expectedWords(lines)}.` },
      ...problemBlocks(view),
      ...(verdict === 'not-ready'
        ? [
            {
              kind: 'text' as const,
              text: `${best === null ? '' : `${best} `}See the options: /promo options ${view.promotionId}`,
            },
          ]
        : []),
    ],
    footer: footerOf(news),
  }
}

const mostNews = 15
/** The most orders named in a message. */
export const mostOrders = 5
const mostHits = 5
const mostOffered = 5

const manyCard = (news: Alert, hits: readonly VerdictAlert[]): Card => {
  const { orders, others, today, isFed } = news
  const [order] = orders
  const isOneOrder = order !== undefined && orders.length === 1 && others.length === 0
  const title = isOneOrder
    ? `${orderChangeWords(order.change, today)} and ${isSetback(order.change.how) ? 'hits' : 'helps'} ${countWords(hits.length, 'promotion')}`
    : `${countWords(hits.length, 'promotion')} changed${isFed ? ' with new data' : ''}, ${dateWords(today, today)}`
  const sum = summary(hits)
  const worst = hits.map(({ view }) => view.readiness.verdict).toSorted(byUrgency)[0] as Verdict
  return {
    tone: toneOf(worst),
    title,
    plain: `${title}: ${sum}`,
    blocks: [
      { kind: 'text', text: `${sum.slice(0, 1).toUpperCase()}${sum.slice(1)}.` },
      ...(isOneOrder ? oneOrder(order) : severalThings(news)),
    ],
    footer: footerOf(news),
  }
}

const listed = (all: readonly VerdictAlert[], title: string | null): Block => {
  const { shown, left } = firstOf(all, mostNews)
  return {
    kind: 'items',
    title,
    items: shown.map((one, i) => newsItem(one, i < mostOffered)),
    left,
    where: '/promo list',
  }
}

const oneOrder = (order: OrderAlert): readonly Block[] => {
  const touched = touchedWords({ ...order, hits: [] })
  return [
    listed(order.hits, null),
    ...(touched === '' ? [] : [{ kind: 'text' as const, text: `${order.change.orderId} also${touched}.` }]),
  ]
}

const severalThings = ({ orders, others, today }: Alert): readonly Block[] => {
  const { shown, left } = firstOf(orders, mostOrders)
  return [
    ...(orders.length === 0
      ? []
      : [
          {
            kind: 'items' as const,
            title: 'Orders',
            items: shown.map((one) => orderItem(one, today)),
            left,
            where: '/promo list',
          },
        ]),
    ...(others.length === 0 ? [] : [listed(others, orders.length === 0 ? null : 'Other changes')]),
  ]
}

const summary = (hits: readonly VerdictAlert[]): string => {
  const verdicts = (['not-ready', 'at-risk', 'unknown', 'ready'] as const).flatMap((verdict) => {
    const count = hits.filter(({ view }) => view.readiness.verdict === verdict).length
    return count === 0 ? [] : [`${digitWords(count)} ${word(verdict)}`]
  })
  const money = new Map<string, number>()
  for (const { view } of hits)
    for (const [currency, amount] of Object.entries(moneyOf(view.readiness)))
      money.set(currency, (money.get(currency) ?? 0) + amount)
  const sum = Object.fromEntries(money)
  return `${verdicts.join(', ')}${moneySize(sum) < 0.5 ? '' : `; ${sumWords(sum)} at risk in total`}`
}

const orderItem = (one: OrderAlert, today: Day): Item => {
  const { shown, left } = firstOf(one.hits, mostHits)
  const hits = [...shown.map(hitWords), ...(left === 0 ? [] : [`${digitWords(left)} more`])]
  const worst = one.hits.map(({ view }) => view.readiness.verdict).toSorted(byUrgency)[0]
  return {
    symbol: worst === undefined ? '·' : verdictSymbol(worst),
    text: `${orderChangeWords(one.change, today)}: ${hits.join('; ')}${touchedWords(one)}`,
    detail: shown
      .slice(0, 1)
      .flatMap((hit) => offers(hit).map((words) => (shown.length === 1 ? words : `${hit.view.name}: ${words}`))),
  }
}

const newsItem = (news: VerdictAlert, isOffered: boolean): Item => {
  const cost = costWords(news)
  return {
    symbol: verdictSymbol(news.view.readiness.verdict),
    text: `${headline(news)}${cost === null ? '' : ` · ${cost}`}`,
    detail: isOffered ? offers(news) : [],
  }
}
