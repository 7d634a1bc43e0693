import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import {
  applyDecisionTransition,
  concessionOf,
  type Decision,
  type DecisionState,
  type DecisionTransition,
  decisionStates,
  decisionTransitions,
  isAboveLimit,
  isOpenDecision,
  isRefusedDecision,
  stateAfter,
} from '../../src/domain/decisions/decision.ts'
import { type DecisionAnswerer, functionOf, mayAnswer, yesOf } from '../../src/domain/decisions/decision-answer.ts'

const monday = dayOf('2026-06-01')
const owner = (name: string) => ({ personId: `U-${name}`, name, at: '2026-06-01T08:00:00.000Z', on: monday })
const [ana, ben, chloe] = ['Ana', 'Ben', 'Chloe'].map(owner) as [
  ReturnType<typeof owner>,
  ReturnType<typeof owner>,
  ReturnType<typeof owner>,
]

const proposed: Decision = {
  id: 1,
  promotionId: 'P-1',
  name: 'Summer BOGO',
  state: 'proposed',
  terms: { kind: 'date', from: monday + 35, start: monday + 70 },
  side: 'marketing',
  by: { ...ana, role: 'member' },
  reason: 'ten weeks',
  stood: {
    verdict: 'not-ready',
    revenueAtRisk: { EUR: 3_995 },
    stockout: 0.99,
    contribution: { EUR: 480 },
    recommended: 'date',
    waiting: null,
  },
  expected: null,
  expects: 'ready',
  concession: null,
  deadline: monday + 3,
  deadlineAt: '2026-06-05T00:00:00.000Z',
  answers: null,
  basedOn: 7,
  needsApproval: false,
  agreed: null,
  approved: null,
  riskId: null,
  closed: null,
  brought: null,
  version: 1,
}

const did = (decision: Decision, deed: DecisionTransition): Decision => {
  const outcome = applyDecisionTransition(decision, deed)
  if (isRefusedDecision(outcome)) throw new Error(outcome)
  return outcome
}

const byBen: Readonly<Record<DecisionTransition['kind'], DecisionTransition>> = {
  endorse: { kind: 'endorse', by: ben },
  agree: { kind: 'agree', by: ben, isApprover: false },
  counter: { kind: 'counter', by: ben, reason: 'too late' },
  decline: { kind: 'decline', by: ben, reason: 'printed' },
  withdraw: { kind: 'withdraw', by: ben, reason: null },
  lapse: { kind: 'lapse', by: ben },
  'carry-out': { kind: 'carry-out', brought: 'ready' },
}

/** A decision in each state, as deeds lead there. */
const inState: Readonly<Record<DecisionState, Decision>> = {
  proposed,
  approving: did(proposed, byBen.endorse),
  agreed: did(proposed, byBen.agree),
  'carried-out': did(did(proposed, byBen.agree), byBen['carry-out']),
  countered: did(proposed, byBen.counter),
  declined: did(proposed, byBen.decline),
  withdrawn: did(proposed, byBen.withdraw),
  lapsed: did(proposed, byBen.lapse),
}

const over = Object.fromEntries(decisionTransitions.map((kind) => [kind, 'settled'])) as Record<
  DecisionTransition['kind'],
  string
>

/** state x deed -> state, or why nothing is done. */
const expected: Readonly<Record<DecisionState, Readonly<Record<DecisionTransition['kind'], string>>>> = {
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
  agreed: { ...over, 'carry-out': 'carried-out' },
  'carried-out': over,
  countered: over,
  declined: over,
  withdrawn: over,
  lapsed: over,
}

describe('the life of a decision', () => {
  for (const state of decisionStates)
    for (const kind of decisionTransitions)
      it(`goes from ${state} by ${kind} to: ${expected[state][kind]}`, () => {
        const outcome = applyDecisionTransition(inState[state], byBen[kind])
        expect(isRefusedDecision(outcome) ? outcome : outcome.state).toBe(expected[state][kind])
        expect(stateAfter[state][kind]).toBe(expected[state][kind])
      })

  it('waiting for an answer while it is proposed or approved, and no longer', () => {
    expect(decisionStates.filter((state) => isOpenDecision(inState[state]))).toEqual(['proposed', 'approving'])
  })

  it('keeps who said yes, who approved and who ended it, and what was proposed as it was', () => {
    const approved = did({ ...inState.approving, needsApproval: true }, { kind: 'agree', by: chloe, isApprover: true })
    expect(approved).toMatchObject({ state: 'agreed', agreed: { name: 'Ben' }, approved: { name: 'Chloe' } })
    expect(inState.agreed).toMatchObject({ agreed: { name: 'Ben' }, approved: null })
    expect(inState.declined.closed).toMatchObject({ name: 'Ben', reason: 'printed' })
    for (const state of decisionStates) expect(inState[state].terms).toBe(proposed.terms)
  })

  it('is carried out only where both functions said yes, whatever is done in whatever order', () => {
    const deed = fc.constantFrom(...Object.values(byBen))
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
        let decision: Decision = { ...proposed, needsApproval: true }
        for (const one of deeds) {
          const outcome = applyDecisionTransition(decision, one)
          if (isRefusedDecision(outcome)) continue
          decision = outcome
          if (decision.state === 'agreed' || decision.state === 'carried-out') expect(decision.agreed).not.toBeNull()
          if (['countered', 'declined', 'withdrawn', 'lapsed'].includes(decision.state))
            expect(decision.closed).not.toBeNull()
        }
      }),
    )
  })
})

const who = (personId: string, side: DecisionAnswerer['side'] = null, isApprover = false): DecisionAnswerer => ({
  personId,
  side,
  isApprover,
})

describe('the function somebody speaks for', () => {
  it('is that of their role, and neither where they have none or both', () => {
    expect(functionOf(['marketer'])).toBe('marketing')
    expect(functionOf(['member', 'planner'])).toBe('supply')
    for (const roles of [[], ['member'], ['approver'], ['marketer', 'planner']] as const)
      expect(functionOf(roles)).toBeNull()
  })
})

describe('the answer to a proposal', () => {
  it.each([
    ['the proposer', who('U-Ana', 'marketing'), 'own'],
    ['the proposer, an approver', who('U-Ana', 'marketing', true), 'own'],
    ['somebody of the same function', who('U-Chloe', 'marketing'), 'own-side'],
    ['an approver of the same function', who('U-Chloe', 'marketing', true), null],
    ['somebody of the other function', who('U-Ben', 'supply'), null],
    ['somebody who may speak for either', who('U-Dora'), null],
  ] as const)('by %s is: %s', (_, by, answer) => {
    expect(mayAnswer(proposed, by)).toBe(answer)
    expect(yesOf(proposed, by, { hasApprovers: false })).toBe(answer ?? 'agree')
  })

  it('may be given by anybody else where the proposer may speak for either', () => {
    expect(mayAnswer({ ...proposed, side: null }, who('U-Chloe', 'marketing'))).toBeNull()
  })

  it('above the limit is a yes that an approver confirms, or an approver gives at once', () => {
    const large = { ...proposed, needsApproval: true }
    const endorsed = { ...inState.approving, needsApproval: true }
    expect(yesOf(large, who('U-Ben', 'supply'), { hasApprovers: true })).toBe('endorse')
    expect(yesOf(large, who('U-Coo', null, true), { hasApprovers: true })).toBe('agree')
    expect(yesOf(endorsed, who('U-Dora'), { hasApprovers: true })).toBe('needs-approver')
    expect(yesOf(endorsed, who('U-Coo', null, true), { hasApprovers: true })).toBe('agree')
    expect(yesOf(endorsed, who('U-Ana', 'marketing', true), { hasApprovers: true })).toBe('own')
  })

  it('above the limit is confirmed by a third person where nobody is an approver', () => {
    const endorsed = { ...inState.approving, needsApproval: true }
    expect(yesOf(endorsed, who('U-Ben', 'supply'), { hasApprovers: false })).toBe('endorsed')
    expect(yesOf(endorsed, who('U-Ana'), { hasApprovers: false })).toBe('own')
    expect(yesOf(endorsed, who('U-Dora', 'supply'), { hasApprovers: false })).toBe('agree')
  })
})

describe('a concession', () => {
  const gain = { sales: 1, demand: 1, shortage: 0, stockout: 0, contribution: null, gain: { EUR: 2_200 } }
  const expectation = { ...gain, extraCost: { EUR: 1_450 } }

  it('is of marketing where the date moves, the volume shrinks or places drop out', () => {
    expect(concessionOf({ kind: 'date', from: monday, start: monday + 35 }, expectation)).toEqual({
      side: 'marketing',
      days: 35,
      units: null,
      places: null,
      cost: null,
      kept: { EUR: 2_200 },
    })
    expect(concessionOf({ kind: 'volume', units: 200, of: 700, lines: null }, null)).toMatchObject({
      side: 'marketing',
      units: 500,
      kept: null,
    })
    expect(concessionOf({ kind: 'ready-places', kept: ['WEST'], dropped: ['EAST'] }, null)).toMatchObject({
      side: 'marketing',
      places: ['EAST'],
    })
  })

  it('is of supply where speed or a transfer is paid for, and nobody’s where an order is placed or the loss is taken', () => {
    for (const kind of ['expedite', 'expedite-part', 'transfer'] as const)
      expect(concessionOf({ kind, units: 500, steps: [] }, expectation)).toMatchObject({
        side: 'supply',
        cost: { EUR: 1_450 },
      })
    for (const kind of ['order', 'substitute'] as const)
      expect(concessionOf({ kind, units: 500, steps: [] }, expectation)).toBeNull()
    expect(concessionOf({ kind: 'nothing' }, null)).toBeNull()
  })

  it('keeps nothing where the decision loses money against doing nothing', () => {
    const loss = { ...expectation, gain: { EUR: -10 } }
    expect(concessionOf({ kind: 'date', from: monday, start: monday + 7 }, loss)?.kept).toBeNull()
  })
})

describe('the limit of approval', () => {
  it('is passed by either amount in any currency, and not by the limit itself', () => {
    expect(isAboveLimit({ EUR: 5_000 }, { EUR: 5_000 })).toBe(false)
    expect(isAboveLimit({ EUR: 1 }, { USD: 5_000.01 })).toBe(true)
    expect(isAboveLimit(null, { EUR: 9_000 })).toBe(true)
    expect(isAboveLimit(null, {})).toBe(false)
  })
})
