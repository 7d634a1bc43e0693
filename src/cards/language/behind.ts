import type { Day } from '../../domain/day.ts'
import type { Card } from './card.ts'
import { momentWords } from './words.ts'

/** Not everything that has changed is judged yet: the last moment at which all was; null where that is not known. */
export type Behind = { readonly currentAt: string | null }

/** Says on a card that not everything that has changed is judged yet; a card that is current stays as it is. */
export const withBehind = (
  card: Card,
  behind: Behind | undefined,
  { timeZone, today }: { readonly timeZone: string; readonly today: Day },
): Card => {
  if (behind === undefined) return card
  const { currentAt } = behind
  const words =
    currentAt === null
      ? 'I am still judging some promotions; ask again in a minute.'
      : `As of ${momentWords(currentAt, timeZone, today)}; newer changes are still being judged.`
  return { ...card, footer: card.footer === null ? words : `${words} ${card.footer}` }
}
