import { dayOf } from '../../domain/day.ts'
import { countWords, dateWords, digitWords } from '../language/words.ts'
import type { Reading } from './file-card.ts'

/** How often a feed comes, as it is told. */
type RhythmView = { readonly days: number; readonly isWorkingDays: boolean; readonly isLearned: boolean }

/** A feed's owner, rhythm and next day; the day is an ISO date. */
export type ExpectedView = {
  readonly owner: string | null
  readonly rhythm: RhythmView | null
  readonly nextDue: string | null
  readonly isLate: boolean
}

/** Says how often a feed comes, `every working day`. */
const rhythmWords = ({ days, isWorkingDays, isLearned }: RhythmView): string => {
  if (days === 1) return isWorkingDays ? 'every working day' : 'every day'
  const week = isLearned && isWorkingDays ? 5 : 7
  if (days === week) return 'every week'
  if (days % week === 0) return `every ${digitWords(days / week)} weeks`
  return isLearned && isWorkingDays ? `every ${digitWords(days)} working days` : `every ${countWords(days, 'day')}`
}

/** Says whose a feed is, how often it comes and when next, `Ben · every working day (learned) · due Mon 8 Jun`. */
export const expectedWords = ({ owner, rhythm, nextDue, isLate }: ExpectedView, { today }: Reading): string =>
  [
    owner ?? 'no owner',
    rhythm === null ? 'no rhythm' : `${rhythmWords(rhythm)}${rhythm.isLearned ? ' (learned)' : ''}`,
    ...(nextDue === null ? [] : [`${isLate ? 'late: due' : 'due'} ${dateWords(dayOf(nextDue), today)}`]),
  ].join(' · ')

/** Says what was set about the rhythm of a feed. */
export const rhythmSetWords = (feed: string, days: number | null): string => {
  if (days === null) return `How often the ${feed} feed comes is learned from when it came.`
  if (days === 0) return `The ${feed} feed is not expected on any day now. Nobody is asked for it.`
  return `The ${feed} feed is expected every ${days === 1 ? 'day' : countWords(days, 'day')} from when it came last. When it is late, I say so.`
}
