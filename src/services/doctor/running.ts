import type { Probe } from '../../common/platform-facts.ts'
import { type Finding, fault } from '../../domain/doctor/finding.ts'
import { loadSubscriptions } from '../../store/channels/subscriptions.ts'
import { isServed } from '../../store/database/posting-lock.ts'
import { attempt } from './attempt.ts'
import { forWhom, withoutSecrets } from './check-up.ts'
import { serverClockFinding } from './clock.ts'
import { folderFindings } from './doors.ts'
import { feedsFindings, pullsFindings } from './feeds.ts'
import type { Looking } from './looking.ts'
import { outboxFindings } from './outbox.ts'
import { platformFindings } from './platforms.ts'
import { digestsFindings, serviceFindings } from './service.ts'
import { diskFindings, writeFinding } from './store.ts'

/** What of a running service is looked at. */
export type RunningService = Omit<Looking, 'isServed'> & {
  readonly probes: readonly Probe[]
  /** It is one company of several: what is of the machine and of the whole store is looked at with another. */
  readonly isOneOfSeveral: boolean
}

/**
 * Looks at what may go wrong while a service runs, as often as one likes: no whole store is read, and platforms are asked about
 * the token alone.
 */
export const runningFindings = async ({
  probes,
  isOneOfSeveral,
  ...service
}: RunningService): Promise<readonly Finding[]> => {
  const { workspace, now } = service
  const { database } = workspace
  const looking: Looking = { ...service, isServed: isServed(database) }
  const checks: Readonly<Record<string, () => Promise<readonly Finding[]>>> = {
    write: async () => [await writeFinding(workspace, now)],
    service: async () => serviceFindings(looking),
    clock: () => serverClockFinding(database),
    digests: async () => digestsFindings(looking, await loadSubscriptions(workspace)),
    outbox: () => outboxFindings(looking),
    feeds: () => feedsFindings(looking),
    pulls: () => pullsFindings(looking),
    'feed-folder': () => folderFindings(looking),
    disk: async () => (database.engine === 'sqlite' ? diskFindings(database.file) : []),
    ...Object.fromEntries(probes.map((probe) => [probe.platform, async () => platformFindings(await probe.ask([]))])),
  }
  const found = await Promise.all(Object.entries(checks).map(([check, work]) => attempt(check, work, fault)))
  return found.flat().filter(forWhom(isOneOfSeveral)).map(withoutSecrets)
}
