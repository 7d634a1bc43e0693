import { createReadStream } from 'node:fs'
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { openHttpDoor } from '../../src/chat/http-door.ts'
import type { PullSource } from '../../src/common/pull-sources.ts'
import { readConfig } from '../../src/config.ts'
import { openHttpApi } from '../../src/http/api.ts'
import { openWatchedFolder } from '../../src/services/imports/folder/take-folder.ts'
import { pullSource } from '../../src/services/imports/pull/pull-source.ts'
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

/** Times a door, and tells how long the service did nothing else meanwhile. */
const measured = async (name: string, work: () => Promise<void>): Promise<Figure> => {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const time = await timed(work)
  delay.disable()
  return {
    name,
    figures: {
      seconds: round(time / 1e3),
      longest_stall_ms: round(delay.max / 1e6),
      stall_p99_ms: round(delay.percentile(99) / 1e6),
      memory_mb: round(process.memoryUsage().rss / 1e6, 0),
    },
  }
}

const throwing = (error: unknown): never => {
  throw error
}

/** Sends files to a service over HTTP. */
const overHttp = async (path: string, workbook: string, csv: string): Promise<readonly Figure[]> => {
  await using app = await openShop(join(path, 'http.db'))
  const { workspace, policy, timeZone, now, today } = app
  const token = await addToken(
    workspace,
    { name: 'bench', feeds: ['inventory'], mayRead: false, person: null, expiresAt: null },
    now(),
  )
  const handle = openHttpApi({
    ...{ workspace, policy, timeZone, now, today },
    onImported: () => {},
    onSurprise: throwing,
  })
  await using door = await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }])
  const send = async (file: string) => {
    const { size } = await stat(file)
    const response = await fetch(`http://127.0.0.1:${door.port}/v1/feeds/inventory`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-length': String(size) },
      body: Readable.toWeb(createReadStream(file)) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
  }
  return [
    await measured('http-workbook', () => send(workbook)),
    await measured('http-million-rows', () => send(csv)),
    await measured('http-million-rows-again', () => send(csv)),
  ]
}

/** Puts a file into a watched folder, and looks at it without waiting between the looks. */
const throughFolder = async (path: string, csv: string): Promise<Figure> => {
  await using app = await openShop(join(path, 'folder.db'))
  const { workspace, timeZone, now } = app
  const folder = join(path, 'feeds')
  await mkdir(folder)
  await copyFile(csv, join(folder, 'inventory.csv'))
  const watched = openWatchedFolder({
    ...{ workspace, timeZone, now, folder },
    onNews: async ({ kind, text }) => (kind === 'imported' ? undefined : throwing(new Error(text))),
  })
  return await measured('folder-million-rows', async () => {
    for (const _ of [1, 2]) await watched.look()
  })
}

/** Pulls a file from an address on this machine. */
const byPull = async (path: string, csv: string): Promise<Figure> => {
  await using app = await openShop(join(path, 'pull.db'))
  const { workspace, timeZone, now } = app
  const server = createServer((_, response) => void createReadStream(csv).pipe(response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const list = join(path, 'pulls.json')
  const from = { type: 'url', url: `http://${host}/inventory.csv` }
  await writeFile(list, JSON.stringify([{ name: 'bench', kind: 'inventory', every: 60, from }]))
  const [source] = readConfig({ SHELFREADY_PULLS: list }).pulls
  const figure = await measured('pull-million-rows', async () => {
    const signal = new AbortController().signal
    const context = { workspace, timeZone, now, egress: [host], signal, onSurprise: console.error }
    const { pulled } = await pullSource(context, source as PullSource)
    if (pulled.kind !== 'imported') throw new Error(pulled.words.join('\n'))
  })
  server.close()
  return figure
}

/** Times the doors of a service with a workbook of 100,000 rows and a text of a million. */
export const doors = async (): Promise<readonly Figure[]> => {
  await using place = await folder()
  const { path } = place
  const [workbook, csv] = [join(path, 'stock.xlsx'), join(path, 'inventory.csv')]
  await writeWorkbook(workbook)
  await writeFeed(csv)
  return [
    await importWorkbook(path, workbook),
    ...(await overHttp(path, workbook, csv)),
    await throughFolder(path, csv),
    await byPull(path, csv),
  ]
}
