import type { FakeModal } from './fake-modals.ts'
import { bot, team } from './fake-state.ts'
import { nextTrigger, verificationToken } from './signed-request.ts'

type Input = { readonly block_id: string; readonly element: { readonly type: string; readonly action_id: string } }

const filledIn = (type: string, value: string) => {
  switch (type) {
    case 'datepicker':
      return { type, selected_date: value === '' ? null : value }
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { type, selected_option: value === '' ? null : { text: { type: 'plain_text', text: value }, value } }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return {
        type,
        selected_options: value
          .split(/\s*,\s*/)
          .filter(Boolean)
          .map((one) => optionOf(one)),
      }
    case 'conversations_select':
      return { type, selected_conversation: value === '' ? null : value }
    case 'users_select':
      return { type, selected_user: value === '' ? null : value }
    default:
      return { type, value: value === '' ? null : value }
  }
}

const optionOf = (value: string) => ({ text: { type: 'plain_text', text: value }, value })

/** What a field stands at when nobody touches it. */
const standing = (element: Readonly<Record<string, unknown>>): string => {
  const { initial_value: text, initial_date: date, initial_option: option, initial_user: user } = element
  if (typeof element.initial_conversation === 'string') return element.initial_conversation
  const several = element.initial_options as readonly { readonly value: string }[] | undefined
  if (several !== undefined) return several.map(({ value }) => value).join(', ')
  return `${text ?? date ?? user ?? (option as { readonly value?: string } | undefined)?.value ?? ''}`
}

/** The name of a field, without the way that it is for. */
const fieldOf = (block: string): string => block.split(':')[0] as string

const stateOf = (view: FakeModal['view'], values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    ((view.blocks as readonly Input[]) ?? [])
      .filter((block) => block.block_id !== undefined)
      .map(({ block_id, element }) => [
        block_id,
        { [element.action_id]: filledIn(element.type, values[fieldOf(block_id)] ?? standing(element)) },
      ]),
  )

/** Makes the body of what is typed into a field whose choices are searched. */
export const blockSuggestion = (
  { id, hash, view }: FakeModal,
  field: string,
  typed: string,
  user: { readonly id: string; readonly name: string },
): string => {
  const block = (view.blocks as readonly Input[]).find((one) => one.block_id === field)
  const payload = {
    type: 'block_suggestion',
    token: verificationToken,
    api_app_id: bot.appId,
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: team.id },
    container: { type: 'view', view_id: id },
    view: { ...view, id, hash, state: { values: {} } },
    action_id: block?.element.action_id,
    block_id: field,
    value: typed,
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

/** Makes the body of a choice in a modal, with what is filled in beside it. */
export const modalChoice = (
  { id, hash, view }: FakeModal,
  values: Readonly<Record<string, string>>,
  user: { readonly id: string; readonly name: string },
): string => {
  const payload = {
    type: 'block_actions',
    token: verificationToken,
    api_app_id: bot.appId,
    trigger_id: nextTrigger(),
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: team.id },
    container: { type: 'view', view_id: id },
    view: { ...view, id, hash, state: { values: stateOf(view, values) } },
    actions: [{ type: 'radio_buttons', action_id: 'value', block_id: Object.keys(values)[0], action_ts: '1.0' }],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

/** Makes the body of a modal that was sent, its fields filled in as told and otherwise as they stood. */
export const viewSubmission = (
  { id, hash, view }: FakeModal,
  values: Readonly<Record<string, string>>,
  user: { readonly id: string; readonly name: string; readonly team_id?: string },
): string => {
  const state = stateOf(view, values)
  const payload = {
    type: 'view_submission',
    token: verificationToken,
    api_app_id: bot.appId,
    trigger_id: nextTrigger(),
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id ?? team.id },
    view: { ...view, id, hash, state: { values: state } },
    response_urls: [],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

/** Makes the body of a shortcut on a message. */
export const messageShortcut = (told: {
  readonly callback_id: string
  readonly user: { readonly id: string; readonly name: string }
  readonly channel: { readonly id: string; readonly name: string }
  readonly text: string
  readonly files?: readonly { readonly id: string; readonly name: string }[]
}): string => {
  const payload = {
    type: 'message_action',
    token: verificationToken,
    callback_id: told.callback_id,
    trigger_id: nextTrigger(),
    action_ts: '1764093600.000200',
    message_ts: '1764093600.000100',
    response_url: 'http://127.0.0.1:1/nowhere',
    team: { id: team.id, domain: team.domain },
    channel: told.channel,
    user: { ...told.user, team_id: team.id },
    message: { type: 'message', user: told.user.id, ts: '1764093600.000100', text: told.text, files: told.files },
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}
