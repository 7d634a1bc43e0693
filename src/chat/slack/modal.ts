import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import * as z from 'zod'
import type { Card } from '../../cards/language/card.ts'
import {
  type Choice,
  type Field,
  type FilledForm,
  type Form,
  listSeparator,
  type Picking,
  type Way,
} from '../../cards/language/form.ts'
import { stripControl } from '../strip-control.ts'
import { truncate } from '../truncate.ts'
import { limits } from './limits.ts'
import { drawHome } from './render.ts'
import { plainText } from './text.ts'

/** Which modals are ours. */
export const formCallback = 'shelfready_form'

/** Where a form was opened, and what it is about: it comes back with what was filled in. */
export type FormOrigin = {
  readonly channelId: string
  readonly channelName: string
}

const title = (text: string) => plainText(stripControl(text).trim() || 'Shelfready', limits.viewTitle)

/** The modal that stands until its form is there: Slack lets one be opened only within three seconds. */
export const waitingModal = (): ModalView => ({
  type: 'modal',
  callback_id: formCallback,
  title: title('Shelfready'),
  close: title('Close'),
  blocks: [{ type: 'section', text: plainText('One moment...', limits.sectionText) }],
})

/** Draws a form as a modal. Never throws. */
export const drawModal = (form: Form, origin: FormOrigin): ModalView => ({
  type: 'modal',
  callback_id: formCallback,
  title: title(form.title),
  submit: title(form.submit),
  close: title('Cancel'),
  private_metadata: JSON.stringify({
    v: 1,
    form: form.id,
    subject: form.subject,
    rev: form.revision,
    channel: origin.channelId,
    name: origin.channelName.slice(0, limits.buttonText),
    ...(form.way === undefined ? {} : { way: form.way }),
    ...(form.isLooking === true ? { looks: true } : {}),
  }),
  blocks: [
    ...form.says
      .map((line) => stripControl(line).trim())
      .filter((line) => line !== '')
      .map((line): KnownBlock => ({ type: 'context', elements: [plainText(line, limits.contextText)] })),
    ...form.fields.map((field) => inputBlock(field, form.way)),
  ].slice(0, limits.blocksInHome),
})

/** Shows a card: why a form cannot be opened, or the answer to one that only asks. */
export const cardModal = (card: Card): ModalView => ({
  type: 'modal',
  callback_id: formCallback,
  title: title('Shelfready'),
  close: title('Close'),
  blocks: [...drawHome({ ...card, actions: [] })],
})

/** Slack keeps what stands in a field that has the same name before and after; a field of one way gets the name of that way. */
const blockId = ({ name, isOfWay }: Field, way: Way | undefined): string =>
  isOfWay === true && way !== undefined ? `${name}${behindName}${way.chosen}` : name

const behindName = ':'

const nameOf = (block: string): string => block.split(behindName)[0] as string

const inputBlock = (field: Field, way: Way | undefined): InputBlock => ({
  type: 'input',
  block_id: blockId(field, way),
  label: plainText(stripControl(field.label).trim() || field.name, limits.optionText),
  optional: !field.isNeeded,
  ...(field.kind === 'way' ? { dispatch_action: true } : {}),
  element: element(field),
})

const words = (text: string | null, most: number) =>
  text === null ? {} : { placeholder: plainText(stripControl(text).trim() || ' ', most) }

/** An option of a list; the names of things stand behind their codes. */
const optionOf = ({ value, label, detail }: Choice, isRoomy: boolean): PlainTextOption => {
  const [name, more] = [stripControl(label).trim() || value, stripControl(detail ?? '').trim()]
  const whole = more === '' ? name : `${name}${isRoomy ? ': ' : ' · '}${more}`
  const isBeside = isRoomy && more !== '' && whole.length > limits.optionText
  return {
    text: plainText(isBeside ? name : whole, limits.optionText),
    value: truncate(value, limits.optionValue),
    ...(isBeside ? { description: plainText(more, limits.optionText) } : {}),
  }
}

/** What the name of a field's element begins with where what it picks is searched; the source stands behind it. */
export const searchAction = 'search:'

/** Pickers: people are Slack's own; of many things those are searched that fit what is typed. */
const pickerElement = (
  { hint, value, choices }: Field,
  { of, isSeveral, isSearched }: Picking,
): InputBlock['element'] | null => {
  const chosen = (value ?? '').split(listSeparator).filter((one) => one !== '')
  const placeholder = words(hint, limits.placeholder)
  if (of === 'people') {
    const user = chosen.find((one) => /^[UW][A-Z0-9]{5,}$/.test(one))
    const [stands = hint] = chosen
    const named = user === undefined ? words(stands ?? null, limits.placeholder) : placeholder
    return {
      type: 'users_select',
      action_id: 'value',
      ...named,
      ...(user === undefined ? {} : { initial_user: user }),
    }
  }
  // A value that is cut would stand for another thing.
  const fitting = choices.filter((one) => one.value.length <= limits.optionValue).slice(0, limits.choices)
  const options = fitting.map((one) => optionOf(one, false))
  const initial = options.filter(({ value: own }) => own !== undefined && chosen.includes(own))
  const [first] = initial
  if (isSearched) {
    const search = { action_id: `${searchAction}${of}`, min_query_length: 0, ...placeholder }
    return isSeveral
      ? { type: 'multi_external_select', ...search, ...(first === undefined ? {} : { initial_options: initial }) }
      : { type: 'external_select', ...search, ...(first === undefined ? {} : { initial_option: first }) }
  }
  if (options.length === 0) return null
  const list = { action_id: 'value', options, ...placeholder }
  return isSeveral
    ? { type: 'multi_static_select', ...list, ...(first === undefined ? {} : { initial_options: initial }) }
    : { type: 'static_select', ...list, ...(first === undefined ? {} : { initial_option: first }) }
}

/** Draws what somebody can pick by what they type. */
export const drawOptions = (choices: readonly Choice[]): readonly PlainTextOption[] =>
  choices
    .filter((one) => one.value.length <= limits.optionValue)
    .slice(0, limits.choices)
    .map((one) => optionOf(one, false))

const element = (field: Field): InputBlock['element'] => {
  const { kind, hint, value, choices, pick } = field
  const action = { action_id: 'value' }
  const picker = pick === undefined ? null : pickerElement(field, pick)
  if (picker !== null) return picker
  switch (kind) {
    case 'channel':
      return {
        type: 'conversations_select',
        ...action,
        ...words(hint, limits.placeholder),
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(value !== null && /^[CG][A-Z0-9]{5,}$/.test(value) ? { initial_conversation: value } : {}),
      }
    case 'day':
      return { type: 'datepicker', ...action, ...(isDate(value) ? { initial_date: value } : {}) }
    case 'way':
    case 'choice': {
      const isRadio = kind === 'way' && choices.length <= limits.radios
      const options = choices.slice(0, limits.choices).map((one) => optionOf(one, isRadio))
      const chosen = options.find((option) => option.value === value)
      return {
        type: isRadio ? 'radio_buttons' : 'static_select',
        ...action,
        options,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      }
    }
    default:
      return {
        type: 'plain_text_input',
        ...action,
        ...words(hint, limits.placeholder),
        multiline: kind === 'lines',
        ...(value === null || value === '' ? {} : { initial_value: truncate(value, limits.sectionText) }),
      }
  }
}

const isDate = (value: string | null): value is string => value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value)

const metadata = z.object({
  v: z.literal(1),
  form: z.string().min(1).max(40),
  subject: z.string().max(500),
  rev: z.int().min(0),
  channel: z.string().max(100),
  name: z.string().max(100),
  way: z.object({ field: z.string().max(40), chosen: z.string().max(limits.optionValue) }).optional(),
  looks: z.literal(true).optional(),
})

const state = z.object({
  private_metadata: z.string().max(limits.sectionText),
  state: z.object({
    values: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          value: z.string().nullish(),
          selected_date: z.string().nullish(),
          selected_option: z.object({ value: z.string() }).nullish(),
          selected_options: z
            .array(z.object({ value: z.string() }))
            .max(limits.choices)
            .nullish(),
          selected_user: z.string().max(100).nullish(),
          selected_conversation: z.string().max(100).nullish(),
        }),
      ),
    ),
  }),
})

/** A modal as it was filled in. */
export type ReadModal = {
  readonly filled: FilledForm
  readonly origin: FormOrigin
  /** Sending it changes nothing. */
  readonly isLooking: boolean
  /** The accounts of the people who were picked. */
  readonly people: readonly string[]
  /** The fields that it has. */
  readonly fields: readonly string[]
}

/** Reads a modal that was sent; null when it is none of ours, or was tampered with. */
export const readModal = (view: unknown): ReadModal | null => {
  const read = state.safeParse(view)
  if (!read.success) return null
  const about = metadata.safeParse(parsed(read.data.private_metadata))
  if (!about.success) return null
  const { form, subject, rev: revision, channel, name, way, looks } = about.data
  const values = Object.entries(read.data.state.values).flatMap(([field, elements]) => {
    const [first] = Object.values(elements)
    const several = first?.selected_options?.map((one) => one.value).join(listSeparator)
    const value =
      first?.value ??
      first?.selected_date ??
      first?.selected_option?.value ??
      several ??
      first?.selected_user ??
      first?.selected_conversation ??
      ''
    return value.trim() === '' ? [] : [[nameOf(field), value] as const]
  })
  return {
    filled: { form, subject, revision, values: Object.fromEntries(values), ...(way === undefined ? {} : { way }) },
    origin: { channelId: channel, channelName: name },
    isLooking: looks === true,
    people: Object.values(read.data.state.values).flatMap((elements) =>
      Object.values(elements).flatMap(({ selected_user: user }) => user ?? []),
    ),
    fields: fieldsIn(view).map(nameOf),
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Lists the names of the input blocks of a view. */
const fieldsIn = (view: unknown): readonly string[] => {
  const blocks =
    (view as { readonly blocks?: readonly { readonly type?: string; readonly block_id?: string }[] }).blocks ?? []
  return blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []))
}

/** Says what is wrong by field; what belongs to none of them stands at the first. */
export const modalErrors = (card: Card, view: unknown): Readonly<Record<string, string>> => {
  const fields = fieldsIn(view)
  const [first = 'name'] = fields
  const said = (text: string) => truncate(stripControl(text).trim() || 'This cannot be taken.', limits.contextText)
  const mistakes = Object.entries(card.refusal ?? {}).map(
    ([field, text]) => [fields.find((block) => nameOf(block) === field) ?? first, said(text)] as const,
  )
  return mistakes.length > 0 ? Object.fromEntries(mistakes) : { [first]: said(card.title) }
}
