import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { openHttpDoor } from '../../src/chat/http-door.ts'
import { openHttpApi } from '../../src/http/api.ts'
import { addToken } from '../../src/store/imports/tokens.ts'
import { type WrittenCell, workbookOf } from '../_helpers/workbook.ts'
import { importFile, writeFeed } from './importing.ts'
import { type Figure, round, timed } from './measure.ts'
import { folder, openShop } from './shop.ts'

const workbookRows = 100_000

/** Writes the stock list of an order system as a workbook: ten columns, of which five are ours. */
const writeWorkbook = async (file: string) => {
  const rows: WrittenCell[][] = [
    [
      'Material',
      'Materialkurztext',
      'Werk',
      'Lagerort',
      'Frei verwendbar',
      'ME',
      'Gesperrt',
      'Wert',
      'Stand',
      'Sperrkz',
    ],
  ]
  for (let i = 0; i < workbookRows; i++)
    rows.push([
      ...[`${100_000 + (i % 20_000)}`, `Artikel Nummer ${i % 20_000}`, `W${Math.floor(i / 20_000)}`, '0001', i % 977],
      ...['ST', i % 3, (i % 1_000) / 10, { date: '2026-05-31' }, null],
    ])
  await writeFile(file, workbookOf([{ rows }]))
}

/** Imports a workbook of 100,000 rows in a process of its own, and the same file once more. */
const importWorkbook = async (path: string, file: string): Promise<Figure> => {
  const store = join(path, 'workbook.db')
  let peak = 0
  const first = await timed(async () => {
    peak = await importFile(store, file, [])
  })
  const again = await timed(() => importFile(store, file, []))
  return {
    name: 'import-workbook',
    figures: {
      seconds: round(first / 1e3),
      peak_mb: round(peak, 0),
      ratio_of_the_same_again: round(again / first, 3),
      seconds_of_the_same_again: round(again / 1e3),
    },
  }
}

/** Sends files to a service over HTTP, and tells how long it did nothing else. */
export const doors = async (): Promise<readonly Figure[]> => {
  await using place = await folder()
  const [workbook, csv] = [join(place.path, 'stock.xlsx'), join(place.path, 'inventory.csv')]
  await writeWorkbook(workbook)
  await writeFeed(csv)
  const figures: Figure[] = [await importWorkbook(place.path, workbook)]
  await using app = await openShop(join(place.path, 'service.db'))
  const { workspace, policy, timeZone, now, today } = app
  const token = await addToken(
    workspace,
    { name: 'bench', feeds: ['inventory'], mayRead: false, person: null, expiresAt: null },
    now(),
  )
  const handle = openHttpApi({
    ...{ workspace, policy, timeZone, now, today },
    onImported: () => {},
    onSurprise: (error) => {
      throw error
    },
  })
  await using door = await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }])
  for (const [name, file] of [
    ['http-workbook', workbook],
    ['http-million-rows', csv],
    ['http-million-rows-again', csv],
  ] as const) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const { size } = await stat(file)
    const time = await timed(async () => {
      const response = await fetch(`http://127.0.0.1:${door.port}/v1/feeds/inventory`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-length': String(size) },
        body: Readable.toWeb(createReadStream(file)) as ReadableStream,
        duplex: 'half',
      } as RequestInit)
      if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
    })
    delay.disable()
    figures.push({
      name,
      figures: {
        seconds: round(time / 1e3),
        longest_stall_ms: round(delay.max / 1e6),
        stall_p99_ms: round(delay.percentile(99) / 1e6),
        memory_mb: round(process.memoryUsage().rss / 1e6, 0),
      },
    })
  }
  return figures
}
