import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { answer, type Outcome } from './command.ts'

/** Makes the card that says what is wrong, in one paragraph, and that nothing was changed. */
export const nothingChanged = (...problems: readonly string[]): Card =>
  withProblems(refusalCard(`${problems.join(' ')} Nothing was changed.`), problems)

/** A form shows each problem at its field. */
const withProblems = (card: Card, problems: readonly string[]): Card => ({ ...card, problems })

/** Answers what is wrong with a request, and that nothing was changed. */
export const refused = (problems: readonly string[]): Outcome => refusedList(problems, 'changed')

/** Answers what is wrong with a request: one problem in the title, several as a list; `hints` stand below. */
export const refusedList = (
  problems: readonly string[],
  undone: 'registered' | 'changed' | 'saved',
  hints: readonly string[] = [],
): Outcome =>
  answer(
    withProblems(
      problems.length === 1
        ? refusalCard(`${problems[0]} Nothing was ${undone}.`, hints)
        : refusalCard(`Not saved yet. Please fix ${problems.length} things:`, [...problems, ...hints]),
      problems,
    ),
  )

/** Answers what a command refuses together with what of the line belongs to none of its values. Nothing is written. */
export const refusedWith = (mistakes: readonly string[], { reply: { problems = [] } }: Outcome): Outcome =>
  refusedList([...mistakes, ...problems.filter((problem) => !mistakes.includes(problem))], 'saved')
