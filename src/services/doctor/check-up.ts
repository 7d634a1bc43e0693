import type { AskedChannel, Probe } from '../../common/platform-facts.ts'
import { scrubbed } from '../../common/scrubbed.ts'
import { type Finding, worstFirst } from '../../domain/doctor/finding.ts'
import { loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import { inspectStore } from '../../store/database/inspect.ts'
import { isServed } from '../../store/database/posting-lock.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadConversation } from '../../store/delivery/conversations.ts'
import { attempt } from './attempt.ts'
import { serverClockFinding } from './clock.ts'
import { folderFindings, tokensFindings, zonesFinding } from './doors.ts'
import { feedsFindings, pullsFindings } from './feeds.ts'
import type { Looking } from './looking.ts'
import { outboxFindings } from './outbox.ts'
import { platformFindings, strandedFinding } from './platforms.ts'
import { digestsFindings, serviceFindings } from './service.ts'
import { type DoctorSettings, settingsFindings } from './settings.ts'
import { diskFindings, isUsable, storeFindings, writeFinding } from './store.ts'

/** What is looked at. */
export type CheckUp = {
  readonly settings: DoctorSettings
  /** The file of the store; null for one on a server, which is looked at from inside alone. */
  readonly file: string | null
  /** Nobody named it: the start makes it with its folder. */
  readonly isOwn: boolean
  /** Opens the workspace; called only for a store that is whole and of this version. */
  readonly open: () => Promise<Workspace>
  readonly probes: readonly Probe[]
  /** The moment, as ISO text. */
  readonly now: string
  /** Whoever asks administers one company of several: what is of the machine and of the whole store is not for them. */
  readonly isOneOfSeveral?: boolean
  /** Reading the whole store takes no longer, in milliseconds. */
  readonly patience: number
}

/** Checks everything at once and gives what was found, the worst first. Changes nothing but for a test write that it takes back. */
export const checkUp = async (asked: CheckUp): Promise<readonly Finding[]> => {
  const { settings, file, probes } = asked
  const inspection = file === null ? null : await inspectStore(file, asked.patience)
  const isOpen = inspection === null || isUsable(inspection)
  const inside = isOpen ? await lookInside(asked) : { findings: [], channels: [] }
  const hasFolder = inspection?.kind !== 'missing' || inspection.hasFolder
  const found = await Promise.all([
    settingsFindings(settings),
    file === null || inspection === null ? [] : storeFindings(file, inspection, asked.isOwn),
    file !== null && hasFolder ? attempt('disk', () => diskFindings(file)) : [],
    inside.findings,
    ...probes.map((probe) =>
      attempt(probe.platform, async () =>
        platformFindings(await probe.ask(inside.channels.filter(({ id }) => probe.reaches(id)))),
      ),
    ),
  ])
  return worstFirst(
    found
      .flat()
      .filter(forWhom(asked.isOneOfSeveral === true))
      .map(withoutSecrets),
  )
}

/** Checks of what is the operator's alone. */
const ofOperator: ReadonlySet<string> = new Set([
  ...[
    'settings',
    'store',
    'references',
    'schema',
    'write',
    'disk',
    'log',
    'service',
    'pulls',
    'feed-folder',
    'server-clock',
  ],
])

/** Tells which findings are for the administrators of one company of several, or of the only one. */
export const forWhom =
  (isOneOfSeveral: boolean) =>
  ({ check }: Finding): boolean =>
    !isOneOfSeveral || !ofOperator.has(check)

/** Takes out of what was found whatever looks like a secret. */
export const withoutSecrets = (finding: Finding): Finding => ({
  ...finding,
  found: scrubbed(finding.found),
  mend: finding.mend === null ? null : scrubbed(finding.mend),
})

/** More channels are not asked about, so that no platform is asked too much. */
const mostChannels = 40

const lookInside = async ({ open, settings, probes, now }: CheckUp) => {
  const workspace = await open()
  const subscriptions = await loadSubscriptions(workspace)
  const looking: Looking = { workspace, settings, now, isServed: isServed(workspace.database) }
  const reached = (channel: string) => probes.length === 0 || probes.some(({ reaches }) => reaches(channel))
  const findings = await Promise.all([
    attempt('write', async () => [await writeFinding(workspace, now)]),
    attempt('service', async () => serviceFindings(looking)),
    attempt('server-clock', () => serverClockFinding(workspace.database)),
    attempt('digests', () =>
      digestsFindings(
        looking,
        subscriptions.filter(({ channel }) => reached(channel)),
      ),
    ),
    attempt('outbox', () => outboxFindings(looking)),
    attempt('feeds', () => feedsFindings(looking)),
    attempt('pulls', () => pullsFindings(looking)),
    attempt('tokens', () => tokensFindings(looking)),
    attempt('time-zones', async () => [await zonesFinding(looking, subscriptions)]),
    attempt('feed-folder', () => folderFindings(looking)),
    strandedFinding(subscriptions.flatMap(({ channel, name }) => (reached(channel) ? [] : [name]))),
  ])
  return { findings: findings.flat(), channels: await askedChannels(workspace, subscriptions) }
}

const askedChannels = (
  workspace: Workspace,
  subscriptions: readonly Subscription[],
): Promise<readonly AskedChannel[]> =>
  Promise.all(
    subscriptions
      .filter(({ person }) => person === null)
      .slice(0, mostChannels)
      .map(async ({ channel, name }) => ({
        ...{ id: channel, name },
        reference: await loadConversation(workspace, channel),
      })),
  )
