import type { LastDay } from '../../feeds/feed.ts'
import type { ImportContext } from './take-file.ts'

/** Makes the function that tells the last day on which stock of a location can have been counted. */
export const lastDays = (
  { now, timeZone }: Pick<ImportContext, 'now' | 'timeZone'>,
  knownOn: string | null,
  zones: ReadonlyMap<string, string>,
): ((location: string) => LastDay) => {
  if (knownOn !== null) return () => ({ on: knownOn, isSaid: true })
  const moment = Temporal.Instant.from(now())
  const byZone = new Map<string, LastDay>()
  return (location) => {
    const zone = zones.get(location) ?? timeZone
    const known = byZone.get(zone)
    if (known !== undefined) return known
    const last = { on: moment.toZonedDateTimeISO(zone).toPlainDate().toString(), isSaid: false }
    byZone.set(zone, last)
    return last
  }
}
