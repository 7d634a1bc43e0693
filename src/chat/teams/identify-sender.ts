import type { Card } from '../../cards/language/card.ts'
import { forColleagues, refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import type { ChatRequest } from '../request.ts'
import type { Reference } from './place.ts'
import { type Activity, clientOf, keyOf } from './requests.ts'
import type { TeamsContext } from './teams-context.ts'

/** A conversation of two goes by the person, whose inbox is where the bot can answer. */
export const placeOf = ({ kind, conversationId }: Reference, account: string): string =>
  kind === 'personal' ? `@${account}` : conversationId

/** Gives what people call a conversation; null where Teams does not tell in time. */
export const nameOf = async (
  { directory }: TeamsContext,
  activity: Activity,
  where: Reference,
): Promise<string | null> => {
  if (where.kind === 'personal') return 'a direct message'
  const { conversation, channelData } = activity
  const told = channelData?.channel?.name ?? conversation.name
  return (told ?? '').trim() || (await withTimeout(directory.channelName(where), answerTimes.identifyInTeams / 2))
}

/** The placeholder for a name that Teams does not give now; it is never stored. */
export const unnamed = ({ kind }: Reference): string => (kind === 'groupChat' ? 'this chat' : 'this channel')

/** Who asks and where. */
export type IdentifiedSender = Pick<ChatRequest, 'key' | 'person' | 'place' | 'isNamed' | 'isShared'> & {
  readonly placeName: string
}

/** Finds out who asks and where; answers a card where nobody can tell now. */
export const identifySender = async (
  receiving: TeamsContext,
  activity: Activity,
  where: Reference,
): Promise<IdentifiedSender | Card> => {
  const { directory } = receiving
  const [person, name] = await Promise.all([
    withTimeout(directory.person(where, activity.from.id), answerTimes.identifyInTeams),
    nameOf(receiving, activity, where),
  ])
  const isShared =
    where.kind !== 'personal' && (await withTimeout(directory.isShared(where), answerTimes.identify)) === true
  if (person === null)
    return refusalCard('Teams cannot tell me who you are right now. Nothing was done. Try again in a moment.')
  const aadObjectId = activity.from.aadObjectId?.toLowerCase()
  // Somebody without a directory account can neither ask nor be answered.
  if (aadObjectId === undefined && where.kind === 'personal') return forColleagues
  const isSame = aadObjectId === undefined || person.guest === true || aadObjectId === person.id
  if (!isSame)
    return refusalCard(
      'Teams gives me two different answers about who you are. Nothing was done. Try again in a moment.',
    )
  const place = placeOf(where, aadObjectId ?? person.id)
  // Somebody who may not ask gets no personal chat either.
  if (person.guest === true && where.kind === 'personal') return forColleagues
  await receiving.met(place, where)
  const named = name === null ? { placeName: unnamed(where), isNamed: false } : { placeName: name }
  return { key: keyOf(activity), person: { ...person, ...clientOf(activity) }, place, ...named, isShared }
}
