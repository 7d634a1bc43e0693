import { momentWords } from '../../cards/language/words.ts'
import { dayOf } from '../../domain/day.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { DoctorSettings } from './settings.ts'

/** What looking into a store needs. */
export type Looking = {
  readonly workspace: Workspace
  readonly settings: DoctorSettings
  /** The moment, as ISO text. */
  readonly now: string
  /** A process posts from this store. */
  readonly isServed: boolean
}

/** Writes a moment in the zone of the company, `Mon 1 Jun 08:00`. */
export const atWords = (at: string, { now, settings: { timeZone } }: Pick<Looking, 'now' | 'settings'>): string =>
  momentWords(at, timeZone, dayOf(Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString()))

/** Gives the milliseconds since a moment, as ISO text. */
export const since = (at: string, now: string): number => Date.parse(now) - Date.parse(at)
