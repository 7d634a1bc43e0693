import type { Day } from '../../domain/day.ts'
import { usualHours, type WorkingTime, workingTime } from '../../domain/escalation/working-time.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import type { Reader } from '../../store/database/workspace.ts'
import { loadHolidays, loadKnownPeople } from '../../store/escalation/escalation.ts'
import { loadStandbys, noStandby, type Standby } from '../../store/escalation/standby.ts'

/** Makes the working time of a person from their hours, in their zone where it is known, without the days that are closed. */
export const workingTimeIn = (
  { hours }: Pick<Standby, 'hours'>,
  zone: string | null | undefined,
  companyZone: string,
  isClosed: (day: Day) => boolean,
): WorkingTime => {
  const timeZone = timeZoneNamed(zone ?? '') ?? companyZone
  return workingTime(hours === null ? usualHours(timeZone) : { ...hours, timeZone }, isClosed)
}

/**
 * Loads the working time of whoever answers for a person: their own, or while they are away that of whoever stands in; the
 * company's usual hours where nobody is known.
 */
export const loadWorkingTime = async (
  workspace: Reader,
  personOrAccount: string | null,
  { timeZone, today }: { readonly timeZone: string; readonly today: Day },
): Promise<WorkingTime> => {
  const known = await loadKnownPeople(workspace)
  const standbys = await loadStandbys(workspace)
  const holidays = await loadHolidays(workspace, today)
  const owner = [...known].find(
    ([id, { accounts }]) => id === personOrAccount || (personOrAccount !== null && accounts.includes(personOrAccount)),
  )
  const personId = owner?.[0] ?? personOrAccount ?? ''
  const own = standbys.get(personId) ?? noStandby
  const isAway = own.awayUntil !== null && own.awayUntil > today
  const standIn = isAway ? (own.delegate ?? own.backup) : null
  const answers = standIn?.id ?? personId
  return workingTimeIn(standbys.get(answers) ?? noStandby, known.get(answers)?.timeZone, timeZone, (day) =>
    holidays.has(day),
  )
}
