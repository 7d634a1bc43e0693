import { answerTimes } from '../../src/chat/answer-times.ts'

/**
 * Gives every answer of this process ten times as long, so that a bot under test says the same on a slow or busy machine;
 * gives back what puts the product's own times in force again. With `--import unhurried-process.ts` a process does so.
 */
export const giveTime = (): Disposable => {
  const own = { ...answerTimes }
  for (const name of Object.keys(own) as (keyof typeof own)[]) answerTimes[name] = 10 * own[name]
  return { [Symbol.dispose]: () => void Object.assign(answerTimes, own) }
}
