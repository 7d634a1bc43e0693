import { joinedCard } from '../cards/welcome-card.ts'
import type { Change } from '../store/change.ts'
import { isWelcomed } from '../store/outbox.ts'
import type { Place } from '../store/places.ts'
import type { Asked } from './outcome.ts'

/** Says what follows when the bot was added to a channel: what waited for that goes out, and a channel that is new is welcomed. */
export const joinChannel = async (
  { workspace }: Pick<Asked, 'workspace'>,
  place: Place,
): Promise<readonly Change[]> => [
  { kind: 'name-place', place },
  { kind: 'revive-channel', channel: place.id },
  ...((await isWelcomed(workspace, place.id))
    ? []
    : [
        {
          kind: 'post',
          channel: place.id,
          about: 'welcome',
          entity: place.id,
          card: joinedCard(),
          notAfter: null,
        } as const,
      ]),
]
