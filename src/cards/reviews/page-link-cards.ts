import type { Day } from '../../domain/day.ts'
import { spanOf } from '../../domain/reviews/review.ts'
import { type Period, wholeMonths } from '../../domain/scorecard/period.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import type { Card } from '../language/card.ts'
import { countWords, momentWords } from '../language/words.ts'
import { reviewTitle } from './review-card.ts'

/** Says what a page shows: `Monthly review, November 2026, at EAST only`. */
export const pageSubjectWords = (
  { period, filter }: { readonly period: Period; readonly filter: Filter | null },
  today: Day,
): string =>
  `${reviewTitle({ span: spanOf(wholeMonths(period)), period }, today)}${filter === null ? '' : `, ${filterWords(filter)} only`}`

/** Gives somebody the link to their new page, this once. */
export const pageLinkCard = ({
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
  const title = `${what}, as a page. Copy the address now; I cannot show it again.`
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(address)
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      { kind: 'link', text: 'To read or print:', url: `${address}/review/${token}` },
      {
        kind: 'notes',
        notes: [
          'Whoever has the address reads this page, and nothing else. It ends when you revoke it or leave.',
          ...(isLocal
            ? ['It works on this machine only. Ask your operator to set SHELFREADY_URL for the others.']
            : []),
        ],
      },
    ],
    footer: `Take it back: /shelfready page revoke ${id}`,
    secret: token,
  }
}

/** A page's link as its maker reads it. */
export type PageRow = {
  readonly id: number
  readonly name: string
  readonly what: string
  readonly lastReadAt: string | null
}

/** Lists the links to pages: whose, of what, and when each was last read. */
export const pageLinksCard = (
  links: readonly PageRow[],
  { today, timeZone, isAll }: { readonly today: Day; readonly timeZone: string; readonly isAll: boolean },
): Card => {
  const title =
    links.length === 0
      ? 'There are no links to pages.'
      : `${countWords(links.length, 'page')}${isAll ? '' : ' of yours'} with a link`
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
                { title: 'Page', align: 'left' },
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
      links.length === 0 ? 'Make one: /shelfready page' : `Take one back: /shelfready page revoke ${links[0]?.id}`,
  }
}
