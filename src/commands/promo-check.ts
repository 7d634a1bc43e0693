import { digestCard } from '../cards/digest-card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { promotionCard } from '../cards/promotion-card.ts'
import { loadDecisionsOf } from '../store/decisions.ts'
import { loadRisksOf } from '../store/risks.ts'
import { loadSubscription } from '../store/subscriptions.ts'
import { readKeyed, sortArguments, yesOrNo } from './arguments.ts'
import { openOf } from './decision-open.ts'
import { loadMorning } from './digest.ts'
import { assessNamed, isOutcome } from './find-promotion.ts'
import { type Asked, answer, type Command, keysOf, type Outcome } from './outcome.ts'
import { promotionView } from './promotion-view.ts'
import { loadReading } from './subscription-view.ts'

/** Judges one promotion again, or without an id all that are coming and that the channel asked for; writes nothing. */
export const promoCheck: Command = {
  name: 'promo check',
  takes: [
    {
      name: 'PROMOTION',
      value: null,
      says: 'its id or its name; without it all that are coming and that this channel asked for',
    },
    { name: 'all', value: 'yes', says: 'shows every line that is a problem' },
  ],
  does: 'judges a promotion again, or all of them',
  examples: ['/promo check P-1', '/promo check'],
  right: 'see',
  isLasting: true,
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(promoCheck))
    const all = readKeyed(given, 'all', yesOrNo) === 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    if (given.bare.length === 0) {
      const { workspace, place } = asked
      const view = await loadReading(workspace, await loadSubscription(workspace, place))
      const { digest } = await loadMorning(asked, place, { keeps: false, replays: false, view })
      return answer(digestCard({ ...digest, changes: null, ended: [], missed: null }, asked.placeName))
    }
    return show(asked, given.bare.join(' '), all)
  },
}

/** Shows one promotion's card. */
export const promoShow: Command = {
  name: 'promo show',
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: 'shows the card of a promotion',
  examples: ['/promo show P-1'],
  right: 'see',
  isLasting: true,
  run: (asked) => show(asked, asked.words.map((word) => word.value).join(' '), false),
}

const show = async (asked: Asked, said: string, all: boolean): Promise<Outcome> => {
  const found = await assessNamed(asked, said)
  return isOutcome(found)
    ? found
    : answer(
        promotionCard(promotionView(found), {
          ...(all ? { most: Number.POSITIVE_INFINITY } : {}),
          risks: await loadRisksOf(asked.workspace, found.promotion.promotionId),
          proposal: openOf(await loadDecisionsOf(asked.workspace, [found.promotion.promotionId])),
        }),
      )
}
