import { parseArgs } from 'node:util'
import { randomOf } from '../advice/random.ts'
import { type Change, changeKinds } from './changes.ts'
import { newSeen, openFreshProcess, proveChanges } from './prove.ts'

/**
 * The long form: `node test/present/run.ts --changes 10000 --seed 1` makes so many random changes, in series on a new company
 * each, compares what is kept with what another process judges anew after each, and says what failed.
 */
const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '10000' },
    series: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    shrink: { type: 'string', default: '' },
  },
})

const changesOf = (seed: number, series: number, length: number): readonly Change[] => {
  const random = randomOf(seed, series)
  return Array.from({ length }, () => ({ kind: random.pick(changeKinds), seed: random.whole(0, 2 ** 31) }))
}

/** Leaves out changes while the rest still fails in some way. */
const smallest = async (changes: readonly Change[], judge: Parameters<typeof proveChanges>[1]) => {
  let least = changes
  for (let size = Math.ceil(least.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < least.length; ) {
      const without = least.toSpliced(from, size)
      const failure = without.length === 0 ? null : await proveChanges(without, judge, newSeen())
      if (failure === null) from += size
      else least = without.slice(0, failure.step + 1)
    }
  return least
}

const began = performance.now()
using fresh = openFreshProcess()
const seen = newSeen()
let failures = 0
const [total, length] = [Number(values.changes), Number(values.series)]
for (let series = Number(values.from); seen.changes < total; series++) {
  const changes = changesOf(Number(values.seed), series, length)
  const failure = await proveChanges(changes, fresh.judge, seen)
  if (series % 10 === 9) console.log(`${seen.changes} changes, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  if (failure === null) continue
  failures++
  console.log(
    `\n## series ${series}, change ${failure.step}\n${failure.did.at(-1)}\n${failure.problems.slice(0, 6).join('\n')}`,
  )
  if (values.shrink !== '') {
    const least = await smallest(changes.slice(0, failure.step + 1), fresh.judge)
    const again = await proveChanges(least, fresh.judge, newSeen())
    console.log(
      `\n# smallest: ${least.length} changes ${JSON.stringify(least)}\n${again?.did.join('\n')}\n${again?.problems.slice(0, 8).join('\n')}`,
    )
  }
}
const { narrow } = seen
console.log(
  `${seen.changes} changes, ${seen.comparisons} comparisons, ${failures} failures, ${((performance.now() - began) / 1000).toFixed(0)} s`,
)
console.log(
  `${narrow.changes} changes that touch a part: ${narrow.judged} of ${narrow.promotions} promotions were judged again (${((100 * narrow.judged) / narrow.promotions).toFixed(1)} %)`,
)
if (failures > 0) process.exitCode = 1
