import { createHmac } from 'node:crypto'
import { bot, team } from './fake-state.ts'

/** What came back for a signed request. */
export type SignedAnswer = {
  readonly status: number
  readonly text: string
  /** The body as JSON, or null where it is none. */
  readonly json: unknown
  readonly milliseconds: number
}

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Signs a body as Slack does. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`

/** Sends a body as Slack does, now unless told otherwise; further headers replace those of the signature. */
export const signedRequest = async ({
  url,
  secret,
  body,
  timestamp = Math.floor(Date.now() / 1000),
  headers = {},
}: {
  readonly url: string
  readonly secret: string
  readonly body: string
  readonly timestamp?: number
  readonly headers?: Readonly<Record<string, string>>
}): Promise<SignedAnswer> => {
  const started = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': `${timestamp}`,
      'x-slack-signature': signatureOf(secret, timestamp, body),
      ...headers,
    },
    body,
  })
  const text = await response.text()
  return { status: response.status, text, json: asJson(text), milliseconds: performance.now() - started }
}

let number = 0
const next = () => String(++number).padStart(8, '0')
/** Gives a trigger that was never used. */
export const nextTrigger = () => `${next()}.4321.0123456789abcdef`
const seconds = () => Math.floor(Date.now() / 1000)

/** A response URL at which nobody listens. */
const nowhere = 'http://127.0.0.1:9/response/none'
/** What older apps were told by; nobody checks it. */
export const verificationToken = 'verification-token'

/** The fields of a slash command that a test cares about. */
export type SlashCommand = {
  readonly command?: string
  readonly text?: string
  readonly user_id?: string
  readonly user_name?: string
  readonly channel_id?: string
  readonly channel_name?: string
  readonly team_id?: string
  readonly team_domain?: string
  readonly api_app_id?: string
  readonly is_enterprise_install?: string
  readonly response_url?: string
  readonly trigger_id?: string
  readonly token?: string
}

/** Makes the fields of a slash command, as an envelope carries them. */
export const slashCommandPayload = (told: SlashCommand = {}): Required<SlashCommand> => ({
  token: verificationToken,
  team_id: team.id,
  team_domain: team.domain,
  channel_id: 'C00000001',
  channel_name: 'launches',
  user_id: 'U00000001',
  user_name: 'ana',
  command: '/promo',
  text: '',
  api_app_id: bot.appId,
  is_enterprise_install: 'false',
  response_url: nowhere,
  trigger_id: nextTrigger(),
  ...told,
})

/** Makes the body of a slash command. */
export const slashCommand = (told: SlashCommand = {}): string =>
  new URLSearchParams(slashCommandPayload(told)).toString()

/** The fields of a pressed button, or a chosen entry of an overflow menu, that a test cares about. */
export type BlockAction = {
  readonly action_id?: string
  readonly block_id?: string
  readonly value?: string
  readonly label?: string
  /** The value of the chosen entry: makes the action that of an overflow menu. */
  readonly selected?: string
  readonly action_ts?: string
  readonly user_id?: string
  readonly user_name?: string
  readonly user_team_id?: string
  readonly channel_id?: string
  readonly channel_name?: string
  /** The message as it was shown; its place is `message_ts`. */
  readonly message?: { readonly [name: string]: unknown }
  readonly message_ts?: string
  readonly thread_ts?: string
  readonly is_ephemeral?: boolean
  /** The home whose button it is: then there is no message, no channel and no response URL. */
  readonly view?: { readonly id: string; readonly [name: string]: unknown }
  readonly response_url?: string
  readonly trigger_id?: string
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true })

const actionOf = ({
  action_id = 'act',
  block_id = 'block',
  value = '',
  label = 'Button',
  selected,
  action_ts,
}: BlockAction) => ({
  action_id,
  block_id,
  action_ts: action_ts ?? `${seconds()}.000000`,
  ...(selected === undefined
    ? { type: 'button', text: plain(label), value }
    : { type: 'overflow', selected_option: { text: plain(label), value: selected } }),
})

const onMessage = (told: BlockAction) => {
  const { channel_id = 'C00000001', message_ts = '1764093600.000100', is_ephemeral = false, thread_ts } = told
  const thread = thread_ts === undefined ? {} : { thread_ts }
  return {
    container: { type: 'message', message_ts, channel_id, is_ephemeral, ...thread },
    channel: { id: channel_id, name: told.channel_name ?? 'launches' },
    ...(is_ephemeral
      ? {}
      : {
          message: {
            type: 'message',
            user: bot.userId,
            bot_id: bot.botId,
            app_id: bot.appId,
            team: team.id,
            text: '',
            blocks: [],
            ...told.message,
            ...thread,
            ts: message_ts,
          },
        }),
    response_url: told.response_url ?? nowhere,
  }
}

const onHome = (view: { readonly id: string; readonly [name: string]: unknown }) => ({
  container: { type: 'view', view_id: view.id },
  view: { type: 'home', team_id: team.id, app_id: bot.appId, bot_id: bot.botId, state: { values: {} }, ...view },
})

/** Makes the payload of a pressed button or a chosen entry, as an envelope carries it. */
export const blockActionPayload = (told: BlockAction = {}) => {
  const { user_id = 'U00000001', user_name = 'ana', user_team_id = team.id } = told
  return {
    type: 'block_actions',
    token: verificationToken,
    api_app_id: bot.appId,
    trigger_id: told.trigger_id ?? nextTrigger(),
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user_id, username: user_name, name: user_name, team_id: user_team_id },
    ...(told.view ? onHome(told.view) : onMessage(told)),
    state: { values: {} },
    actions: [actionOf(told)],
  }
}

/** Makes the body of a pressed button or a chosen entry. */
export const blockAction = (told: BlockAction = {}): string =>
  new URLSearchParams({ payload: JSON.stringify(blockActionPayload(told)) }).toString()

/** An event, and the fields around it that a test cares about. */
export type EventCallback = {
  readonly event: { readonly type: string; readonly [name: string]: unknown }
  readonly event_id?: string
  readonly event_time?: number
  readonly team_id?: string
  readonly api_app_id?: string
  readonly is_ext_shared_channel?: boolean
}

/** Makes the payload of an event, as an envelope carries it. */
export const eventPayload = ({ event, ...told }: EventCallback) => {
  const { team_id = team.id } = told
  return {
    type: 'event_callback',
    token: verificationToken,
    context_team_id: team_id,
    context_enterprise_id: null,
    event: { event_ts: `${seconds()}.000000`, ...event },
    event_id: `Ev${next()}`,
    event_time: seconds(),
    team_id,
    api_app_id: bot.appId,
    authorizations: [{ enterprise_id: null, team_id, user_id: bot.userId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${next()}`,
    ...told,
  }
}

/** Makes the body of an event. */
export const eventCallback = (told: EventCallback): string => JSON.stringify(eventPayload(told))
