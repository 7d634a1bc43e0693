import type { Day } from '../day.ts'
import type { Decision } from '../decisions/decision.ts'
import type { RiskRow } from '../digest/digest-entry.ts'
import { type IntelligenceNote, isAbout, lastCounted } from '../intelligence/note.ts'
import { weeklyDays } from '../policy.ts'
import type { JudgedPromotion } from '../promotions/judged-promotion.ts'
import { isSettled } from '../risks/risk.ts'

/** What marketing and supply go through together once a week. */
export type WeeklyUpdate = {
  readonly day: Day
  readonly name: string
  /** Promotions that run or launch in the next weeks, the first first. */
  readonly promotions: readonly JudgedPromotion[]
  readonly proposals: readonly Decision[]
  /** Risks that nobody has settled, the most urgent first. */
  readonly risks: readonly RiskRow[]
  readonly notes: readonly IntelligenceNote[]
  /** Promotions whose figures differ and of which none is agreed. */
  readonly toAgree: readonly FiguresToAgree[]
}

/** The figures of a promotion that differ: what the marketer stated, what history says, and what it is judged with. */
export type FiguresToAgree = {
  readonly promotion: JudgedPromotion
  readonly stated: number
  readonly history: number
  /** Units of all its lines. */
  readonly judged: number
}

/** Ratios that differ by less say the same. */
const leastDifference = 0.1

/** Makes the weekly update of a channel from how everything stands. */
export const weeklyUpdateOf = (
  { day, name }: Pick<WeeklyUpdate, 'day' | 'name'>,
  entries: readonly JudgedPromotion[],
  {
    rows,
    proposals,
    notes,
  }: {
    readonly rows: readonly RiskRow[]
    readonly proposals: readonly Decision[]
    readonly notes: readonly IntelligenceNote[]
  },
): WeeklyUpdate => {
  const shown = new Set(entries.map(({ promotionId }) => promotionId))
  const coming = entries
    .filter(({ start, end, status }) => status !== 'cancelled' && end >= day && start < day + weeklyDays)
    .toSorted((a, b) => a.start - b.start || (a.promotionId < b.promotionId ? -1 : 1))
  return {
    ...{ day, name },
    promotions: coming,
    proposals: proposals.filter(({ promotionId }) => shown.has(promotionId)),
    risks: rows.filter(({ record }) => !isSettled(record)),
    notes: notes.filter(
      (note) =>
        note.from <= day + weeklyDays &&
        lastCounted(note) >= day &&
        entries.some(({ readiness }) =>
          readiness.lines.some((line) => isAbout(note, line.facts.item, line.line.location)),
        ),
    ),
    toAgree: coming.flatMap((promotion) => figuresToAgree(promotion, day) ?? []),
  }
}

const figuresToAgree = (promotion: JudgedPromotion, day: Day): FiguresToAgree | null => {
  if (promotion.start <= day || promotion.override?.agreed !== undefined) return null
  const { lines } = promotion.readiness
  for (const { reasons } of lines)
    for (const reason of reasons)
      if (
        reason.code === 'UPLIFT_FROM_HISTORY' &&
        reason.stated !== null &&
        Math.abs(reason.stated - reason.estimated) > leastDifference * reason.estimated
      )
        return {
          promotion,
          ...{ stated: reason.stated, history: reason.estimated },
          judged: lines.reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0),
        }
  return null
}
