import type { Side } from '../decisions/decision.ts'
import { undoMilliseconds } from '../policy.ts'

/** The questions of a review, each to one function, and the answers to choose from; the line that a function adds is free. */
export const questions = {
  plan: { side: 'marketing', choices: ['right', 'high', 'low'] },
  again: { side: 'marketing', choices: ['same', 'changed', 'no'] },
  marketing: { side: 'marketing', choices: null },
  stock: { side: 'supply', choices: ['yes', 'late', 'short'] },
  help: { side: 'supply', choices: ['notice', 'forecast', 'supplier', 'nothing'] },
  supply: { side: 'supply', choices: null },
} as const satisfies Readonly<Record<string, { readonly side: Side; readonly choices: readonly string[] | null }>>

export type Question = keyof typeof questions

/** The questions in the order in which they are asked. */
export const questionKeys = Object.keys(questions) as readonly Question[]

/** What somebody answered, and when first; a later word of theirs keeps that moment. */
export type ReviewAnswer = {
  readonly question: Question
  readonly answer: string
  readonly personId: string
  readonly name: string
  readonly at: string
}

/** Finds the answer that stands to a question: there is one to a choice, and a free line of each person. */
export const answerTo = (answers: readonly ReviewAnswer[], question: Question, personId: string): ReviewAnswer | null =>
  answers.find((one) => one.question === question && (!isFree(question) || one.personId === personId)) ?? null

/** Tells whether a question has no answers to choose from. */
export const isFree = (question: Question): boolean => questions[question].choices === null

/** Tells whether somebody may answer a question that may have an answer: nobody has, or it is their own of the last ten minutes. */
export const mayAnswerNow = (before: ReviewAnswer | null, personId: string, now: string): boolean =>
  before === null || (before.personId === personId && Date.parse(now) - Date.parse(before.at) < undoMilliseconds)
