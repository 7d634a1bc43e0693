import type { LineView } from '../../domain/assessment/readiness.ts'
import type { Reason } from '../../domain/assessment/reason.ts'
import { type Block, firstOf, moreWords } from '../language/card.ts'
import { noteOnCardWords, noteReasonWords } from './note-words.ts'

type Told = Extract<Reason, { code: 'INTELLIGENCE' }>

/** Puts what a note adds to each line of a promotion together; what counts is that of the line it moves most. */
const notesOf = (lines: readonly LineView[]): readonly Told[] => {
  const all = lines.flatMap(({ reasons }) => reasons.filter((reason) => reason.code === 'INTELLIGENCE'))
  return [...Map.groupBy(all, ({ noteId }) => noteId).values()].map((told) => {
    const most = told.reduce((one, other) => (Math.abs(other.counted) > Math.abs(one.counted) ? other : one))
    const sum = (key: 'units' | 'before') => told.reduce((units, one) => units + one[key], 0)
    return { ...most, units: sum('units'), before: sum('before') }
  })
}

/** Says which notes touch a promotion, in a few words each. */
export const notesOnCard = (lines: readonly LineView[]): readonly string[] => notesOf(lines).map(noteOnCardWords)

const mostNotes = 3

/** Lists the notes that touch a promotion, with the units that they add. */
export const heardBlock = (lines: readonly LineView[], promotionId: string): readonly Block[] => {
  const { shown, left } = firstOf(notesOf(lines).map(noteReasonWords), mostNotes)
  const more = moreWords(left, `/promo why ${promotionId}`)
  return shown.length === 0 ? [] : [{ kind: 'notes', notes: [...shown, ...(more === null ? [] : [more])] }]
}
