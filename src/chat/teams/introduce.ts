import type { Card } from '../../cards/card.ts'
import { refusalCard } from '../../cards/plain-card.ts'
import type { ChatRequest } from '../request.ts'
import { soon } from '../soon.ts'
import type { Reference } from './place.ts'
import type { Receiving } from './receiving.ts'
import { type Activity, clientOf, keyOf } from './requests.ts'

/** Asking who somebody is must leave time to answer them. */
const introductionMilliseconds = 1_500

/** A conversation of two goes by the person, whose inbox is where the bot can answer. */
export const placeOf = ({ kind, conversationId }: Reference, account: string): string =>
  kind === 'personal' ? `@${account}` : conversationId

/** Gives what people call a conversation, as far as Teams tells it in time. */
export const nameOf = async ({ directory }: Receiving, activity: Activity, where: Reference): Promise<string> => {
  if (where.kind === 'personal') return 'a direct message'
  const { conversation, channelData } = activity
  const told = channelData?.channel?.name ?? conversation.name
  return (
    (told ?? '').trim() ||
    (await soon(directory.channelName(where), introductionMilliseconds / 2)) ||
    (where.kind === 'groupChat' ? 'this chat' : 'this channel')
  )
}

/** Who asks and where. */
export type Introduced = Pick<ChatRequest, 'key' | 'person' | 'place'> & { readonly placeName: string }

/** Finds out who asks and where; answers a card where nobody can tell now. */
export const introduce = async (
  receiving: Receiving,
  activity: Activity,
  where: Reference,
): Promise<Introduced | Card> => {
  const [person, name] = await Promise.all([
    soon(receiving.directory.person(where, activity.from.id), introductionMilliseconds),
    nameOf(receiving, activity, where),
  ])
  if (person === null)
    return refusalCard('Teams does not tell me who you are just now. Nothing was done; try again in a moment.')
  const aadObjectId = activity.from.aadObjectId?.toLowerCase()
  // Whoever has no account in a directory can neither ask nor be answered.
  if (aadObjectId === undefined && where.kind === 'personal') return refusalCard(forColleagues)
  const isSame = aadObjectId === undefined || person.guest === true || aadObjectId === person.id
  if (!isSame)
    return refusalCard('Teams tells me two things about who you are. Nothing was done; try again in a moment.')
  const place = placeOf(where, aadObjectId ?? person.id)
  await receiving.met(place, where)
  return { key: keyOf(activity), person: { ...person, ...clientOf(activity) }, place, placeName: name }
}

const forColleagues = 'Only people of this company can ask here. Nothing was done; you see what is posted.'
