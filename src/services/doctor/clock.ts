import { type Finding, fine, warning } from '../../domain/doctor/finding.ts'
import { toldServerSkewMilliseconds } from '../../domain/doctor/thresholds.ts'
import { clockAhead } from '../../store/database/clock.ts'
import type { Database } from '../../store/database/database.ts'

/** Judges the clock of this machine by that of the server that has the store; nothing for a store in a file. */
export const serverClockFinding = async (database: Database): Promise<readonly Finding[]> => {
  const ahead = await clockAhead(database)
  if (ahead === null) return []
  const seconds = Math.round(Math.abs(ahead) / 1_000)
  const words = `The clock of this machine is ${seconds} seconds ${ahead < 0 ? 'behind' : 'ahead of'} that of the database.`
  return [
    Math.abs(ahead) > toldServerSkewMilliseconds
      ? warning('server-clock', words, 'Let both keep the time by NTP.')
      : fine('server-clock', words),
  ]
}
