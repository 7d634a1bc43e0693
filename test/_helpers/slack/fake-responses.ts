import { isObject, type JsonObject } from './block-kit.ts'
import { type Answer, type Args, blocksOf, flag, no, text, wrongContent, yes } from './fake-call.ts'
import { bot, messagesOf, putEphemeral, putMessage, removeEphemeral, removeMessage, type World } from './fake-state.ts'

/** The interaction that a response URL belongs to: its place, its person, and the message whose button was pressed. */
export type ResponseOf = { readonly channel?: string; readonly user?: string; readonly ts?: string }

/** What was POSTed to a response URL, and the error word that answered it, or null. */
export type FakeResponse = {
  readonly url: string
  readonly body: JsonObject
  readonly error: string | null
  readonly at: number
}

type Minted = { readonly of: ResponseOf; uses: number; expired: boolean }

const uses = 5

/** The response URLs that were minted. */
export type Responses = {
  readonly mint: (of: ResponseOf) => string
  readonly expire: () => void
  readonly respond: (path: string, args: Args) => Answer
}

const original = (world: World, { channel, ts }: ResponseOf) =>
  world.ephemerals.find((ephemeral) => ephemeral.ts === ts) ??
  messagesOf(world, channel ?? '').find((message) => message.ts === ts) ??
  null

const apply = (world: World, of: ResponseOf, args: Args): Answer => {
  const before = original(world, of)
  if (before && flag(args, 'delete_original')) {
    removeEphemeral(world, before.ts)
    removeMessage(world, of.channel ?? '', before.ts)
    return yes()
  }
  const wrong = wrongContent(world, args)
  if (wrong) return wrong
  const said = { text: text(args, 'text') ?? '', blocks: blocksOf(args) }
  if (before && flag(args, 'replace_original')) {
    Object.assign(before, said, { edits: before.edits + 1 })
    return yes()
  }
  const thread = text(args, 'thread_ts')
  const place = thread === undefined ? {} : { thread_ts: thread }
  if (of.channel === undefined) return yes()
  if (text(args, 'response_type') === 'in_channel')
    putMessage(world, of.channel, { user: bot.userId, ...said, ...place })
  else if (of.user !== undefined) putEphemeral(world, { channel: of.channel, user: of.user, ...said, ...place })
  return yes()
}

/** Opens the response URLs of a workspace; each takes five uses. */
export const openResponses = (world: World): Responses => {
  const minted = new Map<string, Minted>()
  return {
    mint: (of) => {
      const path = `/response/${world.nextNumber()}`
      minted.set(path, { of, uses: 0, expired: false })
      return path
    },
    expire: () => {
      for (const one of minted.values()) one.expired = true
    },
    respond: (path, args) => {
      const one = minted.get(path)
      if (!one || one.expired) return no('expired_url')
      if (one.uses >= uses) return no('used_url')
      one.uses += 1
      return isObject(args) ? apply(world, one.of, args) : no('invalid_payload')
    },
  }
}
