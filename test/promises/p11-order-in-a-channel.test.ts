import fc from 'fast-check'
import { expect, it } from 'vitest'
import { office, type Reaction } from './stand-in-channel.ts'

const channels = ['#a', '#b', '#c'] as const

const reaction = fc.constantFrom<Reaction | null>(
  null,
  null,
  { kind: 'swallow' },
  { kind: 'limited', retryAfter: 45 },
  { kind: 'limited', retryAfter: null },
  { kind: 'unreachable', reason: 'refused' },
  { kind: 'unknown', reason: '502' },
  { kind: 'throw', stores: true },
  { kind: 'throw', stores: false },
  { kind: 'refused', reason: 'invalid_blocks', ofForm: true },
  { kind: 'refused', reason: 'is_archived', ofForm: false },
)

const step = fc.oneof(
  fc.record({ kind: fc.constant('post' as const), channel: fc.constantFrom(...channels) }),
  fc.record({ kind: fc.constant('post' as const), channel: fc.constantFrom(...channels) }),
  fc.record({ kind: fc.constant('deliver' as const), processes: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 900 }) }),
)

const numberOf = (outboxId: string) => Number(outboxId.split('-')[1])
const isRising = (numbers: readonly number[]) =>
  numbers.every((number, i) => i === 0 || number >= (numbers[i - 1] ?? 0))

it('posts the messages of a channel in the order they were made, whatever becomes of each and however many send', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.infiniteStream(reaction),
      fc.constantFrom('sees' as const, 'blind' as const),
      async (steps, reactions, sight) => {
        await using shop = await office('2026-06-01T08:00:00Z')
        shop.channel.react(() => reactions.next().value)
        shop.channel.looking(sight)
        let made = 0
        for (const one of steps) {
          if (one.kind === 'post') await shop.post(one.channel, `P-${++made}`)
          if (one.kind === 'deliver')
            await Promise.all(Array.from({ length: one.processes }, (_, i) => shop.deliver(`${i}`)))
          if (one.kind === 'wait') shop.pass({ seconds: one.seconds })
        }
        shop.channel.recover()
        for (let turn = 0; turn < 12; turn++) {
          await shop.deliver()
          shop.pass({ minutes: 20 })
        }
        const rows = shop.outbox()
        expect(rows.filter((row) => row.state !== 'sent' && row.state !== 'parked')).toEqual([])
        for (const channel of channels) {
          const seen = shop.channel.inChannel(channel).map(({ outboxId }) => numberOf(outboxId))
          expect(isRising(seen)).toBe(true)
          const sent = rows.filter((row) => row.channel === channel && row.state === 'sent').map((row) => row.id)
          expect([...new Set(seen)].filter((id) => sent.includes(id))).toEqual(sent)
        }
      },
    ),
    { numRuns: 60 },
  )
})

it('keeps a message behind one that waits, and lets other channels pass', async () => {
  await using shop = await office('2026-06-01T08:00:00Z')
  let isLimited = true
  shop.channel.react(({ channel }) => (channel === '#a' && isLimited ? { kind: 'limited', retryAfter: 60 } : null))
  await shop.post('#a', 'P-1')
  await shop.post('#a', 'P-2')
  await shop.post('#b', 'P-3')
  await shop.deliver()
  expect(shop.channel.transcript.map((posted) => posted.text)).toEqual(['About P-3'])
  isLimited = false
  shop.pass({ seconds: 59 })
  await shop.deliver()
  expect(shop.channel.inChannel('#a')).toEqual([])
  shop.pass({ seconds: 30 })
  await shop.deliver()
  expect(shop.channel.inChannel('#a').map((posted) => posted.text)).toEqual(['About P-1', 'About P-2'])
})
