import { assessLine } from '../assessment/judge.ts'
import {
  byUrgency,
  type LineAssessment,
  type Policy,
  promotionReadiness,
  type Verdict,
} from '../assessment/readiness.ts'
import { concerns, type IntelligenceNote } from './intelligence.ts'

/** What somebody has heard that would make a promotion worse than it is judged: by what share demand changes, and to what verdict. */
export type IntelligenceImpact = {
  readonly noteId: number
  readonly what: string
  readonly by: string
  readonly effect: number
  readonly verdict: Verdict
}

/** Finds the notes that would make the verdict of a promotion worse if its demand changed as they say, on the lines they are about. */
export const intelligenceImpacts = (
  lines: readonly LineAssessment[],
  verdict: Verdict,
  notes: readonly IntelligenceNote[],
  policy: Policy,
): readonly IntelligenceImpact[] =>
  notes.flatMap(({ id, what, by, effect, ...note }) => {
    const isConcerned = ({ line }: LineAssessment) => concerns({ id, what, by, effect, ...note }, line)
    if (effect === null || !lines.some(isConcerned)) return []
    const changed = lines.map((one) => (isConcerned(one) ? withEffect(one, effect, policy) : one))
    const then = promotionReadiness(changed).verdict
    return byUrgency(then, verdict) < 0 ? [{ noteId: id, what, by, effect, verdict: then }] : []
  })

/** Judges a line anew as if its demand changed by a share; one whose uplift nobody knows stays as it is. */
const withEffect = (
  { line, facts, uplift, ...rest }: LineAssessment,
  effect: number,
  policy: Policy,
): LineAssessment => {
  if (uplift === null) return { line, facts, uplift, ...rest }
  const stated = { kind: 'uplift', ratio: uplift * (1 + effect), isSettled: true } as const
  const said = { ...line, stated }
  const promotions = facts.promotions.map((other) => (other.promotionId === line.promotionId ? said : other))
  return assessLine({ ...facts, promotions }, said, policy)
}
