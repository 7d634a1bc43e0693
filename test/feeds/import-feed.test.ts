import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stockHeader as header, importStock, onHand, stockRows, stockStore } from './memory-store.ts'

describe('a file without mistakes', () => {
  test('becomes visible as a whole and is counted', async () => {
    const store = stockStore(['A'])
    const report = await importStock(store, `${header}A,EAST,1,2026-06-01\nB,EAST,2,2026-06-01\n`)
    expect(report).toEqual({
      kind: 'inventory',
      outcome: 'imported',
      batch: 1,
      holdReasons: [],
      rows: 2,
      inserted: 2,
      changed: 0,
      unchanged: 0,
      rejected: 0,
      fault: null,
      problems: [],
      problemCount: 0,
      readAs: [],
      ignoredColumns: [],
      createdItems: 1,
      createdLocations: 0,
      near: [],
      nearCount: 0,
      marked: 0,
      doubled: 0,
      unknownPromotions: [],
      absent: 0,
    })
    expect(onHand(store)).toEqual(['A 1', 'B 2'])
    expect(store.batches).toEqual(['published'])
  })

  test('imported a second time changes nothing', async () => {
    const store = stockStore()
    const text = header + stockRows(12_000)
    expect(await importStock(store, text)).toMatchObject({ rows: 12_000, inserted: 12_000 })
    const before = [...store.visible]
    expect(await importStock(store, text)).toMatchObject({ rows: 12_000, inserted: 0, changed: 0, unchanged: 12_000 })
    expect([...store.visible]).toEqual(before)
  })

  test('is counted by what is new, what is changed and what is as before', async () => {
    const store = stockStore()
    await importStock(store, `${header}A,EAST,1,2026-06-01\nB,EAST,2,2026-06-01\n`)
    const report = await importStock(store, `${header}A,EAST,1,2026-06-01\nB,EAST,3,2026-06-01\nC,EAST,4,2026-06-01\n`)
    expect(report).toMatchObject({ inserted: 1, changed: 1, unchanged: 1 })
    expect(onHand(store)).toEqual(['A 1', 'B 3', 'C 4'])
  })

  test('of a header alone is imported with 0 rows where that is meant', async () => {
    const store = stockStore()
    expect(await importStock(store, header, { acceptEmpty: true })).toMatchObject({
      outcome: 'imported',
      rows: 0,
      inserted: 0,
    })
    expect(store.batches).toEqual(['published'])
  })

  test('may hold empty lines and rows of nothing but commas', async () => {
    const store = stockStore()
    const report = await importStock(store, `${header}\nA,EAST,1,2026-06-01\n,,,\n , ,\n\n,,,,,,\n`)
    expect(report).toMatchObject({ outcome: 'imported', rows: 1, rejected: 0 })
  })

  test('may hold columns nobody knows, which the report names', async () => {
    const store = stockStore()
    const report = await importStock(store, '__proto__,sku,location,on_hand,as_of,colour\nx,A,EAST,1,2026-06-01,red\n')
    expect(report).toMatchObject({ outcome: 'imported', ignoredColumns: ['__proto__', 'colour'] })
    expect(onHand(store)).toEqual(['A 1'])
  })

  test('tells how far it is', async () => {
    const steps: [number, number][] = []
    const text = header + stockRows(11_000)
    await importStock(stockStore(), text, { progress: (rows, bytes) => steps.push([rows, bytes]) })
    expect(steps.length).toBeGreaterThan(2)
    expect(steps).toEqual([...steps].sort(([one], [other]) => one - other))
    expect(steps.at(-1)).toEqual([11_000, text.length])
  })
})

describe('skipping bad rows', () => {
  test('imports the rest and hands them over from top to bottom as they stood', async () => {
    const store = stockStore()
    const skipped: unknown[] = []
    const text = `${header}A,EAST,1,2026-06-01\n" B",EAST,x,2026-06-01\nA,EAST,9,2026-06-01\nC,EAST\nD,EAST,4,2026-06-01\n`
    const report = await importStock(store, text, {
      skipBadRows: (line, cells, problems) => {
        skipped.push([line, cells, problems.map(({ reason }) => reason)])
      },
    })
    expect(report).toMatchObject({ outcome: 'imported', rows: 5, inserted: 2, rejected: 3, problemCount: 3 })
    expect(onHand(store)).toEqual(['A 1', 'D 4'])
    expect(skipped).toEqual([
      [3, [' B', 'EAST', 'x', '2026-06-01'], ['is not a number']],
      [4, ['A', 'EAST', '9', '2026-06-01'], ['the same key is earlier in this file with other values']],
      [5, ['C', 'EAST'], ['has 2 cells where the header has 4']],
    ])
  })

  test('every row is either visible or handed over, and never both', async () => {
    const cell = fc.constantFrom('1', '2', 'x', '')
    const row = fc.tuple(fc.constantFrom('A', 'B', 'C', ''), cell)
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const store = stockStore()
        const skipped: number[] = []
        const text = header + rows.map(([sku, units]) => `${sku},EAST,${units},2026-06-01\n`).join('')
        const report = await importStock(store, text, { skipBadRows: (line) => void skipped.push(line) })
        expect(report).toMatchObject({ outcome: 'imported', rows: rows.length, rejected: skipped.length })
        expect(report.inserted + report.unchanged + report.rejected).toBe(rows.length)
        const kept = rows.filter((_, at) => !skipped.includes(at + 2))
        expect(new Set(onHand(store))).toEqual(new Set(kept.map(([sku, units]) => `${sku} ${units}`)))
      }),
    )
  })
})

describe('an import that breaks off', () => {
  test('because the source fails leaves nothing behind', async () => {
    const store = stockStore()
    const source = async function* () {
      yield Buffer.from(header + stockRows(6_000))
      throw new Error('the line dropped')
    }
    await expect(importStock(store, '', { source: source() })).rejects.toThrow('the line dropped')
    expect(store.visible.size + store.staged.size).toBe(0)
    expect(store.batches).toEqual(['discarded'])
  })

  test('because the bad rows cannot be written leaves nothing behind', async () => {
    const store = stockStore()
    const skipBadRows = () => Promise.reject(new Error('the disk is full'))
    await expect(importStock(store, `${header}A,EAST,1,2026-06-01\nB,,1,x\n`, { skipBadRows })).rejects.toThrow('disk')
    expect(store.visible.size + store.staged.size).toBe(0)
    expect(store.batches).toEqual(['discarded'])
  })

  test('because the store fails while publishing is discarded, and the error goes on', async () => {
    const store = stockStore()
    const open = async () => ({ ...(await store.open()), publish: () => Promise.reject(new Error('locked')) })
    await expect(importStock(store, `${header}A,EAST,1,2026-06-01\n`, { open })).rejects.toThrow('locked')
    expect(store.batches).toEqual(['discarded'])
  })
})
