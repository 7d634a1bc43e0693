import { type Answer, type Args, flag, limit, type Method, no, text, visible, yes } from './fake-call.ts'
import { shown } from './fake-chat.ts'
import {
  bot,
  directChannel,
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  messagesOf,
  team,
  type World,
} from './fake-state.ts'

const secondsFromUtc = (zone: string): number => {
  try {
    return Temporal.Now.zonedDateTimeISO(zone).offsetNanoseconds / 1e9
  } catch {
    return 0
  }
}

const userSeen = (world: World, user: FakeUser) => ({
  id: user.id,
  team_id: user.team_id,
  name: user.name,
  deleted: user.deleted,
  is_bot: user.is_bot,
  is_app_user: false,
  ...(user.deleted
    ? {}
    : {
        real_name: user.real_name,
        tz: user.tz,
        tz_label: user.tz,
        tz_offset: secondsFromUtc(user.tz),
        is_admin: false,
        is_owner: false,
        is_restricted: user.is_restricted,
        is_ultra_restricted: user.is_ultra_restricted,
      }),
  ...(user.is_stranger ? { is_stranger: true } : {}),
  profile: {
    real_name: user.real_name,
    display_name: user.display_name,
    team: user.team_id,
    ...(world.scopes.has('users:read.email') ? { email: user.email } : {}),
  },
})

const userAnswer = (world: World, user: FakeUser | undefined): Answer =>
  user ? yes({ user: userSeen(world, user) }) : no('user_not_found')

const usersInfo: Method = (world, args) => userAnswer(world, world.users.get(text(args, 'user') ?? ''))

const lookupByEmail: Method = (world, args) => {
  const email = text(args, 'email')?.toLowerCase()
  const user = world.users.values().find((one) => !one.deleted && one.email.toLowerCase() === email)
  return user ? userAnswer(world, user) : no('users_not_found')
}

const channelSeen = (channel: FakeChannel, withCount = false) => ({
  id: channel.id,
  is_channel: !channel.is_im && !channel.is_private,
  is_group: false,
  is_im: channel.is_im,
  is_mpim: false,
  is_private: channel.is_private || channel.is_im,
  is_archived: channel.is_archived,
  is_ext_shared: channel.is_ext_shared,
  is_org_shared: false,
  is_shared: channel.is_ext_shared,
  context_team_id: team.id,
  ...(channel.is_im
    ? { user: channel.user }
    : { name: channel.name, name_normalized: channel.name, is_member: channel.members.has(bot.userId) }),
  ...(withCount ? { num_members: channel.members.size } : {}),
})

const conversationsInfo: Method = (world, args) => {
  const channel = visible(world, text(args, 'channel'))
  return channel ? yes({ channel: channelSeen(channel, flag(args, 'include_num_members')) }) : no('channel_not_found')
}

const openConversation: Method = (world, args) => {
  const named = text(args, 'users')?.split(',')
  if (named === undefined) {
    const channel = visible(world, text(args, 'channel'))
    return channel?.is_im
      ? yes({ no_op: true, already_open: true, channel: { id: channel.id } })
      : no('channel_not_found')
  }
  const user = world.users.get(named[0] ?? '')
  if (named.length !== 1 || !user) return no('user_not_found')
  if (user.deleted) return no('user_disabled')
  if (user.is_bot) return no('cannot_dm_bot')
  const channel = directChannel(world, user.id)
  return yes({ channel: flag(args, 'return_im') ? channelSeen(channel) : { id: channel.id } })
}

const join: Method = (world, args) => {
  const channel = visible(world, text(args, 'channel'))
  if (!channel) return no('channel_not_found')
  if (channel.is_im || channel.is_private) return no('method_not_supported_for_channel_type')
  if (channel.is_archived) return no('is_archived')
  channel.members.add(bot.userId)
  return yes({ channel: channelSeen(channel) })
}

type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

const page = <T>(items: readonly T[], args: Args, key: (item: T) => string, size: number): Page<T> | Answer => {
  const cursor = text(args, 'cursor')
  const after = cursor ? Buffer.from(cursor, 'base64').toString() : null
  const found = items.findIndex((item) => after === `next:${key(item)}`)
  if (after !== null && found < 0) return no('invalid_cursor')
  const rest = items.slice(Math.max(found, 0))
  const next = rest[size]
  return {
    items: rest.slice(0, size),
    next: next === undefined ? null : Buffer.from(`next:${key(next)}`).toString('base64'),
  }
}

const metadataOfPage = (next: string | null) => ({
  has_more: next !== null,
  response_metadata: { next_cursor: next ?? '' },
})

const members: Method = (world, args) => {
  const channel = visible(world, text(args, 'channel'))
  if (!channel) return no('channel_not_found')
  const some = page([...channel.members], args, (member) => member, limit(args, 100, 1000))
  if ('ok' in some) return some
  return yes({ members: some.items, response_metadata: { next_cursor: some.next ?? '' } })
}

const within = (args: Args) => {
  const oldest = Number(text(args, 'oldest') ?? 0)
  const latest = Number(text(args, 'latest') || Number.POSITIVE_INFINITY)
  const inclusive = flag(args, 'inclusive')
  return ({ ts }: FakeMessage) =>
    inclusive ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest
}

const readable = (world: World, args: Args): FakeChannel | Answer => {
  const channel = visible(world, text(args, 'channel'))
  if (!channel) return no('channel_not_found')
  return channel.members.has(bot.userId) ? channel : no('not_in_channel')
}

const answerPage = (world: World, args: Args, channel: string, some: Page<FakeMessage> | Answer): Answer =>
  'ok' in some
    ? some
    : yes({
        messages: some.items.map((message) => shown(world, channel, message, flag(args, 'include_all_metadata'))),
        ...metadataOfPage(some.next),
      })

const tsOf = ({ ts }: FakeMessage) => ts

const history: Method = (world, args) => {
  const channel = readable(world, args)
  if ('ok' in channel) return channel
  const wanted = messagesOf(world, channel.id)
    .filter(({ ts, thread_ts, broadcast }) => thread_ts === undefined || thread_ts === ts || broadcast)
    .filter(within(args))
    .reverse()
  return answerPage(world, args, channel.id, page(wanted, args, tsOf, limit(args, 100, 999)))
}

const replies: Method = (world, args) => {
  const channel = readable(world, args)
  if ('ok' in channel) return channel
  const all = messagesOf(world, channel.id)
  const root = all.find(({ ts }) => ts === text(args, 'ts'))
  if (!root) return no('thread_not_found')
  const rest = all.filter(({ ts, thread_ts }) => thread_ts === root.ts && ts !== root.ts).filter(within(args))
  return answerPage(world, args, channel.id, page([root, ...rest], args, tsOf, limit(args, 1000, 1000)))
}

const whoWeAre: Method = () =>
  yes({
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  })

/** The methods that look things up, or open a conversation. */
export const lookupMethods: { readonly [method: string]: Method } = {
  'auth.test': whoWeAre,
  'users.info': usersInfo,
  'users.lookupByEmail': lookupByEmail,
  'conversations.info': conversationsInfo,
  'conversations.open': openConversation,
  'conversations.join': join,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
}
