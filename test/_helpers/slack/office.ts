import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { isObject } from './block-kit-shape.ts'
import { blockText } from './block-kit-text.ts'
import { type FakeChannel, type FakeSlack, type FakeUser, openFakeSlack } from './fake-slack.ts'
import { type RunningBot, secret, startBot } from './running-bot.ts'
import {
  type BlockAction,
  blockAction,
  type EventCallback,
  eventCallback,
  type SignedAnswer,
  type SlashCommand,
  signedRequest,
} from './signed-request.ts'
import { type StockedStore, stockedStore } from './stocked-store.ts'

/**
 * How long an answer may take here, in milliseconds: less than the bot waits for a store that another process holds (5 s)
 * or a platform that is silent (6 s). Platforms wait three seconds; `npm run bench` measures what an answer takes.
 */
export const patience = 4_500

/** How people are told that nothing came of what they asked. */
export const notDone = /nothing was (done|changed|registered)|was not done|not saved yet/i

/** Nothing that is waited for takes longer, in milliseconds, also on a slow machine; only a test that fails waits as long. */
const longestWait = 60_000

/** Looks again and again until nothing is thrown, and gives what was seen; at last throws what was thrown last. */
export const eventually = async <T>(look: () => T | Promise<T>, within = longestWait): Promise<T> => {
  const end = performance.now() + within
  for (let pause = 5; ; pause = Math.min(2 * pause, 40))
    try {
      return await look()
    } catch (error) {
      if (performance.now() > end) throw error
      await wait(pause)
    }
}

/** Reads what the answer to a request shows to the person who asked. */
export const shown = ({ json, text }: Pick<SignedAnswer, 'json' | 'text'>): string =>
  isObject(json) ? `${json.text}\n${blockText(json.blocks)}` : text

/** A workspace with a channel and two people, and a bot that runs on a stocked store. */
export type Office = AsyncDisposable & {
  readonly file: string
  readonly rows: <Row = Readonly<Record<string, unknown>>>(sql: string) => readonly Row[]
  readonly feed: StockedStore['feed']
  readonly fake: FakeSlack
  readonly bot: RunningBot
  readonly ana: FakeUser
  readonly ben: FakeUser
  readonly launches: FakeChannel
  /** The conversation of the bot with a person. */
  readonly direct: (user: FakeUser) => FakeChannel
  /** Types a slash command as Ana in the channel, unless told otherwise. */
  readonly types: (words: string, told?: SlashCommand) => Promise<SignedAnswer>
  /** Presses a button as Ana on a message of the channel, unless told otherwise. */
  readonly presses: (told: BlockAction) => Promise<SignedAnswer>
  readonly hears: (told: EventCallback, headers?: Readonly<Record<string, string>>) => Promise<SignedAnswer>
  /** Counts the rows of every table that a request may write to. */
  readonly written: () => Readonly<Record<string, number>>
  /** Waits until everything that was taken is answered, and everything that is to be posted is settled. */
  readonly settled: (within?: number) => Promise<void>
}

const tables = [
  'promotion_line',
  'request_receipt',
  'audit',
  'outbox',
  'inbox',
  'risk',
  'acknowledgement',
  'subscription',
  'live_message',
] as const

/** Opens an office; through a socket, what Slack sends goes as an envelope of the stand-in. */
export const openOffice = async (how: Parameters<typeof startBot>[2] = {}): Promise<Office> => {
  const open = new AsyncDisposableStack()
  const store = open.use(await stockedStore())
  const reader = open.adopt(new Sqlite(store.file, { readonly: true }), (database) => void database.close())
  const rows = <Row>(sql: string) => reader.prepare(sql).all() as Row[]
  const fake = open.use(await openFakeSlack())
  const ana = fake.addUser({ id: 'U0000ANA1', name: 'ana', display_name: 'Ana' })
  const ben = fake.addUser({ id: 'U0000BEN1', name: 'ben', display_name: 'Ben' })
  const launches = fake.addChannel({ id: 'C0LAUNCH1', name: 'launches', members: [fake.bot.userId, ana.id, ben.id] })
  const bot = open.use(await startBot(fake, store.file, how))
  const send = (body: string, headers = {}) => signedRequest({ url: bot.url, secret, body, headers })
  return {
    ...{ file: store.file, feed: store.feed, rows, fake, bot, ana, ben, launches },
    direct: (user) =>
      fake.channels.values().find((channel) => channel.is_im && channel.user === user.id) ??
      fake.addChannel({ is_im: true, user: user.id, members: [fake.bot.userId, user.id] }),
    types: (words, told = {}) => {
      const { user_id: user = ana.id, channel_id: channel = launches.id } = told
      const response_url = fake.responseUrl({ user, channel })
      return bot.command(words, { user_id: user, channel_id: channel, response_url, ...told })
    },
    presses: (told) => {
      const { user_id: user = ana.id, channel_id: channel = launches.id, message_ts: ts } = told
      const response_url = fake.responseUrl({ user, channel, ...(ts === undefined ? {} : { ts }) })
      return send(blockAction({ user_id: user, channel_id: channel, response_url, ...told }))
    },
    hears: (told, headers) => send(eventCallback(told), headers),
    written: () =>
      rows<Record<string, number>>(
        `select ${tables.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')}`,
      )[0] ?? {},
    settled: (within) =>
      eventually(() => {
        const left = rows(
          `select request_key as waits from inbox
            union all select kind || ' ' || state from outbox where state not in ('sent', 'parked', 'expired')`,
        )
        if (left.length > 0) throw new Error(`still waiting: ${JSON.stringify(left)}`)
      }, within),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** A button, or an entry of a menu, of what was posted. */
type Choice = { readonly label: string; readonly value: string }

const choicesOf = (part: unknown): readonly Choice[] => {
  if (Array.isArray(part)) return part.flatMap(choicesOf)
  if (!isObject(part)) return []
  const label = isObject(part.text) ? `${part.text.text}` : ''
  return typeof part.value === 'string'
    ? [{ label, value: part.value }]
    : [part.elements, part.options, part.accessory].flatMap(choicesOf)
}

/** Finds the value behind a label among all buttons and menu entries of what was posted. */
export const valueBehind = (blocks: readonly unknown[], label: string): string => {
  const found = choicesOf(blocks).find((choice) => choice.label.startsWith(label))
  if (!found) throw new Error(`no ${label} in ${JSON.stringify(choicesOf(blocks))}`)
  return found.value
}
