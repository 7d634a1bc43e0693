import type { HistoryRow } from '../../src/domain/demand/learning/read-row.ts'
import { readFilter } from '../../src/domain/subscriptions/filter-reading.ts'
import { importFeed } from '../../src/feeds/import-feed.ts'
import { rejectsWriter } from '../../src/feeds/rejects.ts'
import { reportLines } from '../../src/feeds/report-lines.ts'
import { splitWords } from '../../src/parsing/words.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { monday, newLearner, readAll } from '../domain/demand/learning/a-history.ts'
import { sourceOf } from '../feeds/bytes.ts'
import { examples, hostileCells } from '../feeds/examples.ts'
import { memoryStore } from '../feeds/memory-store.ts'
import { type Figure, percentile, round, timed } from './measure.ts'

const pieces = [
  '(',
  ')',
  ' and ',
  ' or ',
  'not ',
  'not (',
  'category:',
  ',',
  ':',
  '"',
  "'",
  '“',
  ' ',
  '\n',
  'ñ',
  '\u202e',
]
/** As long as a filter may be, and longer than a command may be. */
const lengths = [500, 4_000]

/** Texts that a careless reader takes long for: one piece again and again, and two in turn. */
const hostileTexts: readonly string[] = lengths.flatMap((most) =>
  pieces.flatMap((one) => pieces.map((other) => (one + other).repeat(most).slice(0, most))),
)

/** Gives the milliseconds of the slowest text of a reader. */
const slowest = async (read: (text: string) => unknown): Promise<number> => {
  const times: number[] = []
  for (const text of hostileTexts) times.push(await timed(() => read(text)))
  return Math.max(...times)
}

const importCell = async (kind: FeedKind, cell: string): Promise<void> => {
  const columns = Object.keys(examples[kind][0])
  const report = await importFeed({
    kind,
    source: sourceOf(`${columns.join(',')}\n${columns.map(() => cell).join(',')}\n`),
    open: memoryStore<typeof kind>((row) => JSON.stringify(row)).open,
    timeZone: 'UTC',
    skipBadRows: rejectsWriter(() => {}),
  })
  reportLines(report, 'x.csv')
}

/** Times what reads texts that people and files bring, where those are as hostile as they may be: no answer waits for one. */
export const hostileInput = async (): Promise<Figure> => {
  const cells: number[] = []
  for (const kind of Object.keys(examples) as FeedKind[])
    for (const cell of hostileCells) cells.push(await timed(() => importCell(kind, cell)))
  return {
    name: 'hostile-input',
    figures: {
      slowest_filter_ms: round(await slowest(readFilter), 1),
      slowest_words_ms: round(await slowest(splitWords), 1),
      slowest_cell_ms: round(Math.max(...cells), 1),
    },
  }
}

const years = (count: number): readonly HistoryRow[] =>
  ['COLA', 'CIDER', 'TEA'].flatMap((sku) =>
    Array.from(
      { length: 364 * count },
      (_, day): HistoryRow => ({
        ...{ sku, location: 'SHOP', day: monday + day, days: 1, units: day % 9, stockout: 0, isHoliday: false },
        ...{ price: 4, basePrice: 5, promotion: day % 30 < 5 ? { mechanic: 'flyer', discount: 0.2 } : null },
      }),
    ),
  )

/** Times reading ten years of a history beside ten times one year: the tenth year takes no longer than the first. */
export const tenthYear = async (): Promise<Figure> => {
  const [one, ten] = [years(1), years(10)]
  readAll(newLearner(), ten)
  const ratios: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    const short = await timed(() => {
      for (let i = 0; i < 10; i++) readAll(newLearner(), one)
    })
    ratios.push((await timed(() => readAll(newLearner(), ten))) / short)
  }
  return { name: 'tenth-year', figures: { ratio: round(percentile(ratios, 0.5)) } }
}
