import type { Day } from '../../domain/day.ts'
import type { IntelligenceNote } from '../../domain/intelligence/note.ts'
import type { NoteWeight } from '../../domain/intelligence/weight.ts'
import { type Card, firstOf } from '../language/card.ts'
import { countWords, dateWords, listWords, percentWords, windowWords } from '../language/words.ts'
import { type VerdictChange, verdictChangeWords } from '../risks/reported-order-card.ts'
import { aboutWords, changeWords, intelWords, kindWords, noteId } from './note-words.ts'

/** What a note does to promotions: those of its days, all whose verdict it changes, and how many are judged a little later. */
export type NoteImpact = {
  readonly promotions: readonly VerdictChange[]
  readonly later: number
}

const mostNames = 5

/** Says which verdicts change, what promotions lack that are not ready, and which stay ready. */
const impactWords = ({ promotions, later }: NoteImpact, today: Day): readonly string[] => {
  const changed = promotions.filter(({ from, to }) => from !== to || to !== 'ready')
  const same = promotions.filter(({ from, to }) => from === to && to === 'ready')
  const { shown, left } = firstOf(changed, mostNames)
  const names = firstOf(same, mostNames)
  const unchanged = [
    ...names.shown.map(({ name, promotionId }) => `${name} (${promotionId})`),
    ...(names.left > 0 ? [`${names.left} more`] : []),
  ]
  return [
    ...shown.map((one) => `${verdictChangeWords([one], today)}.`),
    ...(left > 0 ? [`${countWords(left, 'more promotion')}: /promo list`] : []),
    ...(unchanged.length === 0 ? [] : [`Still ready: ${listWords(unchanged)}.`]),
    ...(promotions.length + later === 0 ? ['It affects no current or coming promotion.'] : []),
    ...(later > 0 ? [`${countWords(later, 'more promotion')} will be judged within a minute.`] : []),
  ]
}

/** Says with which weight a note counts, and what that rests on. */
const weightWords = (note: IntelligenceNote, { weight, prior, notes, factor }: NoteWeight): string => {
  if (note.effect === null) return 'It has no size yet, so it counts for nothing. Add one: size:small, medium or large.'
  const documented = `${note.confidence} confidence, ${kindWords(note.kind)}`
  const learned =
    notes === 0
      ? `the weight for ${documented}`
      : `${percentWords(prior)} for ${documented}, ${factor < 1 ? 'lowered' : 'raised'} by ${countWords(notes, 'scored note')} like it`
  return `It counts as ${changeWords(note.effect * weight)}: ${percentWords(weight)} of ${changeWords(note.effect)} (${notes > 0 && factor === 1 ? `the weight for ${documented}` : learned}).`
}

/** How a new note stands beside others that hold for some of its items and days. */
export type Beside = { readonly opposite: readonly IntelligenceNote[]; readonly same: readonly IntelligenceNote[] }

const besideWords = ({ opposite, same }: Beside): readonly string[] => {
  const names = (notes: readonly IntelligenceNote[]) => {
    const { shown, left } = firstOf(notes, 3)
    return listWords([
      ...shown.map(({ id, by, effect }) => `${by}'s ${noteId(id)} (${changeWords(effect ?? 0)})`),
      ...(left > 0 ? [`${left} more`] : []),
    ])
  }
  return [
    ...(opposite.length === 0 ? [] : [`It contradicts ${names(opposite)}. Both count, set against each other.`]),
    ...(same.length === 0 ? [] : [`It tells the same story as ${names(same)}. Only the one that counts most is used.`]),
  ]
}

/** Confirms a note that was added or corrected, with what it counts for and which verdicts it changes. */
export const intelKeptCard = (
  note: IntelligenceNote,
  weight: NoteWeight,
  beside: Beside,
  impact: NoteImpact,
  { today, isNew }: { readonly today: Day; readonly isNew: boolean },
): Card => {
  const title = isNew
    ? `Saved as ${noteId(note.id)}. It counts from now on.`
    : `${noteId(note.id)} is corrected. It counts from now on.`
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: [
      intelWords(note, today),
      weightWords(note, weight),
      ...besideWords(beside),
      ...impactWords(impact, today),
    ].map((text) => ({ kind: 'text', text })),
    footer: `It holds until ${dateWords(note.expires, today)}. Undo within ten minutes: /intel undo. End it sooner: /intel end ${noteId(note.id)}`,
  }
}

/** Confirms that a note no longer holds, and which verdicts that changes. */
export const intelEndedCard = (note: IntelligenceNote, impact: NoteImpact, today: Day): Card => {
  const title = `${noteId(note.id)} no longer counts.`
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: [intelWords(note, today), ...impactWords(impact, today)].map((text) => ({ kind: 'text', text })),
    footer: 'Undo within ten minutes: /intel undo',
  }
}

const pageSize = 15

/** A page of what has been heard and holds, with what of it counts. */
export const intelListCard = (
  notes: readonly { readonly note: IntelligenceNote; readonly weight: NoteWeight }[],
  page: number,
  today: Day,
): Card => {
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
              items: shown.map(({ note, weight: { weight } }) => ({
                symbol: '·',
                text: `${noteId(note.id)} ${note.what} · ${note.by}${note.source === '' ? '' : `, from ${note.source}`}`,
                detail: [
                  `${aboutWords(note)}, ${windowWords(note.from, note.to, today)} · ${kindWords(note.kind)}, ${note.confidence} confidence`,
                  `${note.effect === null ? 'not counted without a size' : `${changeWords(note.effect)}, counted as ${changeWords(note.effect * weight)}`} · holds until ${dateWords(note.expires, today)}`,
                ],
              })),
              left: Math.max(0, notes.length - page * pageSize),
              where: `/intel list page:${page + 1}`,
            },
          ],
    footer:
      notes.length === 0
        ? 'Add a note: /intel add "Competitor closed" kind:competitor sku:SKU-100 dates:"6-12 Jul" effect:+20%'
        : 'Correct one: /intel edit N-1 size:small · End one: /intel end N-1 · How notes did: /intel score',
  }
}
