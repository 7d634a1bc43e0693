import { isDeepStrictEqual } from 'node:util'
import {
  all,
  any,
  byType,
  type Check,
  eitherText,
  type Fields,
  flag,
  isObject,
  list,
  listOf,
  object,
  plain,
  string,
  webAddress,
  whole,
  word,
} from './block-kit-shape.ts'

const style = word('primary', 'danger')
const confirm = object({ title: plain(100), text: eitherText(300), confirm: plain(30), deny: plain(30) }, { style })
const element = (required: Fields, optional: Fields = {}): Check =>
  object({ type: any, ...required }, { action_id: string(255), ...optional })

const option = (text: Check, more: Fields = {}): Check =>
  object({ text, value: string(150) }, { description: plain(75), ...more })
const plainOption = option(plain(75))
const richOption = option(eitherText(75))

const slackFile: Check = (value, at, look) => {
  object({}, { id: string(), url: webAddress })(value, at, look)
  if (isObject(value) && (value.id === undefined) === (value.url === undefined))
    look.say('must provide either id or url', at)
}

/** Accepts the fields that name a picture: exactly one source, and words for those who cannot see it. */
export const picture =
  (optional: Fields = {}): Check =>
  (value, at, look) => {
    object({ type: any, alt_text: string(2000) }, { image_url: webAddress, slack_file: slackFile, ...optional })(
      value,
      at,
      look,
    )
    if (isObject(value) && (value.image_url === undefined) === (value.slack_file === undefined))
      look.say('must provide either image_url or slack_file', at)
  }

/** Accepts a picture inside a block. */
export const image = byType({ image: picture() })

const buttonShape = element(
  { text: plain(75) },
  { value: string(2000), url: webAddress, style, confirm, accessibility_label: string(75) },
)

/** Accepts a button. */
export const button = byType({ button: buttonShape })

const focus = { focus_on_load: flag }
const picker = { confirm, ...focus }
const placeholder = { placeholder: plain(150) }

const choices = (value: unknown): readonly unknown[] =>
  isObject(value)
    ? [
        ...listOf(value.options),
        ...listOf(value.option_groups).flatMap((group) => (isObject(group) ? listOf(group.options) : [])),
      ]
    : []

const chosenAmongOffered: Check = (value, at, look) => {
  if (!isObject(value)) return
  const chosen = [
    ...(value.initial_option === undefined ? [] : [['initial_option', value.initial_option] as const]),
    ...listOf(value.initial_options).map((one, index) => [`initial_options/${index}`, one] as const),
  ]
  for (const [name, one] of chosen)
    if (!choices(value).some((offered) => isDeepStrictEqual(offered, one)))
      look.say('must match one of the options', `${at}/${name}`)
}

const eitherOptionsOrGroups: Check = (value, at, look) => {
  if (isObject(value) && (value.options === undefined) === (value.option_groups === undefined))
    look.say('must provide either options or option_groups', at)
}

const optionGroup = object({ label: plain(75), options: list(plainOption, 100) })
const offered = { options: list(plainOption, 100), option_groups: list(optionGroup, 100) }
const many = { max_selected_items: whole(1, 100) }
const conversationFilter = object(
  {},
  {
    include: list(word('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
)
const conversations = { default_to_current_conversation: flag, filter: conversationFilter }
const one = { response_url_enabled: flag }

const select = (optional: Fields): Check => element({}, { ...picker, ...placeholder, ...optional })

const selects: Fields = {
  static_select: all(select({ ...offered, initial_option: plainOption }), eitherOptionsOrGroups, chosenAmongOffered),
  users_select: select({ initial_user: string() }),
  conversations_select: select({ initial_conversation: string(), ...conversations, ...one }),
  channels_select: select({ initial_channel: string(), ...one }),
  external_select: select({ initial_option: plainOption, min_query_length: whole(0, 3000) }),
}

const multiSelects: Fields = {
  multi_static_select: all(
    select({ ...offered, ...many, initial_options: list(plainOption, 100) }),
    eitherOptionsOrGroups,
    chosenAmongOffered,
  ),
  multi_users_select: select({ initial_users: list(string()), ...many }),
  multi_conversations_select: select({ initial_conversations: list(string()), ...many, ...conversations }),
  multi_channels_select: select({ initial_channels: list(string()), ...many }),
  multi_external_select: select({
    initial_options: list(plainOption),
    min_query_length: whole(0, 3000),
    ...many,
  }),
}

const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at, look) => {
    if (typeof value !== 'string' || !pattern.test(value)) look.say(`must be ${what}`, at)
  }

const pickers: Fields = {
  datepicker: element(
    {},
    { ...picker, ...placeholder, initial_date: matching(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-06-01') },
  ),
  timepicker: element(
    {},
    {
      ...picker,
      ...placeholder,
      initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:30'),
      timezone: string(),
    },
  ),
  checkboxes: all(
    element({ options: list(richOption, 10) }, { ...picker, initial_options: list(richOption, 10) }),
    chosenAmongOffered,
  ),
  radio_buttons: all(
    element({ options: list(richOption, 10) }, { ...picker, initial_option: richOption }),
    chosenAmongOffered,
  ),
}

const overflow = element({ options: list(option(plain(75), { url: webAddress }), 5) }, { confirm })

const onSurface =
  (surface: string, check: Check): Check =>
  (value, at, look) => {
    if (look.surface === surface) check(value, at, look)
    else look.say(`unsupported type: ${isObject(value) ? value.type : value} on ${look.surface}`, `${at}/type`)
  }

const dateAndTime = onSurface(
  'message',
  element({}, { ...picker, initial_date_time: whole(1_000_000_000, 9_999_999_999) }),
)

/** The elements of an actions block by type. */
export const actionElements: Fields = {
  button: buttonShape,
  overflow,
  datetimepicker: dateAndTime,
  ...selects,
  ...multiSelects,
  ...pickers,
}

/** The elements that stand beside the text of a section, by type. */
export const accessories: Fields = {
  button: buttonShape,
  overflow,
  image: picture(),
  ...selects,
  ...multiSelects,
  ...pickers,
}

const dispatch = {
  dispatch_action_config: object({
    trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered'), 2),
  }),
}

/** The elements of an input block by type. */
export const inputElements: Fields = {
  plain_text_input: element(
    {},
    {
      ...focus,
      ...placeholder,
      ...dispatch,
      initial_value: string(3000, 0),
      multiline: flag,
      min_length: whole(0, 3000),
      max_length: whole(1, 3000),
    },
  ),
  datetimepicker: dateAndTime,
  ...selects,
  ...multiSelects,
  ...pickers,
}
