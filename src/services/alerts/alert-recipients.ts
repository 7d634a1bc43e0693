import type { AnnouncedVerdict } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { printFilter } from '../../domain/subscriptions/filter.ts'
import { matchesSubscription } from '../../domain/subscriptions/filter-match.ts'
import { loadSubscriptions } from '../../store/channels/subscriptions.ts'
import {
  type LastDigest,
  loadAnnouncedVerdicts,
  loadLastDigests,
  promotionInChannelKey,
} from '../../store/delivery/announced-verdicts.ts'
import type { LiveMessage } from '../../store/delivery/live-messages.ts'
import type { Context } from '../context.ts'

/** A channel and a promotion that concerns it, as it is judged now, with the verdict that the channel knows. */
export type AlertRecipient = {
  readonly channel: string
  readonly view: JudgedPromotion
  readonly told: AnnouncedVerdict
  /** The known verdict was stored by an alert, and not only by a digest. */
  readonly isKept: boolean
  /** The channel sees its card. */
  readonly hasCard: boolean
  /** Its digest could not judge it, and nothing else told of it: only a first feed is worth a message before the next digest. */
  readonly isUnjudged: boolean
}

/** More promotions than this are not named one by one to the store. */
const mostNamed = 900

/** The channels that promotions may concern, in order, and what concerns each. */
export type AlertRecipients = {
  readonly channels: readonly string[]
  readonly of: (channel: string) => readonly AlertRecipient[]
}

/**
 * Finds the channels that promotions concern: those that see its card, and those whose subscription matches it, as it is
 * judged now or by the verdict they know. A channel knows the verdict of its last alert or digest, whichever is newer; a
 * promotion whose verdict a channel does not know waits for the digest.
 */
export const loadAlertRecipients = async (
  { workspace, reach }: Pick<Context, 'workspace' | 'reach'>,
  views: ReadonlyMap<string, JudgedPromotion>,
  copies: readonly LiveMessage[],
): Promise<AlertRecipients> => {
  const kept = await loadAnnouncedVerdicts(workspace, views.size > mostNamed ? null : [...views.keys()])
  const digests = await loadLastDigests(workspace)
  const cards = new Set(copies.map(({ channel, entity }) => promotionInChannelKey({ channel, promotionId: entity })))
  const subscribed = (await loadSubscriptions(workspace)).filter(({ state }) => state === 'active')
  const channels = new Set([...copies.map(({ channel }) => channel), ...subscribed.map(({ channel }) => channel)])
  const subscriptions = new Map(subscribed.map((one) => [one.channel, one]))
  const filters = new Map(
    subscribed.map(({ channel, filter }) => [channel, filter === null ? null : printFilter(filter)]),
  )
  const live = [...views.values()].filter(
    ({ readiness, status }) => readiness.lines.length > 0 && status !== 'cancelled',
  )
  const of = (channel: string): readonly AlertRecipient[] => {
    const subscription = subscriptions.get(channel)
    const digest = digests.get(channel) ?? null
    const isSameFilter = (subscription?.filter ?? null) !== null && filters.get(channel) === digest?.filter
    const recipients: AlertRecipient[] = []
    for (const view of live) {
      const key = promotionInChannelKey({ channel, promotionId: view.promotionId })
      const hasCard = cards.has(key)
      if (!hasCard && subscription === undefined) continue
      const known = knownVerdict(kept.get(key) ?? null, digest, view.promotionId, isSameFilter)
      if (known === null) continue
      if (hasCard || (subscription !== undefined && matchesSubscription(subscription, view, known.told)))
        recipients.push({ channel, view, ...known, hasCard })
    }
    return recipients
  }
  return { channels: [...channels].filter(reach.reaches).toSorted(), of }
}

/** Gives the verdict that a channel knows: that of its digest, unless an alert is newer or the digest could not judge the promotion; null where it knows none. */
const knownVerdict = (
  kept: AnnouncedVerdict | null,
  digest: LastDigest | null,
  promotionId: string,
  isSameFilter: boolean,
): Pick<AlertRecipient, 'told' | 'isKept' | 'isUnjudged'> | null => {
  const verdict = digest?.verdicts.get(promotionId) ?? (isSameFilter ? digest?.others.get(promotionId) : undefined)
  if (digest === null || verdict === undefined || verdict === 'unknown' || (kept !== null && kept.at >= digest.at))
    return kept === null ? unjudgedBy(digest, verdict) : { told: kept, isKept: true, isUnjudged: false }
  const money = kept !== null && kept.verdict === verdict ? kept.money : null
  return { told: { verdict, money, at: digest.at, worst: kept?.worst ?? null }, isKept: false, isUnjudged: false }
}

const unjudgedBy = (digest: LastDigest | null, verdict: Verdict | undefined) =>
  digest === null || verdict !== 'unknown'
    ? null
    : { told: { verdict, money: null, at: digest.at, worst: null }, isKept: false, isUnjudged: true }
