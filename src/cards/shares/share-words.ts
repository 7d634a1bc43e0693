import type { LineView } from '../../domain/assessment/readiness.ts'
import { type Reason, reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import { dateWords, numberWords, unitWords } from '../language/words.ts'

type ShareReason = Extract<Reason, { code: 'SHARE_SET' }>

/** Says which share of a location's stock a planner has set for a line, `NORTH gets 120 of DC's 400 units, set by Ben on Mon 1 Jun; it asks for 200`. */
export const shareWords = (reason: ShareReason, today: Day): string => {
  const { location, place, share } = reason
  const { units, by, on, free, drawn } = share
  const set = `set by ${by.name} on ${dateWords(on, today)}`
  const left = Math.max(0, units - drawn)
  const head =
    units === 0
      ? `${place} gets nothing from ${location}, ${set}`
      : left > free
        ? `${place} should get ${unitWords(units)} from ${location}, ${set}, but ${location} has only ${numberWords(free)} free`
        : `${place} gets ${numberWords(units)} of ${location}'s ${unitWords(free + drawn)}, ${set}`
  return [
    head,
    ...(drawn < 1 ? [] : [`${numberWords(drawn)} of them are already sent`]),
    ...needWords(reason, left),
  ].join('; ')
}

const needWords = ({ asks }: ShareReason, left: number): readonly string[] => {
  if (asks > left) return [`it asks for ${numberWords(asks)}${left === 0 ? '' : ' now'}`]
  if (asks === left) return []
  return [
    asks === 0 ? 'it needs none of them now' : `it needs only ${numberWords(asks)} now, and others can have the rest`,
  ]
}

/** Says of each line whose share a planner has set what it gets. */
export const setShareWords = (lines: readonly LineView[]): readonly string[] =>
  lines.flatMap((line) => {
    const reason = reasonOf(line, 'SHARE_SET')
    return reason === null ? [] : [shareWords(reason, line.facts.asOf)]
  })
