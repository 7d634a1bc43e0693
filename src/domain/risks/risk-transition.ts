import type { Day } from '../day.ts'
import { type Attribution, basisOf, isCalledFor, type RiskRecord, type RiskState } from './risk.ts'

type Person = { readonly id: string; readonly name: string }

/** The moment, as ISO text, and the business date it falls on. */
type Moment = { readonly now: string; readonly today: Day }

/** Something that is done about a risk. `silence` is what the bot does when whoever acknowledged lets it lie. */
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

/** Why a deed is none: somebody was first, it is theirs already (who asks, or whom it is given to), it is settled, it is not taken, it is not settled, or it is over. */
export type RefusedTransition = 'taken' | 'yours' | 'theirs' | 'settled' | 'not-taken' | 'not-settled' | 'over'

/** Where each deed takes a risk from each state, or why it does not. Whatever nothing calls for any more is over. */
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

/** Tells whether a deed came to nothing. */
export const isRefusedTransition = (outcome: RiskRecord | RefusedTransition): outcome is RefusedTransition =>
  typeof outcome === 'string'

/**
 * Does a deed: answers the risk as it is afterwards, or why nothing was done. A risk that opens, and one that was put aside
 * and is acknowledged, is a new question in a new episode. Whoever acknowledges or takes it owns it from then on; whoever does
 * something else about it only where nobody does.
 */
export const applyTransition = (
  record: RiskRecord,
  deed: RiskTransition,
  moment: Moment,
): RiskRecord | RefusedTransition => {
  if (!isCalledFor(record)) return 'over'
  const isAside = record.snoozedUntil !== null
  if (deed.kind === 'acknowledge' && isAside && record.state === 'acknowledged')
    return answered({ ...record, episode: record.episode + 1 }, 'acknowledged', deed.by, null, moment)
  const next = stateAfter[record.state][deed.kind]
  if (refusals.has(next)) return next as RefusedTransition
  const state = next as RiskState
  switch (deed.kind) {
    case 'silence':
      return opened(record, record.owner, moment)
    case 'take-back':
      return opened(record, null, moment)
    case 'reopen':
      return opened(record, record.owner ?? ownerOf(deed.by, moment), moment)
    case 'assign': {
      if (record.owner?.personId === deed.to.id) return 'theirs'
      const owner = ownerOf(deed.to, moment)
      return state === 'open' && record.state !== 'open'
        ? opened(record, owner, moment)
        : { ...record, state, owner, snoozedUntil: null }
    }
    case 'take':
      if (record.owner?.personId === deed.by.id && record.state !== 'open') return 'yours'
      return state === 'mitigating'
        ? { ...record, owner: ownerOf(deed.by, moment), snoozedUntil: null }
        : answered(
            record.state === 'open' ? record : { ...record, episode: record.episode + 1 },
            state,
            deed.by,
            null,
            moment,
          )
    case 'acknowledge':
      return answered(record, state, deed.by, null, moment)
    case 'snooze':
      return { ...kept(record, state, deed.by, record.handled?.reason ?? null, moment), snoozedUntil: deed.until }
    case 'mitigate':
      return kept(record, state, deed.by, deed.how, moment)
    case 'resolve':
    case 'accept':
      return kept(record, state, deed.by, deed.reason, moment)
  }
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

/** Something is done about a risk by somebody, and it stays with whom it is. */
const kept: typeof answered = (record, ...how) => {
  const after = answered(record, ...how)
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

/** What people did to a risk, as far as it can be undone. */
export type Handling = Pick<RiskRecord, 'state' | 'owner' | 'handled' | 'snoozedUntil'>

/** Gives what people did to a risk. */
export const handlingOf = ({ state, owner, handled, snoozedUntil }: RiskRecord): Handling => ({
  state,
  owner,
  handled,
  snoozedUntil,
})

/** Puts a risk back to how it stood with people before; answers null when that changed since, or the risk is over. A question that is open again is a new one. */
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
