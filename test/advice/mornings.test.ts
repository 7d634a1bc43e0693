import { describe, expect, it } from 'vitest'
import { situationOf } from './company.ts'
import { rollMornings } from './mornings.ts'

const books = process.env.PROOF === 'full' ? 20 : 2
const situations = (seed: number, book: number) =>
  Array.from({ length: 50 }, (_, i) => situationOf(seed, book * 50 + i))

describe('what was ordered as asked', () => {
  it('stays ready every morning until the promotion ends, when sales are as expected', async () => {
    let lines = 0
    const found: string[] = []
    for (let book = 0; book < books; book++) {
      const rolled = await rollMornings(situations(40, book))
      lines += rolled.lines
      for (const { situation, line, on, judged } of rolled.fallen)
        found.push(`${situation.id} ${line}, ${on}: ${judged.verdict}, ${judged.window.p0}`)
    }
    expect(lines).toBeGreaterThan(10)
    expect(found).toEqual([])
  })
})
