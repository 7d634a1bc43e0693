import type { Block, Card, Item } from '../language/card.ts'
import { countWords, momentWords, numberWords } from '../language/words.ts'
import { answering, type FileView, type Reading, settling } from './file-card.ts'
import { type ExpectedView, expectedWords } from './rhythm-words.ts'

/** A batch as a card tells of it; moments are ISO texts. */
type BatchView = {
  readonly id: number
  readonly kind: string
  /** The name of the file. */
  readonly source: string
  readonly state: string
  readonly door: string | null
  readonly sender: string | null
  readonly rows: number | null
  readonly openedAt: string
  readonly visibleAt: string | null
  readonly holdReasons: readonly { readonly text: string; readonly examples: readonly string[] }[]
  readonly endedBy: string | null
}

/** How feeds stand: what came in of each last, and what waits for somebody. */
export type FeedsView = {
  readonly feeds: readonly (ExpectedView & { readonly kind: string; readonly newest: BatchView | null })[]
  readonly held: readonly BatchView[]
  readonly latest: readonly BatchView[]
  /** Files dropped in chat that wait for answers. */
  readonly waiting?: readonly FileView[]
}

/** Lists the feeds: what is held, with the reasons; what came in of each last; and the last batches. */
export const feedsCard = ({ feeds, held, latest, waiting = [] }: FeedsView, reading: Reading): Card => {
  const known = feeds.filter(({ newest }) => newest !== null)
  const title = held.length === 0 ? 'Feeds' : `Feeds: ${countWords(held.length, 'file')} held`
  return {
    tone: held.length === 0 ? 'plain' : 'question',
    title,
    plain: title,
    blocks: [
      ...(held.length === 0
        ? []
        : [
            listOf(
              'Held, not counted',
              held.map((batch) => heldItem(batch, reading)),
            ),
          ]),
      ...(waiting.length === 0
        ? []
        : [
            listOf(
              'Dropped in chat, waiting for an answer',
              waiting.map((file) => waitingItem(file, reading)),
            ),
          ]),
      known.length === 0
        ? { kind: 'text', text: 'No file has come in yet.' }
        : listOf(
            'Last of each feed',
            known.map((feed) => newestItem(feed.kind, feed.newest as BatchView, feed, reading)),
          ),
      ...(latest.length === 0
        ? []
        : [
            listOf(
              'Last files',
              latest.map((batch) => batchItem(batch, reading)),
            ),
          ]),
    ],
    footer: null,
  }
}

const listOf = (title: string, items: readonly Item[]): Block => ({ kind: 'items', title, items, left: 0, where: '' })

/** Says where a file came from and when, `stock.xlsx from Ben, today 06:02`. */
const originWords = (
  { source, sender, openedAt, visibleAt }: Pick<BatchView, 'source' | 'sender' | 'openedAt' | 'visibleAt'>,
  { timeZone, today }: Reading,
): string => {
  const from = sender === null || sender === source ? '' : ` from ${sender}`
  return `${source}${from}, ${momentWords(visibleAt ?? openedAt, timeZone, today)}`
}

const heldItem = (batch: BatchView, reading: Reading): Item => ({
  symbol: '?',
  text: `${numberWords(batch.id)} · ${batch.kind} · ${originWords(batch, reading)}`,
  detail: batch.holdReasons.flatMap(({ text, examples }) => [
    text,
    ...(examples.length === 0 ? [] : [examples.join('; ')]),
  ]),
  actions: [settling('Release', 'release', batch.id), settling('Refuse', 'refuse', batch.id)],
})

const waitingItem = ({ id, name, sender, expiresAt }: FileView, { timeZone, today }: Reading): Item => ({
  symbol: '?',
  text: `${id} · ${name} from ${sender}, kept until ${momentWords(expiresAt, timeZone, today)}`,
  detail: [],
  actions: [answering('Import', id, 'import', 'yes'), answering('Cancel', id, 'import', 'no')],
})

const newestItem = (kind: string, newest: BatchView, expected: ExpectedView, reading: Reading): Item => ({
  symbol: expected.isLate ? '▲' : null,
  text: `${kind} · ${originWords(newest, reading)}${rowsWords(newest)}`,
  detail: [expectedWords(expected, reading)],
})

const batchItem = (batch: BatchView, reading: Reading): Item => ({
  symbol: null,
  text: `${numberWords(batch.id)} · ${batch.kind} · ${originWords(batch, reading)}${rowsWords(batch)}${stateWords(batch)}`,
  detail: [],
})

const rowsWords = ({ rows }: BatchView): string => (rows === null ? '' : ` · ${countWords(rows, 'row')}`)

const stateWords = ({ state, endedBy }: BatchView): string =>
  state === 'visible' ? '' : ` · ${state}${endedBy === null ? '' : ` by ${endedBy}`}`
