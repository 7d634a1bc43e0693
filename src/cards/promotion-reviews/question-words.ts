import type { Question, ReviewAnswer } from '../../domain/promotion-reviews/question.ts'

/** A question as people read it, and its answers with their labels. */
type QuestionWords = { readonly asks: string; readonly answers: Readonly<Record<string, string>> }

const words: Readonly<Record<Question, QuestionWords>> = {
  plan: { asks: 'Was the plan right?', answers: { right: 'About right', high: 'Too high', low: 'Too low' } },
  again: { asks: 'Run it again?', answers: { same: 'The same way', changed: 'Changed', no: 'No' } },
  marketing: { asks: 'Marketing says', answers: {} },
  stock: { asks: 'Did enough arrive in time?', answers: { yes: 'Yes', late: 'Too late', short: 'Too little' } },
  help: {
    asks: 'What would have helped most?',
    answers: {
      notice: 'Earlier notice',
      forecast: 'A better forecast',
      supplier: 'A faster supplier',
      nothing: 'Nothing',
    },
  },
  supply: { asks: 'Supply says', answers: {} },
}

/** Asks a question of a review. */
export const askWords = (question: Question): string => words[question].asks

/** Lists the answers to a question with their labels. */
export const answerLabels = (question: Question): readonly (readonly [string, string])[] =>
  Object.entries(words[question].answers)

/** Says what somebody answered: the label of a choice, or their own words. */
export const answerWords = ({ question, answer }: Pick<ReviewAnswer, 'question' | 'answer'>): string =>
  words[question].answers[answer] ?? `"${answer}"`
