import { Refusal } from '../../domain/refusal.ts'
import type { Mapping } from '../../feeds/mapping/mapping.ts'
import { isServed } from '../../store/database/posting-lock.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import type { IncomingFile } from './incoming-file.ts'
import type { ImportContext } from './take-file.ts'

/** Milliseconds that other processes wait for the write lock at most: less where one of them answers people. */
const holdForPeople = 100
const holdForPrograms = 300

/** Reads a mapping as it is kept. */
export const mappingOf = (text: string | null): Mapping | null => (text === null ? null : (JSON.parse(text) as Mapping))

/** The ISO date of today where a file comes in. */
export const todayOf = ({ now, timeZone }: Pick<ImportContext, 'now' | 'timeZone'>): string =>
  Temporal.Instant.from(now()).toZonedDateTimeISO(timeZone).toPlainDate().toString()

/** Throws a Refusal where the sender of a file may not bring in the feed that it is. */
export const refuseUnlessAllowed = ({ allowed, name }: IncomingFile, kind: FeedKind): void => {
  if (allowed !== undefined && !allowed.includes(kind))
    throw new Refusal(
      `${name} is a feed of ${kind}, which you may not import. Nothing was changed. Ask a planner to send it.`,
    )
}

/** What the batch of a file is opened with. */
export const batchOptions = ({ workspace, now, timeZone }: ImportContext, { name, mode, knownOn }: IncomingFile) => ({
  mode,
  source: name,
  knownOn: knownOn ?? todayOf({ now, timeZone }),
  knownSaid: knownOn !== null,
  now,
  holdFor: () => (isServed(workspace.database) ? holdForPeople : holdForPrograms),
})
