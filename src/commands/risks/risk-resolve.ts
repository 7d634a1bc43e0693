import type { RiskTransition } from '../../domain/risks/risk-transition.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Command, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './handle-risks.ts'
import { risksAre } from './named-risks.ts'

const risk = { name: 'RISK', value: null, says: 'R-1, several, or P-1 for every risk of a promotion', isNeeded: true }

/** Resolves risks by what was done about them; they reopen only when they get materially worse. */
export const riskResolve: Command = {
  name: 'shelfready resolve',
  aliases: ['shelfready settle'],
  takes: [risk, { name: 'reason', value: '"PO-91 is placed"', says: 'what was done about it', isNeeded: true }],
  does: 'close a risk and say what was done',
  examples: ['/shelfready resolve R-1 reason:"PO-91 is placed, due 24 June"'],
  right: 'handle-risks',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskResolve))
    const reason = readReason(given, 'reason:"PO-91 is placed"')
    if (given.problems.length > 0) return refused(given.problems)
    return handleRisks(context, {
      names: riskNames(given.bare),
      command: '/shelfready resolve',
      transition: (): RiskTransition => ({ kind: 'resolve', by: context.person, reason }),
      announcement: 'resolved',
      detail: { reason },
      title: (named) => risksAre(named, 'resolved'),
      line: () => 'you will hear of it again only if it gets materially worse',
    })
  },
}

/** Accepts the loss of risks; it stays accepted for the promotion. */
export const riskAccept: Command = {
  name: 'shelfready accept',
  takes: [risk, { name: 'reason', value: '"too dear to expedite"', says: 'why you accept the loss', isNeeded: true }],
  does: 'go ahead and accept what a risk may cost',
  examples: ['/shelfready accept R-1 reason:"too dear to expedite"'],
  right: 'handle-risks',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskAccept))
    const reason = readReason(given, 'reason:"too dear to expedite"')
    if (given.problems.length > 0) return refused(given.problems)
    return handleRisks(context, {
      names: riskNames(given.bare),
      command: '/shelfready accept',
      transition: (): RiskTransition => ({ kind: 'accept', by: context.person, reason }),
      announcement: 'accepted the loss of',
      detail: { reason },
      title: (named) => risksAre(named, 'accepted'),
      line: () => 'you will hear of it again only if it gets materially worse',
    })
  },
}

/** Reopens resolved or accepted risks. */
export const riskReopen: Command = {
  name: 'shelfready reopen',
  takes: [risk, { name: 'reason', value: '"ACME called it off"', says: 'why' }],
  does: 'reopen a closed risk',
  examples: ['/shelfready reopen R-1 reason:"ACME called it off"'],
  right: 'handle-risks',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskReopen))
    const reason = readReason(given, null)
    if (given.problems.length > 0) return refused(given.problems)
    return handleRisks(context, {
      names: riskNames(given.bare),
      command: '/shelfready reopen',
      transition: (): RiskTransition => ({ kind: 'reopen', by: context.person, reason: reason || null }),
      announcement: 'reopened',
      detail: reason === '' ? {} : { reason },
      title: (named) => risksAre(named, 'open again'),
      line: (before) =>
        before.handled === null
          ? 'open'
          : `${before.handled.name} had ${before.state === 'accepted' ? 'accepted' : 'resolved'} it`,
    })
  },
}
