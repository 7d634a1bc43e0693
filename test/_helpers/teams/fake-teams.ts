import type { JsonObject } from '../slack/block-kit-shape.ts'
import { installs, joins, removes, type SaysHow, type Sender, type SentActivity, says } from './activities.ts'
import { consents } from './consents.ts'
import { type Delivered, type DeliverHow, deliverTo } from './deliver.ts'
import { messagesOf, putMessage, removeMessage } from './fake-messages.ts'
import { type TeamsTooFast, tooFast } from './fake-pace.ts'
import { openPlan, type TeamsPlan } from './fake-plan.ts'
import { openServer, type TeamsCall } from './fake-server.ts'
import {
  addChannel,
  addGroupChat,
  addPerson,
  addTeam,
  type Blocking,
  type ChannelTold,
  type Conversation,
  type GroupChatTold,
  type Message,
  openWorld,
  type Person,
  type PersonTold,
  personalChat,
  type Team,
  type WorldOptions,
} from './fake-world.ts'
import { type ComposesHow, composes, type PressHow, presses, submits } from './presses.ts'

export type { SaysHow } from './activities.ts'
export type { Delivered, DeliverHow } from './deliver.ts'

export type { TeamsFault } from './fake-plan.ts'
export { refusals } from './fake-refusals.ts'

export type { Forgery } from './fake-tokens.ts'
export type { Conversation, Message, Person } from './fake-world.ts'
export { tenantId } from './fake-world.ts'
export { actionsOf, type ComposesHow, cardsOf, type PressHow } from './presses.ts'

/** What may be told when opening a stand-in. */
export type FakeTeamsOptions = WorldOptions & { readonly port?: number }

/** Where a bot finds the services that the stand-in is. */
type TeamsEndpoints = {
  readonly openIdMetadataUrl: string
  readonly tokenUrl: string
  readonly serviceUrl: string
}

/** A stand-in for Microsoft Teams and the Bot Framework that remembers what people see. */
export type FakeTeams = AsyncDisposable &
  Pick<TeamsPlan, 'script' | 'lie' | 'honest'> & {
    readonly url: string
    readonly serviceUrl: string
    readonly endpoints: TeamsEndpoints
    readonly tenantId: string
    readonly appId: string
    readonly appPassword: string
    readonly bot: { readonly id: string; readonly name: string }
    /** The first team. */
    readonly team: Team
    readonly people: ReadonlyMap<string, Person>
    readonly conversations: ReadonlyMap<string, Conversation>
    readonly addPerson: (told?: PersonTold) => Person
    readonly addTeam: (told?: Partial<Team>) => Team
    readonly addChannel: (told?: ChannelTold) => Conversation
    readonly addGroupChat: (told?: GroupChatTold) => Conversation
    readonly personalChat: (person: Person) => Conversation
    /** The messages of a conversation, or of one thread, whoever wrote them, the oldest first. */
    readonly messages: (conversation: Conversation | string) => readonly Message[]
    /** Those of them that the bot wrote. */
    readonly posted: (conversation: Conversation | string) => readonly Message[]
    /** The messages of the bot that one person alone sees. */
    readonly targeted: readonly Message[]
    /** Lets a person write without telling the bot. */
    readonly writes: (person: Person, conversation: Conversation, text: string, root?: string) => Message
    readonly deleteMessage: (message: Message) => void
    readonly block: (person: Person, how?: Blocking) => void
    readonly unblock: (person: Person) => void
    /** Removes the bot from a conversation or a team, and puts it back, without telling it. */
    readonly uninstall: (place: Conversation | Team | string) => void
    readonly install: (place: Conversation | Team | string) => void
    /** Makes every access token worthless that was given so far. */
    readonly expireTokens: () => void
    /** Lets the login host refuse the bot with a code of Entra ID, or accept it again. */
    readonly refuseLogin: (code: string | null) => void
    readonly calls: readonly TeamsCall[]
    /** Every problem of every activity that was sent, whether or not Teams would refuse it. */
    readonly problems: readonly string[]
    readonly tooFast: (messages?: number, requests?: number) => readonly TeamsTooFast[]
    readonly deliver: (botUrl: string, activity: JsonObject, how?: DeliverHow) => Promise<Delivered>
    readonly says: (person: Person, conversation: Conversation, text: string, how?: SaysHow) => SentActivity
    readonly presses: (person: Person, message: Message, title: string, how?: PressHow) => SentActivity
    /** What is stored for people, by its path. */
    readonly drive: ReadonlyMap<string, string>
    /** Stores a file of a person. */
    readonly stores: (name: string, text: string) => void
    /** Lets a person accept or decline to have a file stored that a message asks about. */
    readonly consents: (person: Person, message: Message, isAccepted: boolean) => SentActivity
    readonly submits: (person: Person, place: Conversation | Message, data: JsonObject) => SentActivity
    readonly composes: (person: Person, conversation: Conversation, told: ComposesHow) => SentActivity
    readonly installs: (place: Conversation | Person, person: Person) => readonly SentActivity[]
    readonly removes: (place: Conversation | Person, person: Person) => readonly SentActivity[]
    readonly joins: (person: Person, conversation: Conversation) => SentActivity
  }

const idOf = (one: { readonly id: string } | string): string => (typeof one === 'string' ? one : one.id)

/** Opens a stand-in for Microsoft Teams on this machine. */
export const openFakeTeams = async ({ port = 0, ...told }: FakeTeamsOptions = {}): Promise<FakeTeams> => {
  const world = openWorld(told)
  const plan = openPlan()
  const calls: TeamsCall[] = []
  const { url, close } = await openServer({ world, plan, calls }, port)
  const serviceUrl = `${url}/teams/`
  const sender: Sender = { world, serviceUrl }
  const messages = (conversation: Conversation | string) => messagesOf(world, idOf(conversation))
  const { tenantId, appId, appPassword, bot, team, people, conversations, targeted, problems } = world
  return {
    ...{ url, serviceUrl, tenantId, appId, appPassword, bot, team, people, conversations, targeted, calls, problems },
    endpoints: { openIdMetadataUrl: `${url}/openid`, tokenUrl: `${url}/token`, serviceUrl },
    script: plan.script,
    lie: plan.lie,
    honest: plan.honest,
    addPerson: (one) => addPerson(world, one),
    addTeam: (one) => addTeam(world, one),
    addChannel: (one) => addChannel(world, one),
    addGroupChat: (one) => addGroupChat(world, one),
    personalChat: (person) => personalChat(world, person),
    messages,
    posted: (conversation) => messages(conversation).filter(({ from }) => from === bot.id),
    writes: (person, conversation, text, root) =>
      putMessage(world, conversation, { from: person.id, root: root ?? null, activity: { type: 'message', text } }),
    deleteMessage: (message) => void removeMessage(world, message),
    block: (person, how = 'writes') => void world.blocked.set(person.id, how),
    unblock: (person) => void world.blocked.delete(person.id),
    uninstall: (place) => void world.absent.add(idOf(place)),
    install: (place) => void world.absent.delete(idOf(place)),
    expireTokens: () => world.tokens.clear(),
    refuseLogin: (code) => {
      world.loginRefused = code
    },
    tooFast: (most, requests) => tooFast(world, most, requests),
    deliver: (botUrl, activity, how = {}) => deliverTo(botUrl, activity, { ...how, appId, serviceUrl }),
    says: (person, conversation, text, how) => says(sender, person, conversation, text, how),
    presses: (person, message, title, how) => presses(sender, person, message, title, how),
    drive: world.drive,
    stores: (name, text) => void world.drive.set(name, text),
    consents: (person, message, isAccepted) => consents(sender, url, person, message, isAccepted),
    submits: (person, place, data) => submits(sender, person, place, data),
    composes: (person, conversation, how) => composes(sender, person, conversation, how),
    installs: (place, person) => installs(sender, place, person),
    removes: (place, person) => removes(sender, place, person),
    joins: (person, conversation) => joins(sender, person, conversation),
    [Symbol.asyncDispose]: close,
  }
}
