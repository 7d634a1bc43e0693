import { isObject, type JsonObject, listOf } from '../slack/block-kit-shape.ts'
import { activityBudget, activityProblems, bytesOf, saysNothing } from './activity-problems.ts'
import { editMessage, findMessage, placeId, placeOf, putMessage, removeMessage } from './fake-messages.ts'
import type { TeamsMethod } from './fake-plan.ts'
import { badSyntax, refusals, type TeamsAnswer } from './fake-refusals.ts'
import { type Conversation, type Person, peopleIn, personalChat, type World } from './fake-world.ts'

/** A call of the connector with its path and query read. */
export type ConnectorCall = {
  readonly method: TeamsMethod
  readonly conversationId: string | null
  readonly activityId: string | null
  readonly memberId: string | null
  readonly teamId: string | null
  readonly query: URLSearchParams
  readonly body: JsonObject
}

type Act = (world: World, call: ConnectorCall) => TeamsAnswer

const isAbsent = ({ absent }: World, { id, teamId }: Conversation): boolean =>
  absent.has(id) || (teamId !== null && absent.has(teamId))

const found = (world: World, id: string | null): Conversation | null =>
  world.conversations.get(placeOf(id ?? '').id) ?? null

const refusedWriting = (world: World, conversation: Conversation): TeamsAnswer | null => {
  const personal = conversation.kind === 'personal'
  if (isAbsent(world, conversation)) return personal ? refusals.writesBlocked : refusals.notInRoster
  const blocking = world.blocked.get(conversation.person ?? '')
  return blocking ? (blocking === 'writes' ? refusals.writesBlocked : refusals.blockedByUser) : null
}

const refusedActivity = (world: World, activity: JsonObject): TeamsAnswer | null => {
  world.problems.push(...activityProblems(activity))
  if (bytesOf(activity) > activityBudget) return refusals.tooBig
  return activity.type !== 'typing' && saysNothing(activity)
    ? badSyntax('Activity must have text or attachments.')
    : null
}

const personIn = (world: World, conversation: Conversation, id: unknown): Person | null =>
  peopleIn(world, conversation).find((person) => person.id === id || person.aadObjectId === id) ?? null

const targetOf = ({ body, query }: ConnectorCall): unknown => {
  const { recipient } = body
  if (!isObject(recipient)) return null
  return recipient.isTargeted === true || query.get('isTargetedActivity') === 'true' ? recipient.id : null
}

const write: Act = (world, call) => {
  const conversation = found(world, call.conversationId)
  if (!conversation) return refusals.conversationNotFound
  const { root } = placeOf(call.conversationId ?? '')
  if (root !== null && conversation.kind !== 'channel') return badSyntax('Threads are not supported in chats.')
  if (root !== null && !world.roots.has(placeId(conversation.id, root))) return refusals.conversationNotFound
  const refused = refusedWriting(world, conversation) ?? refusedActivity(world, call.body)
  if (refused) return refused
  const target = targetOf(call)
  if (target !== null && conversation.kind === 'personal') return badSyntax('Targeted messages are not for this scope.')
  const person = target === null ? null : personIn(world, conversation, target)
  if (target !== null && !person) return refusals.memberNotFound
  world.sent.push({ id: conversation.id, at: performance.now() })
  if (call.body.type === 'typing') return { status: 201, body: { id: world.nextId() } }
  const message = putMessage(world, conversation, {
    from: world.bot.id,
    root,
    to: person?.id ?? null,
    activity: call.body,
  })
  return { status: 201, body: { id: message.id } }
}

const begun = (world: World, call: ConnectorCall, conversation: Conversation): TeamsAnswer => {
  const { activity } = call.body
  if (!isObject(activity)) return { status: 201, body: { id: conversation.id } }
  const written = write(world, { ...call, conversationId: conversation.id, body: activity })
  if (written.status !== 201 || !isObject(written.body)) return written
  const activityId = `${written.body.id}`
  const root = conversation.kind === 'channel' ? activityId : null
  return { status: 201, body: { id: placeId(conversation.id, root), activityId } }
}

const create: Act = (world, call) => {
  const { members, tenantId, channelData, activity } = call.body
  const data = isObject(channelData) ? channelData : {}
  const channel = isObject(data.channel) ? found(world, `${data.channel.id}`) : null
  if (isObject(data.channel)) {
    if (!channel) return refusals.conversationNotFound
    return isObject(activity) ? begun(world, call, channel) : badSyntax('A new thread needs an activity.')
  }
  const [member, ...others] = listOf(members)
  if (!isObject(member) || others.length > 0) return badSyntax('Bots cannot create group chats.')
  const tenant = tenantId ?? (isObject(data.tenant) ? data.tenant.id : undefined)
  if (typeof tenant !== 'string') return badSyntax('TenantId is missing.')
  const person = world.people.values().find(({ id, aadObjectId }) => id === member.id || aadObjectId === member.id)
  if (!person || person.tenantId !== tenant) return badSyntax('Failed to decrypt pairwise id.')
  const chat = personalChat(world, person)
  return isAbsent(world, chat) ? refusals.notInRoster : begun(world, call, chat)
}

const ofBot = (world: World, call: ConnectorCall) => {
  const conversation = found(world, call.conversationId)
  if (!conversation) return refusals.conversationNotFound
  const refused = refusedWriting(world, conversation)
  if (refused) return refused
  const message = findMessage(world, conversation.id, call.activityId ?? '')
  if (!message) return refusals.activityNotFound
  return message.from === world.bot.id ? message : refusals.forbidden
}

const edit: Act = (world, call) => {
  const message = ofBot(world, call)
  if ('status' in message) return message
  const refused = refusedActivity(world, call.body)
  if (refused) return refused
  if (message.to !== null && call.body.recipient !== undefined) return badSyntax('Recipient cannot be updated.')
  return { status: 200, body: { id: editMessage(world, message, call.body).id } }
}

const remove: Act = (world, call) => {
  const message = ofBot(world, call)
  if ('status' in message) return message
  removeMessage(world, message)
  return { status: 200, body: null }
}

const accountOf = (person: Person): JsonObject => {
  const [givenName = '', ...surname] = person.name.split(' ')
  const { id, name, aadObjectId, email, userPrincipalName, tenantId } = person
  const known = { id, name, aadObjectId, email, userPrincipalName, tenantId }
  return { ...known, givenName, surname: surname.join(' '), userRole: person.guest ? 'guest' : 'user' }
}

const looksInto = (world: World, call: ConnectorCall): Conversation | TeamsAnswer => {
  const conversation = found(world, call.conversationId)
  if (!conversation) return refusals.conversationNotFound
  return isAbsent(world, conversation) ? refusals.notInRoster : conversation
}

const member: Act = (world, call) => {
  const conversation = looksInto(world, call)
  if ('status' in conversation) return conversation
  const person = personIn(world, conversation, call.memberId)
  return person ? { status: 200, body: accountOf(person) } : refusals.memberNotFound
}

const members: Act = (world, call) => {
  const conversation = looksInto(world, call)
  if ('status' in conversation) return conversation
  const start = Number(call.query.get('continuationToken') ?? 0)
  const end = start + Number(call.query.get('pageSize') ?? 200)
  const people = peopleIn(world, conversation)
  const more = end < people.length ? { continuationToken: `${end}` } : {}
  return { status: 200, body: { members: people.slice(start, end).map(accountOf), ...more } }
}

const team: Act = (world, { teamId }) => {
  const known = world.teams.get(teamId ?? '')
  if (!known) return refusals.conversationNotFound
  return world.absent.has(known.id) ? refusals.notInRoster : { status: 200, body: known }
}

const channels: Act = (world, call) => {
  const known = team(world, call)
  if (known.status !== 200) return known
  const ofTeam = [...world.conversations.values()].filter(({ teamId }) => teamId === call.teamId)
  return { status: 200, body: { conversations: ofTeam.map(({ id, name }) => ({ id, name })) } }
}

const acts: Readonly<Partial<Record<TeamsMethod, Act>>> = {
  create,
  send: write,
  reply: write,
  edit,
  delete: remove,
  member,
  members,
  team,
  channels,
}

/** Does what a call of the connector asks for. */
export const perform = (world: World, call: ConnectorCall): TeamsAnswer =>
  acts[call.method]?.(world, call) ?? badSyntax('Unknown method.')

/** Tells whose tenant a call burdens. */
export const tenantOf = (world: World, call: ConnectorCall): string =>
  found(world, call.conversationId)?.tenantId ?? world.tenantId
