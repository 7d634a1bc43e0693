import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { GateAnswer } from '../../domain/gate/commit-question.ts'
import type { Option } from '../../domain/options/option.ts'
import { expectedWords } from '../decisions/decision-words.ts'
import type { Card } from '../language/card.ts'
import { dateWords } from '../language/words.ts'
import { optionName } from '../options/option-words.ts'

type Said =
  | { readonly kind: 'day'; readonly name: string; readonly day: Day }
  | { readonly kind: 'answer'; readonly decision: Decision; readonly best: Option | null }

const answerWords: Readonly<Record<GateAnswer, string>> = {
  go: 'Go: the budget is committed though it is not ready',
  change: 'Change: it is changed before the budget is committed',
  hold: 'Hold: the budget is not committed',
}

const nextWords = (answer: GateAnswer, id: string): string =>
  answer === 'go'
    ? 'It is asked again only if it gets materially worse.'
    : answer === 'hold'
      ? `It is tentative now: committed promotions come first. Take it up again: /promo edit ${id} status:committed`
      : `Next: /promo edit ${id} dates:"..." or a way out: /promo decide ${id}`

/** Says what was answered on the day of commitment and what follows, or which day that is. */
export const commitCard = (said: Said, today: Day): Card => {
  if (said.kind === 'day') {
    const title = `The budget of ${said.name} is committed by ${dateWords(said.day, today)}. If it is not ready then, its owner and an approver are asked.`
    return { tone: 'good', title, plain: title, blocks: [], footer: null }
  }
  const { decision, best } = said
  const { name, promotionId, by, reason, expected, terms } = decision
  const answer = terms.kind === 'commit' ? terms.answer : 'go'
  const title = `${answerWords[answer]}: ${name} (${promotionId}), ${by.name}`
  const notes = [
    reason === '' ? null : `Reason: ${reason}`,
    expected === null ? null : `Expected: ${expectedWords(expected)}`,
    best === null ? null : `Best option: ${optionName(best.kind)}`,
    nextWords(answer, promotionId),
  ]
  return {
    tone: answer === 'go' ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [{ kind: 'notes', notes: notes.filter((note) => note !== null) }],
    footer: null,
  }
}
