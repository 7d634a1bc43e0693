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

/** The actions on a decision, by their names in the audit. */
export type DecisionAction = 'decide' | 'counter' | 'agree' | 'endorse' | 'decline' | 'withdraw' | 'lapse' | 'carry-out'

/** What announcing a decision needs. */
type AnnounceContext = Pick<Context, 'workspace' | 'reach' | 'today'>

/** Gives the person of a request as the author of an action at its moment. */
export const actorOf = ({ person, now, today }: Pick<Context, 'person' | 'now' | 'today'>): Attribution => ({
  personId: person.id,
  name: person.name,
  at: now,
  on: today,
})

/** Gives the bot as the author of an action that it takes by itself. */
export const botOf = ({ now, today }: Pick<Context, 'now' | 'today'>): Attribution => ({
  personId: 'shelfready',
  name: 'Shelfready',
  at: now,
  on: today,
})

/** A decision before and after an action, and the fields of its promotion that the action changed. */
export type DecisionChange = {
  readonly before: Decision | null
  readonly after: Decision
  readonly fields?: { readonly before: Fields; readonly after: Fields }
}

/** Makes the audit entry of an action on a decision, with what it changed and the numbers it is based on. */
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

/** The promotion of a decision and the place where it was proposed; with the promotion's judgement, where it was judged for this. */
type About = Pick<JudgedPromotion, 'promotionId' | 'end'> &
  Partial<Pick<JudgedPromotion, 'owner' | 'readiness'>> & { readonly place: string | null }

/**
 * Posts the outcome of a decision in every channel that has had messages about the promotion or subscribes to promotions like
 * it. A promotion that was not judged is posted only to subscriptions without a filter. Where there is no such channel, the
 * outcome is posted where the decision was proposed.
 */
export const announceDecision = async (
  { workspace, reach }: AnnounceContext,
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
