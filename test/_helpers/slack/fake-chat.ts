import { isObject } from './block-kit.ts'
import {
  type Answer,
  type Args,
  blocksOf,
  flag,
  type Method,
  metadataOf,
  no,
  text,
  visible,
  wrongBlocks,
  wrongContent,
  wrongMetadata,
  yes,
} from './fake-call.ts'
import { openView, updateView } from './fake-modals.ts'
import {
  bot,
  directChannel,
  type FakeChannel,
  type FakeMessage,
  messagesOf,
  putEphemeral,
  putMessage,
  removeMessage,
  team,
  type World,
} from './fake-state.ts'

/** Shows a message as the Web API does; its metadata only to those who ask. */
export const shown = (world: World, channel: string, message: FakeMessage, withMetadata: boolean) => {
  const all = messagesOf(world, channel)
  const replies = all.filter(({ thread_ts, ts }) => thread_ts === message.ts && ts !== message.ts)
  const root = all.find(({ ts }) => ts === message.thread_ts)
  return {
    type: 'message',
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.bot_id ? { bot_id: message.bot_id, app_id: message.app_id } : {}),
    ...(message.blocks.length ? { blocks: message.blocks } : {}),
    ...(message.files ? { subtype: 'file_share', files: message.files.map(({ id, name }) => ({ id, name })) } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.edits ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    ...(root ? { parent_user_id: root.user } : {}),
    ...(replies.length ? { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {}),
  }
}

const destination = (world: World, args: Args): FakeChannel | null => {
  const id = text(args, 'channel')
  const person = world.users.get(id ?? '')
  if (person) return person.deleted || person.id === bot.userId ? null : directChannel(world, person.id)
  return visible(world, id)
}

const isTs = (value: string) => /^\d{1,10}\.\d{6}$/.test(value)

const wrongThread = (args: Args): Answer | null => {
  const thread = text(args, 'thread_ts')
  return thread === undefined || isTs(thread) ? null : no('invalid_thread_ts')
}

const mayNotPost = (world: World, channel: FakeChannel): Answer | null => {
  if (channel.is_archived) return no('is_archived')
  return channel.members.has(bot.userId) || world.scopes.has('chat:write.public') ? null : no('not_in_channel')
}

const post: Method = (world, args) => {
  const channel = destination(world, args)
  if (!channel) return no('channel_not_found')
  const wrong = mayNotPost(world, channel) ?? wrongThread(args) ?? wrongMetadata(args) ?? wrongContent(world, args)
  if (wrong) return wrong
  const thread = text(args, 'thread_ts')
  const message = putMessage(world, channel.id, {
    user: bot.userId,
    text: text(args, 'text') ?? '',
    blocks: blocksOf(args),
    metadata: metadataOf(args),
    ...(thread === undefined ? {} : { thread_ts: thread, broadcast: flag(args, 'reply_broadcast') }),
  })
  world.accepted.push({ channel: channel.id, ts: message.ts, at: performance.now() })
  return yes({ channel: channel.id, ts: message.ts, message: shown(world, channel.id, message, true) })
}

const postEphemeral: Method = (world, args) => {
  const channel = visible(world, text(args, 'channel'))
  if (!channel) return no('channel_not_found')
  const user = text(args, 'user') ?? ''
  const wrong =
    (channel.is_archived ? no('is_archived') : null) ??
    (channel.members.has(bot.userId) ? null : no('not_in_channel')) ??
    (world.users.has(user) ? null : no('user_not_found')) ??
    (channel.members.has(user) ? null : no('user_not_in_channel')) ??
    wrongThread(args) ??
    wrongContent(world, args)
  if (wrong) return wrong
  const thread = text(args, 'thread_ts')
  const { ts } = putEphemeral(world, {
    channel: channel.id,
    user,
    text: text(args, 'text') ?? '',
    blocks: blocksOf(args),
    ...(thread === undefined ? {} : { thread_ts: thread }),
  })
  return yes({ message_ts: ts })
}

type Found = { readonly channel: FakeChannel; readonly message: FakeMessage }

const ownMessage = (world: World, args: Args, notOurs: string): Found | Answer => {
  const channel = visible(world, text(args, 'channel'))
  if (!channel) return no('channel_not_found')
  const message = messagesOf(world, channel.id).find(({ ts }) => ts === text(args, 'ts'))
  if (!message) return no('message_not_found')
  return message.user === bot.userId ? { channel, message } : no(notOurs)
}

const update: Method = (world, args) => {
  const found = ownMessage(world, args, 'cant_update_message')
  if ('ok' in found) return found
  const { channel, message } = found
  if (channel.is_archived) return no('is_inactive')
  const wrong = wrongMetadata(args) ?? wrongContent(world, args)
  if (wrong) return wrong
  if (args.text !== undefined) message.text = text(args, 'text') ?? ''
  if (args.blocks !== undefined) message.blocks = blocksOf(args)
  if (args.metadata !== undefined) message.metadata = metadataOf(args)
  message.edits += 1
  return yes({
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: shown(world, channel.id, message, true),
  })
}

const remove: Method = (world, args) => {
  const found = ownMessage(world, args, 'cant_delete_message')
  if ('ok' in found) return found
  removeMessage(world, found.channel.id, found.message.ts)
  return yes({ channel: found.channel.id, ts: found.message.ts })
}

const permalink: Method = (world, args) => {
  const channel = visible(world, text(args, 'channel'))
  if (!channel) return no('channel_not_found')
  const message = messagesOf(world, channel.id).find(({ ts }) => ts === text(args, 'message_ts'))
  if (!message) return no('message_not_found')
  const place = `https://${team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`
  return yes({
    channel: channel.id,
    permalink: message.thread_ts ? `${place}?thread_ts=${message.thread_ts}&cid=${channel.id}` : place,
  })
}

const publish: Method = (world, args) => {
  const { view } = args
  const user = text(args, 'user_id') ?? ''
  if (!world.users.has(user)) return no('user_not_found')
  if (!isObject(view) || view.type !== 'home') return no('invalid_arguments')
  const before = world.views.get(user)
  const hash = text(args, 'hash')
  if (hash !== undefined && before && hash !== before.hash) return no('hash_conflict')
  const wrong = wrongBlocks(world, view.blocks ?? null, 'home')
  if (wrong) return wrong
  const publications = (before?.publications ?? 0) + 1
  const published = {
    id: before?.id ?? `V${String(world.nextNumber()).padStart(8, '0')}`,
    hash: `${world.nextTs()}.${publications}`,
    blocks: blocksOf(view),
    private_metadata: text(view, 'private_metadata') ?? '',
    callback_id: text(view, 'callback_id') ?? '',
    publications,
  }
  world.views.set(user, published)
  return yes({ view: { ...published, type: 'home', team_id: team.id, app_id: bot.appId, bot_id: bot.botId } })
}

/** The methods that show something to people. */
export const chatMethods: { readonly [method: string]: Method } = {
  'chat.postMessage': post,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': permalink,
  'views.publish': publish,
  'views.open': openView,
  'views.update': updateView,
}
