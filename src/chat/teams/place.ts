import type { Before } from '../typed-here.ts'

/** A channel id of ours: the person's account for a personal chat, else the Teams conversation id without its thread. */
const inbox = /^@([0-9a-f]{8}-[0-9a-f-]{20,40})$/
const conversation = /^19:[^\s;@]+@[^\s;]+$/

/** Tells whether a channel belongs to Microsoft Teams. */
export const isTeamsPlace = (channel: string): boolean => inbox.test(channel) || conversation.test(channel)

/** Gives the account whose personal chat a channel is; null for any other channel. */
export const accountOf = (channel: string): string | null => inbox.exec(channel)?.[1] ?? null

/** Gives what stands before a command where it is typed: among others the bot's name. */
export const beforeCommandsIn = (channel: string): Before => (accountOf(channel) === null ? '@Shelfready ' : '')

/** A conversation reference: what is needed to post without being asked. */
export type Reference = {
  readonly conversationId: string
  readonly kind: 'personal' | 'groupChat' | 'channel'
  readonly serviceUrl: string
  readonly tenantId: string
  /** The team that a channel belongs to. */
  readonly teamId: string | null
}

/** Splits Teams' id of a conversation into the conversation and the message whose thread it is. */
export const splitThread = (id: string): { readonly conversationId: string; readonly thread: string | null } => {
  const [conversationId = '', rest] = id.split(';messageid=')
  return { conversationId, thread: rest ?? null }
}
