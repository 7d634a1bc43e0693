import { execPath } from 'node:process'
import { describe, expect, it } from 'vitest'
import { loadItems, loadLocations } from '../../src/store/feeds/catalogue.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { loadSellingLocations } from '../../src/store/promotions/promotions.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { onHand, openFile } from './open-store.ts'
import { main, start, stockCsv } from './processes.ts'

const fileOf = (line: CommandLine) => line.database.slice('sqlite:'.length)

const startImport = (line: CommandLine, kind: string, file: string, ...options: string[]) =>
  start(execPath, [main, 'import', kind, file, '--db', line.database, ...options], { cwd: line.folder })

/** What the store shows of an import of stock: the first and last items, their places and their counts. */
const shown = async (line: CommandLine, rows: number) => {
  await using store = await openFile(fileOf(line))
  const { workspace } = store
  const visibility = await loadVisibility(workspace, '2026-01-20')
  const skus = ['S0', `S${rows - 1}`]
  return {
    items: [...(await loadItems(workspace, visibility, skus)).keys()],
    locations: [...(await loadLocations(workspace, visibility, ['L0', 'L9'])).keys()],
    selling: [...(await loadSellingLocations(workspace, visibility, skus)).values()].flat(),
    counts: [await onHand(workspace, 'S0', 'L0'), await onHand(workspace, `S${rows - 1}`, 'L9')],
  }
}

const nothing = { items: [], locations: [], selling: [], counts: [null, null] }

const everything = (rows: number) => ({
  ...{ items: ['S0', `S${rows - 1}`], locations: ['L0', 'L9'], selling: ['L0', 'L9'], counts: [1, 1] },
})

describe('an import of many rows', () => {
  it('leaves nothing to be seen when it is killed, and goes in whole later', async () => {
    await using line = await commandLine({ isOwnProcess: true })
    const rows = 200_000
    const file = await line.write('stock.csv', stockCsv(rows))
    for (const moment of [/rows/, /(rows.*){2}/s, /(rows.*){3}/s]) {
      const killed = startImport(line, 'inventory', file)
      await killed.said(moment)
      killed.kill()
      expect((await killed.ended).status).toBeNull()
      expect(await shown(line, rows)).toEqual(nothing)
    }
    const ran = await line.run('import', 'inventory', file)
    expect(ran.status).toBe(0)
    expect(ran.out).toContain('200,000 inserted, 0 changed, 0 unchanged, 0 rejected')
    expect(ran.out).toContain('200,000 items are new and were created')
    expect(await shown(line, rows)).toEqual(everything(rows))
  })

  it('changes nothing the second time, and other commands answer while it runs', async () => {
    await using line = await commandLine()
    const rows = 200_000
    await line.feed('inventory', stockCsv(rows))
    const again = startImport(line, 'inventory', await line.write('again.csv', `${stockCsv(rows)}\n`))
    await again.said(/rows/)
    let answered = 0
    while (again.isRunning()) {
      expect(await line.run('assess', '--all')).toMatchObject({ status: 0, err: '' })
      if (again.isRunning()) answered++
    }
    expect(answered).toBeGreaterThan(1)
    const ran = await again.ended
    expect(ran.out).toContain('0 inserted, 0 changed, 200,000 unchanged, 0 rejected')
    expect(ran.out).not.toContain('not described before')
    expect(await shown(line, rows)).toEqual(everything(rows))
  })
})

describe('two imports at once by two processes', () => {
  it('both land, of the same kind and on a store that neither has made yet', async () => {
    await using line = await commandLine({ isOwnProcess: true })
    const rows = 20_000
    const one = await line.write('one.csv', stockCsv(rows, { onHand: 1 }))
    const other = await line.write('other.csv', stockCsv(rows, { onHand: 2 }).replaceAll('2026-01-05', '2026-01-06'))
    const runs = [startImport(line, 'inventory', one), startImport(line, 'inventory', other)]
    for (const { status, out, err } of await Promise.all(runs.map((run) => run.ended))) {
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(out).toContain('20,000 rows read')
    }
    await using store = await openFile(fileOf(line))
    for (const sku of ['S0', 'S10000', 'S19990']) {
      expect(await onHand(store.workspace, sku, 'L0', '2026-01-05')).toBe(1)
      expect(await onHand(store.workspace, sku, 'L0', '2026-01-06')).toBe(2)
    }
    const { driver } = store.database
    const batches = driver.prepare('select id, state from batch order by id').all()
    expect(batches).toEqual([1, 2].map((id) => ({ id, state: 'visible' })))
  })
})
