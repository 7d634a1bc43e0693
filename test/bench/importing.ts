import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type Figure, percentile, round, timed } from './measure.ts'
import { fill, folder, inventory, items, leadTime, openShop, promotionRow, shop, sku } from './shop.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')
const sqlite = promisify(execFile)

/** Writes a feed of a million positions. */
export const writeFeed = async (file: string) => {
  const out = createWriteStream(file)
  out.write('sku,location,on_hand,allocated,unusable,safety_stock,as_of\n')
  for (let j = 0; j < 1_000; j++) {
    let text = ''
    for (let i = 0; i < 1_000; i++) text += `${sku(i)},${shop(j)},${(i * j) % 500},${i % 7},,${i % 20},2026-06-01\n`
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

/** Imports a file in a process of its own, as stock where nothing else is said, and gives the most memory it took, in MB. */
export const importFile = async (
  store: string,
  file: string,
  options: readonly string[] = ['--as-of', '2026-06-01'],
): Promise<number> => {
  const child = spawn(process.execPath, [main, 'import', 'inventory', file, ...options, '--db', `sqlite:${store}`], {
    stdio: 'ignore',
  })
  let peak = 0
  const watch = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : ''
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }, 20)
  const [status] = await once(child, 'exit')
  clearInterval(watch)
  if (status !== 0) throw new Error(`import ended with ${status}`)
  return peak
}

/** Imports a million rows beside `sqlite3 .import` of the same file, while another process is asked for the list of promotions. */
export const importMillion = async (): Promise<readonly Figure[]> => {
  await using place = await folder()
  const file = join(place.path, 'inventory.csv')
  await writeFeed(file)
  const alone = join(place.path, 'alone.db')
  let peak = 0
  const ours = await timed(async () => {
    peak = await importFile(alone, file)
  })
  const figures: Record<string, number | string> = { seconds: round(ours / 1e3), peak_mb: round(peak, 0) }
  const script = join(place.path, 'import.sql')
  await writeFile(
    script,
    `create table inventory(sku text, location text, on_hand real, allocated real, unusable real, safety_stock real, as_of text, primary key(sku, location));\n.mode csv\n.import --skip 1 ${file} inventory\n`,
  )
  try {
    const theirs = await timed(() => sqlite('sqlite3', [join(place.path, 'theirs.db'), `.read ${script}`]))
    figures.ratio = round(ours / theirs)
    figures.sqlite3_seconds = round(theirs / 1e3)
  } catch {
    figures.note = 'no sqlite3 here to compare with'
  }
  return [{ name: 'import-million-rows', figures }, await listMeanwhile(place.path, file)]
}

const listMeanwhile = async (path: string, file: string): Promise<Figure> => {
  await using app = await openShop(join(path, 'busy.db'))
  await fill(app, 'items', items(2_000))
  await fill(app, 'lead-times', [leadTime])
  await fill(app, 'inventory', inventory(2_000, 4))
  await fill(
    app,
    'promotions',
    Array.from({ length: 8_000 }, (_, i) =>
      promotionRow(`P-${Math.floor(i / 4)}`, sku(Math.floor(i / 4)), shop(i % 4)),
    ),
  )
  const list = () =>
    app.handle({ key: null, person: { id: 'bench', name: 'Bench' }, place: '#bench', words: 'promo list' })
  for (let i = 0; i < 20; i++) await list()
  const quiet: number[] = []
  for (let i = 0; i < 50; i++) quiet.push(await timed(list))
  let done = false
  const importing = importFile(join(path, 'busy.db'), file).finally(() => {
    done = true
  })
  const busy: number[] = []
  while (!done) {
    busy.push(await timed(list))
    await new Promise((resume) => setTimeout(resume, 5))
  }
  await importing
  return {
    name: 'list-during-import',
    figures: {
      ratio: round(percentile(busy, 0.5) / percentile(quiet, 0.5)),
      p50_ms: round(percentile(busy, 0.5)),
      p99_ms: round(percentile(busy, 0.99)),
      asked: busy.length,
    },
  }
}
