import { noticeCard } from '../cards/alerts/notice-card.ts'
import { type HeldClaim, withClaim } from '../common/claimed-work.ts'
import { errorMessage } from '../common/error-message.ts'
import {
  after,
  afterLook,
  afterSend,
  type DeliveryState,
  expired,
  gone,
  type LookupResult,
  leaseMilliseconds,
  type MessengerPort,
  nextStep,
  type OutgoingMessage,
  renewMilliseconds,
  type Settlement,
} from '../domain/delivery.ts'
import { noticeLifetimeMilliseconds } from '../domain/policy.ts'
import { isStillOpen } from '../services/escalation/is-still-open.ts'
import { apply } from '../store/changes/apply.ts'
import type { Change } from '../store/changes/change.ts'
import { loadChannelNames } from '../store/channels/channel-names.ts'
import type { Workspace } from '../store/database/workspace.ts'
import { type Claim, openClaims, renewClaims } from '../store/delivery/claims.ts'
import { expireUnreachable } from '../store/delivery/outbox.ts'
import { loadChannelsWithPending, loadNotifiedChannels } from '../store/delivery/outbox-queries.ts'

/** What delivering needs; `owner` names this process, `now` is the one clock of leases, `jitter` from 0 to 1 spreads retries. */
export type Delivering = MessengerPort & {
  readonly workspace: Workspace
  readonly owner: string
  readonly now: () => string
  readonly jitter: () => number
  /** Whom to tell when a message cannot be delivered. */
  readonly administrators: readonly string[]
  readonly isStopping: () => boolean
  /** Tells whether this process may still post. */
  readonly isHeld?: () => boolean
}

/** Delivers messages, several channels at the same time; one that Slack keeps waiting keeps nobody else waiting. */
export type Deliveries = {
  /** Begins to deliver every message whose turn it is, and ends when none is left or under way. */
  readonly drain: () => Promise<void>
}

/** Opens the deliveries of a process. */
export const openDeliveries = (delivering: Delivering, onSurprise: (error: unknown) => void): Deliveries => {
  const { workspace, owner, now } = delivering
  const held = new Map<number, Promise<void>>()
  const leases = openLeases(delivering, held)
  let claiming: Promise<void> = Promise.resolve()

  const claims = openClaims(workspace, owner)
  /** Channels of another platform wait for whoever serves it. */
  const left = async () => {
    const foreign = (await loadChannelsWithPending(workspace)).filter((channel) => !delivering.reaches(channel))
    if (foreign.length > 0) await expireUnreachable(workspace, foreign, now())
    return { held: [...held.keys()], foreign }
  }

  const fill = async (): Promise<void> => {
    while (held.size < delivering.lanes && !delivering.isStopping()) {
      const hold = leases.begin()
      const claim = await claims.next(now(), leaseMilliseconds, left)
      if (claim === null) {
        leases.end()
        return
      }
      const ours = hold(claim.id)
      const delivery = withClaim(ours, () => deliver({ ...delivering, isHeld: ours.isHeld }, claim))
        .catch(onSurprise)
        .finally(() => {
          ours[Symbol.dispose]()
          held.delete(claim.id)
          leases.end()
        })
        .then(fillInTurn)
      held.set(claim.id, delivery)
    }
  }
  const fillInTurn = (): Promise<void> => {
    claiming = claiming.then(fill).catch(onSurprise)
    return claiming
  }
  return {
    drain: async () => {
      await fillInTurn()
      while (held.size > 0) await Promise.all(held.values())
    },
  }
}

/**
 * Keeps the claims of a process alive while it works on them. A process that hangs renews nothing, and when it wakes it
 * knows by its own clock that its claims may have passed to another.
 */
const openLeases = ({ workspace, owner, now, isHeld = () => true }: Delivering, held: ReadonlyMap<number, unknown>) => {
  const renewedAt = new Map<number, number>()
  let beat: ReturnType<typeof setInterval> | undefined
  const renew = async () => {
    const moment = performance.now()
    const ids = [...held.keys()]
    // A renewal that fails is made up for by the next one, or the claim passes to another process.
    const kept = await renewClaims(workspace, owner, ids, now(), leaseMilliseconds).catch(() => [])
    for (const id of kept) renewedAt.set(id, moment)
  }
  return {
    /** Notes the moment before a claim; answers how it is held from then on. */
    begin: (): ((id: number) => HeldClaim & Disposable) => {
      const claimedAt = performance.now()
      beat ??= setInterval(() => void renew(), renewMilliseconds).unref()
      return (id) => {
        const left = () => leaseMilliseconds - (performance.now() - (renewedAt.get(id) ?? claimedAt))
        const isOurs = () => isHeld() && left() > 0
        const lost = new AbortController()
        let timer: NodeJS.Timeout
        // A process that was stopped finds this due before anything that the network brings.
        const watch = () => {
          if (isOurs()) timer = setTimeout(watch, Math.max(1, left())).unref()
          else lost.abort(new Error('the message has passed to another process'))
        }
        watch()
        return { isHeld: isOurs, signal: lost.signal, [Symbol.dispose]: () => clearTimeout(timer) }
      }
    },
    end: (): void => {
      for (const id of renewedAt.keys()) if (!held.has(id)) renewedAt.delete(id)
      if (held.size > 0) return
      clearInterval(beat)
      beat = undefined
    },
  }
}

const deliver = async (delivering: Delivering, claim: Claim): Promise<void> => {
  const settlement = await carryOut(delivering, claim)
  if (settlement === null) return
  await apply(delivering.workspace, await settling(delivering, claim, settlement), null, delivering.now())
  // The store answers at once: without a pause neither a signal nor a person gets a turn.
  await new Promise((resume) => setImmediate(resume))
}

/** Delivers every message whose turn it is, until none is left or the service stops. */
export const deliverDue = (delivering: Delivering): Promise<void> => {
  let surprise: unknown = null
  const { drain } = openDeliveries(delivering, (error) => {
    surprise = error
  })
  return drain().then(() => {
    if (surprise !== null) throw surprise
  })
}

/** Answers null where the claim may have passed to another process, which looks before it sends. */
const carryOut = async (
  { workspace, send, look, now, jitter, isHeld = () => true }: Delivering,
  claim: Claim,
): Promise<Settlement | null> => {
  const message: OutgoingMessage = { ...claim, outboxId: `${workspace.id}-${claim.id}` }
  try {
    switch (nextStep(claim, now())) {
      case 'expire':
        return expired(claim)
      case 'look':
        return afterLook(claim, await lookFor(look, message), now())
      case 'send':
        if (claim.about === 'escalation' && claim.form === 'post' && !(await isStillOpen(workspace, claim)))
          return expired(claim)
        return isHeld() ? afterSend(claim, await send(message), now(), jitter()) : null
    }
  } catch (error) {
    return afterSend(claim, { kind: 'broken', reason: errorMessage(error) }, now(), jitter())
  }
}

const lookFor = async (look: MessengerPort['look'], message: OutgoingMessage): Promise<LookupResult> => {
  try {
    return await look(message)
  } catch (error) {
    return { kind: 'failed', reason: errorMessage(error) }
  }
}

const ends: Readonly<Partial<Record<DeliveryState, string>>> = { parked: 'park', expired: 'expire' }

/** A message that ends undelivered leaves a trace, and a parked one is told to the administrators. */
const settling = async (delivering: Delivering, claim: Claim, settlement: Settlement): Promise<readonly Change[]> => {
  const { channel, about, entity, person } = claim
  const { reason } = settlement
  const action = reason === gone || person !== null ? undefined : ends[settlement.state]
  return [
    { kind: 'record-delivery', claim, settlement, channelNotBefore: nextInChannel(delivering, claim, settlement) },
    ...(action === undefined
      ? []
      : [{ kind: 'audit', actor: 'shelfready', place: channel, action, entity, detail: { about, reason } } as const]),
    ...(settlement.state === 'parked' && about !== 'notice' && person === null
      ? await notices(delivering, claim, reason ?? 'refused')
      : []),
  ]
}

/** A channel takes one message at a time, and none while the platform asks to wait. Changes and private answers are no messages of the channel. */
const nextInChannel = (
  { now, pace }: Delivering,
  { channel, person, form }: Claim,
  { state, limited, notBefore }: Settlement,
) =>
  person !== null || form === 'update'
    ? null
    : limited
      ? notBefore
      : state === 'sent' && pace(channel) > 0
        ? after(now(), pace(channel))
        : null

const notices = async (
  { workspace, administrators, now, reaches }: Delivering,
  { channel, about, entity }: Claim,
  reason: string,
): Promise<readonly Change[]> => {
  const trouble = `${channel}: ${reason}`
  const told = await loadNotifiedChannels(workspace, trouble, after(now(), -noticeLifetimeMilliseconds))
  const names = await loadChannelNames(workspace, [channel])
  return administrators
    .map((administrator) => `@${administrator}`)
    .filter((inbox) => reaches(inbox) && !told.has(inbox))
    .map((inbox) => ({
      kind: 'post',
      channel: inbox,
      about: 'notice',
      entity: trouble,
      card: noticeCard({ about, entity, channel: names.get(channel) ?? channel, reason }),
      notAfter: after(now(), noticeLifetimeMilliseconds),
    }))
}
