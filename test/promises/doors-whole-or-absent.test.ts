import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostileFile, hostileFiles, longFiles, pictureOf, today } from '../_helpers/doors/hostile-files.ts'
import { type Doors, openDoors } from '../_helpers/doors/open-doors.ts'

const isFull = process.env.PROOF === 'full'
const names = ['command line', 'chat', 'folder', 'HTTP', 'pull'] as const
type Name = (typeof names)[number]

const quick = hostileFiles.filter(({ isQuick }) => isQuick !== false)

/** Each door has a location of its own: all of them are at work at once. */
const placeOf = (door: Name) => `SHOP${names.indexOf(door)}`

/** In short each file goes through one door, each door in turn; in full each goes through all of them. */
const filesFor = (door: Name): readonly HostileFile[] =>
  isFull ? [...hostileFiles, ...longFiles] : quick.filter((_, i) => i % names.length === names.indexOf(door))

let all: Doors
const before = process.env.TMPDIR
beforeAll(async () => {
  process.env.TMPDIR = await mkdtemp(join(tmpdir(), 'shelfready-doors-'))
  all = await openDoors()
  await all.company.feed('locations', `location,name\n${names.map((door) => `${placeOf(door)},${door}\n`).join('')}`)
  await all.company.feed('items', 'sku,name\nSKU-100,Cola\nSKU-110,Lemonade\nSKU-120,Water\n')
})
afterAll(async () => {
  await all[Symbol.asyncDispose]()
  const left = await readdir(tmpdir())
  await rm(tmpdir(), { recursive: true, force: true })
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  expect(left.filter((name) => name.startsWith('shelfready-'))).toEqual([])
})

/** Gives the stock that counts at a location, by item. */
const counted = (location: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    all.company
      .rows<{ sku: string; on_hand: number }>(
        `select i.sku, i.on_hand from inventory i join batch b on b.id = i.batch_id and b.state = 'visible'
          where i.location = ? order by i.batch_id`,
        location,
      )
      .map(({ sku, on_hand }) => [sku, on_hand]),
  )

/** What no person is to read. */
const forMachines =
  /\bundefined\b|\[object|\bNaN\b|node:|node_modules|\.ts:\d|\bat .+:\d+:\d+|\b[A-Z]\w*Error\b|\bE[A-Z]{4,}\b|\bERR_|SQLITE|Z_[A-Z]|\/(?:tmp|dev\/shm\/[^/]+)\/(?!shelfready-doors-)|Surprise/
const whatIsSafe = /Nothing was changed|Nothing counts|was not imported yet|The file is kept/
const whatToDo =
  /again|once more|[Ss]end|Save|Keep|Fix|Unpack|Split|Put the names|answer|Name the feed|Give|It is tried|once it is/

/** Sends a file through a door, and expects it whole or absent, with words that fit. */
const expectWholeOrAbsent = async (door: Name, file: HostileFile, units: number) => {
  const at = placeOf(door)
  const [known, whole] = [counted(at), pictureOf(units)]
  const { outcome, words, isKept } = await all.doors[door](file.name, file.bytes({ units, at }))
  const shown = `${door}, ${file.name}: ${outcome}: ${words}`
  expect(counted(at), shown).toEqual(outcome === 'imported' ? whole : known)
  if (file.outcome === 'whole') expect(['imported', 'asked'], shown).toContain(outcome)
  if (file.outcome === 'absent') expect(['refused', 'asked', 'held'], shown).toContain(outcome)
  expect(isKept, shown).toBe(true)
  expect(words, shown).not.toMatch(forMachines)
  if (outcome === 'imported') return
  expect(words, shown).toMatch(whatIsSafe)
  if (door !== 'pull') expect(words, shown).toMatch(whatToDo)
  if (outcome === 'refused' && file.says !== undefined) expect(words, shown).toMatch(file.says)
}

describe('a file that is damaged, hostile or odd', () => {
  it.concurrent.each(names)(
    'counts whole or not at all through the %s, and its sender is told what to do',
    async (door) => {
      const most = process.memoryUsage().rss + 900e6
      for (const [i, file] of filesFor(door).entries()) {
        await expectWholeOrAbsent(door, file, 1_000 * (names.indexOf(door) + 1) + 10 * i)
        expect(process.memoryUsage().rss, `memory after ${file.name}`).toBeLessThan(most)
      }
      await expectWholeOrAbsent(door, hostileFiles[0] as HostileFile, 77)
    },
    1_800_000,
  )

  it('leads nowhere outside', () => {
    expect(existsSync('/tmp/shelfready-evil')).toBe(false)
  })
})

it('the same file through every door at once counts once', async () => {
  const bytes = Buffer.from(`sku,location,on_hand,as_of\nSKU-100,SHOP0,501,${today}\nSKU-110,SHOP0,502,${today}\n`)
  const sent = await Promise.all(names.map((door) => all.doors[door]('same.csv', bytes)))
  expect(sent.map(({ outcome }) => outcome)).toEqual(names.map(() => 'imported'))
  expect(counted('SHOP0')).toMatchObject({ 'SKU-100': 501, 'SKU-110': 502 })
  expect(all.company.rows(`select distinct batch_id from inventory where on_hand = 501`)).toHaveLength(1)
})
