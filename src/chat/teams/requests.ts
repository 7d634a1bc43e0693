import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { CardFile } from '../../cards/language/card.ts'
import { type FilledForm, pickSources } from '../../cards/language/form.ts'
import { isFeedName, type SentFile } from '../../cards/language/sent-file.ts'
import { afterMention, type ChatRequest } from '../request.ts'
import { readButton } from './button.ts'
import { limits } from './limits.ts'
import { announceFromMessage } from './manifest.ts'
import { type Reference, splitThread } from './place.ts'
import { plain, typedText } from './text.ts'

const text = z.string().max(10_000)
const id = text.min(1)

const account = z.object({
  id,
  name: text.optional(),
  aadObjectId: text.optional(),
  isTargeted: z.boolean().optional(),
})

const activitySchema = z.object({
  type: id,
  id: text.optional(),
  name: text.optional(),
  action: text.optional(),
  channelId: id,
  serviceUrl: id,
  from: account,
  recipient: account.optional(),
  conversation: z.object({
    id,
    conversationType: z.enum(['personal', 'groupChat', 'channel']).optional(),
    tenantId: text.optional(),
    name: text.nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: text.optional() }).nullish(),
      team: z.object({ id: text.optional(), name: text.nullish() }).nullish(),
      channel: z.object({ id: text.optional(), name: text.nullish() }).nullish(),
      eventType: text.optional(),
    })
    .nullish(),
  entities: z.array(z.record(z.string(), z.unknown())).nullish(),
  text: z.string().max(100_000).nullish(),
  attachments: z.array(z.record(z.string(), z.unknown())).nullish().catch(null),
  locale: text.nullish(),
  replyToId: text.nullish(),
  value: z.unknown().optional(),
  membersAdded: z.array(z.object({ id: text.optional() })).nullish(),
  membersRemoved: z.array(z.object({ id: text.optional() })).nullish(),
})

/** The fields of an activity that we read. */
export type Activity = z.output<typeof activitySchema>

/** Reads the body of a request; null when it is no activity. */
export const readActivity = (body: unknown): Activity | null => {
  const parsed = activitySchema.safeParse(body)
  return parsed.success ? parsed.data : null
}

/** Gives the tenant that an activity comes from, in small letters; empty where it does not say. */
export const tenantOf = ({ conversation, channelData }: Activity): string =>
  (channelData?.tenant?.id ?? conversation.tenantId ?? '').toLowerCase()

/** Gives the conversation reference of an activity. */
export const referenceOf = (activity: Activity): Reference => {
  const { conversation, channelData, serviceUrl } = activity
  const kind = conversation.conversationType ?? (channelData?.team?.id ? 'channel' : 'personal')
  const { conversationId } = splitThread(conversation.id)
  return {
    // The id of a team is the id of its first channel.
    conversationId: kind === 'channel' ? (channelData?.channel?.id ?? conversationId) : conversationId,
    kind,
    serviceUrl,
    tenantId: tenantOf(activity),
    teamId: kind === 'channel' ? (channelData?.team?.id ?? null) : null,
  }
}

/** A button that was pressed, and the page that it was on. */
export type Pressed = NonNullable<ReturnType<typeof readButton>>

/** Which step of a form was sent, or that the first one is wanted again; null where it has no steps. */
type FormStep = 'way' | 'rest' | 'back' | null

/** What somebody asks of the bot through an activity. */
export type TeamsRequest =
  | { readonly kind: 'words'; readonly words: string }
  /** Files were sent in a personal chat. */
  | { readonly kind: 'files'; readonly files: readonly SentFile[] }
  /** A file was sent where the bot cannot fetch it. */
  | { readonly kind: 'files-elsewhere' }
  /** A button that acts; null when it is not one of ours. */
  | { readonly kind: 'press'; readonly click: Pressed | null; readonly isInvoke: boolean }
  /** A dialog is to be opened. */
  | { readonly kind: 'open'; readonly click: Pressed | null }
  | {
      readonly kind: 'submit'
      readonly filled: FilledForm | null
      readonly step: FormStep
      readonly from: 'dialog' | 'card' | 'message'
    }
  /** Somebody types into a field whose choices are searched. */
  | { readonly kind: 'search'; readonly search: Search | null }
  /** A form is to be opened about what a message says. */
  | { readonly kind: 'from-message'; readonly said: string }
  /** A person lets a file be stored, or does not want it: what makes it, and where it goes. */
  | { readonly kind: 'file'; readonly line: string | null; readonly upload: CardFile['upload'] }
  /** The bot was added or removed. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'left' }
  | { readonly kind: 'renamed' }
  | { readonly kind: 'members-changed' }
  | { readonly kind: 'nothing' }

/** Reads what an activity asks for. */
export const readRequest = (activity: Activity): TeamsRequest => {
  const us = activity.recipient?.id
  const isAboutUs = (members: Activity['membersAdded']) => (members ?? []).some((member) => member.id === us)
  switch (activity.type) {
    case 'message':
      if (activity.value !== undefined && activity.value !== null && (activity.text ?? '').trim() === '')
        return readSubmitted(activity.value)
      return isForUs(activity)
        ? (readFiles(activity) ?? { kind: 'words', words: wordsOf(activity) })
        : { kind: 'nothing' }
    case 'invoke':
      return readInvoke(activity)
    case 'installationUpdate':
      if (activity.action?.startsWith('add')) return { kind: 'joined' }
      return activity.action?.startsWith('remove') ? { kind: 'left' } : { kind: 'nothing' }
    case 'conversationUpdate':
      if (isAboutUs(activity.membersAdded)) return { kind: 'joined' }
      if (isAboutUs(activity.membersRemoved)) return { kind: 'left' }
      if (activity.channelData?.eventType === 'channelDeleted') return { kind: 'left' }
      if (activity.channelData?.eventType === 'channelRenamed') return { kind: 'renamed' }
      return (activity.membersAdded ?? activity.membersRemoved) ? { kind: 'members-changed' } : { kind: 'nothing' }
    default:
      return { kind: 'nothing' }
  }
}

/** In a shared conversation only a message that mentions the bot, or is targeted at it, is meant for it. */
const isForUs = ({ conversation, recipient, entities: marks }: Activity): boolean =>
  (conversation.conversationType ?? 'personal') === 'personal' ||
  recipient?.isTargeted === true ||
  (marks ?? []).some((mark) => inside(mark, 'type') === 'mention' && inside(mark, 'mentioned', 'id') === recipient?.id)

const downloadInfo = 'application/vnd.microsoft.teams.file.download.info'

/** Longer addresses are none of Microsoft's. */
const sentFile = z.object({
  contentType: z.literal(downloadInfo),
  name: z.string().max(400).default(''),
  content: z.object({ downloadUrl: z.string().max(8_000), fileType: z.string().max(20).default('') }),
})

/** Reads the spreadsheets that a message brings; null where it brings none, or merely shows one among words. */
const readFiles = (activity: Activity): TeamsRequest | null => {
  const attachments = activity.attachments ?? []
  const caption = wordsOf(activity)
  if ((activity.conversation.conversationType ?? 'personal') === 'personal') {
    const files = attachments.flatMap((one): readonly SentFile[] => {
      const { data } = sentFile.safeParse(one)
      return data === undefined ? [] : [{ from: data.content.downloadUrl, name: nameOf(data), caption }]
    })
    return files.length === 0 || (caption !== '' && !files.some(({ name }) => isFeedName(name)))
      ? null
      : { kind: 'files', files }
  }
  const isShown = attachments.some(
    (one) => /<attachment\b/i.test(String(one.content ?? '')) || one.contentType === 'reference',
  )
  return isShown && (caption === '' || /^(please )?(import|read|load|take)\b/i.test(caption))
    ? { kind: 'files-elsewhere' }
    : null
}

const nameOf = ({ name, content: { fileType } }: z.output<typeof sentFile>): string =>
  isFeedName(name) || fileType === '' ? name || 'the file' : `${name || 'file'}.${fileType}`

const inside = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    value,
  )

/** Data that claims to be a button and a form at once is rejected. */
const isForm = (data: unknown): boolean => inside(data, 'form') !== undefined && inside(data, 'a') === undefined

/** Clients that cannot execute a button submit its data as a message. */
const readSubmitted = (value: unknown): TeamsRequest =>
  isForm(value) ? submitted(value, 'message') : { kind: 'press', click: readButton(value), isInvoke: false }

const consent = z.object({
  action: z.string(),
  context: z.object({ v: z.literal(1), line: z.string().min(1).max(500) }),
  uploadInfo: z
    .object({ uploadUrl: id, contentUrl: id, uniqueId: text.default(''), fileType: text.default('csv') })
    .optional(),
})

const readConsent = (value: unknown, askedIn: string | null): TeamsRequest => {
  const read = consent.safeParse(value)
  const info = read.success && read.data.action === 'accept' ? read.data.uploadInfo : undefined
  if (!read.success || info === undefined) return { kind: 'file', line: null, upload: undefined }
  const { uploadUrl: url, contentUrl, uniqueId, fileType } = info
  return { kind: 'file', line: read.data.context.line, upload: { url, contentUrl, uniqueId, fileType, askedIn } }
}

const readInvoke = ({ name, value, replyToId }: Activity): TeamsRequest => {
  switch (name) {
    case 'adaptiveCard/action':
      if (isForm(inside(value, 'action', 'data'))) return submitted(inside(value, 'action', 'data'), 'card')
      return { kind: 'press', click: readButton(inside(value, 'action', 'data')), isInvoke: true }
    case 'fileConsent/invoke':
      return readConsent(value, replyToId ?? null)
    case 'application/search':
      return { kind: 'search', search: searchSchema.safeParse(value).data ?? null }
    case 'task/fetch':
      return { kind: 'open', click: readButton(inside(value, 'data')) }
    case 'task/submit':
      return submitted(inside(value, 'data'), 'dialog')
    case 'composeExtension/fetchTask':
      return inside(value, 'commandId') === announceFromMessage
        ? { kind: 'from-message', said: bodyOf(inside(value, 'messagePayload', 'body')) }
        : { kind: 'nothing' }
    case 'composeExtension/submitAction':
      return submitted(inside(value, 'data'), 'dialog')
    default:
      return { kind: 'nothing' }
  }
}

const searchSchema = z.object({
  dataset: z.enum(pickSources),
  queryText: z.string().max(1_000).default(''),
  queryOptions: z
    .object({ skip: z.int().min(0).max(1_000).default(0), top: z.int().min(1).default(limits.found) })
    .default({ skip: 0, top: limits.found }),
})

/** What somebody types into a field, and which part of what is found is asked for. */
export type Search = z.output<typeof searchSchema>

const formSchema = z.object({
  v: z.literal(1),
  id: z.string().min(1).max(40),
  subject: z.string().max(500),
  rev: z.int().min(0),
  way: z.object({ field: z.string().min(1).max(40), chosen: z.string().max(1_000) }).optional(),
  step: z.enum(['way', 'rest', 'back']).optional(),
})

const stepOf = (data: unknown): FormStep => formSchema.safeParse(inside(data, 'form')).data?.step ?? null

const readFilled = (data: unknown): FilledForm | null => {
  const form = formSchema.safeParse(inside(data, 'form'))
  if (!form.success || typeof data !== 'object' || data === null) return null
  const values = Object.entries(data).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  )
  const { id: name, subject, rev: revision, way } = form.data
  return { form: name, subject, revision, values: Object.fromEntries(values), ...(way === undefined ? {} : { way }) }
}

const submitted = (data: unknown, from: 'dialog' | 'card' | 'message'): TeamsRequest => ({
  kind: 'submit',
  filled: readFilled(data),
  step: stepOf(data),
  from,
})

const bodyOf = (body: unknown): string => {
  const content = inside(body, 'content')
  if (typeof content !== 'string') return ''
  return plain(
    inside(body, 'contentType') === 'html'
      ? content.replaceAll(/<(?:br|\/p|\/div)[^<>]*>/gi, '\n').replaceAll(/<[^<>]*>/g, ' ')
      : content,
  )
}

const called = new RegExp(`(<at(?: [^<>]*)?>([^<>]*)</at>)(${afterMention})`, 'g')

/** Reads what somebody typed, without the mention of the bot and with other mentions as names. */
const wordsOf = ({ text: said, entities: marks, recipient }: Activity): string => {
  const mentioned = new Map(
    (marks ?? [])
      .filter((mark) => inside(mark, 'type') === 'mention')
      .map((mark) => [String(inside(mark, 'text') ?? ''), inside(mark, 'mentioned')]),
  )
  const words = (said ?? '').replaceAll(called, (_, written: string, inner: string, after: string) => {
    const of = mentioned.get(written)
    if (of !== undefined && inside(of, 'id') === recipient?.id) return ' '
    const name = String(inside(of, 'name') ?? inner).replaceAll(/["“”„]/g, '')
    return `${/\s/.test(name) ? `"${name}"` : `@${name}`}${after}`
  })
  return typedText(words)
}

/** Gives the language and time zone that a client reports. */
export const clientOf = ({ locale, entities: marks }: Activity): Pick<ChatRequest['person'], 'locale' | 'timeZone'> => {
  const client = (marks ?? []).find((mark) => inside(mark, 'type') === 'clientInfo')
  const [language, zone] = [inside(client, 'locale') ?? locale, inside(client, 'timezone')]
  return {
    ...(typeof language === 'string' && language !== '' ? { locale: language } : {}),
    ...(typeof zone === 'string' && zone !== '' ? { timeZone: zone } : {}),
  }
}

/** The key of a delivery: the same however often Teams sends it. */
export const keyOf = ({ conversation, id: own }: Activity): string | null =>
  own
    ? `teams ${createHash('sha256')
        .update(JSON.stringify([conversation.id, own]))
        .digest('base64url')}`
    : null
