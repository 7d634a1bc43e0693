import type { FindCards } from '../../domain/delivery.ts'
import { type LinksOf, openLinks } from '../links.ts'
import type { Directory } from './directory.ts'
import { accountOf, type Reference } from './place.ts'

/** Opens what finds where the ids in a card lead in Teams: to cards in the same conversation or, read alone, in one that the reader is in. */
export const teamsLinks = ({
  find,
  reference,
  reads,
}: {
  readonly find: FindCards
  readonly reference: (place: string) => Promise<Reference | null>
  readonly reads: Directory['reads']
}): LinksOf =>
  openLinks({
    find,
    addressOf: async (place, { channel, messageId }) => {
      const where = await reference(channel)
      const account = accountOf(place)
      const isSeen = where !== null && (account === null || (await reads(where, account)))
      return isSeen ? deepLink(where, messageId) : null
    },
  })

/** Gives the address of a message in a channel or a group chat. */
const deepLink = ({ conversationId, kind, tenantId }: Reference, messageId: string): string => {
  const path = [conversationId, messageId].map(encodeURIComponent).join('/')
  const link = new URL(`https://teams.microsoft.com/l/message/${path}`)
  link.searchParams.set('tenantId', tenantId)
  if (kind === 'channel') link.searchParams.set('parentMessageId', messageId)
  else link.searchParams.set('context', '{"contextType":"chat"}')
  return link.href
}
