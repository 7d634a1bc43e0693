import type { CellFacts } from '../assessment/cell.ts'
import type { Reason } from '../assessment/reason.ts'
import { type CountedNote, isSameStory, type NoteEffects, noteEffects } from '../intelligence/effect.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** Says of each note that is about days until a promotion ends what of it counts; the units add up to what all of them move. */
export const noteReasons = (
  { asOf, intelligence = [] }: Pick<CellFacts, 'asOf' | 'intelligence'>,
  { start, end }: PromotionLine,
  { base, own }: { readonly base: Float64Array; readonly own: Float64Array },
  effects: NoteEffects | null,
): readonly Reason[] =>
  intelligence
    .filter((note) => note.from <= end && note.to >= asOf)
    .map((note) => {
      let [units, before, unmoved] = [0, 0, 0]
      for (let day = Math.max(asOf, note.from); day <= Math.min(end, note.to); day++) {
        const { share, parts } = effects?.on(day) ?? { share: 0, parts: new Map<number, number>() }
        const i = day - asOf
        const isOwn = day >= start
        const sold = Math.max(0, (base[i] as number) + (isOwn ? (own[i] as number) : 0)) / (1 + share)
        const added = sold * (parts.get(note.id) ?? 0)
        unmoved += sold
        if (isOwn) units += added
        else before += added
      }
      const counts = units !== 0 || before !== 0
      const teller = counts || note.effect === null ? undefined : storyTeller(intelligence, note, effects)
      const counted = counts && unmoved > 0 ? (units + before) / unmoved : 0
      return noteReason(note, { counted, units, before, toldBy: teller?.id ?? null })
    })

/** Says of each note about a kit that a line is in what of it counts there; how many units that takes is in what the kit takes. */
export const kitNoteReasons = (
  { asOf, kits, intelligence: own = [] }: Pick<CellFacts, 'asOf' | 'kits' | 'intelligence'>,
  { start, end, kits: parts = [] }: PromotionLine,
): readonly Reason[] =>
  (kits?.uses ?? [])
    .filter(({ facts }) => parts.some(({ sku }) => sku === facts.item.sku))
    .flatMap(({ facts: { intelligence = [] } }) => {
      const effects = noteEffects(intelligence)
      return intelligence
        .filter((note) => note.from <= end && note.to >= Math.max(asOf, start) && !own.some(({ id }) => id === note.id))
        .map((note) => {
          const counted = effects?.on(Math.max(note.from, start)).parts.get(note.id) ?? 0
          const teller = counted !== 0 || note.effect === null ? undefined : storyTeller(intelligence, note, effects)
          return noteReason(note, { counted, units: 0, before: 0, toldBy: teller?.id ?? null })
        })
    })

const noteReason = (
  { id, by, what, confidence, effect }: CountedNote,
  counts: Pick<Told, 'counted' | 'units' | 'before' | 'toldBy'>,
): Reason => ({ code: 'INTELLIGENCE', noteId: id, by, what, confidence, effect, ...counts })

type Told = Extract<Reason, { code: 'INTELLIGENCE' }>

/** Finds the note that tells the same story on the first day of one that does not count. */
const storyTeller = (
  notes: NonNullable<CellFacts['intelligence']>,
  note: NonNullable<CellFacts['intelligence']>[number],
  effects: NoteEffects | null,
) => {
  const parts = effects?.on(note.from).parts
  return notes.find((other) => other.id !== note.id && isSameStory(note, other) && parts?.has(other.id))
}
