import type { Card } from '../cards/card.ts'

/** Answers that hold as long as nothing was written and the day is the same. */
export type Answers = {
  readonly recall: (question: string, version: string) => Card | null
  readonly keep: (question: string, version: string, answer: Card) => void
}

const mostAnswers = 500

/** Opens a memory of answers: several people who look at the same promotion are told what the first one was. */
export const openAnswers = (): Answers => {
  const kept = new Map<string, Card>()
  let keptVersion = ''
  return {
    recall: (question, version) => (version === keptVersion ? (kept.get(question) ?? null) : null),
    keep: (question, version, answer) => {
      if (version !== keptVersion) kept.clear()
      keptVersion = version
      kept.set(question, answer)
      if (kept.size > mostAnswers) kept.delete(kept.keys().next().value as string)
    },
  }
}
