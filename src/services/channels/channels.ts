import type { FindCards } from '../../domain/delivery.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import type { ChannelName } from '../../store/channels/channel-names.ts'
import { loadAnyConversation, loadConversation } from '../../store/delivery/conversations.ts'
import { loadStandingCards } from '../../store/delivery/standing-cards.ts'
import type { Context } from '../context.ts'
import { joinChannel } from './join-channel.ts'

/** What platforms report about channels, and where they reach them. */
export type Channels = {
  /** The bot was added to a channel: messages that waited for that are posted, and a new channel is welcomed. */
  readonly join: (place: ChannelName, teamId?: string | null) => Promise<void>
  /** Posts the messages after all that were parked for one of these reasons. */
  readonly revive: (reasons: readonly string[]) => Promise<void>
  /** Stores what people call a channel. */
  readonly rename: (place: ChannelName) => Promise<void>
  /** Stores that a Slack team or Teams tenant belongs to this workspace. Throws a Refusal when it belongs to another one. */
  readonly connect: (platform: string, externalId: string) => Promise<void>
  /** Finds where the cards of promotions and risks stand. */
  readonly findCards: FindCards
  readonly conversations: {
    /** Stores the platform's own address of a conversation. */
    readonly keep: (place: string, reference: unknown) => Promise<void>
    /** The bot was removed from a conversation. */
    readonly leave: (place: string, teamId: string | null) => Promise<void>
    /** Gives the address of a conversation; null where the bot is not in it. */
    readonly find: (place: string) => Promise<unknown>
    /** Gives the address of any conversation, of this tenant and one that the bot is in first; null where there is none. */
    readonly any: (tenantId: string | null) => Promise<unknown>
  }
}

/** What storing facts about channels needs. */
export type ChannelsOptions = Pick<Context, 'workspace'> & {
  /** The moment, as ISO text. */
  readonly now: () => string
  /** Runs after something was written, so that its messages are delivered. */
  readonly onWritten: () => void
}

/** Opens what the application stores about channels for the platforms. */
export const openChannels = ({ workspace, now, onWritten }: ChannelsOptions): Channels => {
  const write = async (...changes: readonly Change[]) => {
    await apply(workspace, changes, null, now())
    onWritten()
  }
  return {
    join: (place, teamId = null) => write(...joinChannel(place, teamId)),
    revive: (reasons) => write({ kind: 'requeue-parked', reasons }),
    rename: (place) => write({ kind: 'name-channel', channel: place }),
    connect: (platform, externalId) => write({ kind: 'connect', platform, externalId }),
    findCards: (ids) => loadStandingCards(workspace, ids),
    conversations: {
      keep: (place, reference) => write({ kind: 'keep-conversation', place, reference }),
      leave: (place, teamId) => write({ kind: 'leave-conversation', place, teamId }),
      find: (place) => loadConversation(workspace, place),
      any: (tenantId) => loadAnyConversation(workspace, tenantId),
    },
  }
}
