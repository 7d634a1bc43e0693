import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { Decision, Side } from '../../domain/decisions/decision.ts'
import { approvalLimit as limit } from '../../domain/policy.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Action, Block, Card } from '../language/card.ts'
import { dateWords, moneyWords, percentWords, verdictWords } from '../language/words.ts'
import { optionName, sumWords } from '../options/option-words.ts'
import { toneOf } from '../promotions/promotion-card.ts'
import { changedFacts } from '../promotions/promotion-change-card.ts'
import { summaryBlocks } from '../promotions/promotion-summary.ts'
import { seeingCard } from '../risks/risk-actions.ts'
import { concessionWords, expectedWords, sideWord, termsWords } from './decision-words.ts'

type Named = Pick<Decision, 'name' | 'promotionId'>

const nameWords = ({ name, promotionId }: Named): string => `${name} (${promotionId})`

/** Who is asked to answer, by name where that is known. */
export type AskedFor = { readonly side: Side | null; readonly name: string | null }

const askedWords = ({ side, name }: AskedFor): string =>
  name ?? (side === null ? 'the other function' : sideWord(side).toLowerCase())

const standingFacts = (decision: Decision) => {
  const { stood, expected, expects, terms } = decision
  const atRisk = sumWords(stood.revenueAtRisk)
  return [
    {
      label: 'Now',
      value: [
        verdictWords(stood.verdict),
        ...(atRisk === '0' ? [] : [`${atRisk} at risk`]),
        ...(stood.stockout === null ? [] : [`${percentWords(stood.stockout)} chance of selling out`]),
      ].join(', '),
    },
    {
      label: 'With this',
      value: [...(expects === null ? [] : [verdictWords(expects)]), expectedWords(expected)].join(', '),
    },
    ...(stood.recommended === null || stood.recommended === terms.kind
      ? []
      : [{ label: 'Best option', value: optionName(stood.recommended) }]),
    ...(decision.needsApproval
      ? [{ label: 'Limit', value: `above ${moneyWords(limit, null)}, so an approver must agree too` }]
      : []),
  ]
}

const proposalBlocks = (decision: Decision, today: Day): readonly Block[] => [
  ...(decision.concession === null ? [] : [{ kind: 'text' as const, text: concessionWords(decision.concession) }]),
  {
    kind: 'facts',
    facts: [{ label: 'Why', value: decision.reason }, ...standingFacts(decision)],
  },
  ...(decision.expects === 'not-ready' && decision.terms.kind !== 'nothing'
    ? [
        {
          kind: 'text' as const,
          text: `That would still be not ready, as of ${dateWords(today, today)}. See what would work: /promo options ${decision.promotionId}`,
        },
      ]
    : []),
]

const nextWords = (decision: Decision, asked: AskedFor, today: Day): string =>
  `Next: ${askedWords(asked)} has until ${dateWords(decision.deadline, today)} to answer.`

/** An answer is given on the card of the promotion alone, so that no message offers what was answered already. */
const answering = ({ promotionId }: Decision): Action => ({ ...seeingCard(promotionId), label: 'Answer on the card' })

/** Asks the other function to agree to a proposal, in the thread of the promotion's card. */
export const proposalCard = (decision: Decision, asked: AskedFor, today: Day, countered: Decision | null): Card => {
  const does = countered === null ? 'proposes for' : `answers ${countered.by.name} on`
  const title = `${decision.by.name} ${does} ${nameWords(decision)}: ${termsWords(decision.terms, today)}`
  return {
    tone: 'question',
    title,
    plain: `${title}. Answer by ${dateWords(decision.deadline, today)}.`,
    blocks: [...proposalBlocks(decision, today), { kind: 'text', text: nextWords(decision, asked, today) }],
    actions: [answering(decision)],
    footer: null,
  }
}

/** The private answer to the one who proposed something. */
export const proposedCard = (decision: Decision, asked: AskedFor, today: Day): Card => {
  const title = `Proposed for ${nameWords(decision)}: ${termsWords(decision.terms, today)}.`
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: [
      ...proposalBlocks(decision, today),
      { kind: 'text', text: `${nextWords(decision, asked, today)} The answer will be in the thread of its card.` },
    ],
    footer: `Withdraw it: /promo withdraw ${decision.promotionId}`,
  }
}

/** Says that the other function agrees and an approver is still asked. */
export const endorsedCard = (decision: Decision, today: Day): Card => {
  const title = `${decision.agreed?.name} agrees with ${decision.by.name} on ${nameWords(decision)}: ${termsWords(decision.terms, today)}`
  return {
    tone: 'question',
    title,
    plain: `${title}. An approver has until ${dateWords(decision.deadline, today)}.`,
    blocks: [
      {
        kind: 'text',
        text: `More than ${moneyWords(limit, null)} is at stake, so an approver has until ${dateWords(decision.deadline, today)} to confirm; if there is none, anyone else. Nothing is changed yet.`,
      },
      { kind: 'facts', facts: standingFacts(decision) },
    ],
    actions: [answering(decision)],
    footer: null,
  }
}

/** What an agreement did: how the promotion stands before and after, and what somebody must still do. */
export type CarriedOut = {
  readonly was: JudgedPromotion
  /** Null where somebody must do it first. */
  readonly is: JudgedPromotion | null
  /** What a planner must still do and how it is recorded; null where nothing is left. */
  readonly left: string | null
  readonly yesReason: string | null
}

/** Tells that a proposal is agreed and what that did. */
export const agreedCard = (decision: Decision, { was, is, left, yesReason }: CarriedOut, today: Day): Card => {
  const by = decision.agreed?.name ?? ''
  const title = `Agreed for ${nameWords(decision)}: ${termsWords(decision.terms, today)}`
  const verdict = (is ?? was).readiness.verdict
  const approved =
    decision.approved === null || decision.approved.personId === decision.agreed?.personId
      ? ''
      : `, and ${decision.approved.name} approves`
  return {
    tone: toneOf(verdict),
    title,
    plain: `${title}. ${verdictWords(verdict)}.`,
    blocks: [
      {
        kind: 'text',
        text: `${by} agrees with ${decision.by.name}${approved}${yesReason === null ? '.' : `: ${yesReason}`}`,
      },
      ...(decision.concession === null ? [] : [{ kind: 'text' as const, text: concessionWords(decision.concession) }]),
      ...surprise(decision.expects, is),
      {
        kind: 'facts',
        facts: [
          ...(is === null
            ? [
                {
                  label: 'Verdict',
                  value: `${verdictWords(verdict)}${left === null || decision.state === 'carried-out' ? ', as before' : ' until that is done'}`,
                },
              ]
            : changedFacts(was, is, [])),
          { label: 'Expected', value: expectedWords(decision.expected) },
          { label: 'Why', value: decision.reason },
        ],
      },
      ...(is === null ? [] : summaryBlocks(is)),
      ...(left === null ? [] : [{ kind: 'text' as const, text: left }]),
    ],
    footer: null,
  }
}

const surprise = (expects: Verdict | null, is: JudgedPromotion | null): readonly Block[] =>
  is === null || expects === null || expects === is.readiness.verdict
    ? []
    : [
        {
          kind: 'text',
          text: `Not as expected: ${verdictWords(expects)} when it was proposed, ${verdictWords(is.readiness.verdict)} now. Stock or orders have changed since.`,
        },
      ]

/** Tells that a proposal came to nothing: declined, withdrawn, or without an answer in time. */
export const closedDecisionCard = (decision: Decision, today: Day, waiting: string | null = null): Card => {
  const { closed, by, state, terms } = decision
  const about = `${nameWords(decision)}: ${termsWords(terms, today)}`
  const title =
    state === 'declined'
      ? `${closed?.name} declines ${by.name}'s proposal for ${about}`
      : state === 'withdrawn'
        ? `${closed?.name} withdraws the proposal for ${about}`
        : `${by.name}'s proposal lapsed: no answer by ${dateWords(decision.deadline, today)} for ${about}`
  const reason = closed?.reason ?? null
  return {
    tone: state === 'lapsed' ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      ...(reason === null ? [] : [{ kind: 'text' as const, text: `Why: ${reason}` }]),
      {
        kind: 'text',
        text: `Still undecided${waiting === null ? '' : `; waiting costs ${waiting}`}. Propose something else: /promo decide ${decision.promotionId}`,
      },
    ],
    footer: null,
  }
}
