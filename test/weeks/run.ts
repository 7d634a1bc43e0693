import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Telling, threeWeeks } from './story.ts'

/** Writes the digests of three weeks into a folder, to be read aloud: `node test/weeks/run.ts --silent inventory --to /tmp/weeks`. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    expected: { type: 'boolean', default: false },
    days: { type: 'string', default: '19' },
    silent: { type: 'string', default: 'inventory' },
    to: { type: 'string', default: '/tmp/weeks' },
  },
})

mkdirSync(values.to, { recursive: true })
const mornings = await threeWeeks({
  seed: Number(values.seed),
  days: Number(values.days),
  hasChance: !values.expected,
  silent: values.silent as Telling['silent'],
})
for (const { day, posted, talk, news, requirements, risks, cards } of mornings) {
  writeFileSync(join(values.to, `${day}.txt`), `${posted}\n`)
  const beside = [
    ...news.map((text) => `[posted] ${text}`),
    '--- risks',
    risks,
    '--- requirements',
    requirements,
    '--- cards',
    ...cards.values(),
    '--- the day',
    ...talk,
  ]
  writeFileSync(join(values.to, `${day}-beside.txt`), `${beside.join('\n')}\n`)
}
console.log(`${mornings.length} digests in ${values.to}`)
