import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { answer, type Outcome } from './command.ts'

/** Makes the card that says what is wrong, in one paragraph, and that nothing was changed. */
export const nothingChanged = (...problems: readonly string[]): Card =>
  withProblems(refusalCard(`${problems.join(' ')} Nothing was changed.`), problems)

/** A form shows each problem at its field. */
const withProblems = (card: Card, problems: readonly string[]): Card => ({ ...card, problems })

/** Answers what is wrong with a request, in one paragraph, and that nothing was changed. */
export const refused = (problems: readonly string[]): Outcome => answer(nothingChanged(...problems))

/** Answers what is wrong with a request: one problem in the title, several as a list; `hints` stand below. */
export const refusedList = (
  problems: readonly string[],
  undone: 'registered' | 'changed',
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
