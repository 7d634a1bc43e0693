import { joinedCard, personalWelcomeCard } from '../../cards/channels/welcome-card.ts'
import type { Change } from '../../store/changes/change.ts'
import type { ChannelName } from '../../store/channels/channel-names.ts'

/** Gives the changes when the bot is added to a channel: messages that waited for that are posted, and a new channel is welcomed. */
export const joinChannel = (place: ChannelName, teamId: string | null): readonly Change[] => [
  { kind: 'name-channel', channel: place },
  { kind: 'requeue-parked', channel: place.id },
  ...(teamId === null ? [] : [{ kind: 'return-to-team', teamId } as const]),
  {
    kind: 'post',
    channel: place.id,
    about: 'welcome',
    entity: place.id,
    card: isOwn(place) ? personalWelcomeCard() : joinedCard(),
    notAfter: null,
  },
]

/** Tells whether a place is one person's own conversation with the bot. */
const isOwn = ({ id }: ChannelName) => id.startsWith('@')
