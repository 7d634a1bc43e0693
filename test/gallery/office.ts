import type { Card } from '../../src/cards/language/card.ts'
import type { ChatPerson, ChatRequest } from '../../src/chat/request.ts'
import type { OutgoingMessage, SendResult } from '../../src/domain/delivery.ts'
import { type Company, openCompany } from '../_helpers/company.ts'

/** The people of the made-up company; Chloe administers the bot. */
export const people = {
  Ana: { platform: 'slack', id: 'U0ANA0000', name: 'Ana', email: 'ana@example.com' },
  Ben: { platform: 'slack', id: 'U0BEN0000', name: 'Ben', email: 'ben@example.com' },
  Chloe: { platform: 'teams', id: '00000000-0000-0000-0000-00000000c10e', name: 'Chloe' },
  'Ben in Teams': { platform: 'teams', id: '00000000-0000-0000-0000-0000000000be', name: 'Ben Okafor' },
  'a guest': { platform: 'slack', id: 'U0GUEST00', name: 'Gil', guest: true },
} as const satisfies Readonly<Record<string, ChatPerson>>

export type Who = keyof typeof people

/** The channel where the company's marketing and supply talk. */
export const launches = { id: 'C0LAUNCH0', name: '#launches' } as const

/** The made-up company, asked by its people in their channel. */
export type Office = Pick<Company, 'app' | 'at' | 'feed'> &
  AsyncDisposable & {
    /** Asks as somebody, in the channel. */
    readonly ask: (words: ChatRequest['words'], who?: Who) => Promise<Card>
    readonly request: (words: ChatRequest['words'], who?: Who) => ChatRequest
    /** Lets everything happen that is due, and gives what was sent to channels. */
    readonly happen: () => Promise<readonly OutgoingMessage[]>
    /** Says what the platform makes of a message; it takes every one unless told otherwise. */
    readonly react: (how: (message: OutgoingMessage) => SendResult | null) => void
  }

/** Opens an empty company at a moment, in a folder that goes with it. */
export const openOffice = async (moment: string): Promise<Office> => {
  const company = await openCompany(moment, {
    settings: { SHELFREADY_ADMINS: people.Chloe.id, SHELFREADY_URL: 'https://shelf.example.com' },
    edits: true,
    source: 'gallery',
  })
  const { app } = company
  let reaction: (message: OutgoingMessage) => SendResult | null = () => null
  const request = (words: ChatRequest['words'], who: Who = 'Ana'): ChatRequest => ({
    key: null,
    person: people[who],
    place: launches.id,
    placeName: launches.name,
    words,
  })
  return {
    ...company,
    ask: (words, who) => app.handle(request(words, who)),
    request,
    react: (how) => {
      reaction = how
    },
    happen: async () => {
      const sent: OutgoingMessage[] = []
      await using jobs = await app.startJobs(
        {
          send: async (message) => {
            sent.push(message)
            return reaction(message) ?? { kind: 'delivered', messageId: `m${message.outboxId}` }
          },
          look: async () => ({ kind: 'absent' }),
          reaches: () => true,
          edits: true,
          pace: () => 0,
          lanes: 1,
        },
        (error) => {
          throw error
        },
      )
      await jobs?.tick()
      // Changes of many cards follow each other.
      company.at(company.now().add({ minutes: 5 }))
      await jobs?.deliver()
      return sent
    },
  }
}
