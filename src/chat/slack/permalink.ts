import type { FindCards } from '../../domain/delivery.ts'
import { type LinksOf, openLinks } from '../links.ts'
import type { Directory } from './directory.ts'
import type { Identity } from './identity.ts'

/** Opens what finds where the ids in a card lead in a workspace: to cards in the same channel or, read alone, in a public one. */
export const slackLinks = ({
  find,
  identity,
  directory,
}: {
  readonly find: FindCards
  readonly identity: () => Promise<Identity | null>
  readonly directory: Directory
}): LinksOf =>
  openLinks({
    find,
    addressOf: async (place, { channel, messageId }) => {
      const isSeen = channel === place || (await directory.channel(channel))?.isPublic === true
      return isSeen ? permalink((await identity())?.url ?? '', channel, messageId) : null
    },
  })

/** Gives the address of a message in a workspace; null where the address of the workspace is not known. */
const permalink = (workspace: string, channel: string, ts: string): string | null => {
  const base = URL.parse(workspace)
  if (base === null || !/^https?:$/.test(base.protocol) || !/^\d+\.\d+$/.test(ts)) return null
  return new URL(`/archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}`, base).href
}
