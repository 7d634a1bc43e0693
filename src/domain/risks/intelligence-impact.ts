import { assessLine } from '../assessment/judge.ts'
import {
  byUrgency,
  type LineAssessment,
  type Policy,
  promotionReadiness,
  type Verdict,
} from '../assessment/readiness.ts'
import { reasonOf } from '../assessment/reason.ts'

/** A note that worsens the verdict of a promotion: the share that it is counted with, and the verdict without it. */
export type IntelligenceImpact = {
  readonly noteId: number
  readonly what: string
  readonly by: string
  readonly effect: number
  readonly verdict: Verdict
}

/** Finds the notes without which the verdict of a promotion would be better. */
export const intelligenceImpacts = (
  lines: readonly LineAssessment[],
  verdict: Verdict,
  policy: Policy,
): readonly IntelligenceImpact[] => {
  if (verdict === 'ready') return []
  const counted = lines.flatMap(({ reasons }) =>
    reasons.flatMap((reason) => (reason.code === 'INTELLIGENCE' && reason.counted !== 0 ? [reason] : [])),
  )
  const notes = new Map(counted.map((note) => [note.noteId, note]))
  return [...notes.values()]
    .toSorted((a, b) => a.noteId - b.noteId)
    .flatMap(({ noteId, what, by, counted: effect }) => {
      const without = promotionReadiness(lines.map((line) => withoutNote(line, noteId, policy))).verdict
      return byUrgency(without, verdict) > 0 ? [{ noteId, what, by, effect, verdict: without }] : []
    })
}

/** Assesses a line again as if nobody had noted something; a line that the note does not touch stays as it is. */
const withoutNote = (line: LineAssessment, noteId: number, policy: Policy): LineAssessment => {
  if (reasonOf(line, 'INTELLIGENCE', (reason) => reason.noteId === noteId) === null) return line
  const { intelligence = [], ...facts } = line.facts
  const others = intelligence.filter(({ id }) => id !== noteId)
  return assessLine({ ...facts, ...(others.length === 0 ? {} : { intelligence: others }) }, line.line, policy)
}
