import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callHttp } from '../../src/chat/http-call.ts'
import { openCalls } from '../../src/chat/slack/web-api.ts'
import { readTranscript } from '../../src/chat/terminal/send.ts'
import { withClaim } from '../../src/common/claimed-work.ts'
import { afterSend, leaseMilliseconds, after as momentAfter, type SendResult } from '../../src/domain/delivery.ts'
import { deliverDue } from '../../src/jobs/outbox.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { openClaims, renewClaims } from '../../src/store/delivery/claims.ts'
import { driverOf } from '../_helpers/engine.ts'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { openFile } from '../store/open-store.ts'
import { type Service, startServe } from './running.ts'
import { openShop, rowsOf, type Shop, transcriptFile } from './shop.ts'
import { office } from './stand-in-channel.ts'

/** Milliseconds; tests that share a machine with others have twice as long. */
const failover = process.env.KILLS ? 10_000 : 20_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop(Temporal.Now.instant(), [])
})
afterAll(() => shop[Symbol.asyncDispose]())

let posted = 0
/** Puts messages into the outbox of a store, as a command would in any process. */
const post = async (file: string, count: number): Promise<void> => {
  await using store = await openFile(file)
  await apply(
    store.workspace,
    Array.from({ length: count }, () => ({
      ...{ kind: 'post', about: 'notice', channel: '#supply', entity: `${++posted}`, notAfter: null },
      card: { tone: 'plain', title: `Card ${posted}`, plain: `Card ${posted}`, blocks: [], footer: null },
    })),
    null,
    `${Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })}`,
  )
}

/** Waits until everything is sent; answers how many milliseconds it took. */
const untilSent = async (file: string): Promise<number> => {
  const began = performance.now()
  while ((await rowsOf(file, `select id from outbox where state <> 'sent'`)).length > 0) {
    if (performance.now() - began > 2 * failover) throw new Error('nobody sends')
    await pause(50)
  }
  return performance.now() - began
}

const standBy = /Another Shelfready is running/

const pair = async (): Promise<{ readonly file: string; readonly first: Service; readonly second: Service }> => {
  const file = await shop.copy()
  const first = startServe(file)
  await first.said(/^Launch readiness/m)
  await post(file, 1)
  await untilSent(file)
  const second = startServe(file)
  await second.said(standBy)
  return { file, first, second }
}

const expectOnceInOrder = async (file: string) => {
  const made = await rowsOf<{ id: string }>(
    file,
    `select workspace_id || '-' || id as id from outbox order by outbox.id`,
  )
  const seen = readTranscript(transcriptFile(file)).map(({ outboxId }) => outboxId)
  expect(seen).toEqual(made.map(({ id }) => id))
}

describe('a second process of a store', () => {
  it('takes over from one that hangs, which stands by when it wakes, and takes over in its turn', {
    timeout: 60_000,
  }, async () => {
    const { file, first, second } = await pair()
    try {
      first.signal('SIGSTOP')
      await post(file, 20)
      const afterStop = await untilSent(file)
      expect(afterStop).toBeLessThan(failover)
      first.signal('SIGCONT')
      await post(file, 40)
      await untilSent(file)
      await pause(1_500)
      await second.kill('SIGKILL')
      await post(file, 20)
      const afterKill = await untilSent(file)
      expect(afterKill).toBeLessThan(failover)
      await expectOnceInOrder(file)
      console.info(`took over ${Math.round(afterStop)} ms after SIGSTOP, ${Math.round(afterKill)} ms after kill -9`)
    } finally {
      first.signal('SIGCONT')
      await Promise.all([first.kill('SIGKILL'), second.kill('SIGKILL')])
    }
  })
})

describe('a claim', () => {
  const start = '2026-06-01T08:00:00.000Z'

  it('that passed to another process settles nothing', async () => {
    await using one = await office(start)
    const { workspace } = one.app
    await one.post('#a', 'P-1')
    const old = await openClaims(workspace, 'old').next(start, leaseMilliseconds)
    const later = momentAfter(start, leaseMilliseconds + 1)
    const next = await openClaims(workspace, 'next').next(later, leaseMilliseconds)
    if (old === null || next === null) throw new Error('nothing to claim')
    expect(next).toMatchObject({ id: old.id, attempt: old.attempt + 1, state: 'sending' })
    const settlement = afterSend(old, { kind: 'delivered', messageId: 'late' }, later, 0)
    await apply(workspace, [{ kind: 'record-delivery', claim: old, settlement, channelNotBefore: null }], null, later)
    expect(one.rows('select state, claimed_by, message_id from outbox')).toEqual([
      { state: 'sending', claimed_by: 'next', message_id: null },
    ])
  })

  it.each([
    ['before it calls the platform', 0],
    ['while it looks something up before', 50],
  ])('of a process that was stopped %s sends nothing any more when it wakes', async (_, lookUp) => {
    await using one = await office(start)
    await one.post('#a', 'P-1')
    let posts = 0
    const platform = createServer((request, response) => {
      if (request.url === '/post') posts++
      setTimeout(() => response.end('{}'), request.url === '/post' ? 0 : lookUp)
    })
    await new Promise<void>((open) => platform.listen(0, '127.0.0.1', open))
    const { port } = platform.address() as AddressInfo
    const call = (path: string) => callHttp(new URL(`http://127.0.0.1:${port}${path}`), { method: 'POST' }, 6_000)
    // Nothing runs meanwhile, as after SIGSTOP; another process has the message by then.
    const stopped = () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leaseMilliseconds + 200)
      driverOf(one.app.workspace.database).exec(`update outbox set claimed_by = 'next', attempt = attempt + 1`)
    }
    const send = async (): Promise<SendResult> => {
      const looked = call('/look')
      if (lookUp > 0) await pause(lookUp / 2)
      stopped()
      if (lookUp > 0) await looked
      const { kind } = await call('/post')
      return kind === 'answered' ? { kind: 'delivered', messageId: '1' } : { kind: 'broken', reason: 'passed' }
    }
    await deliverDue({
      ...{ workspace: one.app.workspace, owner: 'old', now: () => start, jitter: () => 0, administrators: [] },
      ...{ isStopping: () => false, send, look: async () => ({ kind: 'absent' }), reaches: () => true },
      ...{ edits: false, pace: () => 0, lanes: 1 },
    })
    platform.closeAllConnections()
    platform.close()
    expect(posts).toBe(0)
  })

  it("that may be another process's lets no call to Slack out, however many wait for their turn", async () => {
    await using slack = await openFakeSlack()
    const { id: channel } = slack.addChannel({ name: 'launches' })
    const calls = openCalls(slack.token, slack.apiUrl)
    const ours = { isHeld: () => true, signal: new AbortController().signal }
    const call = () => calls.call('chat.postMessage', { channel, text: 'Card.' })
    const sent = Array.from({ length: 30 }, (_, i) =>
      withClaim(i % 2 === 0 ? ours : { ...ours, isHeld: () => false }, call),
    )
    const kinds = (await Promise.all(sent)).map(({ kind }) => kind)
    expect(kinds).toEqual(kinds.map((_, i) => (i % 2 === 0 ? 'done' : 'unknown')))
    expect(slack.messages(channel)).toHaveLength(15)
  })

  it('lasts for as long as it is renewed', async () => {
    await using one = await office(start)
    const { workspace } = one.app
    await one.post('#a', 'P-1')
    const claim = await openClaims(workspace, 'old').next(start, leaseMilliseconds)
    const renewed = momentAfter(start, 3_000)
    expect(await renewClaims(workspace, 'old', [claim?.id ?? 0], renewed, leaseMilliseconds)).toEqual([claim?.id])
    expect(await openClaims(workspace, 'next').next(momentAfter(start, 6_000), leaseMilliseconds)).toBe(null)
    expect(await openClaims(workspace, 'next').next(momentAfter(start, 7_001), leaseMilliseconds)).not.toBe(null)
    expect(await renewClaims(workspace, 'old', [claim?.id ?? 0], renewed, leaseMilliseconds)).toEqual([])
  })

  it('that may have passed to another is not sent by a process that wakes', async () => {
    await using one = await office(start)
    await one.post('#a', 'P-1')
    await one.deliver('old', () => false)
    expect(one.channel.inChannel('#a')).toEqual([])
    one.pass({ seconds: 5 })
    await one.deliver('next')
    await one.deliver('next')
    expect(one.channel.inChannel('#a')).toHaveLength(1)
  })
})
