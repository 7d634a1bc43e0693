import { agoWords, countWords, dateWords, listWords } from '../../cards/language/words.ts'
import { dayOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'
import { stuckImportMilliseconds } from '../../domain/doctor/thresholds.ts'
import { loadStuckBatches } from '../../store/feeds/stuck-batches.ts'
import { loadPulls } from '../../store/imports/pulls.ts'
import { loadFeedsOverview } from '../imports/feeds-overview.ts'
import { type Looking, since } from './looking.ts'

const dayMilliseconds = 24 * 60 * 60 * 1_000

/** Judges the feeds: what never came, what is late, what waits for somebody, and what is stuck. */
export const feedsFindings = async (looking: Looking): Promise<readonly Finding[]> => {
  const { workspace, now, settings } = looking
  const { feeds, held } = await loadFeedsOverview({ workspace, now, timeZone: settings.timeZone })
  const came = feeds.flatMap((feed) => (feed.newest === null ? [] : [{ ...feed, newest: feed.newest }]))
  return [
    ...missingFinding(came.map(({ kind }) => kind)),
    ...came.map((feed) => feedFinding(looking, feed)),
    heldFinding(looking, held),
    await stuckFinding(looking),
  ]
}

/** Feeds without which most verdicts are unknown; of the last two one is enough. */
const needed = ['items', 'inventory', 'lead-times'] as const

const missingFinding = (came: readonly string[]): readonly Finding[] => {
  const missing = [
    ...needed.filter((kind) => !came.includes(kind)),
    ...(came.includes('sales') || came.includes('demand-plan') ? [] : ['sales (or demand-plan)']),
  ]
  return missing.length === 0
    ? []
    : [
        warning(
          'feeds',
          `Without ${listWords(missing)} most verdicts are unknown: ${missing.length === 1 ? 'it has' : 'they have'} not come in yet.`,
          'Drop the spreadsheet in chat, or run: npm run shelfready -- import FILE',
        ),
      ]
}

type Overview = Awaited<ReturnType<typeof loadFeedsOverview>>
type Came = Overview['feeds'][number] & { readonly newest: Overview['held'][number] }

const feedFinding = (
  { now, settings: { timeZone, staleDays } }: Looking,
  { kind, newest, owner, nextDue, isLate }: Came,
): Finding => {
  const last = newest.visibleAt ?? newest.openedAt
  const came = `${kind} came last ${agoWords(last, now)}`
  const today = dayOf(Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString())
  const due = nextDue === null ? null : dateWords(dayOf(nextDue), today)
  if (isLate)
    return warning(
      'feeds',
      `${came} and was due ${due}.`,
      `Ask ${owner ?? 'whoever sends it'} for it, or say how often it comes: feeds rhythm ${kind} DAYS`,
      kind,
    )
  if (kind === 'inventory' && since(last, now) > (staleDays + 1) * dayMilliseconds)
    return warning(
      'feeds',
      `${came}; stock is stale after ${countWords(staleDays, 'day')}.`,
      'Import the stock of today.',
      kind,
    )
  return fine('feeds', due === null ? `${came}; no day is expected.` : `${came} and is due ${due}.`)
}

const heldFinding = ({ now }: Looking, held: Overview['held']): Finding => {
  const oldest = held.at(-1)
  if (oldest === undefined) return fine('held-files', 'No file is held.')
  const shown = listWords(held.slice(0, 3).map(({ id, source }) => `${id} (${source})`))
  return warning(
    'held-files',
    `${countWords(held.length, 'file')} ${held.length === 1 ? 'is' : 'are'} held and not counted, the oldest for ${agoWords(oldest.openedAt, now).replace(' ago', '')}: ${shown}.`,
    'Look at why with: feeds. Then feeds release NUMBER or feeds refuse NUMBER.',
  )
}

const stuckFinding = async ({ workspace, now, isServed }: Looking): Promise<Finding> => {
  const stuck = await loadStuckBatches(workspace, after(now, -stuckImportMilliseconds))
  const [oldest] = stuck
  if (oldest === undefined) return fine('imports', 'No import is stuck.')
  return warning(
    'imports',
    `${countWords(stuck.length, 'import')} stopped half-way, the oldest (${oldest.kind}) ${agoWords(oldest.touchedAt, now)}. Nothing of them counts.`,
    isServed
      ? 'Import the file again; the service removes what is left of the first try.'
      : 'Import the file again; the next start removes what is left of the first try.',
  )
}

/** Judges the sources that are pulled. */
export const pullsFindings = async ({ workspace, now, settings, isServed }: Looking): Promise<readonly Finding[]> => {
  if (settings.pulls.length === 0) return []
  const kept = await loadPulls(workspace)
  return settings.pulls.map(({ name, every }) => {
    const last = kept.get(name)
    if (last === undefined)
      return warning('pulls', `${name} was never pulled.`, `Try it: npm run shelfready -- pull now ${name}`)
    if (last.cause !== null)
      return warning(
        'pulls',
        `${name} does not work; ${last.workedAt === null ? 'it never did' : `it worked last ${agoWords(last.workedAt, now)}`}: ${last.cause.split('\n')[0]}`,
        `Fix that cause, and try: npm run shelfready -- pull now ${name}`,
      )
    const minutes = Math.round(since(last.triedAt, now) / 60_000)
    if (isServed && minutes > 3 * every + 5)
      return fault(
        'pulls',
        `${name} was pulled last ${agoWords(last.triedAt, now)}, though it is every ${countWords(every, 'minute')}.`,
        'The service hangs at a source. Look at its log, and restart it.',
        name,
      )
    return fine('pulls', `${name} worked ${agoWords(last.workedAt ?? last.triedAt, now)}.`)
  })
}
