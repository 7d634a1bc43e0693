import { openDirectoryCache } from '../directory-cache.ts'
import type { Called, Calls } from './web-api.ts'

/** A person as Slack knows them; `isGuest` for everybody who is not a member of the company. */
export type SlackUser = {
  readonly name: string
  readonly isGuest: boolean
  /** Only an address that Slack has had confirmed. */
  readonly email?: string
  readonly timeZone?: string
  readonly locale?: string
}

/** A channel as Slack knows it. */
export type Channel = {
  readonly name: string
  readonly isShared: boolean
  readonly isMember: boolean
  /** Every member of the company can read it. */
  readonly isPublic: boolean
}

/** Looks up people and channel names, with a cache that expires. */
export type Directory = {
  /** Answers null when Slack does not tell now, and nothing is known from before. */
  readonly person: (id: string, said: UserFromRequest) => Promise<SlackUser | null>
  /** Answers null when Slack does not tell now, and nothing is known from before. */
  readonly channel: (id: string) => Promise<Channel | null>
  /** Makes the next look-up ask again. */
  readonly forget: (id: string) => void
  /** Makes the next look-up ask again, and keeps the cached value for when Slack does not answer. */
  readonly doubt: (id: string) => void
}

/** What a request itself tells of a person. */
type UserFromRequest = {
  readonly name: string
  readonly isForeign: boolean
  /** It comes from the workspace of the company. */
  readonly isOurs: boolean
  /** The workspace of the company; empty where that is not known. */
  readonly ourTeam: string
}

/** Errors that are final: Slack will never answer this question. */
const isFinal = (word: string) => word !== 'team_added_to_org' && word !== 'team_access_not_granted'

/** Opens the directory of a workspace. */
export const openDirectory = (
  { call }: Pick<Calls, 'call'>,
  now: () => number = performance.now.bind(performance),
): Directory => {
  const { remember, forget, doubt } = openDirectoryCache(now)
  return {
    forget,
    doubt,
    person: (id, said) =>
      said.isForeign
        ? Promise.resolve({ name: said.name, isGuest: true })
        : remember(id, async () => userOf(await call('users.info', { user: id, include_locale: true }))).then((user) =>
            user === null ? null : personOf(user, said),
          ),
    channel: (id) => remember(id, async () => channelOf(await call('conversations.info', { channel: id }), id)),
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

const objectIn = (
  called: Extract<Called, { kind: 'done' }>,
  field: string,
): Readonly<Record<string, unknown>> | null => {
  const value = called.data[field]
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
}

/** What Slack tells of a person, or the word by which it says that it tells nothing. */
type User = Readonly<Record<string, unknown>> | string

const userOf = (called: Called): User | null => {
  if (called.kind === 'error' && isFinal(called.word)) return called.word
  return called.kind === 'done' ? (objectIn(called, 'user') ?? '') : null
}

/** Where Slack does not answer, the signed request itself says who the person is. */
const personOf = (user: User, said: UserFromRequest): SlackUser => {
  if (typeof user === 'string')
    return { name: said.name, isGuest: user === 'user_not_visible' || (user === 'user_not_found' && !said.isOurs) }
  const profile = (user.profile ?? {}) as Record<string, unknown>
  const outside = ['is_restricted', 'is_ultra_restricted', 'is_stranger', 'deleted', 'is_bot'] as const
  const isGuest = outside.some((flag) => user[flag] === true) || isOfOthers(user, said.ourTeam)
  const email = isGuest || user.is_email_confirmed !== true ? '' : text(profile.email).toLowerCase()
  const [timeZone, locale] = [text(user.tz), text(user.locale)]
  return {
    name: nameOf(user, profile) || said.name,
    isGuest,
    ...(email === '' ? {} : { email }),
    ...(timeZone === '' ? {} : { timeZone }),
    ...(locale === '' ? {} : { locale }),
  }
}

/** In a company with several workspaces a member of one of them may be at home in another. */
const isOfOthers = (user: Readonly<Record<string, unknown>>, ourTeam: string): boolean => {
  const home = text(user.team_id)
  const { teams = [] } = (user.enterprise_user ?? {}) as { readonly teams?: readonly unknown[] }
  return ourTeam !== '' && home !== '' && home !== ourTeam && !teams.includes(ourTeam)
}

/** What people call somebody: the name they chose, unless that is only their handle, else their full name. */
const nameOf = (user: Readonly<Record<string, unknown>>, profile: Readonly<Record<string, unknown>>): string => {
  const [chosen, handle] = [text(profile.display_name), text(user.name)]
  return (chosen === handle ? '' : chosen) || text(user.real_name) || text(profile.real_name) || handle
}

const channelOf = (called: Called, id: string): Channel | null => {
  if (called.kind === 'error' && isFinal(called.word))
    return { name: id, isShared: false, isMember: called.word !== 'channel_not_found', isPublic: false }
  if (called.kind !== 'done') return null
  const channel = objectIn(called, 'channel')
  if (channel === null) return { name: id, isShared: false, isMember: true, isPublic: false }
  const isPrivate = channel.is_im === true
  return {
    name: isPrivate ? 'a direct message' : text(channel.name) === '' ? id : `#${text(channel.name)}`,
    isShared: channel.is_ext_shared === true || channel.is_pending_ext_shared === true,
    isMember: isPrivate || channel.is_member !== false,
    isPublic: channel.is_channel === true && channel.is_private !== true,
  }
}
