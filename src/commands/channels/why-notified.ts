import {
  type WhyNotified,
  type WhyNotNotified,
  whyNotifiedCard,
  whyNotNotifiedCard,
} from '../../cards/alerts/why-notified-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { alertAction } from '../../domain/alerts/alert-policy.ts'
import { isoOf } from '../../domain/day.ts'
import { localDay, nextSlot } from '../../domain/digest/occurrence.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { matchesSubscription } from '../../domain/subscriptions/filter-match.ts'
import { loadAlertRecipients } from '../../services/alerts/alert-recipients.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadDaysWithDigest } from '../../store/channels/occurrences.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import { promotionInChannelKey } from '../../store/delivery/announced-verdicts.ts'
import { loadDeferredAlerts } from '../../store/delivery/deferred-alerts.ts'
import { loadLiveMessages } from '../../store/delivery/live-messages.ts'
import { loadFeeds, loadLastAction, loadLastMessages, type ReceivedMessage } from '../../store/feeds/alert-causes.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadPromotions } from '../../store/promotions/promotions.ts'
import { answer, type Command, type CommandContext, zoneOf } from '../dispatch/command.ts'
import { assessNamed } from '../promotions/find-promotion.ts'

const mostMessages = 3

/** Explains why the last messages were posted in this channel. */
export const whyNotified: Command = {
  name: 'shelfready why-this',
  aliases: ['shelfready why this'],
  takes: [],
  does: 'explain why the last messages were posted here',
  examples: ['/shelfready why-this'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const messages = await loadLastMessages(context.workspace, context.place, mostMessages)
    const whys: WhyNotified[] = []
    for (const message of messages) whys.push(await explained(context, message))
    return answer(whyNotifiedCard(whys, readingOf(context)))
  },
}

/** Explains why a promotion was not announced in this channel. */
export const whyNot: Command = {
  name: 'shelfready why-not',
  aliases: ['shelfready why not'],
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: 'explain why a promotion was not announced here',
  examples: ['/shelfready why-not P-1'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const keyed = context.words.find((word) => word.key !== null)
    if (keyed !== undefined)
      return answer(
        refusalCard(
          `${keyed.key}: does not work here. Nothing was done. Write /shelfready why-not P-1 in the channel you are asking about.`,
        ),
      )
    const judged = await assessNamed(context, context.words.map((word) => word.value).join(' '))
    if (!judged.ok) return answer(judged.error)
    const found = judged.value
    const view = judgedPromotion(found)
    const { promotionId, name, readiness } = view
    const copies = (await loadLiveMessages(context.workspace, 'promotion', [promotionId])).filter(
      ({ entity }) => entity === promotionId,
    )
    const { channels, of } = await loadAlertRecipients(context, new Map([[promotionId, view]]), copies)
    const [recipient] = channels.includes(context.place) ? of(context.place) : []
    const about = { promotionId, name, verdict: readiness.verdict }
    const why = async (): Promise<WhyNotNotified['why']> => {
      if (recipient === undefined) return notConcerned(context, view)
      const deferred = (await loadDeferredAlerts(context.workspace, [promotionId])).get(
        promotionInChannelKey({ channel: context.place, promotionId }),
      )
      const ready = readiness.lines.filter((line) => !readiness.problems.includes(line))
      const nearest = Math.max(0, ...ready.map((line) => line.window.p0 ?? 0))
      const rules = { today: isoOf(context.today), moneyFloor: context.policy.moneyFloor }
      const outcome = alertAction(recipient.told, readiness, rules)
      if (outcome === 'same') return { kind: 'same' }
      if (outcome !== 'news') return { kind: 'held', reason: outcome, until: null, nearest }
      return deferred === undefined || deferred.until === null
        ? { kind: 'soon' }
        : { kind: 'held', reason: deferred.reason, until: deferred.until, nearest }
    }
    return answer(whyNotNotifiedCard({ ...about, told: recipient?.told ?? null, why: await why() }, readingOf(context)))
  },
}

const readingOf = (context: CommandContext) => ({
  place: context.placeName,
  timeZone: zoneOf(context),
  today: context.today,
})

/**
 * Says why a channel is no recipient of a promotion's alerts: it has no active subscription, it is a personal digest, its
 * filter excludes the promotion, or its first digest has not introduced the promotion yet.
 */
const notConcerned = async (
  { workspace, place, now }: CommandContext,
  view: JudgedPromotion,
): Promise<WhyNotNotified['why']> => {
  const subscription = await loadSubscription(workspace, place)
  if (subscription === null || subscription.state !== 'active') return { kind: 'not-concerned' }
  if (subscription.person !== null) return { kind: 'own-digest' }
  if (subscription.filter !== null && !matchesSubscription(subscription, view))
    return { kind: 'not-asked-for', filter: subscription.filter }
  const moment = Temporal.Instant.from(now)
  const made = await loadDaysWithDigest(workspace, place, localDay(moment, subscription.timeZone) - 3)
  const knownSince = Temporal.Instant.from(subscription.knownSince)
  const slot = nextSlot({ ...subscription, knownSince }, made, moment)
  return { kind: 'not-yet', digestAt: slot?.due.toString() ?? null }
}

const explained = async (
  context: CommandContext,
  { about, entity, form, plain, at, cause }: ReceivedMessage,
): Promise<WhyNotified> => {
  const { workspace, place } = context
  const of = (why: WhyNotified['why']): WhyNotified => ({ plain, at, why })
  if (cause !== null) {
    const ids = cause.promotions.map(({ promotionId }) => promotionId)
    const visibility = await loadVisibility(workspace, isoOf(context.today))
    const names = new Map((await loadPromotions(workspace, visibility, ids)).map((one) => [one.promotionId, one.name]))
    const cards = (await loadLiveMessages(workspace, 'promotion', ids)).filter(({ channel }) => channel === place)
    const seen = new Set(cards.map((copy) => copy.entity))
    return of({
      kind: 'news',
      because: cause.because,
      feeds: await loadFeeds(workspace, cause.batches),
      promotions: cause.promotions.map((one) => ({
        ...one,
        name: names.get(one.promotionId) ?? one.promotionId,
        hasCard: seen.has(one.promotionId),
      })),
      orders: cause.orders,
    })
  }
  if (about === 'digest') {
    const subscription = await loadSubscription(workspace, place)
    return of({
      kind: 'digest',
      schedule: subscription === null ? null : { minute: subscription.minute, by: subscription.changedBy },
    })
  }
  if (about !== 'promotion') return of({ kind: 'other' })
  const undoEntry = await loadLastAction(workspace, entity, form === null ? 'register' : null, at)
  return form === null
    ? of({ kind: 'card', by: undoEntry?.by ?? null, isHere: undoEntry?.place === context.placeName })
    : of({ kind: 'story', by: undoEntry?.by ?? null })
}
