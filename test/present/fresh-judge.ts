import { readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/domain/day.ts'
import { judgePresent } from '../../src/services/risks/risk-register.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { openWorkspace } from '../../src/store/database/workspace.ts'
import { type PresentText, presentText } from './as-text.ts'

/** What is to be judged, and as of when. */
export type FreshRequest = { readonly file: string; readonly now: string; readonly settings: Record<string, string> }

/** How everything stands, or why that could not be judged. */
export type FreshAnswer = { readonly text: PresentText } | { readonly error: string }

/** Judges everything from a connection that has read nothing yet, and keeps nothing. */
const judgeFresh = async ({ file, now, settings }: FreshRequest): Promise<PresentText> => {
  await using database = openDatabase(`sqlite:${file}`, { createFolder: false })
  const { policy, timeZone } = readConfig(settings)
  const workspace = await openWorkspace(database, 'default')
  const today = dayOf(Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString())
  return presentText(await judgePresent({ workspace, policy, timeZone, today, now }))
}

process.on('message', async (request: FreshRequest) => {
  const answer = await judgeFresh(request).then(
    (text): FreshAnswer => ({ text }),
    (error): FreshAnswer => ({ error: `${error?.stack ?? error}` }),
  )
  process.send?.(answer)
})
