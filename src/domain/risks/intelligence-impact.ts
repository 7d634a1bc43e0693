import { assessLine } from '../assessment/judge.ts'
import {
  byUrgency,
  type LineAssessment,
  type Policy,
  promotionReadiness,
  type Verdict,
} from '../assessment/readiness.ts'
import { concerns, type IntelligenceNote } from './intelligence.ts'

/** A note of market intelligence that would worsen a promotion: the share by which demand changes, and the verdict that it leads to. */
export type IntelligenceImpact = {
  readonly noteId: number
  readonly what: string
  readonly by: string
  readonly effect: number
  readonly verdict: Verdict
}

/** Finds the notes that worsen the verdict of a promotion if the demand of the lines that they concern changes by their effect. */
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

/** Assesses a line again with its demand changed by a share; a line of unknown uplift stays as it is. */
const withEffect = (
  { line, facts, uplift, ...rest }: LineAssessment,
  effect: number,
  policy: Policy,
): LineAssessment => {
  if (uplift === null) return { line, facts, uplift, ...rest }
  const stated = { kind: 'uplift', ratio: uplift * (1 + effect), isSettled: true } as const
  const changedLine = { ...line, stated }
  const promotions = facts.promotions.map((other) => (other.promotionId === line.promotionId ? changedLine : other))
  return assessLine({ ...facts, promotions }, changedLine, policy)
}
