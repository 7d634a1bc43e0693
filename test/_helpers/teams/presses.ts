import { isObject, type JsonObject, listOf } from '../slack/block-kit-shape.ts'
import { activityOf, type Sender, type SentActivity } from './activities.ts'
import { cardType } from './card-problems.ts'
import { partsOf, typeOf } from './card-walk.ts'
import type { Conversation, Message, Person, World } from './fake-world.ts'

/** Reads the cards that a message shows. */
export const cardsOf = ({ activity }: Pick<Message, 'activity'>): readonly JsonObject[] =>
  listOf(activity.attachments).flatMap((attachment) =>
    isObject(attachment) && attachment.contentType === cardType && isObject(attachment.content)
      ? [attachment.content]
      : [],
  )

/** Lists the actions that a message shows, in their order, wherever they stand in its cards. */
export const actionsOf = (message: Pick<Message, 'activity'>): readonly JsonObject[] =>
  cardsOf(message)
    .flatMap(partsOf)
    .filter(({ part, name }) => typeOf(part).startsWith('Action.') && name !== 'fallback')
    .map(({ part }) => part)

const inputsOf = (message: Message): JsonObject =>
  Object.fromEntries(
    cardsOf(message)
      .flatMap(partsOf)
      .filter(({ part }) => typeOf(part).startsWith('Input.') && part.value !== undefined && part.value !== '')
      .map(({ part }) => [`${part.id}`, `${part.value}`]),
  )

/** What may be told of a press. */
export type PressHow = {
  /** What the person typed into the inputs of the card. */
  readonly inputs?: JsonObject
  /** Whether the client is an old one that shows the fallback of the action. */
  readonly fallback?: boolean
}

/** Tells where a message stands, with its thread. */
export const placeOfMessage = ({ conversations }: World, { conversationId, root }: Message) => {
  const conversation = conversations.get(conversationId)
  if (!conversation) throw new Error(`no conversation ${conversationId}`)
  return { conversation, root }
}

const actionNamed = (message: Message, title: string, how: PressHow): JsonObject => {
  const actions = actionsOf(message)
  const found =
    actions.find((action) => action.title === title) ??
    actions.find((action) => typeof action.title === 'string' && action.title.startsWith(title))
  if (!found) throw new Error(`no ${title} in ${JSON.stringify(actions.map((action) => action.title))}`)
  return how.fallback && isObject(found.fallback) ? found.fallback : found
}

const theme = { theme: 'default' }

/** Makes what Teams sends when a person presses an action of a message, found by its title or by how that begins. */
export const presses = (
  sender: Sender,
  person: Person,
  message: Message,
  title: string,
  how: PressHow = {},
): SentActivity => {
  const action = actionNamed(message, title, how)
  const { type, id, verb, associatedInputs, data: told = {} } = action
  const inputs = associatedInputs === 'none' ? {} : { ...inputsOf(message), ...how.inputs }
  const data = isObject(told) ? { ...told, ...inputs } : told
  const place = placeOfMessage(sender.world, message)
  const base = {
    replyToId: message.id,
    channelData: { source: { name: 'message' }, legacy: { replyToId: message.id } },
  }
  if (type === 'Action.Execute') {
    const shown = { type, ...(id === undefined ? {} : { id }), ...(verb === undefined ? {} : { verb }), data }
    const value = { action: shown, trigger: 'manual' }
    return activityOf(sender, person, place, { ...base, type: 'invoke', name: 'adaptiveCard/action', value })
  }
  if (type !== 'Action.Submit') throw new Error(`${type} tells the bot nothing`)
  const msteams = isObject(told) && isObject(told.msteams) ? told.msteams : {}
  return msteams.type === 'task/fetch'
    ? activityOf(sender, person, place, {
        ...base,
        type: 'invoke',
        name: 'task/fetch',
        value: { data, context: theme },
      })
    : activityOf(sender, person, place, { ...base, type: 'message', value: data })
}

/** Makes what Teams sends when a person submits a dialog. */
export const submits = (
  sender: Sender,
  person: Person,
  place: Conversation | Message,
  data: JsonObject,
): SentActivity => {
  const where = 'conversationId' in place ? placeOfMessage(sender.world, place) : { conversation: place, root: null }
  const value = { data, context: theme }
  return activityOf(sender, person, where, { type: 'invoke', name: 'task/submit', value })
}

/** What may be told of a command of the message extension. */
export type ComposesHow = {
  readonly command: string
  /** The message on which it was chosen; without, it was chosen where messages are written. */
  readonly message?: Message
  /** Orders for was entered into its dialog; without, the dialog. */
  readonly data?: JsonObject
}

const payloadOf = ({ people, bot }: World, { id, root, from, activity }: Message): JsonObject => {
  const author = people.get(from)
  return {
    id,
    replyToId: root === id ? null : root,
    messageType: 'message',
    createdDateTime: new Date(Number(id)).toISOString(),
    importance: 'normal',
    locale: author?.locale ?? 'en-us',
    body: { contentType: 'html', content: `<div>${activity.text ?? ''}</div>` },
    from: author
      ? {
          user: { userIdentityType: 'aadUser', id: author.aadObjectId, displayName: author.name },
          device: null,
          conversation: null,
          application: null,
        }
      : {
          application: { applicationIdentityType: 'bot', id: bot.id.slice('28:'.length), displayName: bot.name },
          device: null,
          conversation: null,
          user: null,
        },
    attachments: listOf(activity.attachments),
    mentions: [],
    reactions: [],
  }
}

/** Makes what Teams sends when a person chooses a command of the message extension, or submits its dialog. */
export const composes = (
  sender: Sender,
  person: Person,
  conversation: Conversation,
  { command, message, data }: ComposesHow,
): SentActivity => {
  const value = {
    commandId: command,
    commandContext: message ? 'message' : 'compose',
    ...(message ? { messagePayload: payloadOf(sender.world, message) } : {}),
    context: theme,
    ...(data ? { data } : {}),
  }
  const name = data ? 'composeExtension/submitAction' : 'composeExtension/fetchTask'
  const root = message?.root ?? null
  return activityOf(sender, person, { conversation, root }, { type: 'invoke', name, value })
}
