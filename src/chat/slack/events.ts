import type { App } from '@slack/bolt'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import type { ChatRequest } from '../request.ts'
import { isForImport, takeFiles } from './dropped-files.ts'
import { publishHome } from './home.ts'
import { identifySender, withNames } from './identify-sender.ts'
import { readMessage, type SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** Handles events: messages to the bot, an opened Home tab, and changes of channels. */
export const answerEvents = (app: App, receiving: SlackContext): void => {
  const { directory, identity, joined, renamed, removed } = receiving
  const hear = async (event: unknown) => {
    const begun = performance.now()
    const us = await withTimeout(identity(), answerTimes.identify)
    const read = readMessage(event, us?.botUserId ?? '')
    if (read !== null) await answerMessage(receiving, read, begun)
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
  app.event('app_uninstalled', () => removed())
  app.event('tokens_revoked', async ({ event }) => {
    if ((event.tokens.bot ?? []).length > 0) await removed()
  })
  app.event('channel_shared', async ({ event }) => directory.forget(event.channel))
  app.event('channel_unshared', async ({ event }) => directory.forget(event.channel))
}

/** Answers words that somebody wrote to the bot: to them alone, in the thread they wrote in. */
const answerMessage = async (receiving: SlackContext, read: SlackRequest, begun: number): Promise<void> => {
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
  const words = await withNames(receiving.directory, String(read.words), read.typed ?? '')
  if (isForImport(read, words)) return takeFiles(receiving, { ...introduced.request, words }, read, begun)
  const request: ChatRequest = { ...introduced.request, words: words || 'help', reply: { thread: read.thread } }
  try {
    await receiving.receive(request, performance.now() - begun)
  } catch (error) {
    // What could not be kept is not acknowledged: Slack sends it again.
    if (receiving.busyCard(error) !== null) throw error
    await receiving.postAnswer(request, refusalCard(receiving.onSurprise(error)))
  }
}
