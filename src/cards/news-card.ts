import type { Day } from '../domain/day.ts'
import type { Verdict } from '../domain/readiness.ts'
import { type Card, firstOf } from './card.ts'
import { expectedWords, moneyAtRisk } from './problem-words.ts'
import { type PromotionView, toneOf } from './promotion-card.ts'
import { problemBlocks } from './promotion-problems.ts'
import { countWords, dateWords, verdictSymbol, verdictWord } from './words.ts'

/** A promotion whose verdict is another one than its channel was told. */
export type VerdictNews = { readonly view: PromotionView; readonly from: Verdict }

const headline = ({ view, from }: VerdictNews): string => {
  const { readiness, name, promotionId, start, asOf } = view
  const verb =
    readiness.verdict === 'ready' ? 'is ready again' : `is now ${verdictWord(readiness.verdict).toLowerCase()}`
  return `${name} (${promotionId}), ${dateWords(start, asOf)}, ${verb}, was ${verdictWord(from).toLowerCase()}`
}

/** Tells that new data changed a verdict: what it costs, and what can be done. */
export const verdictNewsCard = (news: VerdictNews): Card => {
  const { view } = news
  const { verdict, lines, problems } = view.readiness
  const money = verdict === 'ready' || verdict === 'unknown' ? null : moneyAtRisk(problems)
  const title = `${verdictSymbol(verdict)} ${headline(news)}`
  return {
    tone: toneOf(verdict),
    title,
    plain: title,
    blocks: [
      {
        kind: 'text',
        text: money === null ? `${expectedWords(lines)}.` : `${money} at risk.`,
      },
      ...problemBlocks(view),
    ],
    footer: null,
  }
}

const mostNews = 15

/** Tells several changes of verdict at once, the worst first: one import is one message. */
export const manyNewsCard = (all: readonly VerdictNews[], today: Day): Card => {
  const { shown, left } = firstOf(all, mostNews)
  const title = `${countWords(all.length, 'promotion')} changed with new data, ${dateWords(today, today)}`
  return {
    tone: 'warning',
    title,
    plain: title,
    blocks: [
      {
        kind: 'items',
        title: null,
        items: shown.map((news) => {
          const money = moneyAtRisk(news.view.readiness.problems)
          return {
            symbol: verdictSymbol(news.view.readiness.verdict),
            text: `${headline(news)}${money === null ? '' : ` · ${money} at risk`}`,
            detail: [],
          }
        }),
        left,
        where: '/promo list',
      },
    ],
    footer: null,
  }
}
