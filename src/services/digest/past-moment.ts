import { type Day, isoOf } from '../../domain/day.ts'
import { loadDigestMoment } from '../../store/channels/occurrences.ts'
import type { Reader } from '../../store/database/workspace.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'

/**
 * Gives the moment as of which a day is judged that somebody names: that of its first digest, a channel's own where one is
 * named, after which nothing counts; where none was made its morning, and all that came in or was said on that day.
 */
export const pastMoment = async (
  workspace: Reader,
  day: Day,
  timeZone: string,
  channel: string | null = null,
): Promise<Moment> => {
  const startOf = (date: Day) =>
    Temporal.PlainDate.from(isoOf(date)).toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'millisecond' })
  const made = await loadDigestMoment(workspace, startOf(day), startOf(day + 1), channel)
  return made === null ? { now: startOf(day), timeZone } : { now: made, timeZone, isPast: true }
}
