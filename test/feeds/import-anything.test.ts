import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importFeed } from '../../src/feeds/import-feed.ts'
import { rejectsWriter } from '../../src/feeds/rejects.ts'
import { reportLines } from '../../src/feeds/report-lines.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { sourceOf } from './bytes.ts'
import { examples, hostileCells } from './examples.ts'
import { memoryStore } from './memory-store.ts'

describe('a file of anything', () => {
  const kinds = Object.keys(examples) as FeedKind[]

  test.each(kinds)('as %s comes to a report, never to an exception', async (kind) => {
    const texts = [
      '1',
      '-1',
      '2026-06-01',
      '+60%',
      'mon-fri',
      '',
      'Z',
      '"',
      'a,b',
      '__proto__',
      '\n',
      '1e9',
      '=1',
      '\u202e',
    ]
    const cell = fc.oneof(fc.constantFrom(...texts, ...Object.values(examples[kind][0])), fc.string({ maxLength: 12 }))
    const columns = Object.keys(examples[kind][0])
    const rows = fc.array(fc.array(cell, { minLength: columns.length - 1, maxLength: columns.length + 1 }), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const store = memoryStore<typeof kind>((row) => JSON.stringify(row))
        const text = [columns, ...cells].map((row) => row.join(',')).join('\n')
        const report = await importFeed({ kind, source: sourceOf(text), open: store.open, timeZone: 'Europe/Berlin' })
        expect(report.outcome === 'imported').toBe(report.problemCount === 0)
        expect(reportLines(report, 'x.csv').length).toBeGreaterThan(0)
      }),
      { numRuns: 50 },
    )
  })

  test('however hostile its cells are comes to a report that does not repeat them', async () => {
    for (const hostile of hostileCells) {
      for (const kind of kinds) {
        const columns = Object.keys(examples[kind][0])
        const text = `${columns.join(',')}\n${columns.map(() => hostile).join(',')}\n`
        const store = memoryStore<typeof kind>((row) => JSON.stringify(row))
        const skipBadRows = rejectsWriter(() => {})
        const report = await importFeed({
          kind,
          source: sourceOf(text),
          open: store.open,
          timeZone: 'UTC',
          acceptEmpty: true,
          skipBadRows,
        })
        expect(report.outcome).toBe('imported')
        expect(reportLines(report, 'x.csv').join('\n').length).toBeLessThan(5_000)
      }
    }
  })
})
