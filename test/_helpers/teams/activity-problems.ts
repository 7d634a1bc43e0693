import { isObject, type JsonObject, listOf } from '../slack/block-kit-shape.ts'
import { cardProblems, cardType } from './card-problems.ts'

/** The most bytes of an activity that Teams takes for sure. */
export const activityBudget = 80 * 1024

/** Counts the bytes of an activity as it is sent. */
export const bytesOf = (activity: JsonObject): number => Buffer.byteLength(JSON.stringify(activity))

/** Tells whether an activity says nothing at all. */
export const saysNothing = ({ text, attachments }: JsonObject): boolean =>
  (typeof text !== 'string' || text.trim() === '') && listOf(attachments).length === 0

const within = (problem: string, at: string): string => problem.replace('[json-pointer:', `[json-pointer:${at}`)

const consentType = 'application/vnd.microsoft.teams.card.file.consent'
const storedType = 'application/vnd.microsoft.teams.card.file.info'

const isNamed = ({ name }: JsonObject) => typeof name === 'string' && name !== ''

const consentProblems = (attachment: JsonObject, at: string): readonly string[] => {
  const { content } = attachment
  const isSized = isObject(content) && typeof content.sizeInBytes === 'number' && content.sizeInBytes > 0
  const isAnswered = isObject(content) && isObject(content.acceptContext) && isObject(content.declineContext)
  return isNamed(attachment) && isSized && isAnswered ? [] : [`is no request to store a file [json-pointer:${at}]`]
}

const storedProblems = (attachment: JsonObject, at: string): readonly string[] => {
  const { content, contentUrl } = attachment
  const isStored = isObject(content) && typeof content.uniqueId === 'string' && typeof content.fileType === 'string'
  return isNamed(attachment) && isStored && typeof contentUrl === 'string'
    ? []
    : [`is no stored file [json-pointer:${at}]`]
}

const attachmentProblems = (attachment: unknown, at: string): readonly string[] => {
  if (!isObject(attachment)) return [`must be an object [json-pointer:${at}]`]
  if (attachment.contentType === consentType) return consentProblems(attachment, at)
  if (attachment.contentType === storedType) return storedProblems(attachment, at)
  if (attachment.contentType !== cardType) return [`must be an Adaptive Card [json-pointer:${at}/contentType]`]
  return cardProblems(attachment.content).map((problem) => within(problem, `${at}/content`))
}

const mentionProblems = ({ entities, text }: JsonObject): readonly string[] =>
  listOf(entities).flatMap((entity, index) => {
    if (!isObject(entity) || entity.type !== 'mention') return []
    const named = typeof entity.text === 'string' && /^<at>.+<\/at>$/.test(entity.text) ? entity.text : null
    return named !== null && `${text ?? ''}`.includes(named)
      ? []
      : [`mention does not occur in the text [json-pointer:/entities/${index}]`]
  })

/** Lists everything that is wrong with an activity of the bot, each with its place; nothing for a good one. */
export const activityProblems = (activity: JsonObject): readonly string[] => {
  const { type, text, summary } = activity
  if (type === 'typing') return []
  const attachments = listOf(activity.attachments)
  const problems: string[] = []
  const say = (what: string, at: string) => void problems.push(`${what} [json-pointer:${at}]`)
  if (type !== 'message') say("must be 'message' or 'typing'", '/type')
  if (activity.attachments !== undefined && !Array.isArray(activity.attachments)) say('must be a list', '/attachments')
  if (saysNothing(activity)) say('says nothing', '')
  if (attachments.length > 0 && text) say('must not stand beside attachments: Teams makes two messages of it', '/text')
  if (attachments.length > 0 && (typeof summary !== 'string' || summary.trim() === ''))
    say('must not be empty beside a card', '/summary')
  if (bytesOf(activity) > activityBudget) say(`is ${bytesOf(activity)} bytes, must be at most ${activityBudget}`, '')
  return [
    ...problems,
    ...attachments.flatMap((attachment, index) => attachmentProblems(attachment, `/attachments/${index}`)),
    ...mentionProblems(activity),
  ]
}
