import { boundedMap } from '../../common/bounded-map.ts'
/** What was worked out and holds as long as nothing was written. */
export type AnswerCache<T> = {
  readonly recall: (question: string, version: string) => T | null
  readonly keep: (question: string, version: string, answer: T) => void
}

const mostAnswers = 500

/** Opens a memory of answers: several people who look at the same promotion are told what the first one was. */
export const openAnswerCache = <T>(): AnswerCache<T> => {
  const kept = boundedMap<string, T>(mostAnswers)
  let keptVersion = ''
  return {
    recall: (question, version) => (version === keptVersion ? (kept.get(question) ?? null) : null),
    keep: (question, version, answer) => {
      if (version !== keptVersion) kept.clear()
      keptVersion = version
      kept.set(question, answer)
    },
  }
}
