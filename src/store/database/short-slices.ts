import { setTimeout } from 'node:timers/promises'

const fewest = 20
const most = 5_000
const sliceMilliseconds = 60
/** Long enough for another process, which looks every few milliseconds, to get its turn at the write lock. */
const pause = 25

/** Does work for a list in slices that take about as long each, whatever one element costs, and leaves the write lock to others in between. */
export const inShortSlices = async <T>(
  list: readonly T[],
  work: (slice: readonly T[]) => Promise<unknown>,
): Promise<void> => {
  let size = fewest
  for (let from = 0; from < list.length; ) {
    const slice = list.slice(from, from + size)
    from += slice.length
    const begun = performance.now()
    await work(slice)
    const isShort = performance.now() - begun < sliceMilliseconds
    size = isShort ? Math.min(most, size * 2) : Math.max(1, Math.floor(size / 2))
    if (from < list.length) await setTimeout(pause)
  }
}
