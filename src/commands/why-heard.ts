import { refusalCard } from '../cards/plain-card.ts'
import type { PromotionView } from '../cards/promotion-card.ts'
import { type WhyHeard, type WhyNot, whyHeardCard, whyNotCard } from '../cards/why-heard-card.ts'
import { isoOf } from '../domain/day.ts'
import { wants } from '../domain/filter-match.ts'
import { weighNews } from '../domain/news.ts'
import { localDay, nextSlot } from '../domain/occurrence.ts'
import { type CausedMessage, loadFeeds, loadLastAct, loadLastMessages } from '../store/causes.ts'
import { loadCopies } from '../store/copies.ts'
import { loadHeldOf } from '../store/held.ts'
import { loadPromotions } from '../store/promotions.ts'
import { loadMadeDays, loadSubscription } from '../store/subscriptions.ts'
import { hearingKey } from '../store/told.ts'
import { loadVisibility } from '../store/visibility.ts'
import { loadConcerns } from './concerns.ts'
import { assessNamed, isOutcome } from './find-promotion.ts'
import { type Asked, answer, type Command, zoneOf } from './outcome.ts'
import { promotionView } from './promotion-view.ts'

const mostMessages = 3

/** Says why the last messages of a channel were posted there. */
export const whyThis: Command = {
  name: 'shelfready why-this',
  aliases: ['shelfready why this'],
  takes: [],
  does: 'tells you why the last messages were posted here',
  examples: ['/shelfready why-this'],
  right: 'see',
  isPersonal: true,
  run: async (asked) => {
    const messages = await loadLastMessages(asked.workspace, asked.place, mostMessages)
    const whys: WhyHeard[] = []
    for (const message of messages) whys.push(await explained(asked, message))
    return answer(whyHeardCard(whys, readingOf(asked)))
  },
}

/** Says why a promotion was not announced in a channel. */
export const whyNot: Command = {
  name: 'shelfready why-not',
  aliases: ['shelfready why not'],
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: 'tells you why a promotion was not announced here',
  examples: ['/shelfready why-not P-1'],
  right: 'see',
  isPersonal: true,
  run: async (asked) => {
    const keyed = asked.words.find((word) => word.key !== null)
    if (keyed !== undefined)
      return answer(
        refusalCard(
          `${keyed.key}: is not something I know here. Nothing was done; write /shelfready why-not P-1 in the channel it is about.`,
        ),
      )
    const found = await assessNamed(asked, asked.words.map((word) => word.value).join(' '))
    if (isOutcome(found)) return found
    const view = promotionView(found)
    const { promotionId, name, readiness } = view
    const copies = (await loadCopies(asked.workspace, 'promotion', [promotionId])).filter(
      ({ entity }) => entity === promotionId,
    )
    const concern = (await loadConcerns(asked, new Map([[promotionId, view]]), copies)).find(
      ({ channel }) => channel === asked.place,
    )
    const about = { promotionId, name, verdict: readiness.verdict }
    const why = async (): Promise<WhyNot['why']> => {
      if (concern === undefined) return notConcerned(asked, view)
      const held = (await loadHeldOf(asked.workspace, [promotionId])).get(
        hearingKey({ channel: asked.place, promotionId }),
      )
      const ready = readiness.lines.filter((line) => !readiness.problems.includes(line))
      const nearest = Math.max(0, ...ready.map((line) => line.window.p0 ?? 0))
      const rules = { today: isoOf(asked.today), moneyFloor: asked.policy.moneyFloor }
      const outcome = weighNews(concern.told, readiness, rules)
      if (outcome === 'same') return { kind: 'same' }
      if (outcome !== 'news') return { kind: 'held', reason: outcome, until: null, nearest }
      return held === undefined || held.until === null
        ? { kind: 'soon' }
        : { kind: 'held', reason: held.reason, until: held.until, nearest }
    }
    return answer(whyNotCard({ ...about, told: concern?.told ?? null, why: await why() }, readingOf(asked)))
  },
}

const readingOf = (asked: Asked) => ({ place: asked.placeName, timeZone: zoneOf(asked), today: asked.today })

/** A channel without a subscription hears of what it sees the card of, a subscribed one of what it asked for and its digest told. */
const notConcerned = async ({ workspace, place, now }: Asked, view: PromotionView): Promise<WhyNot['why']> => {
  const subscription = await loadSubscription(workspace, place)
  if (subscription === null || subscription.state !== 'active') return { kind: 'not-concerned' }
  if (subscription.person !== null) return { kind: 'own-digest' }
  if (subscription.filter !== null && !wants(subscription, view))
    return { kind: 'not-asked-for', filter: subscription.filter }
  const moment = Temporal.Instant.from(now)
  const made = await loadMadeDays(workspace, place, localDay(moment, subscription.timeZone) - 3)
  const knownSince = Temporal.Instant.from(subscription.knownSince)
  const slot = nextSlot({ ...subscription, knownSince }, made, moment)
  return { kind: 'not-yet', digestAt: slot?.due.toString() ?? null }
}

const explained = async (asked: Asked, { about, entity, form, plain, at, cause }: CausedMessage): Promise<WhyHeard> => {
  const { workspace, place } = asked
  const of = (why: WhyHeard['why']): WhyHeard => ({ plain, at, why })
  if (cause !== null) {
    const ids = cause.promotions.map(({ promotionId }) => promotionId)
    const visibility = await loadVisibility(workspace, isoOf(asked.today))
    const names = new Map((await loadPromotions(workspace, visibility, ids)).map((one) => [one.promotionId, one.name]))
    const cards = (await loadCopies(workspace, 'promotion', ids)).filter(({ channel }) => channel === place)
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
  const act = await loadLastAct(workspace, entity, form === null ? 'register' : null, at)
  return form === null
    ? of({ kind: 'card', by: act?.by ?? null, isHere: act?.place === asked.placeName })
    : of({ kind: 'story', by: act?.by ?? null })
}
