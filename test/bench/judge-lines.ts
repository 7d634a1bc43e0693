import { assessPromotions } from '../../src/services/assessment/assess-promotions.ts'
import { timed } from './measure.ts'
import { openShop } from './shop.ts'

/** Judges promotions of 50 lines in a process of its own: `judge-lines.ts FILE COUNT [COUNT ...]`, one JSON line. */
const [file, ...counts] = process.argv.slice(2)
await using app = await openShop(file as string)
const ids = Array.from({ length: 1_000 }, (_, i) => `P-${i}`)
const judge = async (count: number) => {
  let lines = 0
  for await (const assessed of assessPromotions(app.workspace, ids.slice(0, count / 50), app.today(), app.policy))
    lines += assessed.lines.length
  if (lines !== count) throw new Error(`judged ${lines} of ${count} lines`)
}
const milliseconds: number[] = []
let cpu = process.cpuUsage()
for (const count of counts.map(Number)) {
  cpu = process.cpuUsage()
  milliseconds.push(await timed(() => judge(count)))
}
const used = process.cpuUsage(cpu)
console.log(
  JSON.stringify({
    milliseconds,
    lastCpuSeconds: (used.user + used.system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
)
