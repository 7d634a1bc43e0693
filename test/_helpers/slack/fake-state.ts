import type { JsonObject } from './block-kit.ts'
import type { FakeModal } from './fake-modals.ts'

/** The workspace that every stand-in is. */
export const team = { id: 'T0ACME000', name: 'Acme', domain: 'acme' } as const

/** The bot that is installed there. */
export const bot = { userId: 'U0BOT0000', botId: 'B0BOT0000', appId: 'A0SHELF00', name: 'shelfready' } as const

/** The bot token that is good until it is revoked. */
export const token = 'xoxb-test-token'

/** The app token that opens sockets. */
export const appToken = 'xapp-test-token'

/** A person, or a bot, of the workspace or from outside. */
export type FakeUser = {
  readonly id: string
  name: string
  real_name: string
  display_name: string
  tz: string
  is_restricted: boolean
  is_ultra_restricted: boolean
  is_stranger: boolean
  is_bot: boolean
  deleted: boolean
  team_id: string
  email: string
}

/** A channel, or the conversation of the bot with one person. */
export type FakeChannel = {
  readonly id: string
  name: string
  is_private: boolean
  is_im: boolean
  /** The other person of a direct conversation. */
  user: string | null
  is_ext_shared: boolean
  is_archived: boolean
  readonly members: Set<string>
}

/** A file that was announced, stored, or shown in a conversation. */
export type FakeFile = {
  readonly id: string
  readonly name: string
  readonly length: number
  text: string | null
  /** What a person uploaded; null for what the bot sent. */
  readonly bytes?: Uint8Array
}

/** A message as people see it. */
export type FakeMessage = {
  readonly ts: string
  readonly thread_ts?: string
  text: string
  blocks: readonly unknown[]
  metadata: JsonObject | null
  readonly user: string
  readonly bot_id: string | null
  readonly app_id: string | null
  edits: number
  readonly broadcast: boolean
  readonly files?: readonly FakeFile[]
}

/** A message that one person sees. */
export type FakeEphemeral = {
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly thread_ts?: string
  text: string
  blocks: readonly unknown[]
  edits: number
}

/** A published home. */
export type FakeView = {
  readonly id: string
  readonly hash: string
  readonly blocks: readonly unknown[]
  readonly private_metadata: string
  readonly callback_id: string
  readonly publications: number
}

/** One message that the stand-in let into a channel, and when by `performance.now()`. */
type Accepted = { readonly channel: string; readonly ts: string; readonly at: number }

/** All that the stand-in remembers. */
export type World = {
  readonly users: Map<string, FakeUser>
  readonly channels: Map<string, FakeChannel>
  readonly messages: Map<string, FakeMessage[]>
  readonly ephemerals: FakeEphemeral[]
  readonly files: Map<string, FakeFile>
  readonly views: Map<string, FakeView>
  readonly modals: Map<string, FakeModal>
  /** The triggers that opened something already. */
  readonly triggers: Set<string>
  readonly scopes: Set<string>
  readonly problems: string[]
  readonly accepted: Accepted[]
  readonly allowControl: boolean
  /** The word with which the bot token is refused, while it is. */
  revoked: string | null
  /** The word with which the app token is refused, while it is. */
  appRevoked: string | null
  /** By how many seconds its clock is off. */
  offSeconds: number
  readonly nextTs: () => string
  readonly nextNumber: () => number
}

const scopes = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
]

const microseconds = (now: () => number) => {
  let last = 0
  return () => {
    last = Math.max(last + 100, Math.floor(now() * 10) * 100)
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
  }
}

/** Opens a workspace with nobody in it but the bot. */
export const openWorld = (options: { readonly now: () => number; readonly allowControl: boolean }): World => {
  let number = 0
  const world: World = {
    users: new Map(),
    channels: new Map(),
    messages: new Map(),
    ephemerals: [],
    files: new Map(),
    views: new Map(),
    modals: new Map(),
    triggers: new Set(),
    scopes: new Set(scopes),
    problems: [],
    accepted: [],
    allowControl: options.allowControl,
    revoked: null,
    appRevoked: null,
    offSeconds: 0,
    nextTs: microseconds(options.now),
    nextNumber: () => ++number,
  }
  addUser(world, { id: bot.userId, name: bot.name, real_name: 'Shelfready', is_bot: true })
  return world
}

const idOf = (world: World, letter: string) => `${letter}${String(world.nextNumber()).padStart(8, '0')}`

/** Adds a person with what is told of them, and an ordinary rest. */
export const addUser = (world: World, told: Partial<FakeUser> = {}): FakeUser => {
  const id = told.id ?? idOf(world, 'U')
  const name = told.name ?? `user-${id.toLowerCase()}`
  const user: FakeUser = {
    id,
    name,
    real_name: name,
    display_name: '',
    tz: 'Europe/Berlin',
    is_restricted: false,
    is_ultra_restricted: false,
    is_stranger: false,
    is_bot: false,
    deleted: false,
    team_id: team.id,
    email: `${name}@acme.example`,
    ...told,
  }
  world.users.set(id, user)
  return user
}

/** Adds a channel with what is told of it; the bot and the named people are its members. */
export const addChannel = (
  world: World,
  {
    members = [bot.userId],
    ...told
  }: Partial<Omit<FakeChannel, 'members'>> & { readonly members?: Iterable<string> } = {},
): FakeChannel => {
  const id = told.id ?? idOf(world, told.is_im ? 'D' : 'C')
  const channel: FakeChannel = {
    id,
    name: `channel-${id.toLowerCase()}`,
    is_private: false,
    is_im: false,
    user: null,
    is_ext_shared: false,
    is_archived: false,
    ...told,
    members: new Set(members),
  }
  world.channels.set(id, channel)
  return channel
}

/** Finds the conversation of the bot with a person, or opens it. */
export const directChannel = (world: World, user: string): FakeChannel =>
  world.channels.values().find((channel) => channel.is_im && channel.user === user) ??
  addChannel(world, { name: '', is_im: true, user, members: [bot.userId, user] })

/** Reads the messages of a channel, the oldest first. */
export const messagesOf = (world: World, channel: string): FakeMessage[] => {
  const known = world.messages.get(channel)
  if (known) return known
  const fresh: FakeMessage[] = []
  world.messages.set(channel, fresh)
  return fresh
}

/** Takes a message out of a channel. */
export const removeMessage = (world: World, channel: string, ts: string): void => {
  world.messages.set(
    channel,
    messagesOf(world, channel).filter((message) => message.ts !== ts),
  )
}

/** Takes an ephemeral message away. */
export const removeEphemeral = (world: World, ts: string): void => {
  const at = world.ephemerals.findIndex((ephemeral) => ephemeral.ts === ts)
  if (at >= 0) world.ephemerals.splice(at, 1)
}

/** What the author of a message decides about it. */
export type Written = {
  readonly user: string
  readonly text: string
  readonly blocks?: readonly unknown[]
  readonly metadata?: JsonObject | null
  readonly thread_ts?: string
  readonly broadcast?: boolean
  readonly files?: readonly FakeFile[]
}

/** Puts a message into a channel. */
export const putMessage = (world: World, channel: string, written: Written): FakeMessage => {
  const ours = written.user === bot.userId
  const message: FakeMessage = {
    ts: world.nextTs(),
    ...(written.thread_ts === undefined ? {} : { thread_ts: written.thread_ts }),
    text: written.text,
    blocks: written.blocks ?? [],
    metadata: written.metadata ?? null,
    user: written.user,
    bot_id: ours ? bot.botId : null,
    app_id: ours ? bot.appId : null,
    edits: 0,
    broadcast: written.broadcast ?? false,
    ...(written.files === undefined ? {} : { files: written.files }),
  }
  messagesOf(world, channel).push(message)
  return message
}

/** Puts a message before one person. */
export const putEphemeral = (world: World, written: Omit<FakeEphemeral, 'ts' | 'edits'>): FakeEphemeral => {
  const ephemeral = { ts: world.nextTs(), edits: 0, ...written }
  world.ephemerals.push(ephemeral)
  return ephemeral
}
