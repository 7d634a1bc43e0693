import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, percentile, round } from '../measure.ts'
import { promotionId } from './company.ts'
import { type Seen, types } from './doors.ts'
import { person, type Service } from './running.ts'

/** A request of the load: when it was sent, by `performance.now()`, and what came of it. */
export type Sent = Seen & { readonly at: number; readonly words: string }

/** People who go on asking at a steady rate, whether or not they are answered. */
export type Load = {
  /** Stops asking, waits for the last answers and gives all of them. */
  readonly stop: () => Promise<readonly Sent[]>
  readonly sent: readonly Sent[]
}

const perSecond = 10
const lateMilliseconds = 2_000
const refusal = /is busy|could not|was not done|went wrong|not confirmed|no answer/i

/** Tells whether an answer says that it is not of the present yet. */
export const isStale = (text: string): boolean => /is being judged|not everything is judged/i.test(text)

/** Starts to ask: a check, the list of risks and an acknowledgement in turn, each of another promotion and risk. */
export const startLoad = (service: Service, promotions: number, risks: readonly number[]): Load => {
  const sent: Sent[] = []
  const underWay: Promise<void>[] = []
  let isStopped = false
  const wordsOf = (i: number): string =>
    [
      `/promo check ${promotionId((i * 37) % promotions)}`,
      '/shelfready risks',
      `/shelfready ack R-${risks[Math.floor(i / 3) % risks.length]}`,
    ][i % 3] as string
  const ask = async (i: number) => {
    const words = wordsOf(i)
    const at = performance.now()
    const failed = (error: unknown): Seen => ({ milliseconds: performance.now() - at, status: 0, text: String(error) })
    sent.push({ ...(await types(service, person(i), words).catch(failed)), at, words })
  }
  const begun = performance.now()
  const going = (async () => {
    for (let i = 0; !isStopped; i++) {
      underWay.push(ask(i))
      await wait(Math.max(0, ((i + 1) * 1_000) / perSecond - (performance.now() - begun)))
    }
  })()
  return {
    sent,
    stop: async () => {
      isStopped = true
      await going
      await Promise.all(underWay)
      return sent
    },
  }
}

const isRefused = ({ status, text }: Sent): boolean => status !== 200 || refusal.test(text)

/** Counts what people who went on asking met with. */
export const tallyOf = (sent: readonly Sent[]): Figure['figures'] => {
  const times = sent.map(({ milliseconds }) => milliseconds)
  const refused = sent.filter(isRefused)
  const [first] = refused
  return {
    requests: sent.length,
    p50_ms: round(percentile(times, 0.5), 1),
    p99_ms: round(percentile(times, 0.99), 0),
    max_ms: round(Math.max(...times), 0),
    over_2s: times.filter((time) => time > lateMilliseconds).length,
    refused: refused.length,
    ...(first === undefined ? {} : { refusal: `${first.status} ${first.text.slice(0, 60).replaceAll('\n', ' ')}` }),
  }
}

/** Gives the seconds from a moment until a list of risks was sent that no longer said that something is still being judged. */
export const currentAfter = (sent: readonly Sent[], since: number): number => {
  const lists = sent.filter(({ at, words, text }) => at > since && words.endsWith('risks') && isStale(text))
  const last = lists.at(-1)
  return last === undefined ? 0 : round((last.at - since) / 1e3)
}
