import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import type { ChatRequest } from '../request.ts'
import type { Channel, SlackUser } from './directory.ts'
import { placeOf, type SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** Who asks and where: the request, and the channel as far as it is known in time. */
export type IdentifiedSender = { readonly request: ChatRequest; readonly channel: Channel | null }

/** Finds out who asks and where; answers a card where nobody can tell now. */
export const identifySender = async (
  { identity, directory }: Pick<SlackContext, 'identity' | 'directory'>,
  { key, origin, words }: Pick<SlackRequest, 'key' | 'origin' | 'words'>,
): Promise<IdentifiedSender | Card> => {
  const us = await withTimeout(identity(), answerTimes.identify)
  if (us === null) return refusalCard('Slack has not told me yet who I am. Nothing was done; try again in a moment.')
  const isTold = us.teamId !== '' && origin.teamId !== ''
  const isForeign = isTold && origin.teamId !== us.teamId
  const place = placeOf(origin)
  const [person, channel] = await Promise.all([
    withTimeout(
      directory.person(origin.userId, {
        name: origin.userName || origin.userId,
        isForeign,
        isOurs: isTold && !isForeign,
        ourTeam: us.teamId,
      }),
      answerTimes.identify,
    ),
    place.place.startsWith('@') ? null : withTimeout(directory.channel(origin.channelId), answerTimes.identify),
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

const personOf = (id: string, { name, isGuest, ...told }: SlackUser): ChatRequest['person'] => ({
  id,
  platform: 'slack',
  name,
  guest: isGuest,
  ...told,
})
