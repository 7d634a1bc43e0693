import type { Card } from '../../src/cards/language/card.ts'
import type { FilledForm, Form } from '../../src/cards/language/form.ts'
import { modalErrors } from '../../src/chat/slack/modal.ts'
import type { OutgoingMessage } from '../../src/domain/delivery.ts'
import type { Office, Who } from './office.ts'

/** A card on a surface, or a form as it is opened, or as it comes back with what is wrong. */
export type What =
  | { readonly kind: 'message' | 'home'; readonly card: Card }
  | { readonly kind: 'form'; readonly form: Form; readonly filled: FilledForm | null; readonly refused: Card | null }

/** One thing that people see, with what it is called and what made it. */
export type Shown = {
  readonly name: string
  /** What was typed, or what happened. */
  readonly by: string
  /** The words, where somebody typed them. */
  readonly words: string | null
  readonly what: What
}

/** Everything that people see, in the order in which it is looked at. */
export type Album = {
  readonly shown: readonly Shown[]
  readonly add: (name: string, by: string, card: Card) => void
  readonly addForm: (name: string, by: string, what: Omit<Extract<What, { kind: 'form' }>, 'kind'>) => void
  /** Types words and keeps the answer. */
  readonly say: (office: Office, name: string, words: string, who?: Who, kind?: 'message' | 'home') => Promise<Card>
}

/** Opens an empty album; no two things in it have the same name. */
export const openAlbum = (): Album => {
  const shown: Shown[] = []
  const keep = (one: Shown) => {
    if (shown.some(({ name }) => name === one.name)) throw new Error(`Two things are called ${one.name}`)
    shown.push(one)
  }
  return {
    shown,
    add: (name, by, card) => keep({ name, by, words: null, what: { kind: 'message', card } }),
    addForm: (name, by, form) => keep({ name, by, words: null, what: { kind: 'form', ...form } }),
    say: async (office, name, words, who = 'Ana', kind = 'message') => {
      const card = sameEachTime(await office.ask(words, who))
      keep({ name, by: `${who}: ${words}`, words, what: { kind, card } })
      return card
    },
  }
}

/** What opens something without an account is another one each time. */
const sameEachTime = (card: Card): Card =>
  card.secret === undefined ? card : JSON.parse(JSON.stringify(card).replaceAll(card.secret, 'x'.repeat(43)))

/** Finds the one message that fits among those that were sent. */
export const messageOf = (
  sent: readonly OutgoingMessage[],
  form: OutgoingMessage['form'],
  title: RegExp,
  channel?: string,
): Card => {
  const found = sent.find(
    (message) =>
      message.form === form &&
      title.test((message.card as Card).title) &&
      (channel === undefined || message.channel === channel),
  )
  if (found !== undefined) return found.card as Card
  const titles = sent.map((message) => `${message.form} ${message.channel}: ${(message.card as Card).title}`)
  throw new Error(`No ${form} is titled ${title}; there are\n${titles.join('\n')}`)
}

/** Says what is wrong with a form by field, as Slack is told it. */
export const slackErrors = ({ form, refused }: Extract<What, { kind: 'form' }>): Readonly<Record<string, string>> =>
  refused === null
    ? {}
    : modalErrors(refused, { blocks: form.fields.map(({ name }) => ({ type: 'input', block_id: name })) })

/** Gives a form the values that were typed into it. */
export const typedInto = (form: Form, filled: FilledForm | null): Form =>
  filled === null
    ? form
    : { ...form, fields: form.fields.map((field) => ({ ...field, value: filled.values[field.name] ?? null })) }
