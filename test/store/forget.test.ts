import { describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { forget } from '../../src/store/people/forget.ts'
import { findPersonalData, loadRowsNaming, personalTables } from '../../src/store/people/personal-data.ts'
import { openCompany, sellCola } from '../_helpers/company.ts'
import { everything, openStore, type Store, secondWorkspace } from './open-store.ts'

const moment = { now: '2026-06-01T08:00:00.000Z', today: dayOf('2026-06-01') }
const words = 'say "Ana Lind" <@U0ANA> 0a1b2c3d-0000-4000-8000-000000000001 ana.lind@shop.example'
const trace = /ana lind|u0ana|0a1b2c3d|shop\.example/i

const account = (store: Store, id: string, platform: string, name = 'Ana Lind', workspace = 1) =>
  store.database.driver
    .prepare(
      `insert into account (workspace_id, id, person_id, platform, name, email, time_zone, locale, first_seen_at)
       values (?, ?, ?, ?, ?, ?, 'Europe/Berlin', 'de', '2026-01-01')`,
    )
    .run(
      workspace,
      id,
      name === 'Ana Lind' ? 'U0ANA' : id,
      platform,
      name,
      name === 'Ana Lind' ? 'ana.lind@shop.example' : null,
    )

const ids = new Set([
  'person_id',
  'person',
  'account',
  'account_id',
  'actor',
  'owner_id',
  'backup_id',
  'delegate_id',
  'sender',
])
const planted = (column: string): string =>
  column === 'action' || column === 'happened_at'
    ? '2026-05-01'
    : column === 'detail'
      ? JSON.stringify({ words })
      : ids.has(column) || /_by$/.test(column)
        ? 'U0ANA'
        : /(^|_)name$/.test(column)
          ? 'Ana Lind'
          : words

/** Writes a row into every table of a company that has her in every column of text. */
const plant = async (store: Store): Promise<readonly string[]> => {
  const { driver, kysely } = store.database
  account(store, 'U0ANA', 'slack')
  account(store, '0a1b2c3d-0000-4000-8000-000000000001', 'teams')
  account(store, 'U0BEN', 'slack', 'Ben Lindgren')
  const tables = (await personalTables(kysely)).filter(({ name }) => !['account', 'forgotten'].includes(name))
  for (const { name, columns, all } of tables) {
    const values = all.map((column) => (column === 'workspace_id' ? 1 : columns.includes(column) ? planted(column) : 7))
    driver.prepare(`insert into "${name}" (${all.join()}) values (${all.map(() => '?')})`).run(...values)
  }
  return tables.map(({ name }) => name)
}

const her = async ({ workspace }: Pick<Store, 'workspace'>, said = 'Ana Lind') => {
  const [found] = await findPersonalData(workspace, said)
  if (found === undefined) throw new Error(`no ${said}`)
  return found
}

const leftOf = (database: Store['database']): readonly string[] =>
  Object.entries(everything(database)).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row as object).flatMap(([column, value]) =>
        typeof value === 'string' && trace.test(value) ? [`${table}.${column}`] : [],
      ),
    ),
  )

describe('a forgotten person', () => {
  it('is in no column of no table, by name, id or address', async () => {
    await using store = await openStore()
    const tables = await plant(store)
    expect(tables.length).toBeGreaterThan(40)
    const { replaced, deleted } = await forget(store.workspace, await her(store), moment)
    expect(leftOf(store.database)).toEqual([])
    expect(tables.filter((name) => !(name in replaced) && !(name in deleted))).toEqual([])
  })

  it('leaves every audit entry where it was, with its moment and what was done', async () => {
    await using store = await openStore()
    await plant(store)
    const entries = () =>
      store.database.driver
        .prepare(`select id, happened_at, action, actor from audit where action <> 'forget' order by id`)
        .all()
    store.database.driver.exec(`insert into audit values (1, 8, '2026-05-01', 'U0BEN', '#here', 'take', 'R-1', '{}')`)
    await forget(store.workspace, await her(store), moment)
    expect(entries()).toEqual([
      { id: 7, happened_at: '2026-05-01', action: '2026-05-01', actor: 'former-1' },
      { id: 8, happened_at: '2026-05-01', action: 'take', actor: 'U0BEN' },
    ])
  })

  it('does not open the audit log to anybody else, before or after', async () => {
    await using store = await openStore()
    await plant(store)
    const change = () => store.database.driver.exec(`update audit set actor = 'x'`)
    expect(change).toThrow('audit rows are never changed')
    await forget(store.workspace, await her(store), moment)
    expect(change).toThrow('audit rows are never changed')
  })

  it('of one company stays in another one', async () => {
    await using store = await openStore()
    await plant(store)
    const second = await secondWorkspace(store)
    account(store, 'U0ANA', 'slack', 'Ana Lind', 2)
    await forget(store.workspace, await her(store), moment)
    expect((await her({ workspace: second })).traces.ids).toEqual(['U0ANA'])
  })

  it('is let go of by open risks, which somebody else is asked about', async () => {
    await using company = await openCompany('2026-06-01')
    await sellCola(company)
    await company.say('promo add "Anagram week" sku:SKU-100 at:EAST dates:"6-12 Jul" units:2000', { name: 'Ben' })
    await company.say('shelfready risks')
    await company.say('shelfready ack R-1')
    expect(await company.say('shelfready risks')).toContain('Ana')
    await forget(company.app.workspace, await her(company.app, 'Ana'), moment)
    const risks = await company.say('shelfready risks', { name: 'Ben' })
    expect(risks).toContain('Unassigned')
    expect(risks).not.toMatch(/\bAna\b|Former/)
    expect(await company.say('promo show P-1', { name: 'Ben' })).toContain('Anagram week')
    expect(company.rows('select state, owner_id, handled_by, episode from risk where id = 1')).toEqual([
      { state: 'open', owner_id: null, handled_by: null, episode: 2 },
    ])
  })

  it('is told everything that names her before, without secrets, and nothing of others', async () => {
    await using store = await openStore()
    await plant(store)
    const stored = await loadRowsNaming(store.workspace, await her(store))
    expect(stored.account).toHaveLength(2)
    expect(Object.keys(stored)).toEqual(expect.arrayContaining(['audit', 'outbox', 'risk', 'standby']))
    expect(stored.webhook).toEqual([expect.not.objectContaining({ secret: expect.anything() })])
    expect(JSON.stringify(stored)).not.toContain('Lindgren')
  })
})

it('only tables of goods, places and figures are not looked through', async () => {
  await using store = await openStore()
  const personal = new Set((await personalTables(store.database.kysely)).map(({ name }) => name))
  expect(Object.keys(everything(store.database)).filter((name) => !personal.has(name))).toEqual([
    ...[
      'batch_item',
      'cost',
      'counter',
      'demand_plan',
      'holiday',
      'inbound',
      'install_state',
      'inventory',
      'item',
      'kit',
    ],
    ...[
      'kysely_migration',
      'kysely_migration_lock',
      'lead_time',
      'learned_level',
      'learning',
      'line_result',
      'location',
    ],
    ...['outdated_input', 'refused_row', 'sales', 'schema_marker', 'snapshot_location', 'sold_day', 'stock_snapshot'],
    ...['told_sales', 'week_accuracy', 'week_forecast', 'workspace'],
  ])
})
