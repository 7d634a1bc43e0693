import type { Verdict } from '../assessment/readiness.ts'
import type { Cell } from '../cell.ts'
import type { Day } from '../day.ts'
import type { GateAnswer } from '../gate/commit-question.ts'
import type { PromotionId, RiskId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { DelayCost } from '../options/cost-of-delay.ts'
import type { OptionKind, Step, Total } from '../options/option.ts'
import { approvalLimit } from '../policy.ts'
import type { Attribution } from '../risks/risk.ts'

/** One of the two functions that settle a trade-off. */
export type Side = 'marketing' | 'supply'

/**
 * The state of a decision: one function has proposed it; the other has agreed and an approver is asked; it is agreed and
 * has to be carried out; it is carried out; a counter-proposal has replaced it; it was declined, withdrawn, or has lapsed.
 */
export const decisionStates = [
  'proposed',
  'approving',
  'agreed',
  'carried-out',
  'countered',
  'declined',
  'withdrawn',
  'lapsed',
] as const

export type DecisionState = (typeof decisionStates)[number]

/** What is to be done, with its numbers. Units are the promotion's total, normal sales included, where it is capped. */
export type DecisionTerms =
  /** The answer on the day the budget is committed. */
  | { readonly kind: 'commit'; readonly answer: GateAnswer }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'date'; readonly from: Day; readonly start: Day }
  | {
      readonly kind: 'volume'
      readonly units: number
      readonly of: number
      /** What each capped line keeps; null where every line gives up the same share. */
      readonly lines: readonly (Cell & { readonly units: number })[] | null
    }
  | { readonly kind: 'ready-places'; readonly kept: readonly string[]; readonly dropped: readonly string[] }
  | {
      readonly kind:
        | 'pull-in'
        | 'order'
        | 'second-supplier'
        | 'expedite'
        | 'expedite-part'
        | 'transfer'
        | 'substitute'
        | 'pull-back'
      readonly units: number | null
      /** The steps of the option as it was then; empty where people gave units of their own. */
      readonly steps: readonly Step[]
    }

/** The expected result of a decision when it was proposed. Money is by currency, null where unknown. */
export type Expectation = Pick<
  Total,
  'sales' | 'demand' | 'shortage' | 'stockout' | 'extraCost' | 'contribution' | 'gain'
>

/** What one function gives up for the business as a whole. Days, units, locations and money are null where they do not apply. */
export type Concession = {
  readonly side: Side
  readonly days: number | null
  readonly units: number | null
  readonly places: readonly string[] | null
  readonly cost: Money | null
  /** The contribution that it saves against doing nothing. */
  readonly kept: Money | null
}

/** A proposal and its outcome. Moments are ISO text. */
export type Decision = {
  readonly id: number
  readonly promotionId: PromotionId
  readonly name: string
  readonly state: DecisionState
  readonly terms: DecisionTerms
  /** The function it was proposed for; null where the proposer may speak for either. */
  readonly side: Side | null
  readonly by: Attribution & { readonly role: string }
  readonly reason: string
  /** The assessment of the promotion when it was proposed. */
  readonly stood: {
    readonly verdict: Verdict
    readonly revenueAtRisk: Money
    readonly stockout: number | null
    readonly contribution: Money | null
    readonly recommended: OptionKind | null
    readonly waiting: { readonly days: readonly DelayCost[]; readonly currency: string | null } | null
  }
  readonly expected: Expectation | null
  /** The verdict that it was expected to lead to; null where somebody has to act first. */
  readonly expects: Verdict | null
  readonly concession: Concession | null
  /** The last day to answer it, and the moment that day is over. */
  readonly deadline: Day
  readonly deadlineAt: string
  /** The proposal that it is a counter-proposal to. */
  readonly answers: number | null
  /** The version of the promotion that it was proposed for. */
  readonly basedOn: number
  readonly needsApproval: boolean
  readonly agreed: Attribution | null
  readonly approved: Attribution | null
  /** The risk that is handled by it. */
  readonly riskId: RiskId | null
  /** Who ended it otherwise than by agreement, and why. */
  readonly closed: (Attribution & { readonly reason: string | null }) | null
  /** The verdict after it was carried out. */
  readonly brought: Verdict | null
  /** Changes with every change; 0 for one that is not kept yet. */
  readonly version: number
}

/** A transition of a decision. `endorse` is the agreement of the other function where an approver is still asked; `agree` is the final one. */
export type DecisionTransition =
  | { readonly kind: 'endorse'; readonly by: Attribution }
  | { readonly kind: 'agree'; readonly by: Attribution; readonly isApprover: boolean }
  | { readonly kind: 'counter'; readonly by: Attribution; readonly reason: string | null }
  | { readonly kind: 'decline'; readonly by: Attribution; readonly reason: string | null }
  | { readonly kind: 'withdraw'; readonly by: Attribution; readonly reason: string | null }
  | { readonly kind: 'lapse'; readonly by: Attribution }
  | { readonly kind: 'carry-out'; readonly brought: Verdict | null }

export const decisionTransitions = [
  'endorse',
  'agree',
  'counter',
  'decline',
  'withdraw',
  'lapse',
  'carry-out',
] as const satisfies readonly DecisionTransition['kind'][]

/** Why a transition is refused: the other function has agreed already, the decision is closed, or nobody has agreed to it. */
export type RefusedDecision = 'endorsed' | 'settled' | 'not-agreed'

const settled = {
  endorse: 'settled',
  agree: 'settled',
  counter: 'settled',
  decline: 'settled',
  withdraw: 'settled',
  lapse: 'settled',
  'carry-out': 'settled',
} as const

/** The state after each transition from each state, or why the transition is refused. */
export const stateAfter: Readonly<
  Record<DecisionState, Readonly<Record<DecisionTransition['kind'], DecisionState | RefusedDecision>>>
> = {
  proposed: {
    endorse: 'approving',
    agree: 'agreed',
    counter: 'countered',
    decline: 'declined',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    'carry-out': 'not-agreed',
  },
  approving: {
    endorse: 'endorsed',
    agree: 'agreed',
    counter: 'countered',
    decline: 'declined',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    'carry-out': 'not-agreed',
  },
  agreed: { ...settled, 'carry-out': 'carried-out' },
  'carried-out': settled,
  countered: settled,
  declined: settled,
  withdrawn: settled,
  lapsed: settled,
}

const refusals: ReadonlySet<string> = new Set<RefusedDecision>(['endorsed', 'settled', 'not-agreed'])

/** Tells whether a transition was refused. */
export const isRefusedDecision = (outcome: Decision | RefusedDecision): outcome is RefusedDecision =>
  typeof outcome === 'string'

/** Tells whether a decision waits for an answer. */
export const isOpenDecision = ({ state }: Pick<Decision, 'state'>): boolean =>
  state === 'proposed' || state === 'approving'

/** Applies a transition: gives the decision afterwards, or why it was refused. */
export const applyDecisionTransition = (
  decision: Decision,
  transition: DecisionTransition,
): Decision | RefusedDecision => {
  const next = stateAfter[decision.state][transition.kind]
  if (refusals.has(next)) return next as RefusedDecision
  const state = next as DecisionState
  switch (transition.kind) {
    case 'endorse':
      return { ...decision, state, agreed: transition.by }
    case 'agree':
      return {
        ...decision,
        state,
        agreed: decision.agreed ?? transition.by,
        approved: decision.needsApproval && (transition.isApprover || decision.agreed !== null) ? transition.by : null,
      }
    case 'counter':
    case 'decline':
    case 'withdraw':
      return { ...decision, state, closed: { ...transition.by, reason: transition.reason } }
    case 'lapse':
      return { ...decision, state, closed: { ...transition.by, reason: null } }
    case 'carry-out':
      return { ...decision, state, brought: transition.brought }
  }
}

/** The function that makes a concession by each option. */
const concedingSide: Readonly<Partial<Record<OptionKind, Side>>> = {
  date: 'marketing',
  volume: 'marketing',
  'ready-places': 'marketing',
  expedite: 'supply',
  'expedite-part': 'supply',
  transfer: 'supply',
  'pull-in': 'supply',
  'second-supplier': 'supply',
}

/** Gives the concession that a decision contains; null where neither function makes one. */
export const concessionOf = (terms: DecisionTerms, expected: Expectation | null): Concession | null => {
  const side = terms.kind === 'commit' ? undefined : concedingSide[terms.kind]
  if (side === undefined) return null
  const gain = Object.entries(expected?.gain ?? {}).filter(([, amount]) => amount > 0)
  const cost = side === 'supply' ? (expected?.extraCost ?? null) : null
  return {
    side,
    days: terms.kind === 'date' ? terms.start - terms.from : null,
    units: terms.kind === 'volume' ? terms.of - terms.units : terms.kind === 'transfer' ? terms.units : null,
    places: terms.kind === 'ready-places' ? terms.dropped : null,
    cost,
    kept: gain.length === 0 ? null : Object.fromEntries(gain),
  }
}

/** Tells whether any of these amounts is above the approval limit in a currency. */
export const isAboveLimit = (...amounts: readonly (Money | null)[]): boolean =>
  amounts.some((money) => Object.values(money ?? {}).some((amount) => amount > approvalLimit))
