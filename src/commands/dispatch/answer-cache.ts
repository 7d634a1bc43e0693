import { boundedMap } from '../../common/bounded-map.ts'

/** A cache of answers by question. An answer is valid for one version of the store: the next write makes it stale. */
export type AnswerCache<T> = {
  readonly recall: (question: string, version: string) => T | null
  readonly keep: (question: string, version: string, answer: T) => void
}

const mostAnswers = 500

/** Opens an answer cache, so that several people who look at the same promotion are answered from one computation. */
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
