import { digestCard } from '../cards/digest-card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { promotionCard } from '../cards/promotion-card.ts'
import { flag } from '../feeds/values.ts'
import { readKeyed, sortArguments } from './arguments.ts'
import { loadDigest } from './digest.ts'
import { assessNamed, isOutcome } from './find-promotion.ts'
import { type Asked, answer, type Command, type Outcome } from './outcome.ts'
import { promotionView } from './promotion-view.ts'

/** Judges one promotion again, or without an id all that are coming; writes nothing. */
export const promoCheck: Command = {
  name: 'promo check',
  usage: 'promo check [PROMOTION] [all:yes]',
  does: 'judges a promotion again, or all of them; all:yes shows every problem line',
  example: 'promo check P-1',
  run: async (asked) => {
    const given = sortArguments(asked.words, ['all'])
    const all = readKeyed(given, 'all', flag) === 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    if (given.bare.length === 0) return answer(digestCard(await loadDigest(asked), asked.place))
    return show(asked, given.bare.join(' '), all)
  },
}

/** Shows one promotion's card. */
export const promoShow: Command = {
  name: 'promo show',
  usage: 'promo show PROMOTION',
  does: 'shows the card of a promotion',
  example: 'promo show P-1',
  run: (asked) => show(asked, asked.words.map((word) => word.value).join(' '), false),
}

const show = async (asked: Asked, said: string, all: boolean): Promise<Outcome> => {
  const found = await assessNamed(asked, said)
  return isOutcome(found)
    ? found
    : answer(promotionCard(promotionView(found), all ? Number.POSITIVE_INFINITY : undefined))
}
