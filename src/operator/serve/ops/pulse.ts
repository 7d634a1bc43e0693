import { listen } from '../../../common/happenings.ts'

/** What this process has to do again and again. */
type Beat = 'tick' | 'judged'

/** Hears when each company had its last tick and judgement in this process. */
export type Pulse = Disposable & {
  /** Gives how many milliseconds ago the company that waits longest had it; since the start where it never had. Null for no company. */
  readonly age: (beat: Beat, companies: readonly string[]) => number | null
}

/** Begins to listen. */
export const openPulse = (): Pulse => {
  const begunAt = performance.now()
  const last = { tick: new Map<string, number>(), judged: new Map<string, number>() }
  const heard = listen((happening) => {
    if (happening.kind === 'tick' || happening.kind === 'judged')
      last[happening.kind].set(happening.company, performance.now())
  })
  return {
    age: (beat, companies) =>
      companies.length === 0
        ? null
        : performance.now() - Math.min(...companies.map((company) => last[beat].get(company) ?? begunAt)),
    [Symbol.dispose]: () => heard[Symbol.dispose](),
  }
}
