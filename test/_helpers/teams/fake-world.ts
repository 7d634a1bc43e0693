import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../slack/block-kit-shape.ts'

/** A person of the tenant, a guest in it, or somebody of another tenant. */
export type Person = {
  /** The id by which this bot knows the person, `29:...`. */
  readonly id: string
  readonly name: string
  readonly aadObjectId: string
  readonly email: string
  readonly userPrincipalName: string
  readonly tenantId: string
  readonly guest: boolean
  readonly locale: string
  readonly timezone: string
}

/** A team, whose id is that of its general channel. */
export type Team = { readonly id: string; readonly name: string; readonly aadGroupId: string }

/** The kinds of conversations that a bot has in Teams. */
type ConversationKind = 'personal' | 'groupChat' | 'channel'

/** A channel, a group chat, or the conversation of the bot with one person. */
export type Conversation = {
  readonly id: string
  readonly kind: ConversationKind
  /** Its name; null for a general channel, a chat without a topic and a personal chat. */
  readonly name: string | null
  /** The team of a channel. */
  readonly teamId: string | null
  /** The other person of a personal chat. */
  readonly person: string | null
  readonly tenantId: string
  /** Who is in it; null for everybody. */
  readonly members: ReadonlySet<string> | null
}

/** A message as people see it, and all that it was before. */
export type Message = {
  readonly id: string
  readonly conversationId: string
  /** The first message of its thread in a channel, which may be itself; null in chats. */
  readonly root: string | null
  /** The id of who wrote it. */
  readonly from: string
  /** Who alone sees it, where it is private. */
  readonly to: string | null
  readonly activity: JsonObject
  readonly editedAt: string | null
  /** The activities that it showed before its edits, the oldest first. */
  readonly history: readonly JsonObject[]
}

/** How a person who wants nothing of the bot is told of to it. */
export type Blocking = 'writes' | 'conversation'

/** What came to a conversation or a tenant, and when by `performance.now()`. */
export type Arrival = { readonly id: string; readonly at: number }

/** All that the stand-in remembers. */
export type World = {
  readonly tenantId: string
  readonly appId: string
  readonly appPassword: string
  readonly bot: { readonly id: string; readonly name: string }
  readonly team: Team
  readonly people: Map<string, Person>
  readonly teams: Map<string, Team>
  readonly conversations: Map<string, Conversation>
  readonly messages: Map<string, readonly Message[]>
  readonly targeted: Message[]
  /** What people have let be stored for them, by its path. */
  readonly drive: Map<string, string>
  /** The first messages of all threads that there ever were. */
  readonly roots: Set<string>
  /** The conversations and teams in which the bot is not installed. */
  readonly absent: Set<string>
  readonly blocked: Map<string, Blocking>
  readonly tokens: Set<string>
  /** The code with which the login host refuses the bot, while it does. */
  loginRefused: string | null
  readonly problems: string[]
  readonly sent: Arrival[]
  readonly asked: Arrival[]
  readonly now: () => number
  readonly nextId: () => string
}

/** What may be told when opening a world. */
export type WorldOptions = {
  readonly now?: () => number
  readonly tenantId?: string
  readonly appId?: string
  readonly appPassword?: string
  readonly botName?: string
}

/** The tenant that every stand-in is unless told otherwise. */
export const tenantId = '11111111-2222-4333-8444-555555555555'

/** The app that every bot under test is unless told otherwise. */
const appId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

/** The secret of that app, which the stand-in does not check. */
const appPassword = 'teams-app-password'

const milliseconds = (now: () => number) => {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.floor(now()))
    return `${last}`
  }
}

const hex = () => randomUUID().replaceAll('-', '')
const threadId = (space: 'tacv2' | 'v2') => `19:${hex()}@thread.${space}`

/** Opens a tenant with one team that has only its general channel, and nobody in it but the bot. */
export const openWorld = (options: WorldOptions = {}): World => {
  const now = options.now ?? Date.now
  const app = options.appId ?? appId
  const team: Team = { id: threadId('tacv2'), name: 'Acme', aadGroupId: randomUUID() }
  const world: World = {
    tenantId: options.tenantId ?? tenantId,
    appId: app,
    appPassword: options.appPassword ?? appPassword,
    bot: { id: `28:${app}`, name: options.botName ?? 'Shelfready' },
    team,
    people: new Map(),
    teams: new Map(),
    conversations: new Map(),
    messages: new Map(),
    targeted: [],
    drive: new Map(),
    roots: new Set(),
    absent: new Set(),
    blocked: new Map(),
    tokens: new Set(),
    loginRefused: null,
    problems: [],
    sent: [],
    asked: [],
    now,
    nextId: milliseconds(now),
  }
  addTeam(world, team)
  return world
}

/** Adds a team with its general channel. */
export const addTeam = (world: World, told: Partial<Team> = {}): Team => {
  const team: Team = { id: threadId('tacv2'), name: `Team ${world.teams.size + 1}`, aadGroupId: randomUUID(), ...told }
  world.teams.set(team.id, team)
  addChannel(world, { id: team.id, name: null, team })
  return team
}

/** What may be told of a person. */
export type PersonTold = Partial<Omit<Person, 'id' | 'userPrincipalName'>> & { readonly id?: string }

/** Adds a person with what is told, and an ordinary rest. */
export const addPerson = (world: World, told: PersonTold = {}): Person => {
  const name = told.name ?? `Person ${world.people.size + 1}`
  const email = told.email ?? `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@acme.example`
  const person: Person = {
    id: `29:1${hex()}${hex().slice(0, 12)}`,
    aadObjectId: randomUUID(),
    tenantId: world.tenantId,
    guest: false,
    locale: 'en-GB',
    timezone: 'Europe/Berlin',
    ...told,
    name,
    email,
    userPrincipalName: told.guest ? `${email.replace('@', '_')}#EXT#@acme.example` : email,
  }
  world.people.set(person.id, person)
  return person
}

const conversation = (world: World, told: Partial<Conversation> & Pick<Conversation, 'id' | 'kind'>): Conversation => {
  const made = { name: null, teamId: null, person: null, tenantId: world.tenantId, members: null, ...told }
  world.conversations.set(made.id, made)
  return made
}

/** Who is in a conversation: everybody, unless people are named. */
type Members = { readonly members?: Iterable<Person | string> }

const membersOf = ({ members }: Members) =>
  members ? new Set([...members].map((one) => (typeof one === 'string' ? one : one.id))) : null

/** What may be told of a channel. */
export type ChannelTold = Members & { readonly id?: string; readonly name?: string | null; readonly team?: Team }

/** Adds a channel to a team, the first one unless told otherwise. */
export const addChannel = (world: World, told: ChannelTold = {}): Conversation =>
  conversation(world, {
    id: told.id ?? threadId('tacv2'),
    kind: 'channel',
    name: told.name === undefined ? `Channel ${world.conversations.size + 1}` : told.name,
    teamId: (told.team ?? world.team).id,
    members: membersOf(told),
  })

/** What may be told of a group chat. */
export type GroupChatTold = Members & { readonly id?: string; readonly name?: string }

/** Adds a group chat in which the bot is. */
export const addGroupChat = (world: World, told: GroupChatTold = {}): Conversation =>
  conversation(world, {
    id: told.id ?? threadId('v2'),
    kind: 'groupChat',
    name: told.name ?? null,
    members: membersOf(told),
  })

/** Finds the conversation of the bot with a person, or opens it. */
export const personalChat = (world: World, person: Person): Conversation =>
  world.conversations.values().find((one) => one.person === person.id) ??
  conversation(world, {
    id: `a:1${hex()}${hex()}`,
    kind: 'personal',
    person: person.id,
    tenantId: person.tenantId,
    members: new Set([person.id]),
  })

/** Lists the people in a conversation. */
export const peopleIn = (world: World, { members }: Conversation): readonly Person[] =>
  [...world.people.values()].filter(({ id }) => members === null || members.has(id))
