import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import type { ChatRequest } from '../request.ts'
import type { Channel, Directory, SlackUser } from './directory.ts'
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
  if (us === null) return refusalCard('I am still connecting to Slack. Nothing was done. Try again in a moment.')
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
    return refusalCard('Slack cannot tell me who you are right now. Nothing was done. Try again in a moment.')
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

const mention = /<@([UW][A-Z0-9]{2,})(?:\|([^<>]*))?>/g
const mostNames = 3

/** Writes people who are mentioned by their names, as far as Slack tells them; `typed` is the text as Slack hands it in. */
export const withNames = async (directory: Directory, words: string, typed: string): Promise<string> => {
  const mentioned = [...typed.matchAll(mention)].map(([, id = '', label = '']) => ({ id, label }))
  const people = await Promise.all(
    mentioned.slice(0, mostNames).map(async ({ id, label }) => {
      const unknown = { name: label || id, isForeign: false, isOurs: false, ourTeam: '' }
      const known = await withTimeout(directory.person(id, unknown), answerTimes.identify)
      return { id, name: known?.name ?? (label || id) }
    }),
  )
  return people.reduce(
    (named, { id, name }) => named.replaceAll(`@${id}`, () => (/\s/.test(name) ? `"${name}"` : `@${name}`)),
    words,
  )
}
