import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessengerPort } from '../../src/domain/delivery.ts'
import { deliverDue } from '../../src/jobs/outbox.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { openClaims } from '../../src/store/delivery/claims.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'
import { openPostgresStore } from '../store/imports/postgres-store.ts'

const reason = whyNoPostgres()
const replicas = 3
const channels = 6
const messages = 90

const now = () => Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })

describe.skipIf(reason !== null)(`${replicas} replicas on PostgreSQL`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it('send each message once, in the order of its channel', { timeout: 60_000 }, async () => {
    await using first = await openPostgresStore(server.url)
    await using second = await openPostgresStore(server.url)
    await using third = await openPostgresStore(server.url)
    await apply(
      first.workspace,
      Array.from({ length: messages }, (_, i) => ({
        ...{ kind: 'post', about: 'notice', channel: `#c${i % channels}`, entity: `${i}`, notAfter: null },
        card: { tone: 'plain', title: `Card ${i}`, plain: `Card ${i}`, blocks: [], footer: null },
      })),
      null,
      now(),
    )
    const seen = new Map<string, number[]>()
    const senders = new Set<string>()
    const messenger = (owner: string): MessengerPort => ({
      send: async ({ channel, outboxId }) => {
        senders.add(owner)
        await new Promise((resume) => setTimeout(resume, 5))
        seen.set(channel, [...(seen.get(channel) ?? []), Number(outboxId.split('-')[1])])
        return { kind: 'delivered', messageId: outboxId }
      },
      look: async () => ({ kind: 'absent' }),
      ...{ reaches: () => true, edits: false, pace: () => 0, lanes: 4 },
    })
    const rest = { now, jitter: () => 0, administrators: [], isStopping: () => false }
    await Promise.all(
      [first, second, third].map(({ workspace }, i) =>
        deliverDue({ ...messenger(`replica ${i}`), ...rest, workspace, owner: `replica ${i}` }),
      ),
    )
    expect([...seen.values()].flat()).toHaveLength(messages)
    expect(new Set([...seen.values()].flat()).size).toBe(messages)
    for (const sent of seen.values()) expect(sent).toEqual(sent.toSorted((a, b) => a - b))
    expect(senders.size).toBeGreaterThan(1)
  })

  it('tell leases by the clock of the server, however wrong their own is', async () => {
    await using one = await openPostgresStore(server.url)
    const card = { tone: 'plain', title: 'Card', plain: 'Card', blocks: [], footer: null } as const
    await apply(
      one.workspace,
      [{ kind: 'post', about: 'notice', channel: '#skew', entity: 'skew', notAfter: null, card }],
      null,
      now(),
    )
    const ahead = Temporal.Now.instant().add({ seconds: 30 }).toString({ smallestUnit: 'millisecond' })
    expect(await openClaims(one.workspace, 'right').next(now(), 4_000)).toMatchObject({ channel: '#skew' })
    expect(await openClaims(one.workspace, 'ahead').next(ahead, 4_000)).toBe(null)
  })
})
