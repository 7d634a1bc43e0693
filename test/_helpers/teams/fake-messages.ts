import type { JsonObject } from '../slack/block-kit-shape.ts'
import type { Conversation, Message, World } from './fake-world.ts'

/** A conversation id with the thread that it may name. */
export type Place = { readonly id: string; readonly root: string | null }

/** Reads a conversation id, which may name a thread as `;messageid=<root>`. */
export const placeOf = (id: string): Place => {
  const [plain = '', ...more] = id.split(';')
  const root = more.find((one) => one.startsWith('messageid='))?.slice('messageid='.length)
  return { id: plain, root: root ?? null }
}

/** Writes a conversation id that names a thread, where there is one. */
export const placeId = (id: string, root: string | null): string => (root === null ? id : `${id};messageid=${root}`)

/** Reads the messages of a conversation, or of one thread of it, the oldest first. */
export const messagesOf = (world: World, conversationId: string): readonly Message[] => {
  const { id, root } = placeOf(conversationId)
  return (world.messages.get(id) ?? []).filter((message) => root === null || message.root === root)
}

/** Where and by whom an activity is written. */
export type Writing = {
  readonly from: string
  readonly root: string | null
  readonly to?: string | null
  readonly activity: JsonObject
}

/** Puts a message into a conversation; without a thread it starts one where there are threads. */
export const putMessage = (world: World, conversation: Conversation, writing: Writing): Message => {
  const id = world.nextId()
  const { from, activity, to = null } = writing
  const root = writing.root ?? (conversation.kind === 'channel' && to === null ? id : null)
  const message = { id, conversationId: conversation.id, root, from, to, activity, editedAt: null, history: [] }
  if (to !== null) {
    world.targeted.push(message)
    return message
  }
  if (root !== null) world.roots.add(placeId(conversation.id, root))
  world.messages.set(conversation.id, [...messagesOf(world, conversation.id), message])
  return message
}

/** Finds a message, private or not, by its id. */
export const findMessage = (world: World, conversationId: string, id: string): Message | null =>
  [...messagesOf(world, placeOf(conversationId).id), ...world.targeted].find(
    (message) => message.id === id && message.conversationId === placeOf(conversationId).id,
  ) ?? null

const replace = (world: World, old: Message, fresh: readonly Message[]): void => {
  const at = world.targeted.indexOf(old)
  if (at >= 0) world.targeted.splice(at, 1, ...fresh)
  const all = messagesOf(world, old.conversationId)
  world.messages.set(
    old.conversationId,
    all.flatMap((message) => (message === old ? fresh : [message])),
  )
}

/** Shows another activity in the place of a message. */
export const editMessage = (world: World, message: Message, activity: JsonObject): Message => {
  const editedAt = new Date(world.now()).toISOString()
  const edited = { ...message, activity, editedAt, history: [...message.history, message.activity] }
  replace(world, message, [edited])
  return edited
}

/** Takes a message away; its thread stays. */
export const removeMessage = (
  world: World,
  { conversationId, id }: Pick<Message, 'conversationId' | 'id'>,
): boolean => {
  const found = findMessage(world, conversationId, id)
  if (found) replace(world, found, [])
  return found !== null
}
