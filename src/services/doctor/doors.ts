import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { agoWords, countWords, listWords } from '../../cards/language/words.ts'
import { folderTrouble } from '../../common/folder-trouble.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'
import { expiringMilliseconds, lyingFileMilliseconds } from '../../domain/doctor/thresholds.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { loadPlaceZones } from '../../store/feeds/stuck-batches.ts'
import { loadTokens } from '../../store/imports/tokens.ts'
import { atWords, type Looking, since } from './looking.ts'

/** Judges the tokens of systems: which are over or end soon. */
export const tokensFindings = async (looking: Looking): Promise<readonly Finding[]> => {
  const { workspace, now } = looking
  const inUse = (await loadTokens(workspace)).filter(({ revokedAt }) => revokedAt === null)
  if (inUse.length === 0) return []
  const ending = inUse.flatMap(({ name, expiresAt }) => {
    if (expiresAt === null || -since(expiresAt, now) > expiringMilliseconds) return []
    const isOver = expiresAt <= now
    return [
      warning(
        'tokens',
        `The token ${name} ${isOver ? 'has expired' : `expires ${atWords(expiresAt, looking)}`}.`,
        `Make a new one with token add, then: npm run shelfready -- token revoke ${name}`,
      ),
    ]
  })
  return ending.length > 0 ? ending : [fine('tokens', `${countWords(inUse.length, 'token')} in use, none ends soon.`)]
}

/** Judges the time zones that channels and places name: whether this machine knows them. */
export const zonesFinding = async (
  { workspace, settings }: Looking,
  subscriptions: readonly Subscription[],
): Promise<Finding> => {
  const named = new Set([
    settings.timeZone,
    ...subscriptions.map(({ timeZone }) => timeZone),
    ...(await loadPlaceZones(workspace)),
  ])
  const unknown = [...named].filter((name) => timeZoneNamed(name) === null)
  return unknown.length === 0
    ? fine('time-zones', `${countWords(named.size, 'time zone')} in use, all known here (data ${process.versions.tz}).`)
    : fault(
        'time-zones',
        `This machine does not know the time zone ${listWords(unknown.slice(0, 3))}.`,
        'Run npm ci to get the Node of this version, or name another zone.',
      )
}

/** Judges the watched folder: whether it can be used, and whether files lie in it untaken. */
export const folderFindings = async ({
  settings: { feedFolder },
  now,
  isServed,
}: Pick<Looking, 'settings' | 'now' | 'isServed'>): Promise<readonly Finding[]> => {
  if (feedFolder === null) return []
  const trouble = folderTrouble(feedFolder)
  if (trouble !== null)
    return [fault('feed-folder', `The watched folder ${feedFolder} ${trouble}.`, 'Until then no file of it is taken.')]
  const entries = await readdir(feedFolder, { withFileTypes: true })
  const lying = entries.flatMap((entry) => {
    const found = statSync(join(feedFolder, entry.name), { throwIfNoEntry: false })
    const isFile = entry.isFile() && !entry.name.startsWith('.')
    return isFile && found !== undefined && Date.parse(now) - found.ctimeMs > lyingFileMilliseconds
      ? [{ name: entry.name, at: new Date(found.ctimeMs).toISOString() }]
      : []
  })
  const [first] = lying.toSorted((one, other) => one.at.localeCompare(other.at))
  if (first === undefined) return [fine('feed-folder', `The folder ${feedFolder} can be used; no file waits in it.`)]
  const words = `${countWords(lying.length, 'file')} in ${feedFolder} ${lying.length === 1 ? 'is' : 'are'} not taken, such as ${first.name} (${agoWords(first.at, now)}).`
  return [
    isServed
      ? fault('feed-folder', words, 'Look at the log of the service, and restart it.')
      : warning('feed-folder', words, 'Start the service, which takes them.'),
  ]
}
