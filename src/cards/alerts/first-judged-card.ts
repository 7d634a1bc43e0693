import type { Card } from '../language/card.ts'
import { capital, countWords, listWords, numberWords } from '../language/words.ts'

/** A feed whose first import lets promotions be judged. */
export type FirstFeed = 'inventory' | 'lead-times' | 'demand-plan'

const feedWords: Readonly<Record<FirstFeed, string>> = {
  inventory: 'stock',
  'lead-times': 'lead times',
  'demand-plan': 'demand plan',
}

/** Says in one line that many promotions can be judged for the first time, `First stock is in: 31 promotions judged, 4 need someone`. */
export const firstJudgedWords = (first: readonly FirstFeed[], judged: number, needing: number): string => {
  const [only, ...others] = first
  const verb = others.length > 0 || only === 'lead-times' ? 'are' : 'is'
  const promotions = countWords(judged, 'promotion')
  const begins =
    only === undefined
      ? `${promotions} can be judged now`
      : `${capital(`first ${listWords(first.map((kind) => feedWords[kind]))}`)} ${verb} in: ${promotions} judged`
  return `${begins}, ${needing === 0 ? 'nobody is needed' : `${numberWords(needing)} ${needing === 1 ? 'needs' : 'need'} someone`}`
}

/** Tells a channel in one line of promotions that can be judged for the first time. */
export const firstJudgedCard = (first: readonly FirstFeed[], judged: number, needing: number): Card => {
  const title = firstJudgedWords(first, judged, needing)
  return {
    tone: needing === 0 ? 'good' : 'warning',
    title,
    plain: title,
    blocks: [],
    footer: needing === 0 ? 'See all: /promo list' : 'See them: /shelfready risks',
  }
}
