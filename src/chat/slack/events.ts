import type { App } from '@slack/bolt'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import type { ChatRequest } from '../request.ts'
import type { Directory } from './directory.ts'
import { publishHome } from './home.ts'
import { identifySender } from './identify-sender.ts'
import { readMessage, type SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** Handles events: messages to the bot, an opened Home tab, and changes of channels. */
export const answerEvents = (app: App, receiving: SlackContext): void => {
  const { directory, identity, joined, renamed } = receiving
  const hear = async (event: unknown) => {
    const begun = performance.now()
    const us = await withTimeout(identity(), answerTimes.identify)
    const read = readMessage(event, us?.botUserId ?? '')
    if (read !== null) await answerMessage(receiving, read, event, begun)
  }
  app.event('app_mention', ({ event }) => hear(event))
  app.event('message', ({ event }) => hear(event))
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return
    const origin = { userId: event.user, userName: '', teamId: body.team_id, channelId: event.channel, channelName: '' }
    void publishHome(receiving, { origin })
  })
  app.event('member_joined_channel', async ({ event }) => {
    directory.forget(event.channel)
    const us = await withTimeout(identity(), answerTimes.identify)
    // Slack sends again what is not acknowledged.
    if (us === null) throw new Error('Slack does not tell who we are; the channel we joined is greeted later.')
    if (event.user !== us.botUserId) return
    const channel = await withTimeout(directory.channel(event.channel), answerTimes.identify)
    await joined({ id: event.channel, name: channel?.name ?? event.channel })
  })
  const rename = async ({ channel }: { readonly channel: { readonly id: string; readonly name: string } }) => {
    directory.forget(channel.id)
    await renamed({ id: channel.id, name: `#${channel.name}` })
  }
  app.event('channel_rename', ({ event }) => rename(event))
  app.event('group_rename', ({ event }) => rename(event))
  app.event('channel_shared', async ({ event }) => directory.forget(event.channel))
  app.event('channel_unshared', async ({ event }) => directory.forget(event.channel))
}

/** Answers words that somebody wrote to the bot: to them alone, in the thread they wrote in. */
const answerMessage = async (
  receiving: SlackContext,
  read: SlackRequest,
  event: unknown,
  begun: number,
): Promise<void> => {
  const introduced = await identifySender(receiving, read)
  if ('title' in introduced) {
    const { userId, channelId } = read.origin
    const request: ChatRequest = {
      key: read.key,
      person: { id: userId, name: userId },
      place: channelId,
      words: '',
      reply: { thread: read.thread },
    }
    return receiving.postAnswer(request, introduced)
  }
  const words = await withNames(receiving.directory, String(read.words), event)
  const request: ChatRequest = { ...introduced.request, words: words || 'help', reply: { thread: read.thread } }
  try {
    await receiving.receive(request, performance.now() - begun)
  } catch (error) {
    // What could not be kept is not acknowledged: Slack sends it again.
    if (receiving.busyCard(error) !== null) throw error
    await receiving.postAnswer(request, refusalCard(receiving.onSurprise(error)))
  }
}

const mention = /@([UW][A-Z0-9]{5,})/g
const mostNames = 3

/** Writes the names of people who are mentioned, as far as Slack tells them. */
const withNames = async (directory: Directory, words: string, event: unknown): Promise<string> => {
  const ids = [...words.matchAll(mention)]
    .map(([, id]) => id as string)
    .filter((id) => JSON.stringify(event).includes(`<@${id}`))
  const people = await Promise.all(
    ids.slice(0, mostNames).map(async (id) => ({
      id,
      known: await withTimeout(
        directory.person(id, { name: id, isForeign: false, isOurs: false, ourTeam: '' }),
        answerTimes.identify,
      ),
    })),
  )
  return people.reduce(
    (named, { id, known }) =>
      known === null
        ? named
        : named.replaceAll(`@${id}`, () => (/\s/.test(known.name) ? `"${known.name}"` : `@${known.name}`)),
    words,
  )
}
