import type { Card } from '../cards/language/card.ts'
import type { OutgoingMessage } from '../domain/delivery.ts'

/** Gives the card of a message; a message that may already be in the channel says so. */
export const cardOfMessage = ({ card, repeated }: Pick<OutgoingMessage, 'card' | 'repeated'>): Card => {
  const said = card as Card
  return repeated
    ? { ...said, title: `${said.title} (possible repeat)`, plain: `${said.plain} (possible repeat)` }
    : said
}
