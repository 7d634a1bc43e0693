import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import type { MessengerPort, OutgoingMessage, SendResult } from '../../src/domain/delivery.ts'
import { localDay } from '../../src/domain/digest/occurrence.ts'
import { deliverDue } from '../../src/jobs/outbox.ts'
import { tick } from '../../src/jobs/tick.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { type Company, openCompany, sellCola } from '../_helpers/company.ts'

/** What the platform does with one message: takes it, answers something else, or takes it and lets its answer get lost. */
export type Reaction =
  | { readonly kind: 'take' }
  | Exclude<SendResult, { kind: 'delivered' }>
  | { readonly kind: 'swallow' }
  | { readonly kind: 'throw'; readonly stores: boolean }

/** A message as a channel shows it. */
type Posted = {
  readonly outboxId: string
  readonly channel: string
  readonly text: string
  readonly plain: boolean
  readonly repeated: boolean
}

/** A platform that remembers what it was sent, and misbehaves as it is told. */
type StandIn = MessengerPort & {
  /** Everything that people see, oldest first. */
  readonly transcript: readonly Posted[]
  readonly sends: () => number
  readonly inChannel: (channel: string) => readonly Posted[]
  /** Decides anew for each message that is sent; null is taken. */
  readonly react: (decide: (message: OutgoingMessage) => Reaction | null) => void
  /** Takes everything from now on. */
  readonly recover: () => void
  /** Whether the channels may be looked into; a failure is thrown. */
  readonly looking: (how: 'sees' | 'blind' | 'fails') => void
}

const take: Reaction = { kind: 'take' }

/** Opens a platform that takes everything. */
const standIn = (): StandIn => {
  const transcript: Posted[] = []
  let decide: (message: OutgoingMessage) => Reaction | null = () => null
  let sight: 'sees' | 'blind' | 'fails' = 'sees'
  let sends = 0
  const store = ({ outboxId, channel, card, plain, repeated }: OutgoingMessage) =>
    transcript.push({ outboxId, channel, text: renderText(card as Card), plain, repeated })
  return {
    transcript,
    sends: () => sends,
    inChannel: (channel) => transcript.filter((posted) => posted.channel === channel),
    react: (how) => {
      decide = how
    },
    recover: () => {
      decide = () => null
      sight = 'sees'
    },
    looking: (how) => {
      sight = how
    },
    reaches: () => true,
    edits: false,
    pace: () => 0,
    lanes: 1,
    send: async (message) => {
      sends++
      const reaction = decide(message) ?? take
      switch (reaction.kind) {
        case 'take':
          store(message)
          return { kind: 'delivered', messageId: `m-${transcript.length}` }
        case 'swallow':
          store(message)
          return { kind: 'unknown', reason: 'no answer' }
        case 'throw':
          if (reaction.stores) store(message)
          throw new Error('the sending broke')
        default:
          return reaction
      }
    },
    look: async ({ outboxId }) => {
      if (sight === 'fails') throw new Error('the channel cannot be read')
      if (sight === 'blind') return { kind: 'blind' }
      const at = transcript.findIndex((posted) => posted.outboxId === outboxId)
      return at < 0 ? { kind: 'absent' } : { kind: 'found', messageId: `m-${at + 1}` }
    },
  }
}

type OutboxRow = {
  readonly id: number
  readonly channel: string
  readonly kind: string
  readonly entity: string
  readonly state: string
  readonly attempt: number
  readonly reason: string | null
  readonly not_before: string | null
  readonly not_after: string | null
}

/** A company with a stand-in for its channels, whose time a test lets pass. */
export type Office = Pick<Company, 'app' | 'now' | 'feed' | 'say' | 'rows'> &
  AsyncDisposable & {
    readonly channel: StandIn
    /** What went wrong in a tick. */
    readonly surprises: unknown[]
    readonly setClock: (to: string | Temporal.Instant) => void
    readonly pass: (duration: Temporal.DurationLike) => void
    /** Puts a message into the outbox. */
    readonly post: (channel: string, entity: string, notAfter?: string | null) => Promise<void>
    /** Makes what is owed, by a clock that may be wrong by so many hours. */
    readonly tick: (wrongByHours?: number) => Promise<void>
    readonly deliver: (owner?: string, isHeld?: () => boolean) => Promise<void>
    /** Lets time pass in steps, ticking and delivering at the end of each. */
    readonly live: (until: string | Temporal.Instant, step: Temporal.DurationLike) => Promise<void>
    readonly outbox: () => readonly OutboxRow[]
  }

/** Opens an office at a moment. */
export const office = async (start: string, settings: Readonly<Record<string, string>> = {}): Promise<Office> => {
  const company = await openCompany(start, { settings })
  const { app, now, rows } = company
  const { workspace, policy } = app
  const channel = standIn()
  const surprises: unknown[] = []
  const tickOnce = (wrongByHours = 0) =>
    tick({
      workspace,
      now: () => now().add({ hours: wrongByHours }),
      policy,
      timeZone: app.timeZone,
      today: () => localDay(now().add({ hours: wrongByHours }), app.timeZone),
      administrators: [],
      onSurprise: (error) => surprises.push(error),
      isStopping: () => false,
      reaches: () => true,
    })
  const deliver = (owner = 'one', isHeld = () => true) =>
    deliverDue({
      ...channel,
      workspace,
      owner,
      isHeld,
      now: app.now,
      jitter: () => 0.5,
      administrators: readConfig(settings).administrators,
      isStopping: () => false,
    })
  return {
    ...company,
    channel,
    surprises,
    setClock: company.at,
    pass: (duration) => company.at(now().add(duration)),
    post: async (to, entity, notAfter = null) => {
      const card: Card = { tone: 'plain', title: `About ${entity}`, plain: entity, blocks: [], footer: null }
      await apply(
        workspace,
        [{ kind: 'post', channel: to, about: 'promotion', entity, card, notAfter }],
        null,
        app.now(),
      )
    },
    tick: tickOnce,
    deliver,
    live: async (until, step) => {
      const end = Temporal.Instant.from(until)
      while (Temporal.Instant.compare(now(), end) < 0) {
        company.at(now().add(step))
        await tickOnce()
        await deliver()
      }
    },
    outbox: () => rows<OutboxRow>('select * from outbox order by id'),
  }
}

/** Cola and lemonade: what is short is short because the supplier needs so many days. */
export const stockShelves = (company: Office, leadDays = 70): Promise<void> =>
  sellCola(company, { leadDays, lemonade: 900, hub: null })

/** A promotion of the lemonade in its own days, `promo add "Name" ...`. */
export const lemonade = (name: string, from: string, to: string): string =>
  `promo add "${name}" sku:SKU-110 from:${from} to:${to} units:20`

/** A promotion of the cola that no order saves. */
export const shortCola =
  'promo add "Summer BOGO" sku:SKU-100 at:EAST from:2026-07-06 to:2026-07-12 units:700 price:7.99'
