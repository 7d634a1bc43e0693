import { hash } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { type App, openApp } from '../../../src/app.ts'
import { openHttpDoor, type Route } from '../../../src/chat/http-door.ts'
import { readConfig } from '../../../src/config.ts'
import { joinMessengers } from '../../../src/operator/serve/connection.ts'
import { openLog } from '../../../src/operator/serve/log.ts'
import { startPosting } from '../../../src/operator/serve/posting.ts'
import { slackConnection } from '../../../src/operator/serve/slack-connection.ts'
import { isTeamsService, teamsConnection } from '../../../src/operator/serve/teams-connection.ts'
import type { JsonObject } from '../slack/block-kit-shape.ts'
import { eventually } from '../slack/office.ts'
import { secret } from '../slack/running-bot.ts'
import { type StockedStore, stockedStore } from '../slack/stocked-store.ts'
import { giveTime } from '../unhurried.ts'
import {
  type ComposesHow,
  type Conversation,
  type Delivered,
  type DeliverHow,
  type FakeTeams,
  type Message,
  openFakeTeams,
  type Person,
  type PressHow,
  type SaysHow,
} from './fake-teams.ts'
import { type Dialog, dialogOf, messageWords } from './reading.ts'
import { openSlackHalf, type SlackHalf } from './slack-half.ts'

/** A tenant with a channel and three people, and a bot that runs in this process on a stocked store. */
export type TeamsOffice = AsyncDisposable & {
  readonly teams: FakeTeams
  /** The Slack workspace that the same bot is served in; only where one was asked for. */
  readonly slack: SlackHalf | null
  readonly app: App
  readonly feed: StockedStore['feed']
  /** Where both platforms send what they send. */
  readonly url: string
  readonly ana: Person
  readonly ben: Person
  /** An administrator. */
  readonly ada: Person
  readonly launches: Conversation
  readonly surprises: readonly unknown[]
  readonly rows: <Row = Readonly<Record<string, unknown>>>(sql: string, ...values: readonly unknown[]) => readonly Row[]
  /** What every table of the store holds, in short, but for what catches up by itself: equal before and after means that nobody did anything. */
  readonly everything: (...but: readonly string[]) => Readonly<Record<string, string>>
  /** Delivers what Teams sends. */
  readonly deliver: (activity: JsonObject, how?: DeliverHow) => Promise<Delivered>
  readonly says: (person: Person, where: Conversation, words: string, how?: SaysHow) => Promise<Delivered>
  readonly presses: (person: Person, message: Message, title: string, how?: PressHow) => Promise<Delivered>
  /** Presses what opens a dialog, and gives the dialog. */
  readonly opens: (person: Person, message: Message, title: string) => Promise<Dialog>
  readonly submits: (person: Person, where: Conversation | Message, data: JsonObject) => Promise<Delivered>
  readonly composes: (person: Person, where: Conversation, how: ComposesHow) => Promise<Delivered>
  readonly installs: (place: Conversation | Person, person: Person) => Promise<void>
  readonly removes: (place: Conversation | Person, person: Person) => Promise<void>
  /** The messages of the bot in a conversation that say something. */
  readonly saying: (where: Conversation | string, words: string | RegExp) => readonly Message[]
  /** Waits for the one message of the bot in a conversation that says something. */
  readonly message: (where: Conversation | string, words: string | RegExp) => Promise<Message>
  /** The message as people see it now. */
  readonly now: (message: Message) => Message
  /** Lets what is due happen, and waits until all that is to be posted is settled. */
  readonly settled: (within?: number) => Promise<void>
  /** Starts the bot anew on the same store and at the same address: what it had only in memory is gone. */
  readonly restart: () => Promise<void>
  /** Moves the clock, starts the bot anew and lets what is due by then happen. */
  readonly pass: (duration: Temporal.DurationLike) => Promise<void>
}

const opened = async (how: {
  readonly slack?: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly admins?: (people: { readonly ada: Person }) => string
  /** Tells that it answers within the product's own times, as tests of silence need it; else it has ten times as long. */
  readonly isHurried?: boolean
}) => {
  const open = new AsyncDisposableStack()
  if (!how.isHurried) open.use(giveTime())
  const store = open.use(await stockedStore())
  const teams = open.use(await openFakeTeams())
  const slack = how.slack ? open.use(await openSlackHalf()) : null
  const [ana, ben, ada] = ['Ana Lim', 'Ben', 'Ada Boss'].map((name) => teams.addPerson({ name })) as [
    Person,
    Person,
    Person,
  ]
  const config = readConfig({
    TEAMS_APP_ID: teams.appId,
    TEAMS_APP_PASSWORD: teams.appPassword,
    TEAMS_TENANT_ID: teams.tenantId,
    SHELFREADY_ADMINS: how.admins?.({ ada }) ?? ada.aadObjectId,
    LOG_LEVEL: 'silent',
    ...(slack === null
      ? {}
      : { SLACK_BOT_TOKEN: slack.fake.token, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: slack.apiUrl }),
    ...how.env,
  })
  if (config.teams === null) throw new Error('Teams is not configured')
  return { open, store, teams, slack, ana, ben, ada, config, teamsConfig: config.teams }
}

/** What catches up by itself with what people did: who has heard of which batch, and of what. */
const catchingUp: readonly string[] = ['batch', 'batch_item', 'announced_verdict', 'deferred_alert']

const digestOf = (rows: readonly unknown[]) =>
  `${rows.length} rows ${hash('sha256', JSON.stringify(rows)).slice(0, 12)}`

/** Opens an office in Teams, and in Slack beside it where asked for; `admins` names who is an administrator. */
export const openTeamsOffice = async (how: Parameters<typeof opened>[0] = {}): Promise<TeamsOffice> => {
  const { open, store, teams, slack, ana, ben, ada, config, teamsConfig } = await opened(how)
  const launches = teams.addChannel({ name: 'Launches' })
  const token = async () => {
    const answer = await fetch(teams.endpoints.tokenUrl, { method: 'POST', body: new URLSearchParams() })
    const { access_token, error_description } = (await answer.json()) as { readonly [field: string]: string }
    if (access_token === undefined) throw new Error(error_description)
    return access_token
  }
  const connect = () => [
    teamsConnection(teamsConfig, {
      isService: (url) => url === teams.serviceUrl || isTeamsService(url),
      keysUrl: teams.endpoints.openIdMetadataUrl,
      token,
      isFileStore: (url) => url.startsWith(`${teams.url}/drive/`),
    }),
    ...(config.slack === null ? [] : [slackConnection(config.slack)]),
  ]
  const surprises: unknown[] = []
  const onSurprise = (error: unknown) => {
    surprises.push(error)
    return 'Something went wrong on my side.'
  }
  let offset: Temporal.DurationLike = { seconds: 0 }
  const app = open.use(
    await openApp(config, {
      databaseUrl: `sqlite:${store.file}`,
      createFolder: false,
      workspace: 'default',
      now: () => Temporal.Now.instant().add(offset),
      reach: { reaches: (channel) => connect().some(({ reaches }) => reaches(channel)), edits: true },
      deliversAtOnce: true,
      onSurprise,
    }),
  )
  const log = openLog('silent')
  const routes = new Map<string, Route>()
  const start = async () => {
    const running = new AsyncDisposableStack()
    const connections = connect()
    const post = joinMessengers(connections.map((connection) => connection.messenger(app)))
    const posting = running.use(await startPosting(app, post, new AbortController().signal, onSurprise))
    const touched = (id: string) => {
      posting.touch(id)
      posting.wake()
    }
    for (const connection of connections) {
      await connection.checkCredentials(log)
      const door = running.use(await connection.openReceiver({ app, touched, onSurprise, log }))
      for (const [path, route] of door.routes) routes.set(path, route)
      await door.start()
    }
    return { posting, running }
  }
  let { posting, running } = await start()
  open.defer(() => running.disposeAsync())
  const restart = async () => {
    await running.disposeAsync()
    ;({ posting, running } = await start())
    await posting.caughtUp()
  }
  const door = open.use(await openHttpDoor({ port: 0, host: '127.0.0.1' }, routes))
  const url = `http://127.0.0.1:${door.port}`

  const reader = open.adopt(new Sqlite(store.file, { readonly: true }), (database) => void database.close())
  const rows = <Row>(sql: string, ...values: readonly unknown[]) => reader.prepare(sql).all(...values) as Row[]
  const deliver = (activity: JsonObject, told?: DeliverHow) => teams.deliver(url, activity, told)
  const saying = (where: Conversation | string, words: string | RegExp) =>
    teams.posted(where).filter((message) => {
      const said = messageWords(message)
      return typeof words === 'string' ? said.includes(words) : words.test(said)
    })
  const one = (message: Message) => {
    const found = teams.messages(message.conversationId).find(({ id }) => id === message.id)
    if (!found) throw new Error('the message is gone')
    return found
  }
  const all = async (activities: readonly JsonObject[]) => {
    for (const activity of activities) {
      const { status, text } = await deliver(activity)
      if (status !== 200) throw new Error(`${status} ${text}`)
    }
  }
  return {
    ...{ teams, slack, app, feed: store.feed, url, ana, ben, ada, launches, surprises, rows, deliver, saying },
    everything: (...but) =>
      Object.fromEntries(
        rows<{ readonly name: string }>(`select name from sqlite_master where type = 'table' order by name`)
          .filter(({ name }) => !but.includes(name) && !catchingUp.includes(name))
          .map(({ name }) => [name, digestOf(rows(`select * from "${name}"`))]),
      ),
    says: (person, where, words, told) => deliver(teams.says(person, where, words, told)),
    presses: (person, message, title, told) => deliver(teams.presses(person, message, title, told)),
    opens: async (person, message, title) => dialogOf(await deliver(teams.presses(person, message, title))),
    submits: (person, where, data) => deliver(teams.submits(person, where, data)),
    composes: (person, where, told) => deliver(teams.composes(person, where, told)),
    installs: (place, person) => all(teams.installs(place, person)),
    removes: (place, person) => all(teams.removes(place, person)),
    message: (where, words) =>
      eventually(() => {
        const [first, ...others] = saying(where, words)
        if (first && others.length === 0) return first
        const said = teams.posted(where).map(messageWords).join('\n---\n')
        throw new Error(`${others.length === 0 ? 'nothing says' : 'several say'} ${words} in: ${said}`)
      }),
    now: one,
    settled: async (within) => {
      await posting.deliver()
      await eventually(() => {
        const left = rows(
          `select request_key as waits from inbox union all select concat_ws(' ', channel, kind, state, reason) from outbox
            where state not in ('sent', 'parked', 'expired')`,
        )
        if (left.length > 0) throw new Error(`still waiting: ${JSON.stringify(left)}`)
      }, within)
    },
    restart,
    pass: async (duration) => {
      offset = Temporal.Duration.from(offset).add(duration)
      await restart()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Expects that Teams would have drawn all that was sent, and that none of it came too fast. */
export const troubles = ({ teams, surprises }: TeamsOffice) => ({
  problems: teams.problems,
  tooFast: teams.tooFast(7, 30),
  surprises: surprises.map((error) => (error instanceof Error ? error.message : String(error))),
})

/** No trouble at all. */
export const noTroubles = { problems: [], tooFast: [], surprises: [] } as const
