import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLine } from '../_helpers/command-line.ts'
import type { Judged } from '../_helpers/shop-book.ts'

/** What is expected of the situation on a day, for its promotion P: worked by hand, as `answer` says. */
type Expected = {
  readonly answer: string
  /** The day on which its files are imported; those in a folder named by a later day are imported on that. */
  readonly imported: string
  readonly days: Readonly<
    Record<
      string,
      {
        readonly lines: readonly Partial<Judged>[]
        /** Units of the expected shortage, and of the mean demand. */
        readonly short?: number
        readonly demand?: number
        /** Codes of its first line that are among the reasons, and that are not. */
        readonly reasons?: readonly string[]
        readonly without?: readonly string[]
        /** What the card and the digest say. */
        readonly card?: readonly string[]
        readonly digest?: readonly string[]
      }
    >
  >
}

const kinds = [
  'items',
  'locations',
  'lead-times',
  'holidays',
  'inventory',
  'inbound',
  'demand-plan',
  'sales',
  'promotions',
]
const folder = resolve(import.meta.dirname, '../fixtures/situations')

describe('a situation whose answer was worked out by hand', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const { answer, imported, days } = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as Expected
    await using line = await commandLine()
    const feedAll = async (from: string, day: string) => {
      for (const kind of kinds)
        for (const [file, options] of [
          [`${kind}.csv`, []],
          [`${kind}.snapshot.csv`, ['--snapshot']],
        ] as const)
          if (existsSync(join(from, file)))
            await line.feed(kind, readFileSync(join(from, file), 'utf8'), '--as-of', day, ...options)
    }
    await feedAll(join(folder, name), imported)
    const later = readdirSync(join(folder, name)).filter((one) => /^\d{4}-\d\d-\d\d$/.test(one))
    for (const [day, want] of Object.entries(days)) {
      for (const on of later.splice(0, later.findLastIndex((one) => one <= day) + 1))
        await feedAll(join(folder, name, on), on)
      const run = async (...words: string[]) => (await line.run(...words, '--as-of', day)).out
      const judged = (await run('assess', '--all', '--format', 'ndjson')).split('\n').filter(Boolean)
      const lines = judged.map((text) => JSON.parse(text) as Judged).filter((one) => one.promotion_id === 'P')
      for (const [i, one] of want.lines.entries()) expect(lines[i], answer).toMatchObject(one)
      if (want.short !== undefined) expect(lines[0]?.expected_shortage_units, answer).toBeCloseTo(want.short, 0)
      if (want.demand !== undefined) expect(lines[0]?.demand_units?.mean, answer).toBeCloseTo(want.demand, 0)
      const codes = lines[0]?.reasons.map(({ code }) => code)
      for (const code of want.reasons ?? []) expect(codes, answer).toContain(code)
      for (const code of want.without ?? []) expect(codes, answer).not.toContain(code)
      const card = want.card === undefined ? '' : await run('assess', '--promotion', 'P')
      for (const text of want.card ?? []) expect(card, answer).toContain(text)
      const digest = want.digest === undefined ? '' : await run('digest', '--dry-run')
      for (const text of want.digest ?? []) expect(digest, answer).toContain(text)
    }
  })
})
