import type { Day } from '../../domain/day.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import type { Card } from '../language/card.ts'
import { countWords, momentWords } from '../language/words.ts'

/** Says which promotions a calendar link leads to, `promotions at EAST, with the days to order`. */
export const calendarSubjectWords = (filter: Filter | null, extras: readonly string[]): string =>
  [
    filter === null ? 'all promotions' : filterWords(filter),
    ...(extras.length === 0 ? [] : [`with ${extras.join(' and ')} days`]),
  ].join(', ')

/** Gives somebody their new calendar link, this once. */
export const calendarLinkCard = ({
  id,
  address,
  token,
  what,
}: {
  readonly id: number
  readonly address: string
  readonly token: string
  readonly what: string
}): Card => {
  const title = `Your calendar of ${what}. Copy the address now; I cannot show it again.`
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(address)
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      { kind: 'link', text: 'To subscribe in Outlook, Google or Apple:', url: `${address}/calendar/${token}.ics` },
      { kind: 'link', text: 'To see or print:', url: `${address}/calendar/${token}` },
      {
        kind: 'notes',
        notes: [
          'Whoever has the address sees these promotions, with your rights. It ends when you revoke it or leave.',
          ...(isLocal
            ? ['It works on this machine only. Ask your operator to set SHELFREADY_URL for the others.']
            : []),
        ],
      },
    ],
    footer: `Take it back: /promo calendar revoke ${id}`,
    secret: token,
  }
}

/** A calendar link as its maker reads it. */
export type LinkRow = {
  readonly id: number
  readonly name: string
  readonly what: string
  readonly lastReadAt: string | null
}

/** Lists calendar links: whose, of what, and when each was last read. */
export const calendarLinksCard = (
  links: readonly LinkRow[],
  { today, timeZone, isAll }: { readonly today: Day; readonly timeZone: string; readonly isAll: boolean },
): Card => {
  const title =
    links.length === 0
      ? 'There are no calendar links.'
      : `${countWords(links.length, 'calendar link')}${isAll ? '' : ' of yours'} in use`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      links.length === 0
        ? []
        : [
            {
              kind: 'table',
              columns: [
                { title: 'Link', align: 'left' },
                { title: 'Who', align: 'left' },
                { title: 'Shows', align: 'left' },
                { title: 'Last read', align: 'left' },
              ],
              rows: links.map(({ id, name, what, lastReadAt }) => [
                `${id}`,
                name,
                what,
                lastReadAt === null ? 'never' : momentWords(lastReadAt, timeZone, today),
              ]),
              left: 0,
              where: '',
            },
          ],
    footer:
      links.length === 0 ? 'Make one: /promo calendar link' : `Take one back: /promo calendar revoke ${links[0]?.id}`,
  }
}
