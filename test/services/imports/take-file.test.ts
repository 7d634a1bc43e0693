import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importHere } from '../../../src/services/imports/import-here.ts'
import type { IncomingFile } from '../../../src/services/imports/incoming-file.ts'
import { takeFile } from '../../../src/services/imports/take-file.ts'
import { loadBatches } from '../../../src/store/imports/batch-list.ts'
import { workbookOf } from '../../_helpers/workbook.ts'
import { openFile, temporaryFolder } from '../../store/open-store.ts'

const stack = new AsyncDisposableStack()
let folder: string
let store: Awaited<ReturnType<typeof openFile>>
beforeAll(async () => {
  folder = stack.use(await temporaryFolder()).path
  store = stack.use(await openFile(join(folder, 'store.db')))
})
afterAll(() => stack.disposeAsync())

const context = () => ({ workspace: store.workspace, timeZone: 'UTC', now: () => '2026-06-02T08:00:00.000Z' })
const take = (one: IncomingFile) => importHere(context(), one, () => {})
let files = 0
const file = async (content: string | Uint8Array, more: Partial<IncomingFile> = {}): Promise<IncomingFile> => {
  const path = join(folder, `file-${files++}`)
  await writeFile(path, content)
  return {
    ...{ path, name: 'stock.xlsx', door: 'chat', sender: 'ben', kind: null, mode: 'upsert', knownOn: null },
    ...{ answers: {}, rejectsPath: null, acceptEmpty: false },
    ...more,
  }
}
const batches = async () =>
  (await loadBatches(store.workspace, { limit: 99 })).map(({ kind, state, sender, rows }) => [
    kind,
    state,
    sender,
    rows,
  ])
const workbook = (units: number, day = '05/06/2026') =>
  workbookOf([
    {
      rows: [
        ['Stock list'],
        ['Item No.', 'Warehouse', 'Qty on hand', 'Count date'],
        ['A', 'EAST', units, day],
        ['B', 'EAST', units, day],
      ],
    },
  ])

/** Does something as soon as a file is being staged. */
const onceStaging = async (act: () => unknown) => {
  const staging = store.database.driver.prepare(`select 1 from batch where state = 'staging'`)
  while (staging.get() === undefined) await new Promise((resume) => setTimeout(resume, 1))
  await act()
}

describe('a workbook that somebody sends', () => {
  it('is asked about once, and its sender is not asked about the next one of its shape', async () => {
    const first = await file(workbook(10))
    const asked = await take(first)
    expect(asked).toMatchObject({ kind: 'asked', recognised: { questions: [{ id: 'date-form' }], rows: 2 } })
    expect(await batches()).toEqual([])
    const taken = await take({ ...first, answers: { 'date-form': 'mdy' } })
    expect(taken).toMatchObject({ kind: 'imported', report: { kind: 'inventory', inserted: 2 } })
    expect(await take(await file(workbook(11)))).toMatchObject({
      kind: 'imported',
      report: { changed: 2 },
    })
    expect((await take(await file(workbook(12), { sender: 'ana' }))).kind).toBe('asked')
    expect(store.database.driver.prepare('select distinct as_of_on from inventory').pluck().all()).toEqual([
      '2026-05-06',
    ])
  })

  it('says nothing new when it comes once more, until something else of its kind has come', async () => {
    const same = workbook(11)
    expect(await take(await file(same))).toMatchObject({
      kind: 'imported',
      sameAs: 2,
      report: { unchanged: 2, changed: 0 },
    })
    await take(await file(workbook(20)))
    expect(await take(await file(same))).toMatchObject({ sameAs: null, report: { changed: 2 } })
  })

  it('is read anew where its name says another day, or an item has other cases by now', async () => {
    const undated = 'sku,location,on_hand,unit\nCASED,EAST,2,case\n'
    const named = (day: string) => file(undated, { name: `stock ${day}.csv` })
    const items = (units: number) =>
      file(`sku,name,units_per_case\nCASED,Cased,${units}\n`, { kind: 'items', name: 'items.csv' })
    const stock = () =>
      store.database.driver
        .prepare(`select as_of_on || ' ' || on_hand from inventory
        where sku = 'CASED' order by batch_id desc`)
        .pluck()
        .get()
    await take(await items(6))
    await take(await named('2026-05-30'))
    expect(stock()).toBe('2026-05-30 12')
    await take(await named('2026-05-31'))
    expect(stock()).toBe('2026-05-31 12')
    const dated = () => file('sku,location,on_hand,unit,as_of\nCASED,EAST,2,case,2026-06-01\n', { kind: 'inventory' })
    await take(await dated())
    expect(stock()).toBe('2026-06-01 12')
    await take(await items(6))
    expect(await take(await dated())).toMatchObject({ sameAs: expect.any(Number) })
    await take(await items(10))
    expect(await take(await dated())).toMatchObject({ sameAs: null })
    expect(stock()).toBe('2026-06-01 20')
  })

  it('comes in once where it is sent twice at the same moment', async () => {
    const before = (await batches()).length
    const twice = await file(workbook(30))
    const taken = await Promise.all([takeFile(context(), twice), takeFile(context(), twice)])
    expect(taken.map((one) => one.kind === 'imported' && [one.report.changed, one.sameAs !== null])).toEqual([
      [2, false],
      [0, true],
    ])
    expect((await batches()).length).toBe(before + 2)
  })
})

describe('a file that cannot be taken', () => {
  it('leaves nothing, and says what it is', async () => {
    const before = await batches()
    const pdf = await take(await file('%PDF-1.7', { name: 'plan.pdf' }))
    expect(pdf).toMatchObject({ kind: 'refused', report: null })
    expect(pdf.kind === 'refused' && pdf.reason).toContain('plan.pdf was not imported: it is a PDF')
    const odd = await take(await file('hello;world\n1;2\n', { name: 'odd.csv' }))
    expect(odd.kind === 'refused' && odd.reason).toContain('I cannot tell what odd.csv is')
    expect(await batches()).toEqual(before)
  })

  it.each([
    ['named as the list of feeds names them', { kind: 'inventory' as const }, 'sku,location,on_hand,as_of'],
    ['that are recognised', {}, 'Item No.,Warehouse,Qty on hand,Count date'],
  ])('is refused where somebody writes to it while it is read, with columns %s', async (_, more, header) => {
    const before = await batches()
    const rows = Array.from({ length: 10_000 }, (_, i) => `S${i},EAST,1,2026-06-01\n`).join('')
    const growing = await file(`${header}\n${rows}`, { ...more, name: 'growing.csv' })
    const taking = importHere(context(), growing, () => {})
    const written = onceStaging(() => appendFile(growing.path, 'S-NEW,EAST,1,2026-06-01\n'))
    await expect(taking).rejects.toThrow('growing.csv was written to while it was read. Nothing was changed.')
    await written
    expect(await batches()).toEqual(before)
    expect(store.database.driver.prepare(`select count(*) from inventory where sku = 'S1'`).pluck().get()).toBe(0)
  })

  it('ends with whoever wants it no more, and leaves nothing visible', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `T${i},EAST,1,2026-06-01\n`).join('')
    const long = await file(`sku,location,on_hand,as_of\n${rows}`, { kind: 'inventory' })
    const stop = new AbortController()
    const taking = takeFile(context(), long, { signal: stop.signal })
    await onceStaging(() => stop.abort(new Error('enough')))
    await expect(taking).rejects.toThrow('enough')
    expect((await batches()).some(([, , , count]) => count === 20_000)).toBe(false)
  })
})
