import type { App } from '../app.ts'
import type { Route } from '../chat/http-door.ts'
import type { MessengerPort } from '../domain/delivery.ts'
import type { Log } from './log.ts'

/** What a connection's door needs of the running service. */
export type House = {
  readonly app: App
  /** Lets what shows a promotion or a risk be redrawn. */
  readonly touched: (id: string) => void
  /** Says what to tell a person about a surprise, and keeps the rest for the log. */
  readonly onSurprise: (error: unknown) => string
  readonly log: Log
}

/** How requests of one platform come in. */
export type Door = AsyncDisposable & {
  /** What answers its requests over HTTP, by path; none where it listens otherwise. */
  readonly routes: ReadonlyMap<string, Route>
  /** Begins to listen where that is not over HTTP; throws a Refusal when it cannot. */
  readonly start: () => Promise<void>
}

/** One platform that the bot is served on. */
export type Connection = {
  readonly name: 'slack' | 'teams'
  readonly reaches: (channel: string) => boolean
  /** Words by which the platform minds the credentials: what was put aside for them goes out once others are set. */
  readonly tokenTroubles: readonly string[]
  /** Asks who we are, as far as the platform tells now; throws a Refusal when it does not accept us. */
  readonly greet: (log: Log) => Promise<void>
  readonly post: (app: App) => MessengerPort
  readonly open: (house: House) => Promise<Door>
}

/** Joins the ways to several platforms into one: each channel goes its own. */
export const joinPosts = (posts: readonly MessengerPort[]): MessengerPort => {
  const of = (channel: string) => posts.find((post) => post.reaches(channel))
  return {
    reaches: (channel) => of(channel) !== undefined,
    edits: posts.every((post) => post.edits),
    pace: (channel) => of(channel)?.pace(channel) ?? 0,
    lanes: posts.reduce((sum, post) => sum + post.lanes, 0),
    send: async (message) =>
      of(message.channel)?.send(message) ?? { kind: 'refused', reason: 'no platform has this channel', ofForm: false },
    look: async (message) => of(message.channel)?.look(message) ?? { kind: 'blind' },
  }
}
