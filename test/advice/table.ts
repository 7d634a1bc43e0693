import type { Proof } from './advice-true.ts'

const share = (part: number, all: number) => (all === 0 ? '-' : `${((100 * part) / all).toFixed(1)} %`)

/** Says how often each verdict, reason and family came. */
export const frequencies = ({ lines, situations }: Proof): string => {
  const counts = new Map<string, number>()
  const add = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
  for (const { line } of lines) {
    add(`verdict ${line.verdict}`)
    for (const code of new Set(line.reasons.map((reason) => reason.code))) add(`reason ${code}`)
  }
  const families = new Map(lines.map(({ situation }) => [situation.id, situation.traits]))
  for (const trait of [...families.values()].flat()) add(`family ${trait}`)
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => `${what.padEnd(34)}${share(times, what.startsWith('family') ? situations : lines.length)}`)
    .join('\n')
}

/** Says how many lines at risk there were, and in how many of them all that was tried came true, by family. */
export const truths = ({ lines, untrue, tried }: Proof): string => {
  const keyOf = (id: string, line: string) => `${id} ${line}`
  const wrong = new Set(
    untrue.filter(({ came }) => came !== 'enough').map(({ situation, line }) => keyOf(situation.id, line)),
  )
  const tries = lines.filter((one) => one.tries > 0)
  const isWrong = ({ situation, line }: (typeof lines)[number]) =>
    wrong.has(keyOf(situation.id, `${line.promotion_id} ${line.sku} ${line.location}`))
  const atRisk = lines.filter(({ line }) => line.verdict === 'at-risk').length
  const ways = [...tried].map(([how, times]) => {
    const failed = untrue.filter((one) => one.how === how).length
    return `  ${how.padEnd(24)}${String(times).padStart(7)} tried ${String(failed).padStart(6)} untrue`
  })
  const traits = [...new Set(tries.flatMap(({ situation }) => situation.traits))].toSorted()
  const families = ['none', ...traits].map((trait) => {
    const of = tries.filter(({ situation: { traits: all } }) =>
      trait === 'none' ? all.length === 0 : all.includes(trait),
    )
    const failed = of.filter(isWrong).length
    return `  ${trait.padEnd(24)}${String(of.length).padStart(7)} lines ${String(failed).padStart(6)} untrue  ${share(of.length - failed, of.length)} true`
  })
  const failed = tries.filter(isWrong).length
  return [
    `${lines.length} lines, ${atRisk} at risk, ${tries.length} of them tried (${atRisk - tries.length} skipped): ${tries.length - failed} true, ${failed} untrue`,
    ...ways,
    'By family (a situation belongs to several):',
    ...families,
  ].join('\n')
}
