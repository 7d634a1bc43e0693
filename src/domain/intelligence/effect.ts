import { zeros } from '../../common/numbers.ts'
import type { Day } from '../day.ts'
import { greatestFall, greatestRise } from '../policy.ts'
import { type Confidence, type IntelligenceNote, lastCounted, type NoteKind } from './note.ts'

/** A note as it counts for a cell: its stated effect, and the weight from 0 to 1 that it is counted with. */
export type CountedNote = {
  readonly id: number
  readonly kind: NoteKind
  readonly what: string
  readonly by: string
  readonly confidence: Confidence
  readonly from: Day
  /** The last day that it moves. */
  readonly to: Day
  /** The share by which it says that demand changes; null where nobody knows. */
  readonly effect: number | null
  readonly weight: number
}

/** Gives a note as it counts. */
export const countedNote = (note: IntelligenceNote, weight: number): CountedNote => {
  const { id, kind, what, by, confidence, from, effect } = note
  return { id, kind, what, by, confidence, from, to: lastCounted(note), effect, weight }
}

/** What notes do to the demand of a day: the share it moves by, the error of that share, and what each note that counts has of it. */
type DayEffect = {
  readonly share: number
  readonly doubt: number
  readonly parts: ReadonlyMap<number, number>
}

const nothing: DayEffect = { share: 0, doubt: 0, parts: new Map() }

const countedShare = ({ effect, weight }: CountedNote): number => (effect ?? 0) * weight

/** Notes of one kind that point the same way tell one story. */
const storyOf = ({ kind, effect }: CountedNote): string => `${kind} ${(effect ?? 0) < 0 ? 'down' : 'up'}`

/** Tells whether two notes tell one story: they are of one kind and point the same way. */
export const isSameStory = (
  one: Pick<CountedNote, 'kind' | 'effect'>,
  other: Pick<CountedNote, 'kind' | 'effect'>,
): boolean => one.kind === other.kind && (one.effect ?? 0) < 0 === (other.effect ?? 0) < 0

/**
 * Combines the notes of a day, in whatever order they come. Each is counted as effect x weight. Of several that tell one story
 * the one that counts most stands for all; different stories add up, opposite ones against each other; the sum is held within
 * bounds, and every part in proportion. A note comes true with the chance of its weight, so that its error is that of
 * effect x a yes or no: effect² x weight x (1 - weight).
 */
const effectOf = (notes: readonly CountedNote[]): DayEffect => {
  const stories = new Map<string, CountedNote>()
  for (const note of notes) {
    if (note.effect === null || note.weight <= 0) continue
    const known = stories.get(storyOf(note))
    if (known === undefined || countsMore(note, known)) stories.set(storyOf(note), note)
  }
  if (stories.size === 0) return nothing
  const told = [...stories.values()].sort((a, b) => a.id - b.id)
  const sum = told.reduce((all, note) => all + countedShare(note), 0)
  const held = Math.min(greatestRise, Math.max(-greatestFall, sum))
  const scale = sum === 0 ? 1 : held / sum
  const variance = told.reduce(
    (all, { effect, weight }) => all + (scale * (effect as number)) ** 2 * weight * (1 - weight),
    0,
  )
  return {
    share: held,
    doubt: Math.sqrt(variance),
    parts: new Map(told.map((note) => [note.id, scale * countedShare(note)])),
  }
}

const countsMore = (note: CountedNote, known: CountedNote): boolean => {
  const [one, other] = [Math.abs(countedShare(note)), Math.abs(countedShare(known))]
  return one > other || (one === other && note.id < known.id)
}

/** What notes do to the demand of a cell, day by day. */
export type NoteEffects = { readonly on: (day: Day) => DayEffect }

/** Works out what notes do to demand; null where none of them moves anything. */
export const noteEffects = (notes: readonly CountedNote[] | undefined): NoteEffects | null => {
  const moving = (notes ?? []).filter(({ effect, weight }) => effect !== null && weight > 0)
  if (moving.length === 0) return null
  const known = new Map<string, DayEffect>()
  return {
    on: (day) => {
      const here = moving.filter(({ from, to }) => from <= day && day <= to)
      if (here.length === 0) return nothing
      const key = here.map(({ id }) => id).join()
      const effect = known.get(key) ?? effectOf(here)
      known.set(key, effect)
      return effect
    },
  }
}

/** Gives the share by which notes move demand on each of `length` days from `from` on. */
export const sharesByDay = (effects: NoteEffects, from: Day, length: number): Float64Array => {
  const shares = zeros(length)
  for (let i = 0; i < length; i++) shares[i] = effects.on(from + i).share
  return shares
}

/** Gives the error of those shares, as a share of the demand that they have moved. */
export const doubtsByDay = (effects: NoteEffects, from: Day, length: number): Float64Array => {
  const doubts = zeros(length)
  for (let i = 0; i < length; i++) {
    const { share, doubt } = effects.on(from + i)
    doubts[i] = doubt / (1 + share)
  }
  return doubts
}

/** Moves units by day by these shares, in place. */
export const moveBy = (units: Float64Array, shares: Float64Array): void => {
  for (let i = 0; i < units.length; i++) units[i] = (units[i] as number) * (1 + (shares[i] ?? 0))
}
