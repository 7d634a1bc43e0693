import { ConfigurationServiceClientCredentialFactory } from 'botbuilder'
import type { Card } from '../../cards/language/card.ts'
import type { Form } from '../../cards/language/form.ts'
import type { MessengerPort, OutgoingMessage, SendResult } from '../../domain/delivery.ts'
import { type Links, type LinksOf, noLinks } from '../links.ts'
import { cardOfMessage } from '../message-card.ts'
import { typedHere } from '../typed-here.ts'
import type { Called, Calls } from './connector-api.ts'
import { drawFormMessage } from './dialog.ts'
import { accountOf, beforeCommandsIn, isTeamsPlace, type Reference } from './place.ts'
import { type CardLevel, drawMessage } from './render.ts'
import { consentMessage, fileOf, storedMessage, storeFile } from './send-file.ts'

/** What posting to Teams requires. */
export type Sending = {
  readonly call: Calls
  /** The account of the bot: `28:` and its app id. */
  readonly botId: string
  /** Gives what Teams calls an account in conversations, or null. */
  readonly memberId: (account: string) => string | null
  /** Gives where a conversation lives; null where the bot was never let in, or was taken out. */
  readonly reference: (place: string) => Promise<Reference | null>
  /** Tells whether people of other tenants read a conversation; null when Teams does not tell now. */
  readonly isShared: (where: Reference) => Promise<boolean | null>
  /** Gives any conversation of the tenants that are let in, by which a person can be reached who has none with the bot. */
  readonly anyReference: () => Promise<Reference | null>
  /** Keeps a conversation that was opened with a person. */
  readonly keep: (place: string, reference: Reference) => Promise<void>
  readonly links: LinksOf
  /** Where the files of people may be stored; null where no client takes files. */
  readonly isFileStore: ((url: string) => boolean) | null
}

/** A registration as the Bot Framework knows it. */
export type Registration = { readonly appId: string; readonly password: string; readonly tenantId: string }

const scope = 'https://api.botframework.com'

/** Gives the bearer token, a new one when the last has expired. */
export const botToken = ({ appId, password, tenantId }: Registration): (() => Promise<string>) => {
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: password,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppType: 'SingleTenant',
  })
  const credentials = factory.createCredentials(appId, scope, `https://login.microsoftonline.com/${tenantId}`, true)
  return async () => ((await credentials) as unknown as { getToken: () => Promise<string> }).getToken()
}

/** Error codes about credentials: messages set aside for them are sent once other credentials are configured. */
export const tokenTroubles: readonly string[] = ['Unauthorized', 'http_401']

const lanes = 8

/** Posts to Microsoft Teams. */
export const teamsPost = (sending: Sending): MessengerPort => ({
  reaches: isTeamsPlace,
  edits: true,
  // The client waits for the rate limits itself.
  pace: () => 0,
  lanes,
  send: async (message) => {
    if (!isTeamsPlace(message.channel))
      return { kind: 'refused', reason: 'it is not a Microsoft Teams conversation', ofForm: false }
    return message.form === 'private' ? sendPrivately(sending, message) : send(sending, message, message.channel)
  },
  // The bot may not read a channel, so it cannot search for a sent message.
  look: async () => ({ kind: 'blind', isAlways: true }),
})

const removed: SendResult = { kind: 'refused', reason: 'the bot is not in this conversation', ofForm: false }

/** Finds where a place lives, opening a conversation with a person who has none. Nothing has been posted when that fails. */
const open = async (sending: Sending, place: string): Promise<Reference | SendResult> => {
  const known = await sending.reference(place)
  if (known !== null) return known
  const account = accountOf(place)
  const any = account === null ? null : await sending.anyReference()
  if (account === null || any === null) return removed
  const opened = await sending.call({
    ...any,
    method: 'POST',
    path: ['conversations'],
    body: {
      isGroup: false,
      bot: { id: sending.botId },
      members: [{ id: account }],
      tenantId: any.tenantId,
      channelData: { tenant: { id: any.tenantId } },
    },
  })
  if (opened.kind !== 'done') return notSent(opened)
  const { id } = opened.data
  if (typeof id !== 'string' || id === '') return { kind: 'unreachable', reason: 'Teams did not say where' }
  const reference: Reference = { ...any, conversationId: id, kind: 'personal', teamId: null }
  await sending.keep(place, reference)
  return reference
}

const send = async (sending: Sending, message: OutgoingMessage, place: string): Promise<SendResult> => {
  const { form, target } = message
  if (form === 'update' && target === null) return { kind: 'gone' }
  const where = await open(sending, place)
  if (!('conversationId' in where)) return where
  const hindrance = await mindOthers(sending, message, where)
  if (hindrance !== null) return hindrance
  if (form === 'update') return update(sending, message, where)
  const isThreaded = where.kind === 'channel' && target !== null && form !== 'post'
  const conversation = isThreaded ? `${where.conversationId};messageid=${target}` : where.conversationId
  return post(sending, message, where, 'POST', ['conversations', conversation, 'activities'])
}

/** What is said inside the company is not posted where people of other tenants read it, unless an administrator said so. */
const mindOthers = async (
  { isShared }: Sending,
  message: OutgoingMessage,
  where: Reference,
): Promise<SendResult | null> => {
  if (where.kind === 'personal' || message.mayShare || message.person !== null) return null
  const shared = await isShared(where)
  if (shared === null) return { kind: 'unreachable', reason: 'Teams does not say who reads this conversation' }
  const reason = 'it is shared with another organisation; an administrator can subscribe it'
  return shared ? { kind: 'refused', reason, ofForm: false } : null
}

/** Teams sometimes refuses an update without a reason: try once more, then post anew. */
const withoutReason = /^(Unknown|ServiceError|http_403)$/

const rosterless = 'BotNotInConversationRoster'

/** Changes a message in place; where Teams will not, the card is posted anew and stands for the old one. */
const update = async (sending: Sending, message: OutgoingMessage, where: Reference): Promise<SendResult> => {
  const path = ['conversations', where.conversationId, 'activities', message.target as string]
  const once = () => post(sending, message, where, 'PUT', path)
  let sent = await once()
  if (sent.kind === 'refused' && withoutReason.test(sent.reason)) sent = await once()
  if (sent.kind === 'refused' && (withoutReason.test(sent.reason) || sent.reason === rosterless))
    return post(sending, message, where, 'POST', ['conversations', where.conversationId, 'activities'])
  return sent
}

/** An answer for one person: where they asked, seen there by them alone where Teams can do that, else directly. */
const sendPrivately = async (sending: Sending, message: OutgoingMessage): Promise<SendResult> => {
  const { person, target, channel } = message
  if (person === null) return { kind: 'refused', reason: 'it has no recipient', ofForm: false }
  if (accountOf(channel) !== null) {
    const sent = await sendFile(sending, message)
    return sent ?? send(sending, { ...message, form: 'post' }, channel)
  }
  if (target !== null) return send(sending, { ...message, form: 'thread' }, channel)
  const member = sending.memberId(person)
  const where = member === null ? removed : await open(sending, channel)
  if ('conversationId' in where) {
    const path = ['conversations', where.conversationId, 'activities']
    const targeted = await post(sending, message, where, 'POST', path, {
      query: 'isTargetedActivity=true',
      fields: { recipient: { id: member, isTargeted: true } },
    })
    if (targeted.kind !== 'refused') return targeted
  }
  return send(sending, { ...message, channel: `@${person}`, form: 'post' }, `@${person}`)
}

/** Asks for a place to store the file of a message, or stores it; null where the card is to stand for it. */
const sendFile = async (sending: Sending, message: OutgoingMessage): Promise<SendResult | null> => {
  const file = fileOf(message)
  if (file === null || sending.isFileStore === null) return null
  const where = await open(sending, message.channel)
  if (!('conversationId' in where)) return where
  const card = message.card as Card
  const say = async (method: 'POST' | 'PUT', body: object, id: string | null) => {
    const path = ['conversations', where.conversationId, 'activities', ...(id === null ? [] : [id])]
    const called = await sending.call({ ...where, method, path, body: { ...body, from: { id: sending.botId } } })
    return sentOf(called, method === 'PUT' ? id : null)
  }
  const isDone = (sent: SendResult) => sent.kind !== 'refused' && sent.kind !== 'gone'
  if (file.upload === undefined) {
    const asked = await say('POST', consentMessage(card, file), null)
    return isDone(asked) ? asked : null
  }
  const { url, askedIn, contentUrl, uniqueId, fileType } = file.upload
  const hindrance = await storeFile(file.text, url, sending.isFileStore)
  if (hindrance !== null) return hindrance.kind === 'refused' ? null : hindrance
  const stored = storedMessage(card, { contentUrl, uniqueId, fileType, name: file.fileName })
  const replaced = askedIn === null ? null : await say('PUT', stored, askedIn)
  if (replaced !== null && isDone(replaced)) return replaced
  const shown = await say('POST', stored, null)
  return isDone(shown) ? shown : null
}

const levelsOf = (plain: boolean): readonly CardLevel[] => (plain ? ['text'] : ['full', 'basic'])

/** Draws and posts; where Teams refuses the content, once more in a simpler form. A refusal means that nothing was posted. */
const post = async (
  { call, botId, links }: Sending,
  message: OutgoingMessage,
  { serviceUrl, tenantId }: Reference,
  method: 'POST' | 'PUT',
  path: readonly string[],
  { query, fields = {} }: { readonly query?: string; readonly fields?: Readonly<Record<string, unknown>> } = {},
): Promise<SendResult> => {
  const card = typedHere(cardOfMessage(message), beforeCommandsIn(message.channel))
  const leading =
    'fields' in card ? noLinks : await links(message.channel, card, method === 'PUT' ? message.target : null)
  let sent: SendResult = { kind: 'refused', reason: 'nothing to draw', ofForm: true }
  for (const level of levelsOf(message.plain)) {
    const body = { ...drawn(card, level, leading), from: { id: botId }, ...fields }
    const asked = { serviceUrl, tenantId, method, path, body, ...(query === undefined ? {} : { query }) }
    sent = sentOf(await call(asked), method === 'PUT' ? message.target : null)
    if (sent.kind !== 'refused' || !sent.ofForm) break
  }
  return sent
}

/** What is posted is a card, or a form where no dialog can be opened. */
const drawn = (said: Card | Form, level: CardLevel, links: Links) =>
  'fields' in said ? drawFormMessage(said) : drawMessage(said, level, links)

/** Error codes about the content of a message. */
const ofForm = new Set([400, 413, 415])

const goneWords = new Set(['ActivityNotFoundInConversation', 'MessageNotFound', 'ActivityNotFound'])

const sentOf = (called: Called, changed: string | null): SendResult => {
  switch (called.kind) {
    case 'done': {
      const { id } = called.data
      if (changed !== null) return { kind: 'delivered', messageId: changed }
      return typeof id === 'string' && id !== ''
        ? { kind: 'delivered', messageId: id }
        : { kind: 'unknown', reason: 'an answer without the id of the message' }
    }
    case 'error':
      if (changed !== null && (goneWords.has(called.word) || (called.status === 404 && called.word === 'http_404')))
        return { kind: 'gone' }
      return { kind: 'refused', reason: called.word, ofForm: ofForm.has(called.status) }
    default:
      return called
  }
}

/** A call that comes before posting failed, so that nothing was posted. */
const notSent = (called: Exclude<Called, { kind: 'done' }>): SendResult => {
  switch (called.kind) {
    case 'error':
      return { kind: 'refused', reason: called.word, ofForm: false }
    case 'limited':
      return called
    default:
      return { kind: 'unreachable', reason: called.reason }
  }
}
