import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { type RiskRecord, type RiskState, riskStates } from '../../src/domain/risks/risk.ts'
import {
  applyTransition,
  handlingOf,
  isRefusedTransition,
  type RefusedTransition,
  type RiskTransition,
  riskTransitions,
  stateAfter,
  undoTransition,
} from '../../src/domain/risks/risk-transition.ts'

const monday = dayOf('2026-06-01')
const moment = { now: '2026-06-01T08:00:00.000Z', today: monday }
const later = { now: '2026-06-02T08:00:00.000Z', today: monday + 1 }
const [ana, ben, chloe] = ['Ana', 'Ben', 'Chloe'].map((name) => ({ id: `U-${name}`, name })) as [
  { id: string; name: string },
  { id: string; name: string },
  { id: string; name: string },
]

const open: RiskRecord = {
  id: 1,
  identity: '["order","ACME","COLA"]',
  kind: 'order-by',
  verdict: 'at-risk',
  orderBy: monday + 14,
  money: { EUR: 1000 },
  subject: {
    action: { kind: 'order', supplier: 'ACME', sku: 'COLA' },
    promotions: [{ promotionId: 'P-1', name: 'Summer', start: monday + 20, end: monday + 26 }],
    item: 'Cola',
    orderUnits: 100,
    rule: null,
    lines: 1,
  },
  state: 'open',
  episode: 1,
  openedAt: moment.now,
  owner: null,
  handled: null,
  snoozedUntil: null,
  endedAt: null,
  version: 1,
}

const did = (record: RiskRecord, deed: RiskTransition, when = moment): RiskRecord => {
  const outcome = applyTransition(record, deed, when)
  if (isRefusedTransition(outcome)) throw new Error(outcome)
  return outcome
}

/** A risk of Ana's in each state, as deeds lead there. */
const inState: Readonly<Record<RiskState, RiskRecord>> = {
  open,
  acknowledged: did(open, { kind: 'acknowledge', by: ana }),
  mitigating: did(open, { kind: 'mitigate', by: ana, how: 'PO-91' }),
  resolved: did(open, { kind: 'resolve', by: ana, reason: 'PO-91 is placed' }),
  accepted: did(open, { kind: 'accept', by: ana, reason: 'too dear' }),
  expired: { ...open, state: 'expired', endedAt: moment.now },
}

const byBen: Readonly<Record<RiskTransition['kind'], RiskTransition>> = {
  acknowledge: { kind: 'acknowledge', by: ben },
  'take-back': { kind: 'take-back', by: ben },
  take: { kind: 'take', by: ben },
  assign: { kind: 'assign', by: ben, to: chloe },
  snooze: { kind: 'snooze', by: ben, until: monday + 7 },
  mitigate: { kind: 'mitigate', by: ben, how: 'PO-92' },
  resolve: { kind: 'resolve', by: ben, reason: 'done' },
  accept: { kind: 'accept', by: ben, reason: 'too dear' },
  reopen: { kind: 'reopen', by: ben, reason: null },
  silence: { kind: 'silence' },
}

/** What product.md's life of a risk comes to: state x deed -> state, owner, whether it is a new question; or why nothing is done. */
const expected: Readonly<Record<RiskState, Readonly<Record<RiskTransition['kind'], string>>>> = {
  open: {
    acknowledge: 'acknowledged Ben',
    'take-back': 'not-taken',
    take: 'acknowledged Ben',
    assign: 'open Chloe',
    snooze: 'acknowledged Ben until',
    mitigate: 'mitigating Ben',
    resolve: 'resolved Ben',
    accept: 'accepted Ben',
    reopen: 'not-settled',
    silence: 'not-taken',
  },
  acknowledged: {
    acknowledge: 'taken',
    'take-back': 'open - anew',
    take: 'acknowledged Ben anew',
    assign: 'open Chloe anew',
    snooze: 'acknowledged Ana until',
    mitigate: 'mitigating Ana',
    resolve: 'resolved Ana',
    accept: 'accepted Ana',
    reopen: 'not-settled',
    silence: 'open Ana anew',
  },
  mitigating: {
    acknowledge: 'taken',
    'take-back': 'open - anew',
    take: 'mitigating Ben',
    assign: 'mitigating Chloe',
    snooze: 'mitigating Ana until',
    mitigate: 'mitigating Ana',
    resolve: 'resolved Ana',
    accept: 'accepted Ana',
    reopen: 'not-settled',
    silence: 'open Ana anew',
  },
  resolved: {
    acknowledge: 'settled',
    'take-back': 'settled',
    take: 'settled',
    assign: 'settled',
    snooze: 'settled',
    mitigate: 'mitigating Ana',
    resolve: 'settled',
    accept: 'accepted Ana',
    reopen: 'open Ana anew',
    silence: 'settled',
  },
  accepted: {
    acknowledge: 'settled',
    'take-back': 'settled',
    take: 'settled',
    assign: 'settled',
    snooze: 'settled',
    mitigate: 'mitigating Ana',
    resolve: 'resolved Ana',
    accept: 'settled',
    reopen: 'open Ana anew',
    silence: 'settled',
  },
  expired: Object.fromEntries(riskTransitions.map((kind) => [kind, 'over'])) as Record<RiskTransition['kind'], string>,
}

const said = (before: RiskRecord, outcome: RiskRecord | RefusedTransition): string =>
  isRefusedTransition(outcome)
    ? outcome
    : [
        outcome.state,
        outcome.owner?.name ?? '-',
        ...(outcome.snoozedUntil === null ? [] : ['until']),
        ...(outcome.episode > before.episode ? ['anew'] : []),
      ].join(' ')

describe('the life of a risk', () => {
  for (const state of riskStates)
    for (const kind of riskTransitions)
      it(`goes from ${state} by ${kind} to: ${expected[state][kind]}`, () => {
        const before = inState[state]
        const outcome = applyTransition(before, byBen[kind], later)
        expect(said(before, outcome)).toBe(expected[state][kind])
        const next = stateAfter[state][kind]
        expect(isRefusedTransition(outcome) ? outcome : outcome.state).toBe(next)
      })

  for (const state of riskStates)
    it(`is over for whatever is done to it once nothing calls for it, from ${state} too`, () => {
      for (const kind of riskTransitions)
        expect(applyTransition({ ...inState[state], endedAt: moment.now }, byBen[kind], later)).toBe('over')
    })

  it('keeps who has it, since when, what they knew and why', () => {
    expect(inState.resolved).toMatchObject({
      owner: { personId: 'U-Ana', at: moment.now, on: monday },
      handled: { personId: 'U-Ana', reason: 'PO-91 is placed', basis: { money: { EUR: 1000 } } },
    })
  })

  it('tells whoever takes what is theirs that it is, and whoever gives it to its owner that it is with them', () => {
    expect(applyTransition(inState.acknowledged, { kind: 'take', by: ana }, later)).toBe('yours')
    expect(applyTransition(inState.acknowledged, { kind: 'assign', by: ben, to: ana }, later)).toBe('theirs')
  })

  it('asks one who was given a risk to acknowledge it; whoever does owns it', () => {
    const given = did(open, { kind: 'assign', by: ben, to: chloe })
    expect(given).toMatchObject({ state: 'open', owner: { name: 'Chloe' }, handled: null })
    expect(did(given, { kind: 'acknowledge', by: ana }, later)).toMatchObject({ owner: { name: 'Ana' } })
  })

  it('is never without an owner while somebody deals with it or has settled it, whatever is done in whatever order', () => {
    const deed = fc.constantFrom(
      ...Object.values(byBen),
      byBen.acknowledge,
      { kind: 'acknowledge', by: ana } as const,
      {
        kind: 'take',
        by: chloe,
      } as const,
    )
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        let record = open
        for (const one of deeds) {
          const outcome = applyTransition(record, one, later)
          if (isRefusedTransition(outcome)) continue
          if (outcome.state === 'open') expect([outcome.handled, outcome.snoozedUntil]).toEqual([null, null])
          else expect([outcome.owner, outcome.handled]).not.toContain(null)
          expect(outcome.episode - record.episode).toBeGreaterThanOrEqual(0)
          expect(outcome.episode - record.episode).toBeLessThanOrEqual(1)
          record = outcome
        }
      }),
    )
  })

  it('is as it was before when a deed is undone, but for its question, which is a new one once it is open again', () => {
    for (const state of riskStates)
      for (const kind of riskTransitions) {
        const before = inState[state]
        const outcome = applyTransition(before, byBen[kind], later)
        if (isRefusedTransition(outcome)) continue
        const back = undoTransition(outcome, handlingOf(before), handlingOf(outcome)) as RiskRecord
        expect(handlingOf(back)).toEqual(handlingOf(before))
        expect(back.episode).toBeGreaterThanOrEqual(outcome.episode)
      }
  })

  it('stays as it is when somebody else did something since, or it is over', () => {
    const taken = did(open, { kind: 'acknowledge', by: ana })
    const given = did(taken, { kind: 'take', by: ben }, later)
    expect(undoTransition(given, handlingOf(open), handlingOf(taken))).toBeNull()
    expect(undoTransition({ ...taken, endedAt: later.now }, handlingOf(open), handlingOf(taken))).toBeNull()
  })
})
