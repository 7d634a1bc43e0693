import { isObject, type JsonObject, listOf } from '../slack/block-kit-shape.ts'
import { cardProblems } from './card-problems.ts'
import { partsOf, typeOf } from './card-walk.ts'
import type { Delivered, Message } from './fake-teams.ts'
import { cardsOf } from './presses.ts'

const run = (inline: unknown): string =>
  typeof inline === 'string' ? inline : isObject(inline) && typeof inline.text === 'string' ? inline.text : ''

const textsOf = (part: JsonObject): readonly unknown[] => {
  const type = typeOf(part)
  if (type === 'RichTextBlock') return [listOf(part.inlines).map(run).join('')]
  if (type.startsWith('Input.')) return [part.label, part.value]
  return type === 'TextBlock' ? [part.text] : []
}

/** Reads what an Adaptive Card says to people, one piece a line, without its buttons. */
const cardWords = (card: unknown): string =>
  partsOf(card)
    .filter(({ name }) => name !== 'fallback')
    .flatMap(({ part }) => textsOf(part))
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n')

/** Reads what a message says to people: its text, or its cards without their buttons. */
export const messageWords = (message: Pick<Message, 'activity'>): string =>
  [message.activity.text, ...cardsOf(message).map(cardWords)].filter((text) => typeof text === 'string').join('\n')

const inside = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value)

/** Reads the line that answers a pressed button, which only the one who pressed sees. */
export const pressWords = ({ body }: Delivered): string => {
  const value = inside(body, 'value')
  return typeof value === 'string' ? value : cardWords(value)
}

/** A dialog that was opened: what it says, what its fields stand at, and what its button submits. */
export type Dialog = {
  readonly title: string
  readonly words: string
  readonly card: JsonObject
  /** Why Teams would not draw it. */
  readonly problems: readonly string[]
  readonly values: Readonly<Record<string, string>>
  /** What its button submits where these values are typed in. */
  readonly filled: (typed?: Readonly<Record<string, string>>) => JsonObject
}

/** Reads a form out of a card, in a dialog or in a message. */
export const formOf = (card: unknown, title = ''): Dialog => {
  if (!isObject(card)) throw new Error(`no card: ${JSON.stringify(card)}`)
  const parts = partsOf(card).map(({ part }) => part)
  const inputs = parts.filter((part) => typeOf(part).startsWith('Input.'))
  const values = Object.fromEntries(
    inputs.flatMap(({ id, value }) => (value === undefined ? [] : [[`${id}`, `${value}`] as const])),
  )
  const action = parts.find((part) => typeOf(part).startsWith('Action.') && inside(part, 'data', 'form') !== undefined)
  return {
    title,
    words: cardWords(card),
    card,
    problems: cardProblems(card),
    values,
    filled: (typed = {}) => {
      if (action === undefined) throw new Error(`nothing to fill in: ${cardWords(card)}`)
      const names = inputs.map(({ id }) => `${id}`)
      const strange = Object.keys(typed).filter((name) => !names.includes(name))
      if (strange.length > 0) throw new Error(`no field ${strange} in ${names}`)
      const all = Object.entries({ ...values, ...typed }).filter(([, value]) => value !== '')
      return { ...(action.data as JsonObject), ...Object.fromEntries(all) }
    },
  }
}

/** Reads the dialog that answers an invoke; throws where there is none. */
export const dialogOf = ({ body, status, text }: Delivered): Dialog => {
  const card = inside(body, 'task', 'value', 'card', 'content')
  if (inside(body, 'task', 'type') !== 'continue' || !isObject(card)) throw new Error(`no dialog: ${status} ${text}`)
  return formOf(card, `${inside(body, 'task', 'value', 'title')}`)
}
