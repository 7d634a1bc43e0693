import type { Day } from '../../domain/day.ts'
import type { IntelligenceNote } from '../../domain/risks/intelligence.ts'
import { type Card, firstOf } from '../language/card.ts'
import { countWords, dateWords, listWords, percentWords, windowWords } from '../language/words.ts'

type Told = Omit<IntelligenceNote, 'id'>

const effectWords = (effect: number | null): string =>
  effect === null
    ? 'nobody dares to say by how much'
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
    title: 'Kept, and told where it matters.',
    plain: 'Kept, and told where it matters.',
    blocks: [
      { kind: 'text', text: intelWords(note, today) },
      {
        kind: 'text',
        text:
          touched.length === 0
            ? 'It is about no promotion that is running or coming up.'
            : `It is about ${countWords(touched.length, 'promotion')}: ${listWords(names)}. Their threads have it.`,
      },
    ],
    footer: `It holds until ${dateWords(note.expires, today)}. The verdicts do not reckon with it: change the uplift where you believe it.`,
  }
}

const pageSize = 15

/** A page of what has been heard and holds. */
export const intelListCard = (notes: readonly IntelligenceNote[], page: number, today: Day): Card => {
  const title =
    notes.length === 0
      ? 'Nobody has told anything that still holds.'
      : `${countWords(notes.length, 'thing')} heard that may change demand, ${dateWords(today, today)}`
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
    footer: 'Tell something: /intel add "Competitor runs cola at -30 %" sku:SKU-100 dates:"6-12 Jul" effect:-20%',
  }
}
