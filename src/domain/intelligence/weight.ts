import {
  confidenceWeights,
  halfAlike,
  kindWeights,
  leastNoteWeight,
  mostCameTrue,
  mostNoteWeight,
  notesOfPrior,
} from '../policy.ts'
import { type IntelligenceNote, type NoteKind, sourceKey } from './note.ts'

/** How a scored note did: its kind and source, and what came true as a ratio to what the documented weight counted. */
export type TrackRecord = { readonly kind: NoteKind; readonly source: string; readonly cameTrue: number }

/** The weight of a note, and what it was learned from: the scored notes of its kind or source, and by how much they changed it. */
export type NoteWeight = {
  readonly weight: number
  readonly prior: number
  readonly notes: number
  readonly factor: number
}

/** Gives the documented weight of a note: by how sure people are, and by its kind. */
const priorWeight = ({ confidence, kind }: Pick<IntelligenceNote, 'confidence' | 'kind'>): number =>
  confidenceWeights[confidence] * kindWeights[kind]

/**
 * Gives the weight of a note: the documented one, times what came true of scored notes of the same kind and source (those of
 * one alone count half), drawn to 1 where there are few, and held within bounds.
 */
export const noteWeight = (
  note: Pick<IntelligenceNote, 'confidence' | 'kind' | 'source' | 'by'>,
  records: readonly TrackRecord[],
): NoteWeight => {
  const prior = priorWeight(note)
  const { factor, notes } = learnedFactor({ kind: note.kind, source: sourceKey(note) }, records)
  return { weight: Math.min(mostNoteWeight, Math.max(leastNoteWeight, prior * factor)), prior, notes, factor }
}

/** Gives by what scored notes multiply the documented weight of notes of a kind and a source, either of which may be left open. */
export const learnedFactor = (
  of: { readonly kind: NoteKind | null; readonly source: string | null },
  records: readonly TrackRecord[],
): { readonly factor: number; readonly notes: number } => {
  let [alike, came, notes] = [0, 0, 0]
  for (const record of records) {
    const [isOfKind, isOfSource] = [record.kind === of.kind, record.source === of.source]
    if (!isOfKind && !isOfSource) continue
    const counts = isOfKind && isOfSource ? 1 : halfAlike
    alike += counts
    came += counts * Math.min(mostCameTrue, Math.max(0, record.cameTrue))
    notes++
  }
  return { factor: (notesOfPrior + came) / (notesOfPrior + alike), notes }
}
