import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import type { ChatRequest } from '../request.ts'
import { soon } from '../with-timeout.ts'
import type { Channel, Known } from './directory.ts'
import type { Receiving } from './receiving.ts'
import { placeOf, type Read } from './requests.ts'

/** Who asks and where: the request, and the channel as far as it is known in time. */
export type Introduction = { readonly request: ChatRequest; readonly channel: Channel | null }

/** Finds out who asks and where; answers a card where nobody can tell now. */
export const introduce = async (
  { identity, directory }: Pick<Receiving, 'identity' | 'directory'>,
  { key, origin, words }: Pick<Read, 'key' | 'origin' | 'words'>,
): Promise<Introduction | Card> => {
  const us = await soon(identity())
  if (us === null) return refusalCard('Slack has not told me yet who I am. Nothing was done; try again in a moment.')
  const isTold = us.teamId !== '' && origin.teamId !== ''
  const isForeign = isTold && origin.teamId !== us.teamId
  const place = placeOf(origin)
  const [person, channel] = await Promise.all([
    soon(
      directory.person(origin.userId, {
        name: origin.userName || origin.userId,
        isForeign,
        isOurs: isTold && !isForeign,
        ourTeam: us.teamId,
      }),
    ),
    place.place.startsWith('@') ? null : soon(directory.channel(origin.channelId)),
  ])
  if (person === null)
    return refusalCard('Slack does not tell me who you are just now. Nothing was done; try again in a moment.')
  const isIdOnly = place.placeName === place.place
  return {
    channel,
    request: {
      key,
      person: personOf(origin.userId, person),
      ...place,
      ...(isIdOnly && channel !== null ? { placeName: channel.name } : {}),
      isShared: channel?.isShared ?? false,
      words: words ?? '',
    },
  }
}

const personOf = (id: string, { name, isGuest, ...told }: Known): ChatRequest['person'] => ({
  id,
  platform: 'slack',
  name,
  guest: isGuest,
  ...told,
})
