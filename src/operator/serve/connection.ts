import type { App } from '../../app.ts'
import type { ReadRequest, Route } from '../../chat/http-door.ts'
import { tell } from '../../common/happenings.ts'
import type { Probe } from '../../common/platform-facts.ts'
import type { MessengerPort } from '../../domain/delivery.ts'
import type { HasLeft } from '../../services/links/link-reader.ts'
import type { Log } from './log.ts'

/** What receiving the requests of a platform needs of the running service. */
type ServiceContext = {
  readonly app: App
  /** Redraws the cards that show a promotion or a risk. */
  readonly touched: (id: string) => void
  /** Says what to tell a person about an error that nobody expected, and logs it. */
  readonly onSurprise: (error: unknown) => string
  readonly log: Log
}

/** Receives the requests of one platform. */
export type RequestReceiver = AsyncDisposable & {
  /** The HTTP routes that answer its requests, by path; none where it listens on sockets. */
  readonly routes: ReadonlyMap<string, Route>
  /** Begins to listen on sockets, if it does. Throws a Refusal when it cannot. */
  readonly start: () => Promise<void>
}

/** One platform that the bot is served on. */
export type Connection = {
  readonly name: 'slack' | 'teams'
  readonly reaches: (channel: string) => boolean
  /** Tells whether a request that came to its path is for this company; nothing is known of its signature yet. */
  readonly takes: (request: ReadRequest) => boolean
  /** Reasons by which the platform refuses credentials: messages parked for one of them are posted once the service starts with others. */
  readonly tokenTroubles: readonly string[]
  /** Checks the credentials, as far as the platform answers now. Throws a Refusal when it does not accept them. */
  readonly checkCredentials: (log: Log) => Promise<void>
  /** Asks the platform how things stand, for whoever looks for what is wrong. */
  readonly probe: Probe
  readonly messenger: (app: App) => MessengerPort
  /** Tells whether the platform says that an account of its own is not of the company any more; false where it does not tell. */
  readonly hasLeft: (app: App, account: string) => Promise<boolean>
  readonly openReceiver: (service: ServiceContext) => Promise<RequestReceiver>
}

/** Has each attempt of a messenger to send something told. */
export const tellingAttempts = (company: string, platform: string, messenger: MessengerPort): MessengerPort => ({
  ...messenger,
  send: async (message) => {
    const result = await messenger.send(message)
    tell({ kind: 'attempt', company, platform, outcome: result.kind })
    return result
  },
})

/** Joins the messengers of several platforms into one: each channel is reached by its own platform. */
export const joinMessengers = (messengers: readonly MessengerPort[]): MessengerPort => {
  const messengerOf = (channel: string) => messengers.find((messenger) => messenger.reaches(channel))
  return {
    reaches: (channel) => messengerOf(channel) !== undefined,
    edits: messengers.every((messenger) => messenger.edits),
    pace: (channel) => messengerOf(channel)?.pace(channel) ?? 0,
    lanes: messengers.reduce((sum, messenger) => sum + messenger.lanes, 0),
    send: async (message) =>
      messengerOf(message.channel)?.send(message) ?? {
        kind: 'refused',
        reason: 'this channel belongs to no connected platform',
        ofForm: false,
      },
    look: async (message) => messengerOf(message.channel)?.look(message) ?? { kind: 'blind' },
  }
}

/** Joins what platforms know of who has left: each account is of one of them. */
export const joinHasLeft =
  (connections: readonly Connection[], app: App): HasLeft =>
  async ({ id, platform }) =>
    (await connections.find(({ name }) => name === platform)?.hasLeft(app, id)) ?? false
