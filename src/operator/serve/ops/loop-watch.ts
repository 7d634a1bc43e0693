import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Watches how long the event loop is kept from turning. */
export type LoopWatch = Disposable & {
  /** Gives the longest time, in milliseconds, that it stood still in the last five seconds or still stands. */
  readonly longestStand: () => number
  /** Gives the delays since it was last asked, in seconds, by quantile. */
  readonly takeDelays: () => Readonly<Record<'0.5' | '0.99' | '1', number>>
}

/** The loop is asked so often to turn. */
const turnMilliseconds = 250
const rememberedMilliseconds = 5_000

/** Begins to watch the event loop of this process. */
export const watchLoop = (): LoopWatch => {
  const delays = monitorEventLoopDelay({ resolution: 20 })
  delays.enable()
  let turnedAt = performance.now()
  let stands: readonly { readonly at: number; readonly milliseconds: number }[] = []
  const turn = setInterval(() => {
    const now = performance.now()
    const milliseconds = now - turnedAt
    stands = [...stands.filter(({ at }) => now - at < rememberedMilliseconds), { at: now, milliseconds }]
    turnedAt = now
  }, turnMilliseconds).unref()
  return {
    longestStand: () => Math.max(performance.now() - turnedAt, ...stands.map(({ milliseconds }) => milliseconds)),
    takeDelays: () => {
      const seconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0)
      const taken = {
        ...{ '0.5': seconds(delays.percentile(50)), '0.99': seconds(delays.percentile(99)) },
        ...{ '1': delays.count === 0 ? 0 : seconds(delays.max) },
      }
      delays.reset()
      return taken
    },
    [Symbol.dispose]: () => {
      clearInterval(turn)
      delays.disable()
    },
  }
}
