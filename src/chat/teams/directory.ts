import * as z from 'zod'
import { openMemory } from '../memory.ts'
import type { ChatPerson } from '../request.ts'
import type { Called, Calls } from './calls.ts'
import type { Reference } from './place.ts'

/** Who people are and what channels are called; what was learnt is asked again after a while. */
export type Directory = {
  /** Answers null when Teams does not tell now, and nothing is known from before. */
  readonly person: (where: Reference, account: string) => Promise<ChatPerson | null>
  /** Answers null when Teams does not tell. */
  readonly channelName: (where: Reference) => Promise<string | null>
  readonly forget: (id: string) => void
}

const member = z.object({
  name: z.string().default(''),
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
})

/** Opens the directory of the tenants that are let in. */
export const openDirectory = (
  call: Calls,
  /** Empty where everybody on this machine is let in. */
  tenants: readonly string[],
  now?: () => number,
): Directory => {
  const { remember, forget } = openMemory(now)
  const get = ({ serviceUrl, tenantId }: Reference, path: readonly string[]) =>
    call({ serviceUrl, tenantId, method: 'GET', path })
  return {
    forget,
    person: (where, account) =>
      remember(`${where.conversationId} ${account}`, async () =>
        personOf(await get(where, ['conversations', where.conversationId, 'members', account]), account, tenants),
      ),
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

/** Somebody whom the roster does not know, or knows as a guest or of another tenant, is from outside. */
const personOf = (called: Called, account: string, tenants: readonly string[]): ChatPerson | null => {
  if (called.kind === 'error') return called.status === 404 || called.status === 403 ? stranger(account) : null
  const read = called.kind === 'done' ? member.safeParse(called.data) : null
  if (read === null || !read.success) return null
  const { name, email, userPrincipalName, tenantId, userRole, ...ids } = read.data
  const id = (ids.aadObjectId ?? ids.objectId ?? '').toLowerCase()
  if (id === '') return stranger(account)
  const isOurs = tenants.length === 0 || tenantId == null || tenants.includes(tenantId.toLowerCase())
  const role = (userRole ?? 'user').toLowerCase()
  const guest = !isOurs || role === 'guest' || role === 'anonymous'
  const address = (email ?? userPrincipalName ?? '').trim().toLowerCase()
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
