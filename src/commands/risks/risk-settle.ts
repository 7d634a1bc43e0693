import { refusalCard } from '../../cards/language/plain-card.ts'
import { countWords } from '../../cards/language/words.ts'
import { longestReason } from '../../domain/policy.ts'
import type { RiskTransition } from '../../domain/risks/risk-transition.ts'
import { type Arguments, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf, type Outcome } from '../dispatch/command.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './risk-handling.ts'

/** Reads why something is done about a risk; what is missing or too long is noted as a problem. */
export const readReason = ({ keyed, problems }: Arguments, example: string | null): string => {
  const reason = (keyed.get('reason') ?? '').replaceAll(/\s+/g, ' ').trim()
  if (reason === '' && example !== null) problems.push(`reason: is missing; say it, such as ${example}.`)
  if (reason.length > longestReason)
    problems.push(`reason: has ${reason.length} characters; ${longestReason} is the most.`)
  return reason
}

/** Refuses what cannot be read, and says that nothing was changed. */
export const refused = (problems: readonly string[]): Outcome =>
  answer(refusalCard(`${problems.join(' ')} Nothing was changed.`))

const risk = { name: 'RISK', value: null, says: 'R-1, several, or every one of a promotion (P-1)', isNeeded: true }

/** Settles risks by what was done about them; they come back only when they get materially worse. */
export const riskResolve: Command = {
  name: 'shelfready resolve',
  aliases: ['shelfready settle'],
  takes: [risk, { name: 'reason', value: '"PO-91 is placed"', says: 'what was done about it', isNeeded: true }],
  does: 'settles risks by what was done about them',
  examples: ['/shelfready resolve R-1 reason:"PO-91 is placed, due 24 June"'],
  right: 'handle-risks',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(riskResolve))
    const reason = readReason(given, 'reason:"PO-91 is placed"')
    if (given.problems.length > 0) return refused(given.problems)
    return handleRisks(asked, {
      said: riskNames(given.bare),
      command: '/shelfready resolve',
      deed: (): RiskTransition => ({ kind: 'resolve', by: asked.person, reason }),
      told: 'has settled',
      detail: { reason },
      title: (count) => `${countWords(count, 'risk is', 'risks are')} settled.`,
      line: () => 'comes back only if it gets materially worse',
    })
  },
}

/** Takes what risks may cost knowingly: a loss that was accepted once is accepted for its promotion. */
export const riskAccept: Command = {
  name: 'shelfready accept',
  takes: [risk, { name: 'reason', value: '"too dear to expedite"', says: 'why the loss is taken', isNeeded: true }],
  does: 'goes ahead and accepts what risks may cost',
  examples: ['/shelfready accept R-1 reason:"too dear to expedite"'],
  right: 'handle-risks',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(riskAccept))
    const reason = readReason(given, 'reason:"too dear to expedite"')
    if (given.problems.length > 0) return refused(given.problems)
    return handleRisks(asked, {
      said: riskNames(given.bare),
      command: '/shelfready accept',
      deed: (): RiskTransition => ({ kind: 'accept', by: asked.person, reason }),
      told: 'accepts the loss of',
      detail: { reason },
      title: (count) => `${countWords(count, 'risk is', 'risks are')} accepted as it stands.`,
      line: () => 'comes back only if it gets materially worse',
    })
  },
}

/** Takes settled risks up again. */
export const riskReopen: Command = {
  name: 'shelfready reopen',
  takes: [risk, { name: 'reason', value: '"ACME called it off"', says: 'why' }],
  does: 'takes settled risks up again',
  examples: ['/shelfready reopen R-1 reason:"ACME called it off"'],
  right: 'handle-risks',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(riskReopen))
    const reason = readReason(given, null)
    if (given.problems.length > 0) return refused(given.problems)
    return handleRisks(asked, {
      said: riskNames(given.bare),
      command: '/shelfready reopen',
      deed: (): RiskTransition => ({ kind: 'reopen', by: asked.person, reason: reason || null }),
      told: 'takes up again',
      detail: reason === '' ? {} : { reason },
      title: (count) => `${countWords(count, 'risk is', 'risks are')} open again.`,
      line: (before) => (before.handled === null ? 'open' : `${before.handled.name} had settled it`),
    })
  },
}
