import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { isObject } from '../../_helpers/slack/block-kit-shape.ts'
import { blockText } from '../../_helpers/slack/block-kit-text.ts'
import { secret } from '../../_helpers/slack/running-bot.ts'
import { blockAction, eventCallback, signatureOf, slashCommand } from '../../_helpers/slack/signed-request.ts'
import { launches, type Service } from './running.ts'

/** What a person saw, and after how many milliseconds. `status` is that of the request itself. */
export type Seen = { readonly milliseconds: number; readonly status: number; readonly text: string }

const agent = new Agent({ keepAlive: true })
/** Whoever has seen nothing by then sees nothing. */
const longest = 120_000

type Answer = { readonly status: number; readonly text: string }

/** Sends a signed request over a kept connection. */
export const send = (url: string, body: string): Promise<Answer> => {
  const timestamp = Math.floor(Date.now() / 1000)
  const headers = {
    'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': `${timestamp}`,
    'x-slack-signature': signatureOf(secret, timestamp, body),
  }
  return new Promise((answered, failed) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => (text += part))
      response.on('end', () => answered({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

const shown = (text: string): string => {
  if (!text.startsWith('{')) return text
  const answer: unknown = JSON.parse(text)
  return isObject(answer) ? `${answer.text}\n${blockText(answer.blocks)}` : text
}

/** Looks every millisecond or two until there is something. */
const until = async <T>(look: () => T | undefined): Promise<T | undefined> => {
  const end = performance.now() + longest
  for (;;) {
    const found = look()
    if (found !== undefined || performance.now() > end) return found
    await wait(1)
  }
}

const isDeferred = (text: string): boolean => text.startsWith('Working on it')

/** Types a slash command, and waits until the answer is there; one that is late comes as a message to that person alone. */
export const types = async ({ bot, fake }: Service, user: string, words: string, place = launches): Promise<Seen> => {
  const [command = '', ...rest] = words.split(' ')
  const before = fake.ephemerals.length
  const response_url = fake.responseUrl({ user, channel: place })
  const body = slashCommand({ command, text: rest.join(' '), user_id: user, channel_id: place, response_url })
  const begun = performance.now()
  const answer = await send(bot.url, body)
  const first = shown(answer.text)
  const late = isDeferred(first)
    ? await until(() => fake.ephemerals.slice(before).find((one) => one.user === user))
    : null
  const milliseconds = performance.now() - begun
  const text = late === null ? first : `${late?.text ?? 'no answer'}\n${blockText(late?.blocks ?? [])}`
  return { milliseconds, status: late === undefined ? 0 : answer.status, text }
}

/** Presses a button of an answer that only that person sees, and waits until the answer has taken its place. */
export const presses = async ({ bot, fake }: Service, user: string, value: string): Promise<Seen> => {
  const response_url = fake.responseUrl({ user, channel: launches })
  const body = blockAction({ user_id: user, channel_id: launches, response_url, is_ephemeral: true, value })
  const before = fake.responses.length
  const begun = performance.now()
  const { status } = await send(bot.url, body)
  const seen = await until(() => fake.responses.slice(before).find(({ url }) => url === response_url))
  const milliseconds = performance.now() - begun
  return { milliseconds, status: seen === undefined ? 0 : status, text: seen ? shown(JSON.stringify(seen.body)) : '' }
}

/** Presses a button of a message in a channel, and waits until the message has been redrawn. */
export const pressesPosted = async (
  { bot, fake }: Service,
  user: string,
  value: string,
  where: { readonly channel: string; readonly ts: string },
): Promise<Seen> => {
  const response_url = fake.responseUrl({ user, ...where })
  const body = blockAction({
    ...{ user_id: user, channel_id: where.channel, response_url, message_ts: where.ts, value },
  })
  const before = fake.calls.length
  const begun = performance.now()
  const { status } = await send(bot.url, body)
  const redrawn = await until(() =>
    fake.calls.slice(before).find(({ method, args }) => method === 'chat.update' && args.ts === where.ts),
  )
  return { milliseconds: performance.now() - begun, status: redrawn === undefined ? 0 : status, text: '' }
}

/** Opens the Home tab, and waits until it is drawn. */
export const opensHome = async ({ bot, fake }: Service, user: string): Promise<Seen> => {
  const before = fake.views.get(user)?.publications ?? 0
  const begun = performance.now()
  const event = { type: 'app_home_opened', user, channel: `D${user.slice(1)}`, tab: 'home' }
  const { status } = await send(bot.url, eventCallback({ event }))
  const view = await until(() => {
    const now = fake.views.get(user)
    return now !== undefined && now.publications > before ? now : undefined
  })
  const text = view === undefined ? '' : blockText(view.blocks)
  return { milliseconds: performance.now() - begun, status: view === undefined ? 0 : status, text }
}

/** Asks for the digest of a channel, and waits until it stands there. */
export const callsDigest = async (service: Service, user: string, channel: string): Promise<Seen> => {
  const before = service.fake.messages(channel).length
  const begun = performance.now()
  const { status, text } = await types(service, user, '/shelfready digest now', channel)
  if (!text.includes('posted')) return { milliseconds: performance.now() - begun, status, text }
  const message = await until(() => service.fake.messages(channel)[before])
  return {
    milliseconds: performance.now() - begun,
    status: message === undefined ? 0 : status,
    text: message?.text ?? '',
  }
}
