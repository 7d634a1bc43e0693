import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliverDue } from '../../src/jobs/outbox.ts'
import { type Office, office, type Reaction } from './stand-in-channel.ts'

const start = '2026-06-01T08:00:00Z'
const administered = () => office(start, { SHELFREADY_ADMINS: 'U1,U2' })
const ends = ['sent', 'parked', 'expired']

const audits = (shop: Office, action: string) =>
  shop.rows<{ place: string; entity: string; detail: string }>(
    `select place, entity, detail from audit where action = '${action}' order by id`,
  )
const rowOf = (shop: Office, entity: string) =>
  shop.outbox().find((row) => row.entity === entity && row.kind === 'promotion')
const states = (shop: Office) => shop.outbox().map((row) => row.state)

/** Delivers as the service does, until nothing is left that waits or a day has passed. */
const settleAll = async (shop: Office) => {
  const giveUp = shop.now().add({ hours: 24 })
  while (states(shop).some((state) => !ends.includes(state)) && Temporal.Instant.compare(shop.now(), giveUp) < 0) {
    await shop.deliver()
    shop.pass({ seconds: 61 })
  }
}

describe('a message for a channel of a platform that is not configured any more', () => {
  /** Delivers as a service does that reaches no channel of Teams. */
  const deliverWithout = (shop: Office) =>
    deliverDue({
      ...shop.channel,
      ...{ workspace: shop.app.workspace, owner: 'one', now: shop.app.now, administrators: ['U1'] },
      reaches: (channel) => !channel.startsWith('#teams'),
      jitter: () => 0.5,
      isStopping: () => false,
    })
  const untilNoon = '2026-06-01T12:00:00.000Z'

  it('waits while it is news, ends when it is none any more, and troubles nobody', async () => {
    await using shop = await administered()
    await shop.post('#teams', 'P-1', untilNoon)
    await shop.post('#teams-2', 'P-2', '2026-06-01T12:00:00.001Z')
    await shop.post('#teams', 'P-3')
    await shop.post('#launches', 'P-4', untilNoon)
    await deliverWithout(shop)
    expect(states(shop)).toEqual(['pending', 'pending', 'pending', 'sent'])
    shop.setClock('2026-06-01T11:59:59.999Z')
    await deliverWithout(shop)
    expect(states(shop)).toEqual(['pending', 'pending', 'pending', 'sent'])
    shop.setClock(untilNoon)
    await deliverWithout(shop)
    expect(states(shop)).toEqual(['expired', 'pending', 'pending', 'sent'])
    expect(rowOf(shop, 'P-1')).toMatchObject({ reason: 'no platform that is configured reaches it', attempt: 0 })
    expect(shop.channel.transcript.map(({ channel }) => channel)).toEqual(['#launches'])
  })

  it('goes out when the platform is configured again in time', async () => {
    await using shop = await administered()
    await shop.post('#teams', 'P-1', untilNoon)
    shop.setClock('2026-06-01T11:59:00Z')
    await deliverWithout(shop)
    await shop.deliver()
    expect(states(shop)).toEqual(['sent'])
  })
})

describe('a message that the platform refuses', () => {
  it.each(['channel_not_found', 'is_archived', 'not_in_channel', 'token_revoked', 'account_inactive', 'msg_too_long'])(
    'for %s is put aside at once, for both administrators and the record to see',
    async (reason) => {
      await using shop = await administered()
      shop.channel.react(({ channel }) => (channel === '#gone' ? { kind: 'refused', reason, ofForm: false } : null))
      await shop.post('#gone', 'P-1')
      await shop.deliver()
      expect(rowOf(shop, 'P-1')).toMatchObject({ state: 'parked', reason, attempt: 1 })
      expect(audits(shop, 'park').map((row) => ({ ...row, detail: JSON.parse(row.detail) }))).toEqual([
        { place: '#gone', entity: 'P-1', detail: { about: 'promotion', reason } },
      ])
      for (const administrator of ['@U1', '@U2']) {
        const notices = shop.channel.inChannel(administrator)
        expect(notices).toHaveLength(1)
        expect(notices[0]?.text).toContain('The card for P-1 could not be posted in #gone.')
        expect(notices[0]?.text).toMatch(new RegExp(`Why: (.+ \\(${reason}\\)|${reason})\\.`))
      }
      expect(states(shop)).toEqual(['parked', 'sent', 'sent'])
      expect(await shop.say('shelfready settings', { place: '#gone' })).toMatch(
        new RegExp(`promotion P-1: (.+ \\(${reason}\\)|${reason})`),
      )
    },
  )

  it('for its form is sent once more as plain text', async () => {
    await using shop = await administered()
    shop.channel.react(({ plain }) => (plain ? null : { kind: 'refused', reason: 'invalid_blocks', ofForm: true }))
    await shop.post('#launches', 'P-1')
    await shop.deliver()
    expect(shop.channel.transcript).toMatchObject([{ channel: '#launches', plain: true, repeated: false }])
    expect(states(shop)).toEqual(['sent'])
    expect(shop.channel.sends()).toBe(2)
  })

  it('for its form even as plain text is put aside', async () => {
    await using shop = await administered()
    shop.channel.react(({ channel }) =>
      channel === '#launches' ? { kind: 'refused', reason: 'invalid_blocks', ofForm: true } : null,
    )
    await shop.post('#launches', 'P-1')
    await shop.deliver()
    expect(rowOf(shop, 'P-1')?.state).toBe('parked')
    expect(audits(shop, 'park')).toHaveLength(1)
  })

  it('does not hold up what follows it in its channel', async () => {
    await using shop = await administered()
    let refusals = 1
    shop.channel.react(() => (refusals-- > 0 ? { kind: 'refused', reason: 'no_text', ofForm: false } : null))
    for (const entity of ['P-1', 'P-2', 'P-3']) await shop.post('#launches', entity)
    await shop.deliver()
    expect(shop.channel.inChannel('#launches').map((posted) => posted.text)).toEqual(['About P-2', 'About P-3'])
  })

  it('is a notice to an administrator: it is put aside without a notice about the notice', async () => {
    await using shop = await administered()
    shop.channel.react(() => ({ kind: 'refused', reason: 'token_revoked', ofForm: false }))
    await shop.post('#launches', 'P-1')
    await settleAll(shop)
    expect(states(shop)).toEqual(['parked', 'parked', 'parked'])
    expect(audits(shop, 'park').map((row) => row.place)).toEqual(['#launches', '@U1', '@U2'])
  })
})

describe('a message whose sending always breaks', () => {
  it('never blocks another channel, and ends put aside for everybody to see', async () => {
    await using shop = await administered()
    shop.channel.react(({ outboxId }) => (outboxId === '1-1' ? { kind: 'throw', stores: false } : null))
    await shop.post('#poisoned', 'P-1')
    await shop.post('#launches', 'P-2')
    await shop.post('#poisoned', 'P-3')
    await shop.post('#east', 'P-4')
    await shop.deliver()
    expect(shop.channel.transcript.map((posted) => posted.text)).toEqual(['About P-2', 'About P-4'])
    for (let minute = 0; minute < 10; minute++) {
      await shop.post('#launches', `P-1${minute}`)
      await shop.deliver()
      expect(shop.channel.inChannel('#launches').at(-1)?.text).toBe(`About P-1${minute}`)
      shop.pass({ minutes: 1 })
    }
    expect(rowOf(shop, 'P-1')).toMatchObject({
      state: 'parked',
      reason: '4 attempts failed: the sending broke',
    })
    expect(shop.channel.inChannel('@U1').map((posted) => posted.text.split('\n')[0])).toContain(
      'The card for P-1 could not be posted in #poisoned.',
    )
    expect(audits(shop, 'park').map((row) => row.entity)).toContain('P-1')
    await settleAll(shop)
    expect(shop.channel.inChannel('#poisoned').map((posted) => posted.text)).toEqual(['About P-3'])
  })

  it('though it arrived is found, and neither doubled nor put aside', async () => {
    await using shop = await administered()
    shop.channel.react(() => ({ kind: 'throw', stores: true }))
    await shop.post('#launches', 'P-1')
    await settleAll(shop)
    expect(shop.channel.transcript).toHaveLength(1)
    expect(states(shop)).toEqual(['sent'])
  })

  it('only once, after a day without any connection, is not put aside', async () => {
    await using shop = await administered()
    shop.channel.react(() => ({ kind: 'unreachable', reason: 'no address' }))
    await shop.post('#launches', 'P-1')
    for (let hour = 0; hour < 24; hour++) {
      await shop.deliver()
      shop.pass({ hours: 1 })
    }
    let breaks = 1
    shop.channel.react(() => (breaks-- > 0 ? { kind: 'throw', stores: false } : null))
    await settleAll(shop)
    expect(shop.channel.transcript.map((posted) => posted.text)).toEqual(['About P-1'])
  })
})

describe('every message', () => {
  it('that is no longer news ends without being sent, on the record', async () => {
    await using shop = await administered()
    await shop.post('#launches', 'P-1', '2026-06-01T07:59:59.000Z')
    await shop.deliver()
    expect(states(shop)).toEqual(['expired'])
    expect(shop.channel.sends()).toBe(0)
    expect(audits(shop, 'expire').map((row) => [row.place, row.entity])).toEqual([['#launches', 'P-1']])
    expect(shop.channel.inChannel('@U1')).toEqual([])
  })

  it('that was unsure when its news ended is looked for before it is given up', async () => {
    await using shop = await administered()
    await shop.post('#launches', 'P-1', '2026-06-01T08:00:30.000Z')
    shop.channel.react(() => ({ kind: 'swallow' }))
    await shop.deliver()
    shop.pass({ minutes: 5 })
    await shop.deliver()
    expect(states(shop)).toEqual(['sent'])
    expect(shop.channel.transcript).toHaveLength(1)
  })

  it('that may have arrived where nobody may look is sent again and says so', async () => {
    await using shop = await administered()
    let lost = 1
    shop.channel.looking('blind')
    shop.channel.react(() => (lost-- > 0 ? { kind: 'swallow' } : null))
    await shop.post('#launches', 'P-1')
    await settleAll(shop)
    expect(shop.channel.transcript.map((posted) => posted.repeated)).toEqual([false, true])
  })

  it('ends sent, put aside or expired, and the records tell which, whatever the platform does to it on the way', async () => {
    const reaction = fc.oneof(
      fc.constantFrom<Reaction>(
        { kind: 'take' },
        { kind: 'swallow' },
        { kind: 'limited', retryAfter: null },
        { kind: 'limited', retryAfter: 90 },
        { kind: 'unreachable', reason: 'refused' },
        { kind: 'unknown', reason: '500' },
        { kind: 'throw', stores: true },
        { kind: 'throw', stores: false },
        { kind: 'refused', reason: 'invalid_blocks', ofForm: true },
      ),
      fc.constant<Reaction>({ kind: 'refused', reason: 'is_archived', ofForm: false }),
    )
    const message = fc.record({
      channel: fc.constantFrom('#a', '#b'),
      reactions: fc.array(reaction, { maxLength: 9 }),
      newsForMinutes: fc.option(fc.integer({ min: 0, max: 20 })),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 7 }),
        fc.constantFrom('sees' as const, 'sees' as const, 'blind' as const),
        async (messages, sight) => {
          await using shop = await administered()
          const scripts = new Map(messages.map(({ reactions }, i) => [`1-${i + 1}`, [...reactions]]))
          shop.channel.looking(sight)
          shop.channel.react(({ outboxId }) => scripts.get(outboxId)?.shift() ?? null)
          for (const [i, { channel, newsForMinutes }] of messages.entries())
            await shop.post(
              channel,
              `P-${i + 1}`,
              newsForMinutes === null
                ? null
                : shop.now().add({ minutes: newsForMinutes }).toString({ smallestUnit: 'millisecond' }),
            )
          await settleAll(shop)
          const rows = shop.outbox().filter((row) => row.kind === 'promotion')
          expect(rows).toHaveLength(messages.length)
          expect(states(shop).filter((state) => !ends.includes(state))).toEqual([])
          const ended = (state: string) => rows.filter((row) => row.state === state).map((row) => row.entity)
          expect(
            audits(shop, 'park')
              .map((row) => row.entity)
              .toSorted(),
          ).toEqual(ended('parked').toSorted())
          expect(
            audits(shop, 'expire')
              .map((row) => row.entity)
              .toSorted(),
          ).toEqual(ended('expired').toSorted())
          // A trouble that stays is one message, however much it keeps from arriving.
          const troubles = new Set(
            rows.filter((row) => row.state === 'parked').map(({ channel, reason }) => `${channel}: ${reason}`),
          )
          for (const administrator of ['@U1', '@U2'])
            expect(shop.channel.inChannel(administrator)).toHaveLength(troubles.size)
          for (const { id, state } of rows) {
            const copies = shop.channel.transcript.filter((posted) => posted.outboxId === `1-${id}`)
            if (state === 'sent') expect(copies.length).toBeGreaterThan(0)
            // Only where nobody may look is anything doubled, and every copy but the first says so.
            if (sight === 'sees') expect(copies.length).toBeLessThanOrEqual(1)
            expect(copies.slice(1).every((copy) => copy.repeated)).toBe(true)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
