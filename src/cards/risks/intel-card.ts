import type { Day } from '../../domain/day.ts'
import type { IntelligenceNote } from '../../domain/risks/intelligence.ts'
import { type Card, firstOf } from '../language/card.ts'
import { countWords, dateWords, listWords, percentWords, windowWords } from '../language/words.ts'

type Told = Omit<IntelligenceNote, 'id'>

const effectWords = (effect: number | null): string =>
  effect === null
    ? 'effect unknown'
    : `${percentWords(Math.round(Math.abs(effect) * 100) / 100)} ${effect < 0 ? 'less' : 'more'} demand`

/** Says what somebody has heard in one line. */
export const intelWords = (note: Told, today: Day): string =>
  `${note.what} · ${listWords(note.skus)}${note.places.length === 0 ? '' : ` @ ${listWords(note.places)}`}, ${windowWords(note.from, note.to, today)} · ${effectWords(note.effect)}, ${note.confidence} confidence · ${note.by}`

type Touched = { readonly promotionId: string; readonly name: string }

const mostNames = 5

/** Confirms what was told, and which promotions it is about. */
export const intelKeptCard = (note: Told, touched: readonly Touched[], today: Day): Card => {
  const { shown, left } = firstOf(touched, mostNames)
  const names = [
    ...shown.map(({ name, promotionId }) => `${name} (${promotionId})`),
    ...(left > 0 ? [`${left} more`] : []),
  ]
  return {
    tone: 'good',
    title: 'Saved. The channels concerned can see it.',
    plain: 'Saved. The channels concerned can see it.',
    blocks: [
      { kind: 'text', text: intelWords(note, today) },
      {
        kind: 'text',
        text:
          touched.length === 0
            ? 'It affects no current or coming promotion.'
            : `It affects ${countWords(touched.length, 'promotion')}: ${listWords(names)}. It is in their threads.`,
      },
    ],
    footer: `It holds until ${dateWords(note.expires, today)}. It does not change any verdict by itself: change the uplift if you believe it.`,
  }
}

const pageSize = 15

/** A page of what has been heard and holds. */
export const intelListCard = (notes: readonly IntelligenceNote[], page: number, today: Day): Card => {
  const title =
    notes.length === 0
      ? 'There is no current market intelligence.'
      : `Market intelligence: ${countWords(notes.length, 'note')}, ${dateWords(today, today)}`
  const shown = notes.slice((page - 1) * pageSize, page * pageSize)
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      shown.length === 0
        ? []
        : [
            {
              kind: 'items',
              title: null,
              items: shown.map((note) => ({
                symbol: '·',
                text: intelWords(note, today),
                detail: [`holds until ${dateWords(note.expires, today)}`],
              })),
              left: Math.max(0, notes.length - page * pageSize),
              where: `/intel list page:${page + 1}`,
            },
          ],
    footer: 'Add a note: /intel add "Competitor runs cola at -30 %" sku:SKU-100 dates:"6-12 Jul" effect:-20%',
  }
}
