import type { JudgedLine } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import {
  actionOf,
  commercialActions,
  decisionInstead,
  identityOf,
  isAnOrder,
  promotionToDecide,
  type RiskAction,
  soonerOf,
} from './risk-action.ts'
import {
  type CandidatePromotion,
  candidateOf,
  type Evidence,
  type OrdersOf,
  type RiskCandidate,
} from './risk-candidate.ts'

/**
 * Finds the risks of promotions, one for each action: a decision on a promotion that no normal order saves, an order of one
 * item at one supplier however many locations and promotions are short of it, a late order to chase, units to share between
 * promotions, data to provide; and whatever the verdict, price conflicts, likely leftovers and market intelligence. A short
 * line of a promotion that is ready as a whole is no risk. Orders that others than these promotions share are named by identity.
 */
export const riskCandidates = <Promotion extends CandidatePromotion>(
  promotions: readonly Promotion[],
  ordersOf: OrdersOf,
  sharedWithOthers?: ReadonlySet<string>,
): readonly RiskCandidate<Promotion>[] => {
  const index = openRiskIndex<Promotion>(sharedWithOthers)
  for (const promotion of promotions) index.put(promotion)
  return index.identities().flatMap((identity) => index.candidate(identity, ordersOf) ?? [])
}

/** A line of a promotion, with an action that it calls for. */
type Call<Promotion> = {
  readonly promotion: Promotion
  readonly line: JudgedLine
  readonly action: RiskAction
  /** What to decide instead, where it is the only line of an order that costs more than it saves; null elsewhere. */
  readonly instead: RiskAction | null
}

/** The lines that call for each action, as promotions come, change and go. */
export type RiskIndex<Promotion extends CandidatePromotion> = {
  /** Takes a promotion in, or in the place of what it was. Gives the identities of the risks that it touches, now or before. */
  readonly put: (promotion: Promotion) => ReadonlySet<string>
  /** Lets a promotion go. Gives the identities of the risks that it touched. */
  readonly remove: (promotionId: PromotionId) => ReadonlySet<string>
  /** Lists the identities of all risks that lines may call for. */
  readonly identities: () => readonly string[]
  /** Gives the lines that call for a risk, the first promotion by id first; an empty list where none do. */
  readonly evidence: (identity: string) => readonly Evidence<Promotion>[]
  /** Makes the risk of an identity; null where no line calls for it. */
  readonly candidate: (identity: string, ordersOf: OrdersOf) => RiskCandidate<Promotion> | null
}

/** Opens an index of what lines call for, without any promotion; some orders may be known to be shared with promotions it never takes. */
export const openRiskIndex = <Promotion extends CandidatePromotion>(
  sharedWithOthers: ReadonlySet<string> = new Set(),
): RiskIndex<Promotion> => {
  const calls = new Map<string, Map<PromotionId, readonly Call<Promotion>[]>>()
  const called = new Map<PromotionId, readonly string[]>()

  const allOf = (identity: string): readonly Call<Promotion>[] =>
    [...(calls.get(identity) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, own]) => own)
  const isDecidedInstead = (own: readonly Call<Promotion>[]): boolean => {
    const [only] = own
    return (
      own.length === 1 && only !== undefined && only.instead !== null && !sharedWithOthers.has(identityOf(only.action))
    )
  }
  const insteadOf = (promotionId: PromotionId): readonly Call<Promotion>[] =>
    (called.get(promotionId) ?? []).flatMap((identity) => {
      if (calls.get(identity)?.size !== 1) return []
      const own = allOf(identity)
      return isDecidedInstead(own) ? own.map((call) => ({ ...call, action: call.instead as RiskAction })) : []
    })
  const callsFor = (identity: string): readonly Call<Promotion>[] => {
    const own = allOf(identity)
    if (isDecidedInstead(own)) return []
    const decided = promotionToDecide(identity)
    return decided === null ? own : [...own, ...insteadOf(decided)]
  }
  /** Where one promotion joins or leaves an order, the other's only line may become or stop being one to decide on. */
  const withDecisions = (identities: ReadonlySet<string>): ReadonlySet<string> => {
    const touched = new Set(identities)
    for (const identity of [...identities].filter(isAnOrder))
      for (const [promotionId, own] of calls.get(identity) ?? [])
        if (own.some(({ instead }) => instead !== null)) touched.add(identityOf({ kind: 'decide', promotionId }))
    return touched
  }
  const take = (promotionId: PromotionId, own: readonly Call<Promotion>[]): ReadonlySet<string> => {
    const before = called.get(promotionId) ?? []
    const grouped = Map.groupBy(own, ({ action }) => identityOf(action))
    const identities = new Set([...before, ...grouped.keys(), identityOf({ kind: 'decide', promotionId })])
    const touched = new Set(withDecisions(identities))
    for (const identity of before) {
      const left = calls.get(identity)
      left?.delete(promotionId)
      if (left?.size === 0) calls.delete(identity)
    }
    for (const [identity, some] of grouped) {
      const known = calls.get(identity) ?? new Map<PromotionId, readonly Call<Promotion>[]>()
      calls.set(identity, known.set(promotionId, some))
    }
    if (grouped.size === 0) called.delete(promotionId)
    else called.set(promotionId, [...grouped.keys()])
    return new Set([...touched, ...withDecisions(identities)])
  }
  const evidence = (identity: string): readonly Evidence<Promotion>[] =>
    [...Map.groupBy(callsFor(identity), ({ promotion }) => promotion)].map(([promotion, own]) => ({
      promotion,
      lines: own.map(({ line }) => line),
    }))
  return {
    put: (promotion) => take(promotion.promotionId, callsOf(promotion)),
    remove: (promotionId) => take(promotionId, []),
    identities: () => [
      ...new Set([
        ...calls.keys(),
        ...[...called.keys()].map((promotionId) => identityOf({ kind: 'decide', promotionId })),
      ]),
    ],
    evidence,
    candidate: (identity, ordersOf) => {
      const [first, ...others] = callsFor(identity)
      if (first === undefined) return null
      const action = others.reduce((known, other) => soonerOf(known, other.action), first.action)
      return candidateOf({ identity, action, evidence: evidence(identity) }, ordersOf)
    },
  }
}

/** Lists what the lines of a promotion call for. */
const callsOf = <Promotion extends CandidatePromotion>(promotion: Promotion): readonly Call<Promotion>[] => {
  const { promotionId, commitDue, owner = null } = promotion
  const { verdict, problems, lines } = promotion.readiness
  const call = (line: JudgedLine, action: RiskAction): Call<Promotion> => ({
    promotion,
    line,
    action,
    instead: action.kind === 'order' ? decisionInstead(promotion.promotionId, line) : null,
  })
  return [
    ...(verdict === 'ready' ? [] : problems).flatMap((line) => {
      const action = actionOf(promotion, line)
      return action === null ? [] : call(line, action)
    }),
    ...(commitDue === undefined ? [] : problems).map((line) =>
      call(line, { kind: 'commit', promotionId, by: commitDue as Day, owner }),
    ),
    ...lines.flatMap((line) => commercialActions(promotion, line).map((action) => call(line, action))),
  ]
}
