import * as z from 'zod'
import { boundedMap } from '../../common/bounded-map.ts'
import { openDirectoryCache } from '../directory-cache.ts'
import type { ChatPerson } from '../request.ts'
import type { Called, Calls } from './connector-api.ts'
import type { Reference } from './place.ts'

/** Looks up people and channel names, with a cache that expires. */
export type Directory = {
  /** Gives null when Teams does not answer and nothing is cached. */
  readonly person: (where: Reference, account: string) => Promise<ChatPerson | null>
  /** Gives null when Teams does not answer. */
  readonly channelName: (where: Reference) => Promise<string | null>
  readonly forget: (id: string) => void
  /** Makes the next look-up in any conversation ask Teams again. */
  readonly doubtRosters: () => void
  /** Tells whether people of other tenants read a conversation; null when Teams does not answer. */
  readonly isShared: (where: Reference) => Promise<boolean | null>
  /** Tells whether an account reads a conversation; false where Teams does not answer. */
  readonly reads: (where: Reference, account: string) => Promise<boolean>
  /** Gives the Teams id of an account in conversations, if the account was seen since the start. */
  readonly memberId: (account: string) => string | null
}

const mostMembers = 50_000

const member = z.object({
  id: z.string(),
  name: z.string().default(''),
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
})

type Member = z.output<typeof member>

const page = z.object({ members: z.array(member), continuationToken: z.string().nullish() })

/** The page size of a roster and the most pages asked for; a member beyond them is asked for alone. */
const pageSize = 500
const mostPages = 20

/** Opens the directory of the tenants that are let in. */
export const openDirectory = (
  call: Calls,
  /** Empty in the local playground, where every tenant is accepted. */
  tenants: readonly string[],
  now?: () => number,
): Directory => {
  const { remember, forget } = openDirectoryCache(now)
  let rosters = 0
  const memberIds = boundedMap<string, string>(mostMembers)
  const asking = new Map<string, Promise<ReadonlyMap<string, Member> | null>>()
  const get = ({ serviceUrl, tenantId }: Reference, path: readonly string[], query?: string) =>
    call({ serviceUrl, tenantId, method: 'GET', path, ...(query === undefined ? {} : { query }) })

  const wholeRoster = async (where: Reference): Promise<ReadonlyMap<string, Member> | null> => {
    const members = new Map<string, Member>()
    let next = ''
    for (let asked = 0; asked < mostPages; asked++) {
      const path = ['conversations', where.conversationId, 'pagedmembers']
      const called = await get(where, path, `pageSize=${pageSize}${next}`)
      const read = called.kind === 'done' ? page.safeParse(called.data) : null
      if (!read?.success) return null
      for (const one of read.data.members) members.set(one.id, one)
      if (!read.data.continuationToken) break
      next = `&continuationToken=${encodeURIComponent(read.data.continuationToken)}`
    }
    return members
  }

  /** However many people of a conversation ask at the same moment, its roster is asked for once. */
  const roster = (where: Reference): Promise<ReadonlyMap<string, Member> | null> => {
    const { conversationId } = where
    const known = asking.get(conversationId)
    if (known !== undefined) return known
    const asked = remember(`${rosters} ${conversationId}`, () => wholeRoster(where)).finally(() =>
      asking.delete(conversationId),
    )
    asking.set(conversationId, asked)
    return asked
  }

  const met = (found: Member): ChatPerson => {
    const person = personOf(found, tenants)
    memberIds.set(person.id, found.id)
    return person
  }

  return {
    forget,
    doubtRosters: () => {
      rosters += 1
    },
    isShared: async (where) => {
      const members = await roster(where)
      return members === null ? null : [...members.values()].some(({ tenantId }) => isForeign(tenantId, tenants))
    },
    reads: async (where, account) =>
      [...((await roster(where)) ?? new Map<string, Member>()).values()].some(
        ({ aadObjectId, objectId }) => (aadObjectId ?? objectId ?? '').toLowerCase() === account,
      ),
    memberId: (account) => memberIds.get(account) ?? null,
    person: async (where, account) => {
      const listed = (await roster(where))?.get(account)
      if (listed !== undefined) return met(listed)
      const { conversationId } = where
      const alone = await remember(`${conversationId} ${account}`, async () =>
        memberOf(await get(where, ['conversations', conversationId, 'members', account])),
      )
      if (alone === null || 'id' in alone) return alone === null ? null : met(alone)
      // A person who is not in the roster yet may be added in a moment.
      forget(`${conversationId} ${account}`)
      return stranger(account)
    },
    channelName: (where) =>
      where.teamId === null
        ? Promise.resolve(null)
        : remember(where.conversationId, async () => {
            const team = where.teamId as string
            const [channels, own] = await Promise.all([
              get(where, ['teams', team, 'conversations']),
              get(where, ['teams', team]),
            ])
            return channelNameOf(channels, own, where.conversationId)
          }),
  }
}

const isForeign = (tenantId: string | null | undefined, tenants: readonly string[]): boolean =>
  tenants.length > 0 && tenantId != null && !tenants.includes(tenantId.toLowerCase())

const nobody = { isNobody: true } as const

/** Treats somebody who is not in the roster as external; null where Teams does not answer. */
const memberOf = (called: Called): Member | typeof nobody | null => {
  if (called.kind === 'error') return called.status === 404 ? nobody : null
  const read = called.kind === 'done' ? member.safeParse(called.data) : null
  return read?.success ? read.data : null
}

/** A guest, and somebody of another tenant, is from outside as well. */
const personOf = (found: Member, tenants: readonly string[]): ChatPerson => {
  const { name, email, userPrincipalName, tenantId, userRole } = found
  const id = (found.aadObjectId ?? found.objectId ?? '').toLowerCase()
  if (id === '') return stranger(found.id)
  const role = (userRole ?? 'user').toLowerCase()
  const guest = isForeign(tenantId, tenants) || role === 'guest' || role === 'anonymous'
  // Nobody vouches for e-mail addresses of another tenant.
  const isOwnTenant = tenants.length === 0 || (tenantId ?? tenants[0])?.toLowerCase() === tenants[0]
  const address = isOwnTenant ? (email ?? userPrincipalName ?? '').trim().toLowerCase() : ''
  return {
    id,
    platform: 'teams',
    name: name.trim() || id,
    guest,
    ...(guest || !address.includes('@') ? {} : { email: address }),
  }
}

const stranger = (account: string): ChatPerson => ({ id: account, platform: 'teams', name: account, guest: true })

const channelNameOf = (channels: Called, team: Called, id: string): string | null => {
  if (channels.kind !== 'done') return null
  const list = z
    .object({ conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })) })
    .safeParse(channels.data)
  const found = list.success ? list.data.conversations.find((one) => one.id === id) : undefined
  if (found?.name) return found.name
  const own = team.kind === 'done' && typeof team.data.name === 'string' ? team.data.name.trim() : ''
  return own === '' ? null : `${own} / General`
}
