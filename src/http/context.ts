import type { Policy } from '../domain/assessment/readiness.ts'
import type { Day } from '../domain/day.ts'
import type { ImportContext } from '../services/imports/take-file.ts'

/** What the HTTP interface works with: whose data, the time, and by which policy it is judged. */
export type ApiContext = ImportContext & {
  readonly policy: Policy
  readonly today: () => Day
  /** Called once a file counts, so that what it changes is told soon. */
  readonly onImported: () => void
  /** Says what to tell about an error that nobody expected, and logs it. */
  readonly onSurprise: (error: unknown) => string
}

/** No body is longer than this, in bytes. */
export const mostBodyBytes = 500_000_000
/** So many bodies are received at once. */
export const mostBodies = 4
