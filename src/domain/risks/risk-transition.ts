import type { Day } from '../day.ts'
import { type Attribution, basisOf, isCalledFor, type RiskRecord, type RiskState } from './risk.ts'

type Person = { readonly id: string; readonly name: string }

/** The moment, as ISO text, and the business date it falls on. */
type Moment = { readonly now: string; readonly today: Day }

/** A transition of a risk. `silence` is made by the bot: it reopens a risk that somebody acknowledged and did nothing about. */
export type RiskTransition =
  | { readonly kind: 'acknowledge'; readonly by: Person }
  | { readonly kind: 'take-back'; readonly by: Person }
  | { readonly kind: 'take'; readonly by: Person }
  | { readonly kind: 'assign'; readonly by: Person; readonly to: Person }
  | { readonly kind: 'snooze'; readonly by: Person; readonly until: Day }
  | { readonly kind: 'mitigate'; readonly by: Person; readonly how: string }
  | { readonly kind: 'resolve'; readonly by: Person; readonly reason: string }
  | { readonly kind: 'accept'; readonly by: Person; readonly reason: string }
  | { readonly kind: 'reopen'; readonly by: Person; readonly reason: string | null }
  | { readonly kind: 'silence' }

export const riskTransitions = [
  'acknowledge',
  'take-back',
  'take',
  'assign',
  'snooze',
  'mitigate',
  'resolve',
  'accept',
  'reopen',
  'silence',
] as const satisfies readonly RiskTransition['kind'][]

/** Why a transition is refused: somebody else has taken the risk, it is owned already by whoever asks (`yours`) or is assigned (`theirs`), it is settled, not taken, not settled, or over. */
export type RefusedTransition = 'taken' | 'yours' | 'theirs' | 'settled' | 'not-taken' | 'not-settled' | 'over'

/** The state after each transition from each state, or why the transition is refused. A risk that has ended is over in any state. */
export const stateAfter: Readonly<
  Record<RiskState, Readonly<Record<RiskTransition['kind'], RiskState | RefusedTransition>>>
> = {
  open: {
    acknowledge: 'acknowledged',
    'take-back': 'not-taken',
    take: 'acknowledged',
    assign: 'open',
    snooze: 'acknowledged',
    mitigate: 'mitigating',
    resolve: 'resolved',
    accept: 'accepted',
    reopen: 'not-settled',
    silence: 'not-taken',
  },
  acknowledged: {
    acknowledge: 'taken',
    'take-back': 'open',
    take: 'acknowledged',
    assign: 'open',
    snooze: 'acknowledged',
    mitigate: 'mitigating',
    resolve: 'resolved',
    accept: 'accepted',
    reopen: 'not-settled',
    silence: 'open',
  },
  mitigating: {
    acknowledge: 'taken',
    'take-back': 'open',
    take: 'mitigating',
    assign: 'mitigating',
    snooze: 'mitigating',
    mitigate: 'mitigating',
    resolve: 'resolved',
    accept: 'accepted',
    reopen: 'not-settled',
    silence: 'open',
  },
  resolved: {
    acknowledge: 'settled',
    'take-back': 'settled',
    take: 'settled',
    assign: 'settled',
    snooze: 'settled',
    mitigate: 'mitigating',
    resolve: 'settled',
    accept: 'accepted',
    reopen: 'open',
    silence: 'settled',
  },
  accepted: {
    acknowledge: 'settled',
    'take-back': 'settled',
    take: 'settled',
    assign: 'settled',
    snooze: 'settled',
    mitigate: 'mitigating',
    resolve: 'resolved',
    accept: 'settled',
    reopen: 'open',
    silence: 'settled',
  },
  expired: {
    acknowledge: 'over',
    'take-back': 'over',
    take: 'over',
    assign: 'over',
    snooze: 'over',
    mitigate: 'over',
    resolve: 'over',
    accept: 'over',
    reopen: 'over',
    silence: 'over',
  },
}

const refusals: ReadonlySet<string> = new Set<RefusedTransition>([
  'taken',
  'yours',
  'theirs',
  'settled',
  'not-taken',
  'not-settled',
  'over',
])

/** Tells whether a transition was refused. */
export const isRefusedTransition = (outcome: RiskRecord | RefusedTransition): outcome is RefusedTransition =>
  typeof outcome === 'string'

/**
 * Applies a transition: gives the risk afterwards, or why it was refused. A risk that opens begins a new episode, and so does
 * a snoozed one that is acknowledged. Whoever acknowledges or takes a risk becomes its owner; whoever mitigates, resolves,
 * accepts or snoozes it does only where it has none.
 */
export const applyTransition = (
  record: RiskRecord,
  transition: RiskTransition,
  moment: Moment,
): RiskRecord | RefusedTransition => {
  if (!isCalledFor(record)) return 'over'
  const isAside = record.snoozedUntil !== null
  if (transition.kind === 'acknowledge' && isAside && record.state === 'acknowledged')
    return answered({ ...record, episode: record.episode + 1 }, 'acknowledged', transition.by, null, moment)
  const next = stateAfter[record.state][transition.kind]
  if (refusals.has(next)) return next as RefusedTransition
  const state = next as RiskState
  switch (transition.kind) {
    case 'silence':
      return opened(record, record.owner, moment)
    case 'take-back':
      return opened(record, null, moment)
    case 'reopen':
      return opened(record, record.owner ?? ownerOf(transition.by, moment), moment)
    case 'assign': {
      if (record.owner?.personId === transition.to.id) return 'theirs'
      const owner = ownerOf(transition.to, moment)
      return state === 'open' && record.state !== 'open'
        ? opened(record, owner, moment)
        : { ...record, state, owner, snoozedUntil: null }
    }
    case 'take':
      if (record.owner?.personId === transition.by.id && record.state !== 'open') return 'yours'
      return state === 'mitigating'
        ? { ...record, owner: ownerOf(transition.by, moment), snoozedUntil: null }
        : answered(
            record.state === 'open' ? record : { ...record, episode: record.episode + 1 },
            state,
            transition.by,
            null,
            moment,
          )
    case 'acknowledge':
      return answered(record, state, transition.by, null, moment)
    case 'snooze':
      return {
        ...answeredByOther(record, state, transition.by, record.handled?.reason ?? null, moment),
        snoozedUntil: transition.until,
      }
    case 'mitigate':
      return answeredByOther(record, state, transition.by, transition.how, moment)
    case 'resolve':
    case 'accept':
      return answeredByOther(record, state, transition.by, transition.reason, moment)
  }
}

/**
 * Lets go of a risk whose owner or answerer leaves for good: an answered one that is not settled is open again, in a new
 * episode, and it has no owner where they were that. Gives the same object where it is not theirs.
 */
export const leave = (record: RiskRecord, ids: readonly string[], moment: Moment): RiskRecord => {
  const isTheirs = (who: Attribution | null) => who !== null && ids.includes(who.personId)
  if (!isTheirs(record.owner)) return record
  return record.state === 'acknowledged' || record.state === 'mitigating'
    ? opened(record, null, moment)
    : { ...record, owner: null }
}

const ownerOf = ({ id, name }: Person, { now, today }: Moment): Attribution => ({
  personId: id,
  name,
  at: now,
  on: today,
})

const answered = (
  record: RiskRecord,
  state: RiskState,
  by: Person,
  reason: string | null,
  moment: Moment,
): RiskRecord => {
  const who = ownerOf(by, moment)
  return {
    ...record,
    state,
    owner: record.owner?.personId === who.personId ? record.owner : who,
    handled: { ...who, reason, basis: basisOf(record) },
    snoozedUntil: null,
  }
}

/** Records the answer of a person and keeps the owner, where there is one. */
const answeredByOther: typeof answered = (record, ...answer) => {
  const after = answered(record, ...answer)
  return { ...after, owner: record.owner ?? after.owner }
}

const opened = (record: RiskRecord, owner: Attribution | null, { now, today }: Moment): RiskRecord => ({
  ...record,
  state: 'open',
  episode: record.episode + 1,
  openedAt: now,
  openedOn: today,
  owner,
  handled: null,
  snoozedUntil: null,
})

/** What people have done about a risk, as far as it can be undone. */
export type Handling = Pick<RiskRecord, 'state' | 'owner' | 'handled' | 'snoozedUntil'>

/** Gives what people have done about a risk. */
export const handlingOf = ({ state, owner, handled, snoozedUntil }: RiskRecord): Handling => ({
  state,
  owner,
  handled,
  snoozedUntil,
})

/** Restores what people had done about a risk before; null where that has changed since, or the risk has ended. A risk that is open again begins a new episode. */
export const undoTransition = (record: RiskRecord, before: Handling, after: Handling): RiskRecord | null =>
  !isCalledFor(record) || !isSameHandling(record, after)
    ? null
    : { ...record, ...before, episode: record.episode + (before.state === 'open' && after.state !== 'open' ? 1 : 0) }

const isSameHandling = (one: Handling, other: Handling): boolean =>
  one.state === other.state &&
  one.snoozedUntil === other.snoozedUntil &&
  (['owner', 'handled'] as const).every(
    (who) => one[who]?.personId === other[who]?.personId && one[who]?.at === other[who]?.at,
  )
