import type { Card, CardFile } from '../cards/language/card.ts'
import { noteCard } from '../cards/language/plain-card.ts'
import type { ChatRequest } from './request.ts'

/** Gives the name of a file: with the number of its message, no two are alike. */
export const fileNameOf = ({ name }: CardFile, number: string): string => `${name}-${number}.csv`

/** Says where a file is that was asked for among others. */
export const onItsWay = noteCard('The file is on its way: you find it in our direct messages.')

/** Sends the file of an answer to the person alone, and gives what is answered instead; an answer without a file stays as it is. */
export const handOverFile = async (
  { postAnswer }: { readonly postAnswer: (request: ChatRequest, card: Card) => Promise<void> },
  request: ChatRequest,
  card: Card,
): Promise<Card> => {
  if (card.file === undefined) return card
  const { shownIn: _shownIn, ...rest } = request
  await postAnswer({ ...rest, place: `@${request.person.id}`, reply: { thread: null }, isOverheard: false }, card)
  return onItsWay
}
