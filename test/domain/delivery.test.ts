import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  after,
  afterLook,
  afterSend,
  expired,
  nextStep,
  type Outgoing,
  type SendResult,
  type Settlement,
} from '../../src/domain/delivery.ts'

const now = '2026-06-01T08:00:00.000Z'
const fresh: Outgoing = {
  state: 'pending',
  attempt: 1,
  notAfter: null,
  plain: false,
  repeated: false,
  failures: 0,
  form: 'post',
}
const settled: Settlement = {
  state: 'sent',
  notBefore: null,
  messageId: null,
  reason: null,
  plain: false,
  repeated: false,
  failures: 0,
  limited: false,
}
const inSeconds = (seconds: number) => after(now, seconds * 1000)
const send = (sent: SendResult, more: Partial<Outgoing> = {}, jitter = 0) =>
  afterSend({ ...fresh, ...more }, sent, now, jitter)

describe('what becomes of a message that was sent', () => {
  it('was accepted: it is sent, with its id', () => {
    expect(send({ kind: 'delivered', messageId: 'm-1' })).toEqual({ ...settled, messageId: 'm-1' })
  })

  it.each([
    ['as long as the platform says', 90, 0, 90],
    ['half a minute when it does not say', null, 0, 30],
    ['a little longer than it says, so that not all come at once', 100, 1, 120],
    ['not at all when it says so', 0, 0.5, 0],
  ])('was limited: it waits %s', (_, retryAfter, jitter, seconds) => {
    expect(send({ kind: 'limited', retryAfter }, {}, jitter)).toEqual({
      ...settled,
      state: 'pending',
      notBefore: inSeconds(seconds),
      limited: true,
      reason: 'rate limited',
    })
  })

  it.each([
    [1, 5],
    [2, 10],
    [3, 20],
    [7, 320],
    [8, 640],
    [9, 900],
    [40, 900],
    [5000, 900],
  ])('never left at attempt %i: it is tried again after %i seconds', (attempt, seconds) => {
    expect(send({ kind: 'unreachable', reason: 'no address' }, { attempt })).toEqual({
      ...settled,
      state: 'pending',
      notBefore: inSeconds(seconds),
      reason: 'no address',
    })
  })

  it('was refused: it is put aside at once with the reason', () => {
    expect(send({ kind: 'refused', reason: 'is_archived', ofForm: false })).toEqual({
      ...settled,
      state: 'parked',
      reason: 'is_archived',
    })
  })

  it('was refused for its form: it goes once more as plain text, and then no more', () => {
    const first = send({ kind: 'refused', reason: 'invalid_blocks', ofForm: true })
    expect(first).toEqual({ ...settled, state: 'pending', plain: true, reason: 'invalid_blocks' })
    expect(send({ kind: 'refused', reason: 'invalid_blocks', ofForm: true }, { plain: true }).state).toBe('parked')
  })

  it('broke its own sending: it is looked for a few times, however often it was tried for other reasons, and then put aside', () => {
    const broken = (failures: number) => send({ kind: 'broken', reason: 'oops' }, { attempt: 40, failures })
    for (const failures of [0, 1, 2])
      expect(broken(failures)).toEqual({
        ...settled,
        state: 'unknown',
        notBefore: inSeconds(10),
        reason: 'oops',
        failures: failures + 1,
      })
    expect(broken(3)).toMatchObject({ state: 'parked', reason: '4 attempts failed: oops' })
  })

  it('may have arrived again and again: it is looked for ever more seldom', () => {
    const pauses = [1, 2, 3, 5, 9].map((attempt) => send({ kind: 'unknown', reason: '502' }, { attempt }).notBefore)
    expect(pauses).toEqual([10, 10, 20, 80, 900].map(inSeconds))
  })
})

describe('what becomes of a message that was looked for', () => {
  it('was found: it is sent, with the id it was found by', () => {
    expect(afterLook({ ...fresh, state: 'unknown' }, { kind: 'found', messageId: 'm-9' }, now)).toEqual({
      ...settled,
      messageId: 'm-9',
    })
  })

  it('was not there: it is sent again, and is no repeat', () => {
    expect(afterLook({ ...fresh, state: 'unknown' }, { kind: 'absent' }, now)).toMatchObject({
      state: 'pending',
      notBefore: null,
      repeated: false,
    })
  })

  it('cannot be looked for at the moment: it is looked for later, as long as it is news', () => {
    const looked = { kind: 'failed', reason: 'timeout' } as const
    expect(afterLook({ ...fresh, state: 'unknown', attempt: 40 }, looked, now)).toMatchObject({
      state: 'unknown',
      notBefore: inSeconds(900),
      failures: 0,
    })
    expect(afterLook({ ...fresh, state: 'unknown', notAfter: now }, looked, now)).toMatchObject({ state: 'expired' })
  })

  it('may not be looked for: it is sent again and says that it may be there already', () => {
    expect(afterLook({ ...fresh, state: 'unknown' }, { kind: 'blind' }, now)).toMatchObject({
      state: 'pending',
      repeated: true,
    })
  })
})

describe('the next step of a message', () => {
  it.each([
    ['waits', 'pending', null, 'send'],
    ['waits and is still news', 'pending', '2026-06-01T08:00:00.001Z', 'send'],
    ['waits and is news until now', 'pending', now, 'expire'],
    ['waits and is stale', 'pending', '2026-06-01T07:59:59.999Z', 'expire'],
    ['may have arrived', 'unknown', null, 'look'],
    ['may have arrived and is stale', 'unknown', '2026-05-31T08:00:00.000Z', 'look'],
    ['was being sent by a process that is gone', 'sending', null, 'look'],
    ['was being sent by a process that is gone, and is stale', 'sending', '2026-05-31T08:00:00.000Z', 'look'],
  ] as const)('that %s', (_, state, notAfter, step) => {
    expect(nextStep({ ...fresh, state, notAfter }, now)).toBe(step)
  })

  it('that is stale is none: it expires, and says why', () => {
    expect(expired({ ...fresh, plain: true })).toEqual({
      ...settled,
      state: 'expired',
      plain: true,
      reason: 'out of date',
    })
  })
})

const outgoing = fc.record({
  state: fc.constantFrom('pending' as const, 'unknown' as const, 'sending' as const),
  attempt: fc.integer({ min: 1, max: 100_000 }),
  notAfter: fc.constantFrom(null, now),
  plain: fc.boolean(),
  repeated: fc.boolean(),
  failures: fc.nat(10),
  form: fc.constantFrom('post' as const, 'update' as const, 'thread' as const, 'private' as const),
})
const sent: fc.Arbitrary<SendResult> = fc.oneof(
  fc.constant<SendResult>({ kind: 'delivered', messageId: 'm' }),
  fc.record({ kind: fc.constant('limited' as const), retryAfter: fc.option(fc.integer({ min: 0, max: 86_400 })) }),
  fc.record({
    kind: fc.constantFrom('unreachable' as const, 'unknown' as const, 'broken' as const),
    reason: fc.string(),
  }),
  fc.record({ kind: fc.constant('refused' as const), reason: fc.string(), ofForm: fc.boolean() }),
)

describe('every settlement', () => {
  it('waits for no time in the past, and no pause of our own is longer than a quarter of an hour and a fifth', () => {
    fc.assert(
      fc.property(outgoing, sent, fc.double({ min: 0, max: 1, noNaN: true }), (message, answer, jitter) => {
        const { state, notBefore } = afterSend(message, answer, now, jitter)
        if (state === 'sent' || state === 'parked') expect(notBefore).toBeNull()
        if (notBefore === null) return
        const pause = (Date.parse(notBefore) - Date.parse(now)) / 1000
        const asked = answer.kind === 'limited' ? (answer.retryAfter ?? 30) : 0
        expect(pause).toBeGreaterThanOrEqual(asked)
        expect(pause).toBeLessThanOrEqual(Math.max(900, asked) * 1.2 + 0.001)
        expect(notBefore).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
      }),
    )
  })

  it('keeps a message plain that became plain, and a repeat that was one', () => {
    fc.assert(
      fc.property(outgoing, sent, fc.constantFrom('found', 'absent', 'blind'), (message, answer, looked) => {
        for (const settlement of [
          afterSend(message, answer, now, 0),
          afterLook(message, looked === 'found' ? { kind: looked, messageId: 'm' } : { kind: looked as 'absent' }, now),
          expired(message),
        ]) {
          if (message.plain) expect(settlement.plain).toBe(true)
          if (message.repeated) expect(settlement.repeated).toBe(true)
        }
      }),
    )
  })
})
