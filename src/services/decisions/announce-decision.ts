import { termsWords } from '../../cards/decisions/decision-words.ts'
import type { Card } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { isoOf } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Attribution } from '../../domain/risks/risk.ts'
import { matchesSubscription } from '../../domain/subscriptions/filter-match.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import type { OutboxMessage } from '../../store/delivery/enqueue.ts'
import { loadChannelsOfPromotion } from '../../store/delivery/outbox-queries.ts'
import { auditEntry, type Fields } from '../audit-entry.ts'
import type { Context } from '../context.ts'

/** What people and the bot do about a decision, as the audit calls it. */
export type DecisionAction = 'decide' | 'counter' | 'agree' | 'endorse' | 'decline' | 'withdraw' | 'lapse' | 'carry-out'

type Telling = Pick<Context, 'workspace' | 'reach' | 'today'>

/** Gives whoever asks as the one who does something now. */
export const actorOf = ({ person, now, today }: Pick<Context, 'person' | 'now' | 'today'>): Attribution => ({
  personId: person.id,
  name: person.name,
  at: now,
  on: today,
})

/** The bot, where it does something by itself. */
export const botOf = ({ now, today }: Pick<Context, 'now' | 'today'>): Attribution => ({
  personId: 'shelfready',
  name: 'Shelfready',
  at: now,
  on: today,
})

/** What a decision was and is by a deed, and what that changed of its promotion, by field. */
export type DecisionChange = {
  readonly before: Decision | null
  readonly after: Decision
  readonly fields?: { readonly before: Fields; readonly after: Fields }
}

/** Keeps in the audit what was done about a decision, with what it changed and the numbers it rests on. */
export const auditDecision = (
  { today }: Pick<Context, 'today'>,
  action: DecisionAction,
  by: Attribution,
  placeName: string,
  { before, after, fields = { before: {}, after: {} } }: DecisionChange,
  detail: Fields = {},
): Change =>
  auditEntry(
    { person: { id: by.personId, name: by.name }, placeName },
    {
      action,
      entity: after.promotionId,
      before: before === null ? null : { decision: before.state, ...fields.before },
      after: { decision: after.state, ...fields.after },
      detail: {
        decision: after.id,
        option: after.terms.kind,
        what: formattedForAll(() => termsWords(after.terms, today)),
        proposer: after.by.name,
        side: after.side,
        stood: after.stood,
        expected: after.expected,
        concession: after.concession,
        ...detail,
      },
    },
  )

/** What a decision is about, and where it was asked; how the promotion is judged, where it was for this. */
type About = Pick<JudgedPromotion, 'promotionId' | 'end'> &
  Partial<Pick<JudgedPromotion, 'owner' | 'readiness'>> & { readonly place: string | null }

/**
 * Tells what became of a decision where the promotion was heard of and in every channel that wants promotions like it; one
 * that was not judged is wanted where everything is. Where there is no such channel, it is told where it was asked.
 */
export const announceDecision = async (
  { workspace, reach }: Telling,
  { promotionId, end, place, owner = null, readiness }: About,
  draw: () => Card,
  form: 'thread' | 'broadcast',
): Promise<readonly OutboxMessage[]> => {
  const card = formattedForAll(draw)
  const told = await loadChannelsOfPromotion(workspace, promotionId)
  const isWanting = (one: Subscription) =>
    readiness === undefined
      ? one.person === null && one.filter === null
      : matchesSubscription(one, { owner, readiness })
  const subscribed = (await loadSubscriptions(workspace)).filter(isWanting).map(({ channel }) => channel)
  const channels = [...new Set([...told, ...subscribed])].filter(reach.reaches)
  return (channels.length === 0 && place !== null ? [place] : channels).map((channel) => ({
    kind: 'post',
    channel,
    about: 'promotion',
    entity: promotionId,
    card,
    notAfter: `${isoOf(end + 1)}T00:00:00.000Z`,
    form,
  }))
}
