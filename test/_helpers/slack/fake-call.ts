import {
  blockProblems,
  controlSequence,
  isObject,
  type JsonObject,
  jsonBudget,
  type Surface,
  textBudget,
  totalCharacters,
} from './block-kit.ts'
import { bot, type FakeChannel, type World } from './fake-state.ts'

/** The arguments of a call, with the JSON in them read. */
export type Args = { readonly [name: string]: unknown }

/** What a method answers. */
export type Answer = { readonly ok: boolean; readonly error?: string; readonly [name: string]: unknown }

/** One method of the Web API. */
export type Method = (world: World, args: Args) => Answer

/** Refuses with an error word. */
export const no = (error: string, more: JsonObject = {}): Answer => ({ ok: false, error, ...more })

/** Agrees, with what was asked for. */
export const yes = (more: JsonObject = {}): Answer => ({ ok: true, ...more })

/** Reads an argument as text; absent is undefined. */
export const text = (args: Args, name: string): string | undefined => {
  const value = args[name]
  return value === undefined || value === null
    ? undefined
    : typeof value === 'object'
      ? JSON.stringify(value)
      : `${value}`
}

/** Reads an argument as yes or no. */
export const flag = (args: Args, name: string): boolean => [true, 'true', 1, '1'].includes(args[name] as string)

/** Reads how many items are wanted. */
export const limit = (args: Args, ordinary: number, most: number): number => {
  const wanted = Number(text(args, 'limit') ?? ordinary)
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, most) : ordinary
}

/** Finds a channel that the bot can see: one that is not private, or that it is in. */
export const visible = (world: World, id: string | undefined): FakeChannel | null => {
  const channel = world.channels.get(id ?? '')
  return channel && (channel.members.has(bot.userId) || !(channel.is_private || channel.is_im)) ? channel : null
}

type ByKind = { readonly public: string; readonly private: string; readonly im: string }

const reading: ByKind = { public: 'channels:read', private: 'groups:read', im: 'im:read' }
const history: ByKind = { public: 'channels:history', private: 'groups:history', im: 'im:history' }

/** The scope that each method needs, for some by the kind of the conversation. */
const scopeNeeded: { readonly [method: string]: string | ByKind } = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'users.info': 'users:read',
  'users.lookupByEmail': 'users:read.email',
  'conversations.info': reading,
  'conversations.members': reading,
  'conversations.history': history,
  'conversations.replies': history,
  'conversations.open': 'im:write',
  'conversations.join': 'channels:join',
  'files.info': 'files:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
}

const kindOf = (channel: FakeChannel | null): keyof ByKind =>
  channel?.is_im ? 'im' : channel?.is_private ? 'private' : 'public'

/** Refuses a call for which the app was not given the scope. */
export const missingScope = (world: World, method: string, args: Args): Answer | null => {
  const needs = scopeNeeded[method]
  if (!needs) return null
  const needed = typeof needs === 'string' ? needs : needs[kindOf(visible(world, text(args, 'channel')))]
  return world.scopes.has(needed) ? null : no('missing_scope', { needed, provided: [...world.scopes].sort().join(',') })
}

const refuseBlocks = (problems: readonly string[]) =>
  no('invalid_blocks', {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  })

/** Refuses blocks that Slack would refuse, and remembers every problem of them. */
export const wrongBlocks = (world: World, blocks: unknown, surface: Surface): Answer | null => {
  if (blocks === undefined) return null
  if (!Array.isArray(blocks)) {
    world.problems.push('must provide an array [json-pointer:/blocks]')
    return no('invalid_blocks_format')
  }
  world.problems.push(...blockProblems(blocks, surface, world.allowControl))
  const refused = blockProblems(blocks, surface, true)
  if (refused.length) return refuseBlocks(refused)
  const { text: characters, json } = totalCharacters(blocks)
  return surface === 'message' && (characters > textBudget || json > jsonBudget) ? no('msg_blocks_too_long') : null
}

const longestText = 40_000

/** Refuses a message that says nothing or too much. */
export const wrongContent = (world: World, args: Args): Answer | null => {
  const said = text(args, 'text') ?? ''
  if (!world.allowControl && controlSequence.test(said))
    world.problems.push('raw control sequence [json-pointer:/text]')
  if (!said && (args.blocks === undefined || (Array.isArray(args.blocks) && args.blocks.length === 0)))
    return no('no_text')
  if (said.length > longestText) return no('msg_too_long')
  return wrongBlocks(world, args.blocks, 'message')
}

/** Refuses metadata that is not an event. */
export const wrongMetadata = (args: Args): Answer | null => {
  const { metadata } = args
  if (metadata === undefined) return null
  if (!isObject(metadata)) return no('invalid_metadata_format')
  const empty = Object.keys(metadata).length === 0
  return empty || (typeof metadata.event_type === 'string' && metadata.event_type && isObject(metadata.event_payload))
    ? null
    : no('invalid_metadata_schema')
}

/** Reads the blocks of a call that was found right. */
export const blocksOf = (args: Args): readonly unknown[] => (Array.isArray(args.blocks) ? args.blocks : [])

/** Reads the metadata of a call that was found right. */
export const metadataOf = (args: Args): JsonObject | null =>
  isObject(args.metadata) && Object.keys(args.metadata).length > 0 ? args.metadata : null
