import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Concession } from '../../domain/decisions/decision.ts'
import { verdictWords } from '../language/words.ts'
import type { HistoryLine } from '../promotions/history-line.ts'
import { concessionWords } from './decision-words.ts'

const deeds: Readonly<Record<string, (line: { readonly who: string; readonly proposer: string }) => string>> = {
  decide: ({ who }) => `proposed by ${who}`,
  counter: ({ who }) => `counter-offer by ${who}`,
  endorse: ({ who, proposer }) => `${who} agrees with ${proposer}; waiting for an approver`,
  agree: ({ who, proposer }) => `agreed by ${who} with ${proposer}`,
  decline: ({ who, proposer }) => `${who} declines ${proposer}'s proposal`,
  withdraw: ({ who }) => `proposal withdrawn by ${who}`,
  lapse: ({ proposer }) => `${proposer}'s proposal lapsed without an answer`,
  'carry-out': ({ proposer }) => `done, as ${proposer} proposed`,
}

/** Says what was done about a decision; null for anything else. */
export const decisionHistoryWords = ({ action, actor, place, detail }: HistoryLine): string | null => {
  const deed = Object.hasOwn(deeds, action) ? deeds[action] : undefined
  if (deed === undefined || typeof detail.decision !== 'number') return null
  const text = (key: string) => (typeof detail[key] === 'string' ? (detail[key] as string) : null)
  const [from, to] = [text('from'), text('to')]
  const verdicts =
    action !== 'agree' || from === null || to === null
      ? ''
      : `; ${from === to ? verdictWords(to as Verdict) : `${verdictWords(from as Verdict)} → ${verdictWords(to as Verdict)}`}`
  const concession =
    action === 'agree' && detail.concession !== null ? ` ${concessionWords(detail.concession as Concession)}` : ''
  return [
    deed({ who: text('name') ?? actor, proposer: text('proposer') ?? 'someone' }),
    place === '' ? '' : ` in ${place}`,
    `: ${text('what') ?? ''}`,
    text('reason') === null ? '' : `, "${text('reason')}"`,
    verdicts,
    concession === '' ? '' : `.${concession}`,
  ].join('')
}
