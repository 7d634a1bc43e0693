import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { importHere } from '../../../src/services/imports/import-here.ts'
import type { IncomingFile } from '../../../src/services/imports/incoming-file.ts'
import type { Workspace } from '../../../src/store/database/workspace.ts'
import type { FeedKind } from '../../../src/store/feeds/feed-rows.ts'
import { refuseBatch, releaseBatch, undoBatch } from '../../../src/store/imports/settle-batch.ts'

/** Every row of every table as text, in the order of the texts: what two engines are compared by. */
export const wholeStore = async (kysely: Kysely<never>): Promise<Readonly<Record<string, readonly string[]>>> => {
  const tables = await kysely.introspection.getTables()
  const named = tables.map(({ name }) => name).filter((name) => !notCompared.has(name))
  const dumped = named.sort().map(async (name) => {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(kysely)
    return [name, rows.map(rowText).sort()] as const
  })
  return Object.fromEntries(await Promise.all(dumped))
}

/** What Kysely keeps for itself, and when each migration ran. */
const notCompared = new Set([
  'kysely_migration',
  'kysely_migration_lock',
  'schema_marker',
  'workspace',
  'sqlite_sequence',
])

/** The moment a batch was last touched is the only one that comes from the clock of the machine. */
const rowText = (row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([column]) => column !== 'touched_at')
      .map(([column, value]): readonly [string, unknown] => [
        column,
        typeof value === 'string' && integers.has(column) ? Number(value) : value,
      ])
      .sort(([one], [other]) => Number(one > other) - Number(one < other)),
  )

/** Columns that PostgreSQL may give as text where they are bigints. */
const integers = new Set(['id', 'batch_id', 'cleared_batch_id', 'value', 'sales_batch', 'promotion_batch'])

/** One company that imports files, on any engine; the answers of each step are kept. */
export const importer = (workspace: Workspace, folder: string) => {
  const told: unknown[] = []
  let hour = 0
  let files = 0
  const now = () =>
    `2026-06-02T${String(Math.floor(hour / 60)).padStart(2, '0')}:${String(hour % 60).padStart(2, '0')}:00.000Z`
  const take = async (kind: FeedKind | null, content: string | Uint8Array, more: Partial<IncomingFile> = {}) => {
    hour++
    const path = join(folder, `file-${files++}`)
    await writeFile(path, content)
    const rejectsPath = more.rejectsPath === undefined ? null : join(folder, `rejects-${files}`)
    const taken = await importHere(
      { workspace, timeZone: 'UTC', now },
      {
        ...{ path, name: `${kind}.csv`, door: 'chat', sender: 'ben', kind, mode: 'upsert', knownOn: null },
        ...{ answers: {}, acceptEmpty: false, ...more, rejectsPath },
      },
      () => {},
    )
    told.push(taken)
    return taken
  }
  const settle = async (act: typeof releaseBatch | typeof refuseBatch | typeof undoBatch, id: number) => {
    hour++
    told.push(await act(workspace, id, { person: 'Ben', now: now(), today: '2026-06-02' }))
  }
  return { told: told as readonly unknown[], take, settle }
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`
const numbered = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i))

/** Takes every kind of feed in every way: new, changed, identical, refused, held, released, undone, large. */
export const takeEverything = async ({ take, settle }: ReturnType<typeof importer>): Promise<void> => {
  const items = [
    'sku,name,unit_cost,unit_price,currency,supplier,units_per_case',
    'A,"Apple ""red""",1.5,2.25,EUR,ACME,6',
  ]
  await take('items', lines(...items, 'B,Back\\slash,0.1,0.3,EUR,ACME,', 'C,,1,2,EUR,,12'))
  await take('items', lines(...items, 'B,Back\\slash,0.1,0.3,EUR,ACME,', 'C,Cherry,1,2,EUR,,12'))
  await take(
    'locations',
    lines('location,name,timezone,kind,supplied_by', 'EAST,East,Europe/Berlin,shop,DC', 'DC,Depot,,dc,'),
  )
  await take('lead-times', lines('supplier,sku,location,lead_time_days', 'ACME,,,10', 'ACME,A,,4', 'ACM E,,,3'))
  await take('lead-times', lines('supplier,sku,location,lead_time_days', 'ACME,,,10', 'ACME,A,,5'))
  await take('holidays', lines('calendar,date,name', 'ACME,2026-06-19,Midsummer', '*,2026-12-25,'))
  await take('kits', lines('kit_sku,component_sku,quantity', 'BOX,A,2', 'BOX,B,1'))
  await take('kits', lines('kit_sku,component_sku,quantity', 'CRATE,BOX,2', 'BOX,B,0', 'BOX,C,3'), { rejectsPath: '' })
  const counts = 'sku,location,on_hand,allocated,safety_stock,expires_on,as_of'
  await take(
    'inventory',
    lines(counts, 'A,EAST,400,,5,,2026-06-01', 'B,EAST,10.5,1,,,2026-06-01', 'a,WEST,7,,,,2026-06-01'),
  )
  await take('inventory', lines(counts, 'A,EAST,390,,5,,2026-06-01T12:30', 'B,EAST,10.5,1,,,2026-06-01'))
  await take(
    'inventory',
    lines(
      counts,
      'A,EAST,5,,,2026-07-01,2026-06-02',
      'A,EAST,6,,,2026-08-01,2026-06-02',
      'B,EAST,1,,,,2026-06-02',
      'B,EAST,2,,,,2026-06-02',
    ),
    { rejectsPath: '' },
  )
  await take('inventory', lines(counts, 'A,EAST,x,,,,2026-06-02', 'B,EAST,9,,,,2026-06-02'), { rejectsPath: '' })
  await take('inventory', lines(counts, 'A,EAST,11,,,,2026-06-02', 'C,EAST,0,,,,2026-06-02'), { mode: 'snapshot' })
  await take('inventory', lines(counts, 'A,EAST,11,,,,2026-06-02', 'C,EAST,0,,,,2026-06-02'), { mode: 'snapshot' })
  const orders = 'order_id,sku,location,quantity,due_date,supplier,status,promotion_id,line'
  await take(
    'inbound',
    lines(
      orders,
      'PO-1,A,EAST,150,2026-06-22,ACME,,P-1,',
      'PO-1,A,EAST,50,2026-06-29,ACME,,,',
      'PO-2,B,EAST,10,2026-06-20,ACME,confirmed,,1',
      'PO-2,B,EAST,11,2026-06-21,ACME,confirmed,,2',
      'PO-2,B,EAST,11,2026-06-21,ACME,confirmed,,2',
    ),
  )
  await take(
    'inbound',
    lines(
      orders,
      'PO-1,A,EAST,150,2026-06-24,ACME,delayed,P-1,',
      'PO-2,B,EAST,10,2026-06-20,ACME,confirmed,,1',
      'PO-3,C,EAST,9,,ACME,,P-9,',
    ),
  )
  await take(
    'inbound',
    lines(orders, 'PO-2,B,EAST,10,2026-06-20,ACME,confirmed,,1', 'PO-2,B,EAST,oops,2026-06-25,ACME,confirmed,,2'),
    { rejectsPath: '' },
  )
  await take(
    'inbound',
    lines(orders, 'PO-2,B,EAST,10,2026-06-20,ACME,confirmed,,1', 'PO-2,B,EAST,12,2026-06-25,ACME,confirmed,,2'),
    { mode: 'snapshot' },
  )
  await take(
    'promotions',
    lines(
      'promotion_id,sku,location,name,start,end,uplift',
      'P-1,A,EAST,Summer BOGO,2026-07-06,2026-07-12,1.6',
      'P-1,B,,Summer BOGO,2026-07-06,2026-07-12,+60%',
    ),
  )
  await take(
    'promotions',
    lines(
      'promotion_id,sku,location,name,start,end,uplift',
      'P-1,A,EAST,Summer BOGO,2026-07-06,2026-07-12,1.7',
      'P-1,B,,Summer BOGO,2026-07-06,2026-07-12,+60%',
    ),
  )
  await take('demand-plan', lines('date,sku,location,units', '2026-07-06,A,EAST,10', '2026-07-07,A,EAST,11'))
  await take(
    'costs',
    lines(
      'date,kind,promotion_id,sku,amount,currency',
      '2026-05-05,freight,P-1,A,12.34,EUR',
      '2026-05-06,write-off,,B,1,EUR',
    ),
  )
  const sold = 'date,sku,location,units,revenue,on_promo'
  const days = ['2026-05-29', '2026-05-30', '2026-05-31']
  await take('sales', lines(sold, ...days.flatMap((day) => [`${day},A,EAST,10,22.5,0`, `${day},B,EAST,0.1,,1`])))
  await take('sales', lines(sold, ...days.map((day) => `${day},A,EAST,10,22.5,0`), '2026-06-01,A,EAST,12,27,0'))
  await take(
    'sales',
    lines(
      sold,
      ...numbered(
        20_000,
        (i) => `2026-05-${String(1 + (i % 28)).padStart(2, '0')},S${Math.floor(i / 28)},EAST,${i % 97},,`,
      ),
    ),
  )
  await take(
    'sales',
    lines(
      sold,
      ...numbered(
        20_000,
        (i) => `2026-05-${String(1 + (i % 28)).padStart(2, '0')},S${Math.floor(i / 28)},EAST,${i % 89},,`,
      ),
    ),
  )
  await take(
    'inventory',
    lines(
      counts,
      'LOT,EAST,5,,,2026-07-01,2026-06-02',
      'LOT,WEST,5,,,2026-07-01,2026-06-02',
      ...numbered(41_000, (i) => `S${i % 700},SHOP-${Math.floor(i / 700)},${i % 31},,,,2026-06-02`),
      'LOT,EAST,6,,,2026-08-01,2026-06-02',
      'LAST,EAST,6,,,2026-08-01,2026-06-02',
      'LAST,EAST,7,,,2026-09-01,2026-06-02',
    ),
  )
  const held = await take(
    'inventory',
    lines(counts, ...numbered(2_000, (i) => `S${i % 700},SHOP-${Math.floor(i / 700)},0,,,,2026-06-02`)),
  )
  if (held.kind === 'held') await settle(releaseBatch, held.report.batch as number)
  const second = await take(
    'items',
    lines(items[0] as string, ...numbered(3, (i) => `${'ABC'[i]},Fruit,150,225,EUR,ACME,6`)),
  )
  if (second.kind === 'held') await settle(refuseBatch, second.report.batch as number)
  const undone = await take(
    'demand-plan',
    lines('date,sku,location,units', '2026-07-06,A,EAST,99', '2026-07-08,Z,NEW,1'),
  )
  if (undone.kind === 'imported') await settle(undoBatch, undone.report.batch as number)
  const described = await take('items', lines('sku,name', 'Z,Zebra', 'Y,Yak'))
  await take('demand-plan', lines('date,sku,location,units', '2026-07-08,Z,EAST,1'))
  if (described.kind === 'imported') await settle(undoBatch, described.report.batch as number)
  await take('sales', lines(sold, '2026-05-29,A,EAST,not a number,,', '2026-05-30,,EAST,1,,'))
  await take(null, lines('Item No.;Warehouse;Qty on hand;Count date', 'A;EAST;12;2026-06-02', 'B;Depot;3;2026-06-02'))
}
