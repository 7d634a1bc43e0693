import { digestCard } from '../../cards/digest/digest-card.ts'
import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { promotionCard } from '../../cards/promotions/promotion-card.ts'
import { promotionDetailsCard } from '../../cards/promotions/promotion-details-card.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadDigestReader } from '../../services/digest/digest-reader.ts'
import { makeDigest } from '../../services/digest/make-digest.ts'
import { loadPresent, risksOf } from '../../services/present/present.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import { openOf } from '../decisions/find-open-decision.ts'
import { readKeyed, sortArguments, yesOrNo } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { assessNamed } from './find-promotion.ts'

/** Assesses one promotion again; without an id, all upcoming ones that this channel subscribes to. Changes nothing. */
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
  does: 'judge a promotion again, or all of them',
  examples: ['/promo check P-1', '/promo check'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(promoCheck))
    const all = readKeyed(given, 'all', yesOrNo) === 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    if (given.bare.length === 0) {
      const { workspace, place } = context
      const view = await loadDigestReader(workspace, await loadSubscription(workspace, place))
      const present = await loadPresent(context)
      const digest = await makeDigest(context, place, { replays: false, view }, present)
      const card = digestCard({ ...digest, changes: null, ended: [], missed: null }, context.placeName)
      return answer(withBehind(card, present.behind, context))
    }
    return show(context, given.bare.join(' '), all ? 'all-details' : 'card')
  },
}

/** Shows one promotion's card. */
export const promoShow: Command = {
  name: 'promo show',
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: "show a promotion's card",
  examples: ['/promo show P-1'],
  right: 'see',
  isLasting: true,
  run: (context) => show(context, context.words.map((word) => word.value).join(' '), 'card'),
}

/** Shows everything behind the card of one promotion. */
export const promoDetails: Command = {
  name: 'promo details',
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: "show everything behind a promotion's card, line by line",
  examples: ['/promo details P-1'],
  right: 'see',
  isLasting: true,
  run: (context) => show(context, context.words.map((word) => word.value).join(' '), 'details'),
}

const show = async (
  context: CommandContext,
  name: string,
  form: 'card' | 'details' | 'all-details',
): Promise<Outcome> => {
  const judged = await assessNamed(context, name)
  if (!judged.ok) {
    const following = (await loadPresent(context)).entries.find((one) => isNamed(one, name))
    return answer(following === undefined ? judged.error : promotionCard(following))
  }
  const { promotionId } = judged.value.promotion
  const view = judgedPromotion(judged.value)
  const standing = {
    risks: risksOf(await loadPresent(context), promotionId),
    proposal: openOf(await loadDecisionsOf(context.workspace, [promotionId])),
  }
  return answer(
    form === 'card'
      ? promotionCard(view, standing)
      : promotionDetailsCard(view, {
          ...standing,
          ...(form === 'all-details' ? { most: Number.POSITIVE_INFINITY } : {}),
        }),
  )
}

/** Tells whether a promotion whose items follow is meant. */
const isNamed = ({ promotionId, name, readiness }: JudgedPromotion, said: string): boolean =>
  readiness.lines.length === 0 &&
  (promotionId.toUpperCase() === said.toUpperCase() || normalisedName(name) === normalisedName(said))
