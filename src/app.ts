import type { Card, Click } from './cards/language/card.ts'
import type { Form } from './cards/language/form.ts'
import { answerTimes } from './chat/answer-times.ts'
import type { ChatRequest } from './chat/request.ts'
import { withAllowedActions } from './commands/dispatch/allowed-actions.ts'
import { openAnswerCache } from './commands/dispatch/answer-cache.ts'
import { answerMessage, isUpToDate } from './commands/dispatch/answer-message.ts'
import type { CommandRequest } from './commands/dispatch/command-request.ts'
import { openFormFor } from './commands/dispatch/open-form-for.ts'
import { runCommand } from './commands/dispatch/run-command.ts'
import { formOf } from './commands/forms/form-catalogue.ts'
import { completeLine, isCommandLine } from './commands/help/complete-line.ts'
import type { Config } from './config.ts'
import type { Policy } from './domain/assessment/readiness.ts'
import type { BacktestReport } from './domain/backtest/report.ts'
import { type Day, dayOf } from './domain/day.ts'
import type { MessengerPort } from './domain/delivery.ts'
import { NotTaken, openInbox } from './jobs/inbox.ts'
import { type Jobs, startJobs } from './jobs/service.ts'
import { isTableHeader } from './parsing/pasted-table.ts'
import { refreshCards } from './services/alerts/refresh-cards.ts'
import { learn } from './services/assessment/learn-from-sales.ts'
import { type BacktestOptions, backtest } from './services/backtest/backtest.ts'
import { joinChannel } from './services/channels/join-channel.ts'
import type { Reach } from './services/context.ts'
import { expireDecisions } from './services/decisions/expire-decisions.ts'
import { scheduledDigest } from './services/digest/make-digest.ts'
import { followOrders } from './services/risks/follow-up-orders.ts'
import { loadDigestEntries } from './services/risks/risk-register.ts'
import { apply } from './store/changes/apply.ts'
import type { Change } from './store/changes/change.ts'
import type { ChannelName } from './store/channels/channel-names.ts'
import { openDatabase, storeRefusal } from './store/database/database.ts'
import { migrateSchema } from './store/database/migrate.ts'
import { takePostingLock } from './store/database/posting-lock.ts'
import { openWorkspace, type Workspace } from './store/database/workspace.ts'
import { loadAnyConversation, loadConversation } from './store/delivery/conversations.ts'
import { recoverInterrupted } from './store/delivery/outbox.ts'
import type { KnownUser } from './store/people/accounts.ts'

/** Where the store is, whose data are used, what the time is, and how channels are reached. */
export type AppOptions = {
  readonly databaseUrl: string
  /** Only the default store makes its own folder; a folder that was named must exist. */
  readonly createFolder: boolean
  readonly workspace: string
  readonly now: () => Temporal.Instant
  /** How the platform that is served reaches channels; without, every channel and no message that is there. */
  readonly reach?: Reach
  /** What is written is posted at once; without, whoever answers people says when. */
  readonly deliversAtOnce?: boolean
  /** Says what to tell a person about a surprise, and keeps the rest for the log. */
  readonly onSurprise?: (error: unknown) => string
}

/** The joined stations: what every command and every door works with. */
export type App = AsyncDisposable & {
  readonly workspace: Workspace
  readonly policy: Policy
  readonly timeZone: string
  /** The moment, as ISO text. */
  readonly now: () => string
  /** The business date in the workspace's zone. */
  readonly today: () => Day
  /** Answers one request from any door, however long it takes. */
  readonly handle: (request: ChatRequest) => Promise<Card>
  /** Answers one request within two and a half seconds, of which so many milliseconds are over: with the answer, or that it follows. */
  readonly receive: (request: ChatRequest, over: number) => Promise<Card>
  /** Gives what to say where a request could not be kept in time; null for any other error. */
  readonly busyCard: (error: unknown) => Card | null
  /** Posts an answer to the one who asked, once for each request. */
  readonly postAnswer: (request: ChatRequest, said: Card | Form) => Promise<void>
  /** The bot was added to a channel: what waited for that goes out, and a new channel is welcomed. */
  readonly join: (place: ChannelName, teamId?: string | null) => Promise<void>
  /** What was put aside for one of these reasons goes out after all. */
  readonly revive: (reasons: readonly string[]) => Promise<void>
  /** Keeps what people call a channel. */
  readonly rename: (place: ChannelName) => Promise<void>
  /** Tells whether a message in a channel is kept up to date by itself. */
  readonly isLiving: (place: string, shown: { readonly messageId: string }) => Promise<boolean>
  /** Names the form that a button or bare words open; null where they open none. */
  readonly formOf: (words: string | Click) => string | null
  /** Opens the form that a request asks for, or the one it has filled in, with what a message says; or says why not. */
  readonly form: (request: ChatRequest, message?: string) => Promise<Form | Card>
  /** Keeps that a team or tenant is connected to this company; throws a Refusal when it belongs to another one. */
  readonly connect: (platform: string, externalId: string) => Promise<void>
  readonly conversations: {
    /** Keeps where a conversation lives, as its platform says it. */
    readonly keep: (place: string, reference: unknown) => Promise<void>
    /** The bot was taken out of a conversation. */
    readonly leave: (place: string, teamId: string | null) => Promise<void>
    /** Gives where a conversation lives; null where the bot is not in it. */
    readonly find: (place: string) => Promise<unknown>
    /** Gives any conversation, of a tenant and one that the bot is in first; null where there is none. */
    readonly any: (tenantId: string | null) => Promise<unknown>
  }
  /** Learns from the sales before a day what is not learned yet, and answers how many rows were read. */
  readonly learn: (until: Day) => Promise<number>
  /** Replays history between two days, deciding at the supplier's lead time or so many days before each launch; null where there are no sales. */
  readonly backtest: (options: Pick<BacktestOptions, 'from' | 'to' | 'leadDays'>) => Promise<BacktestReport | null>
  /** Completes a line that is being typed: the choices, and the part of the line they replace. */
  readonly complete: (line: string) => readonly [choices: readonly string[], replaced: string]
  /** Tells whether a line is the head of a table that belongs to the command before. */
  readonly startsTable: (line: string) => boolean
  /** Tells whether a line is a command of its own. */
  readonly startsCommand: (line: string) => boolean
  /**
   * Starts what happens without being asked, posting through a platform. Answers null while another process does that
   * for this store: only one may.
   */
  readonly startJobs: (
    post: MessengerPort,
    onSurprise: (error: unknown) => void,
  ) => Promise<(Jobs & AsyncDisposable) | null>
}

/** Another process that answers on this store may still be about to answer what it took so recently. */
const othersMilliseconds = 60_000

/** Opens the store, brings its schema up to date and joins the stations. Throws a Refusal that says what to do. */
export const openApp = async (config: Config, options: AppOptions): Promise<App> => {
  const database = openDatabase(options.databaseUrl, { createFolder: options.createFolder })
  try {
    await migrateSchema(database.kysely as never)
    const workspace = await openWorkspace(database, options.workspace)
    const { policy, timeZone, administrators } = config
    const { reach = { reaches: () => true, edits: false }, onSurprise = String } = options
    const now = () => options.now().toString({ smallestUnit: 'millisecond' })
    const today = () => dayOf(options.now().toZonedDateTimeISO(timeZone).toPlainDate().toString())
    const [answers, humans] = [openAnswerCache<Card>(), openAnswerCache<KnownUser>()]
    const commandRequest = (request: ChatRequest): CommandRequest => ({
      ...request,
      placeName: request.placeName ?? request.place,
      isShared: request.isShared ?? false,
      reply: request.reply ?? null,
      isOverheard: request.isOverheard ?? false,
      isNamed: request.isNamed ?? true,
      shownIn: request.shownIn ?? null,
      ...{ workspace, policy, timeZone, administrators, reach, answers, humans, today: today(), now: now() },
      onWritten: wake,
    })
    const handle = (request: ChatRequest) => runCommand(commandRequest(request))
    let running: Jobs | null = null
    const wake = () => {
      if (options.deliversAtOnce) running?.wake()
    }
    const write = async (changes: readonly Change[]) => {
      await apply(workspace, changes, null, now())
      wake()
    }
    const inbox = openInbox<ChatRequest>({
      workspace,
      now,
      write,
      answer: handle,
      answering: (request, card) => answerMessage(commandRequest(request), card),
      isPosted: ({ words, reply }, card) =>
        reply !== undefined && !(typeof words === 'object' && 'values' in words && card.refusal !== undefined),
      onSurprise,
      patience: { answer: answerTimes.work, take: answerTimes.keep },
    })
    return {
      workspace,
      policy,
      timeZone,
      now,
      today,
      handle,
      receive: inbox.receive,
      busyCard: (error) => (error instanceof NotTaken ? error.card : null),
      postAnswer: async (request, card) => {
        const posted = answerMessage(commandRequest({ ...request, reply: request.reply ?? { thread: null } }), card)
        const receipt = { requestKey: `${request.key} answered`, argumentsHash: '', reply: card }
        await apply(workspace, posted, request.key === null ? null : receipt, now())
        wake()
      },
      join: (place, teamId = null) => write(joinChannel(place, teamId)),
      revive: (reasons) => write([{ kind: 'requeue-parked', reasons }]),
      rename: (place) => write([{ kind: 'name-channel', channel: place }]),
      isLiving: (place, { messageId }) => isUpToDate(workspace, place, messageId, now()),
      formOf: (words) => formOf(words)?.form ?? null,
      form: async (request, message) => {
        const { words } = request
        const form = typeof words === 'object' && 'values' in words ? words : formOf(words)
        if (form === null) throw new Error('A form was asked for that no words open')
        return openFormFor(commandRequest(request), form, message ?? null)
      },
      connect: (platform, externalId) => write([{ kind: 'connect', platform, externalId }]),
      conversations: {
        keep: (place, reference) => write([{ kind: 'keep-conversation', place, reference }]),
        leave: (place, teamId) => write([{ kind: 'leave-conversation', place, teamId }]),
        find: (place) => loadConversation(workspace, place),
        any: (tenantId) => loadAnyConversation(workspace, tenantId),
      },
      learn: (until) => learn(workspace, until, now()),
      backtest: (asked) => backtest(workspace, { ...asked, today: today(), policy }),
      complete: completeLine,
      startsTable: isTableHeader,
      startsCommand: isCommandLine,
      startJobs: async (post, onJobSurprise) => {
        const lock = takePostingLock(database)
        if (lock === null) return null
        await recoverInterrupted(workspace).catch((error) => {
          lock[Symbol.dispose]()
          throw error
        })
        const jobs = startJobs({
          ...post,
          workspace,
          administrators,
          now: options.now,
          today,
          timeZone,
          moneyFloor: policy.moneyFloor,
          jitter: Math.random,
          owner: `${process.pid}`,
          openMorning: () => {
            const judging = { workspace, policy, timeZone, administrators, today: today() }
            let judged: ReturnType<typeof loadDigestEntries> | null = null
            return async (subscription, slot, moment) => {
              const asked = { ...judging, now: moment.toString({ smallestUnit: 'millisecond' }) }
              judged ??= loadDigestEntries(asked)
              const { roles, ...made } = await scheduledDigest(asked, subscription, slot, await judged)
              return roles === null || made.card === null
                ? made
                : { ...made, card: withAllowedActions(roles, made.card) }
            }
          },
          refreshCards: (outdated) =>
            refreshCards({ workspace, policy, timeZone, reach, today: today(), now: now() }, outdated),
          followOrders: async () => {
            const changes = await followOrders({ workspace, reach, today: today(), now: now() })
            if (changes.length > 0) await apply(workspace, changes, null, now())
          },
          sweepDecisions: () => expireDecisions({ workspace, reach, today: today(), now: now() }),
          resume: () => inbox.resume(othersMilliseconds),
          onSurprise: onJobSurprise,
        })
        running = jobs
        void inbox.resume(0).catch(onJobSurprise)
        return {
          ...jobs,
          [Symbol.asyncDispose]: async () => {
            running = null
            await jobs.stop()
            lock[Symbol.dispose]()
          },
        }
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  } catch (cause) {
    await database[Symbol.asyncDispose]()
    throw storeRefusal(cause, database.file)
  }
}
