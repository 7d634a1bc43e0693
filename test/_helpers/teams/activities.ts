import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../slack/block-kit-shape.ts'
import { placeId, putMessage } from './fake-messages.ts'
import { type Conversation, type Person, peopleIn, personalChat, type World } from './fake-world.ts'

/** The world and the address at which it is served, which every activity names. */
export type Sender = { readonly world: World; readonly serviceUrl: string }

/** An activity as Teams sends it to a bot. */
export type SentActivity = JsonObject & { readonly type: string; readonly id: string }

const localTime = (moment: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).toString({
    timeZoneName: 'never',
    fractionalSecondDigits: 3,
  })

const conversationOf = ({ id, kind, tenantId, name }: Conversation, root: string | null): JsonObject => ({
  ...(kind === 'personal' ? {} : { isGroup: true }),
  ...(kind === 'groupChat' && name !== null ? { name } : {}),
  conversationType: kind,
  tenantId,
  id: placeId(id, root),
})

const channelDataOf = (conversation: Conversation, person: Person): JsonObject => ({
  ...(conversation.kind === 'channel'
    ? {
        teamsChannelId: conversation.id,
        teamsTeamId: conversation.teamId,
        channel: { id: conversation.id },
        team: { id: conversation.teamId },
      }
    : {}),
  tenant: { id: person.tenantId },
})

/** Makes what every activity of a person has; its id is new unless the activity brings its own. */
export const activityOf = (
  { world, serviceUrl }: Sender,
  person: Person,
  place: { readonly conversation: Conversation; readonly root?: string | null },
  told: JsonObject & { readonly type: string },
): SentActivity => {
  const moment = new Date(world.now())
  const { locale, timezone } = person
  const { conversation, root = null } = place
  const [, country = ''] = locale.split('-')
  const { channelData, entities = [], ...more } = told as { readonly channelData?: JsonObject } & typeof told
  return {
    id: `f:${randomUUID()}`,
    timestamp: moment.toISOString(),
    localTimestamp: localTime(moment, timezone),
    localTimezone: timezone,
    channelId: 'msteams',
    serviceUrl,
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    conversation: conversationOf(conversation, root),
    recipient: world.bot,
    entities: [
      ...(entities as readonly JsonObject[]),
      { type: 'clientInfo', locale, country, platform: 'Windows', timezone },
    ],
    channelData: { ...channelDataOf(conversation, person), ...channelData },
    locale,
    ...more,
  }
}

/** What may be told of a message of a person. */
export type SaysHow = {
  /** Whether it mentions the bot; so it does everywhere but in a personal chat and in a private message. */
  readonly mention?: boolean
  /** Whether the bot alone receives it, as a slash command. */
  readonly targeted?: boolean
  /** Files that come with it: in a personal chat with the address of each, elsewhere as a mark in the text. */
  readonly files?: readonly { readonly name: string; readonly url: string }[]
  /** The first message of the thread that it goes on; without, a channel gets a new thread. */
  readonly thread?: string | { readonly id: string; readonly root: string | null }
}

const rootOf = ({ thread }: SaysHow): string | null =>
  thread === undefined ? null : typeof thread === 'string' ? thread : (thread.root ?? thread.id)

const attachmentsOf = (
  { kind }: Conversation,
  full: string,
  isMarked: boolean,
  files: NonNullable<SaysHow['files']>,
): { readonly attachments?: readonly JsonObject[] } => {
  const marks = kind === 'personal' ? '' : files.map((_, i) => `<attachment id="${i}"></attachment>`).join('')
  const html = { contentType: 'text/html', content: `<div><div>${full}${marks}</div></div>` }
  const infos = files.map(({ name, url }) => ({
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl: `https://acme-my.sharepoint.com/personal/Documents/${name}`,
    name,
    content: { downloadUrl: url, uniqueId: 'a1b2', fileType: name.split('.').at(-1) ?? '' },
  }))
  const all = [...(isMarked || marks !== '' ? [html] : []), ...(kind === 'personal' ? infos : [])]
  return all.length === 0 ? {} : { attachments: all }
}

/** Lets a person write into a conversation, which only the bot sees where it is targeted, and makes the activity that tells the bot. */
export const says = (
  sender: Sender,
  person: Person,
  conversation: Conversation,
  text: string,
  how: SaysHow = {},
): SentActivity => {
  const { world } = sender
  const { targeted = false, mention = conversation.kind !== 'personal' && !targeted } = how
  const thread = conversation.kind === 'channel' ? rootOf(how) : null
  const called = `<at>${world.bot.name}</at>`
  const full = mention ? `${called} ${text}` : text
  const activity = { type: 'message', text: full }
  const message = targeted ? null : putMessage(world, conversation, { from: person.id, root: thread, activity })
  const root = message?.root ?? thread
  return activityOf(
    sender,
    person,
    { conversation, root },
    {
      type: 'message',
      id: message?.id ?? world.nextId(),
      text: full,
      textFormat: 'plain',
      ...attachmentsOf(conversation, full, mention, how.files ?? []),
      ...(mention
        ? {
            entities: [{ type: 'mention', mentioned: world.bot, text: called }],
          }
        : {}),
      ...(thread === null ? {} : { replyToId: thread }),
      ...(targeted ? { recipient: { ...world.bot, isTargeted: true } } : {}),
    },
  )
}

const teamData = ({ world }: Sender, { teamId, id }: Conversation, eventType: string): JsonObject => {
  const team = world.teams.get(teamId ?? '')
  return team ? { team, eventType, settings: { selectedChannel: { id } } } : {}
}

const whereInstalled = ({ world }: Sender, place: Conversation | Person): Conversation => {
  if ('aadObjectId' in place) return personalChat(world, place)
  return (place.teamId && world.conversations.get(place.teamId)) || place
}

/** Installs the bot in a conversation, or in the team of a channel, and makes the activities that tell it. */
export const installs = (sender: Sender, place: Conversation | Person, person: Person): readonly SentActivity[] => {
  const conversation = whereInstalled(sender, place)
  sender.world.absent.delete(conversation.id)
  const channelData = teamData(sender, conversation, 'teamMemberAdded')
  const base = { channelData, entities: [] }
  return [
    activityOf(sender, person, { conversation }, { ...base, type: 'installationUpdate', action: 'add' }),
    activityOf(
      sender,
      person,
      { conversation },
      {
        ...base,
        type: 'conversationUpdate',
        membersAdded: [{ id: sender.world.bot.id, name: sender.world.bot.name }],
      },
    ),
  ]
}

/** Removes the bot from a conversation, or from the team of a channel, and makes the activities that tell it. */
export const removes = (sender: Sender, place: Conversation | Person, person: Person): readonly SentActivity[] => {
  const conversation = whereInstalled(sender, place)
  sender.world.absent.add(conversation.id)
  const channelData = teamData(sender, conversation, 'teamMemberRemoved')
  const gone = activityOf(
    sender,
    person,
    { conversation },
    { type: 'installationUpdate', action: 'remove', channelData },
  )
  if (conversation.kind === 'personal') return [gone]
  const membersRemoved = [{ id: sender.world.bot.id, name: sender.world.bot.name }]
  return [
    gone,
    activityOf(sender, person, { conversation }, { type: 'conversationUpdate', membersRemoved, channelData }),
  ]
}

/** Makes the activity that tells the bot of people who came into a conversation. */
export const joins = (sender: Sender, person: Person, conversation: Conversation): SentActivity => {
  const known = peopleIn(sender.world, conversation).some(({ id }) => id === person.id)
  if (!known && conversation.members)
    sender.world.conversations.set(conversation.id, {
      ...conversation,
      members: new Set([...conversation.members, person.id]),
    })
  const { id, aadObjectId } = person
  const channelData = teamData(sender, conversation, 'teamMemberAdded')
  return activityOf(
    sender,
    person,
    { conversation },
    {
      type: 'conversationUpdate',
      membersAdded: [{ id, aadObjectId }],
      channelData,
    },
  )
}
