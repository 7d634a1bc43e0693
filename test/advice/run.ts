import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { proveAdvice, type Untrue, untrueWith } from './advice-true.ts'
import { csvOf } from './rows.ts'
import { feedsText, smallest } from './smallest.ts'
import { frequencies, truths } from './table.ts'

/**
 * The long form: `node test/advice/run.ts --situations 2000 --seed 1` does as advised in so many random situations, says
 * what came true, and writes the smallest untrue one of each way into a folder.
 */
const { values } = parseArgs({
  options: {
    situations: { type: 'string', default: '2000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '' },
    examples: { type: 'string', default: '1' },
  },
})

const began = performance.now()
const proof = await proveAdvice(Number(values.seed), { from: Number(values.from), count: Number(values.situations) })
console.log(frequencies(proof))
console.log(truths(proof))
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`)

const describe = ({ situation, line, how, came, inbound, before, after }: Untrue): string =>
  [
    `# situation ${situation.id} as of ${situation.asOf}, line ${line}, ${how}: ${came}`,
    `# traits ${situation.traits.join(', ')}`,
    `# before ${JSON.stringify(before.window)}`,
    `# after  ${JSON.stringify(after?.window ?? null)}`,
    ...(after?.reasons ?? []).map(({ code, text }) => `#   ${code}: ${text}`),
    '# ordered',
    csvOf(inbound),
  ].join('\n')

if (values.cases !== '') mkdirSync(values.cases, { recursive: true })
const ways = Map.groupBy(proof.untrue, ({ how }) => how)
for (const [how, all] of ways) {
  const bySize = all.toSorted((a, b) => a.situation.traits.length - b.situation.traits.length)
  const once = [...new Map(bySize.map((one) => [one.situation.id, one])).values()]
  for (const [i, one] of once.slice(0, Number(values.examples)).entries()) {
    const sameWay = async (rows: Untrue['situation']['rows']) =>
      (await untrueWith(one.situation, rows)).find((other) => other.how === how)
    const least = await smallest(one.situation, async (rows) => (await sameWay(rows)) !== undefined, { patience: 250 })
    const found = (await sameWay(least.rows)) ?? one
    const text = `${describe(found)}\n${feedsText(least.rows)}`
    if (values.cases === '') console.log(`\n${text}`)
    else {
      writeFileSync(join(values.cases, `${how.replaceAll(/\W+/g, '-')}-${i + 1}.txt`), text)
    }
  }
}
if (values.cases !== '')
  writeFileSync(
    join(values.cases, 'all.txt'),
    proof.untrue
      .map(
        (one) =>
          `${one.situation.id}\t${one.line}\t${one.how}\t${one.came}\tp0 ${one.after?.window.p0}\t${one.situation.traits.join(', ')}`,
      )
      .join('\n'),
  )
