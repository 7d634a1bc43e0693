import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { answerTimes } from './chat/answer-times.ts'
import { openRequestHandler, type RequestHandler } from './commands/dispatch/request-handler.ts'
import type { Probe } from './common/platform-facts.ts'
import type { Config } from './config.ts'
import type { Policy } from './domain/assessment/readiness.ts'
import type { BacktestReport } from './domain/backtest/report.ts'
import { type Day, dayOf } from './domain/day.ts'
import type { MessengerPort } from './domain/delivery.ts'
import { type Jobs, startJobs } from './jobs/start-jobs.ts'
import { learn } from './services/assessment/learn-from-sales.ts'
import { type BacktestOptions, backtest } from './services/backtest/backtest.ts'
import { type Channels, openChannels } from './services/channels/channels.ts'
import type { Reach } from './services/context.ts'
import { checkUp } from './services/doctor/check-up.ts'
import { raiseAlarms, type Trouble } from './services/doctor/raise-alarms.ts'
import { runningFindings } from './services/doctor/running.ts'
import { doctorSettings } from './services/doctor/settings.ts'
import { openJudgingPool } from './services/present/judging-pool.ts'
import { endless, setKeeper } from './services/present/present.ts'
import { openStore, type StoreOptions } from './store/database/open-store.ts'
import type { Workspace } from './store/database/workspace.ts'
import type { Moment } from './store/facts/cut-offs.ts'

/** Where the store is, whose data are used, what the time is, and how channels are reached. */
export type AppOptions = StoreOptions & {
  readonly now: () => Temporal.Instant
  /** Which channels the platform that is served reaches; without, it reaches every channel and edits no message. */
  readonly reach?: Reach
  /** Messages are delivered as soon as they are written; without, whoever answers people says when. */
  readonly deliversAtOnce?: boolean
  /** It is one company among several of a service: its administrators are not the operator's. */
  readonly isOneOfSeveral?: boolean
  /** Says what to tell a person about an error that nobody expected, and logs it. */
  readonly onSurprise?: (error: unknown) => string
}

/** The application of one workspace: what every platform and every operator command works with. */
export type App = AsyncDisposable &
  RequestHandler &
  Channels & {
    readonly workspace: Workspace
    readonly policy: Policy
    readonly timeZone: string
    /** The accounts that the settings name as administrators. */
    readonly administrators: readonly string[]
    /** The moment, as ISO text. */
    readonly now: () => string
    /** The business date in the workspace's zone. */
    readonly today: () => Day
    /** Has a platform asked by its probe when somebody looks for what is wrong. */
    readonly probeBy: (probe: Probe) => void
    /** Looks for what does not work while the service runs, tells administrators what is new and what is over, and gives what is wrong. */
    readonly lookForTrouble: () => Promise<Trouble>
    /** Learns from the sales before a day, known by a past moment where one is named, what is not learned yet; answers how many rows were read. */
    readonly learn: (until: Day, moment?: Moment | null) => Promise<number>
    /** Replays history between two days, deciding at the supplier's lead time or so many days before each launch; null where there are no sales. */
    readonly backtest: (options: Pick<BacktestOptions, 'from' | 'to' | 'leadDays'>) => Promise<BacktestReport | null>
    /**
     * Starts the jobs and delivers messages through a messenger. Answers null while another process does that for this
     * store: only one may.
     */
    readonly startJobs: (
      messenger: MessengerPort,
      onSurprise: (error: unknown) => void,
    ) => Promise<(Jobs & AsyncDisposable) | null>
  }

/** Whoever asks in chat waits for so many milliseconds where much is being judged; then they read what was known before. */
const patienceWithJudging = 200

/** Whoever asks in chat what is wrong waits for so many milliseconds until the whole store is read. */
const patienceWithReading = 30_000

const unlimitedReach: Reach = { reaches: () => true, edits: false }

/** Opens the store, brings its schema up to date and composes the application. Throws a Refusal that says what to do. */
export const openApp = async (config: Config, options: AppOptions): Promise<App> => {
  const workspace = await openStore(options)
  const app = openCompanyApp(config, options, workspace)
  return {
    ...app,
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await workspace.database[Symbol.asyncDispose]()
    },
  }
}

/** Composes the application of one company of an open store, which stays open when the application ends. */
export const openCompanyApp = (
  config: Config,
  options: Omit<AppOptions, keyof StoreOptions>,
  workspace: Workspace,
): App => {
  const { policy, timeZone, administrators, webUrl } = config
  const { reach = unlimitedReach, onSurprise = String } = options
  const context = { workspace, policy, timeZone, administrators, reach }
  const now = () => options.now().toString({ smallestUnit: 'millisecond' })
  const today = () => dayOf(options.now().toZonedDateTimeISO(timeZone).toPlainDate().toString())
  const patience = { answer: answerTimes.work, take: answerTimes.keep }
  const judges = openJudgingPool(workspace, { threads: availableParallelism(), onSurprise })
  setKeeper(workspace, { patience: options.deliversAtOnce ? patienceWithJudging : endless, bulkJudges: judges })
  let jobs: Jobs | null = null
  const onWritten = () => {
    if (options.deliversAtOnce) jobs?.wake()
  }
  const probes = new Map<Probe['platform'], Probe>()
  const examine = () =>
    checkUp({
      ...{
        settings: doctorSettings(config, []),
        file: workspace.database.engine === 'sqlite' ? workspace.database.file : null,
        isOwn: false,
      },
      ...(options.isOneOfSeveral === undefined ? {} : { isOneOfSeveral: options.isOneOfSeveral }),
      open: async () => workspace,
      probes: [...probes.values()],
      now: now(),
      patience: patienceWithReading,
    })
  const requests = openRequestHandler({ ...context, webUrl, today, now, onWritten, onSurprise, patience, examine })
  return {
    ...requests,
    ...openChannels({ workspace, now, onWritten }),
    workspace,
    policy,
    timeZone,
    administrators,
    now,
    today,
    probeBy: (probe) => void probes.set(probe.platform, probe),
    lookForTrouble: async () => {
      const moment = now()
      const findings = await runningFindings({
        ...{ workspace, settings: doctorSettings(config, []), now: moment },
        ...{ probes: [...probes.values()], isOneOfSeveral: options.isOneOfSeveral === true },
      })
      return raiseAlarms({ workspace, reach, administrators, now: moment }, findings)
    },
    learn: (until, moment) => learn(workspace, until, now(), moment),
    backtest: (period) => backtest(workspace, { ...period, today: today(), policy }),
    startJobs: async (messenger, onJobSurprise) => {
      const started = await startJobs({
        ...context,
        ...messenger,
        feedFolder: config.feedFolder,
        pulls: config.pulls,
        egress: config.egress,
        now: options.now,
        today,
        jitter: Math.random,
        owner: randomUUID(),
        resumeRequests: requests.resume,
        onSurprise: onJobSurprise,
      })
      jobs = started ?? jobs
      return started
    },
    [Symbol.asyncDispose]: async () => judges[Symbol.dispose](),
  }
}
