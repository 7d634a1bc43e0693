import { joinedCard, personalWelcomeCard } from '../../cards/channels/welcome-card.ts'
import type { Change } from '../../store/changes/change.ts'
import type { ChannelName } from '../../store/channels/channel-names.ts'

/** Says what follows when the bot was added to a channel: what waited for that goes out, and a channel that is new is welcomed. */
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

/** A conversation of two goes by the person. */
const isOwn = ({ id }: ChannelName) => id.startsWith('@')
