import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import * as z from 'zod'
import type { Card } from '../../cards/language/card.ts'
import type { Field, FilledForm, Form } from '../../cards/language/form.ts'
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
  }),
  blocks: [
    ...form.says
      .map((line) => stripControl(line).trim())
      .filter((line) => line !== '')
      .map((line): KnownBlock => ({ type: 'context', elements: [plainText(line, limits.contextText)] })),
    ...form.fields.map(inputBlock),
  ].slice(0, limits.blocksInHome),
})

/** Shows why a form cannot be opened. */
export const refusalModal = (card: Card): ModalView => ({
  type: 'modal',
  callback_id: formCallback,
  title: title('Shelfready'),
  close: title('Close'),
  blocks: [...drawHome({ ...card, actions: [] })],
})

const inputBlock = (field: Field): InputBlock => ({
  type: 'input',
  block_id: field.name,
  label: plainText(stripControl(field.label).trim() || field.name, limits.optionText),
  optional: !field.isNeeded,
  element: element(field),
})

const element = ({ kind, hint, value, choices }: Field): InputBlock['element'] => {
  const placeholder =
    hint === null ? {} : { placeholder: plainText(stripControl(hint).trim() || ' ', limits.placeholder) }
  const action = { action_id: 'value' }
  switch (kind) {
    case 'day':
      return { type: 'datepicker', ...action, ...(isDate(value) ? { initial_date: value } : {}) }
    case 'choice': {
      const options = choices.slice(0, limits.choices).map((one) => ({
        text: plainText(stripControl(one.label).trim() || one.value, limits.optionText),
        value: truncate(one.value, limits.optionValue),
      }))
      const chosen = options.find((option) => option.value === value)
      return {
        type: 'static_select',
        ...action,
        options,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      }
    }
    default:
      return {
        type: 'plain_text_input',
        ...action,
        ...placeholder,
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
        }),
      ),
    ),
  }),
})

/** Reads a modal that was sent; null when it is none of ours, or was tampered with. */
export const readModal = (view: unknown): { readonly filled: FilledForm; readonly origin: FormOrigin } | null => {
  const read = state.safeParse(view)
  if (!read.success) return null
  const about = metadata.safeParse(parsed(read.data.private_metadata))
  if (!about.success) return null
  const { form, subject, rev: revision, channel, name } = about.data
  const values = Object.entries(read.data.state.values).flatMap(([field, elements]) => {
    const [first] = Object.values(elements)
    const value = first?.value ?? first?.selected_date ?? first?.selected_option?.value ?? ''
    return value.trim() === '' ? [] : [[field, value] as const]
  })
  return {
    filled: { form, subject, revision, values: Object.fromEntries(values) },
    origin: { channelId: channel, channelName: name },
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Says what is wrong by field; what belongs to none of them stands at the first. */
export const modalErrors = (card: Card, view: unknown): Readonly<Record<string, string>> => {
  const blocks =
    (view as { readonly blocks?: readonly { readonly type?: string; readonly block_id?: string }[] }).blocks ?? []
  const fields = blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []))
  const [first = 'name'] = fields
  const words = (said: string) => truncate(stripControl(said).trim() || 'This cannot be taken.', limits.contextText)
  const mistakes = Object.entries(card.refusal ?? {}).map(
    ([field, said]) => [fields.includes(field) ? field : first, words(said)] as const,
  )
  return mistakes.length > 0 ? Object.fromEntries(mistakes) : { [first]: words(card.title) }
}
