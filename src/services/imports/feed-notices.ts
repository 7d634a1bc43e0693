import type { Card } from '../../cards/language/card.ts'
import { after } from '../../domain/delivery.ts'
import { noticeLifetimeMilliseconds } from '../../domain/policy.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscriptions } from '../../store/channels/subscriptions.ts'
import { loadKnownPeople } from '../../store/escalation/escalation.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { loadFeedOwner } from '../../store/imports/feed-promises.ts'
import type { Context } from '../context.ts'

/** What telling people of a feed needs. */
export type NoticeContext = Pick<Context, 'workspace' | 'reach'> & {
  readonly administrators: readonly string[]
  readonly now: () => string
}

/** A message about a feed; `entity` is the same for what is to be told once. */
export type FeedNotice = { readonly entity: string; readonly card: Card }

/** Gives the inbox of the person who owns a feed, or sent it last; null where nobody is known whom the platform reaches. */
export const inboxOfOwner = async (
  { workspace, reach }: Pick<NoticeContext, 'workspace' | 'reach'>,
  feed: FeedKind,
): Promise<string | null> => {
  const owner = await loadFeedOwner(workspace, feed)
  if (owner === null) return null
  const accounts = (await loadKnownPeople(workspace)).get(owner.id)?.accounts ?? []
  const inboxes = (accounts.length > 0 ? accounts : [owner.id]).map((account) => `@${account}`)
  return inboxes.find((inbox) => reach.reaches(inbox)) ?? null
}

/** Lists the channels that hear of feeds: those that get a digest; without any, the administrators. */
export const placesThatHear = async ({
  workspace,
  reach,
  administrators,
}: Pick<NoticeContext, 'workspace' | 'reach' | 'administrators'>): Promise<readonly string[]> => {
  const subscriptions = await loadSubscriptions(workspace)
  const channels = subscriptions
    .filter(({ state, person, channel }) => state === 'active' && person === null && reach.reaches(channel))
    .map(({ channel }) => channel)
  return channels.length > 0
    ? channels
    : administrators.map((account) => `@${account}`).filter((inbox) => reach.reaches(inbox))
}

/** Makes the message about a feed for an inbox or a channel, worth posting for a week unless said. */
export const noticeTo = (
  channel: string,
  { entity, card }: FeedNotice,
  now: string,
  notAfter = after(now, noticeLifetimeMilliseconds),
): Change => ({
  kind: 'post',
  channel,
  about: 'notice',
  entity,
  card,
  notAfter,
})

/** Tells the owner of a feed something; where none is known, the channels that hear of feeds. */
export const tellOfFeed = async (context: NoticeContext, feed: FeedKind | null, notice: FeedNotice): Promise<void> => {
  const inbox = feed === null ? null : await inboxOfOwner(context, feed)
  const channels = inbox === null ? await placesThatHear(context) : [inbox]
  const now = context.now()
  if (channels.length > 0)
    await apply(
      context.workspace,
      channels.map((channel) => noticeTo(channel, notice, now)),
      null,
      now,
    )
}
