import { type RawBuilder, sql } from 'kysely'
import { names, type Traces } from '../../domain/people/traces.ts'
import type { Reader, ReadQueries } from '../database/workspace.ts'
import { accountOf } from './accounts.ts'
import { findAccounts } from './finding-accounts.ts'

/** A column that has a person's id, and the one beside it that has their name. */
const signatures = {
  acknowledgement: [['person_id', 'person_name']],
  correction: [['made_by', 'maker_name']],
  duty: [['person_id', 'person_name']],
  escalation_step: [['person_id', 'person_name']],
  order_mark: [['made_by', 'maker_name']],
  reported_order: [['reported_by', 'reporter_name']],
  review_answer: [['person_id', 'name']],
  risk: [
    ['owner_id', 'owner_name'],
    ['handled_by', 'handler_name'],
  ],
  set_share: [['set_by', 'setter_name']],
  shared_link: [
    ['person', 'name'],
    ['account', 'name'],
  ],
  standby: [
    ['backup_id', 'backup_name'],
    ['delegate_id', 'delegate_name'],
  ],
  uplift_override: [['set_by', 'setter_name']],
} as const

type Signed = { readonly id: string; readonly name: string }

/** Loads who signed or is named beside an id anywhere, accounts aside. */
const loadSigned = async ({ id, database }: Reader): Promise<readonly Signed[]> => {
  const found: Signed[] = []
  for (const [table, pairs] of Object.entries(signatures))
    for (const [who, name] of pairs) {
      const { rows } = await sql<Signed>`select distinct ${sql.ref(who)} as id, ${sql.ref(name)} as name
        from ${sql.table(table)} where workspace_id = ${id} and ${sql.ref(who)} is not null and ${sql.ref(name)} is not null`.execute(
        database.kysely as never,
      )
      found.push(...rows)
    }
  return found
}

/** A person as they are found in the store, and the names of everybody else. */
export type FoundPerson = {
  readonly id: string
  readonly name: string
  readonly traces: Traces
  readonly others: readonly string[]
  /** Others have the same name, so that it is theirs as well. */
  readonly hasNamesakes: boolean
}

/** Finds everybody whom words may mean, by an id, a name or an address: those with accounts, and those who only signed. */
export const findPersonalData = async (workspace: Reader, said: string): Promise<readonly FoundPerson[]> => {
  const rows = await workspace.database.kysely
    .selectFrom('account')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .orderBy('first_seen_at')
    .orderBy('id')
    .execute()
  const accounts = rows.map((row) => ({ ...accountOf(row), personId: row.person_id }))
  const signed = await loadSigned(workspace)
  const wanted = said.toLowerCase()
  const byAccount = (await findAccounts(workspace, said)).map(({ personId }) => personId)
  const known = new Set(accounts.flatMap((one) => [one.id, one.personId]))
  const bySignature = signed
    .filter(({ id, name }) => !known.has(id) && (id.toLowerCase() === wanted || name.toLowerCase() === wanted))
    .map(({ id }) => id)
  return [...new Set([...byAccount, ...bySignature])].map((personId) => {
    const own = accounts.filter((one) => one.personId === personId)
    const ids = [...new Set([personId, ...own.map(({ id }) => id)])]
    const isTheirs = (id: string) => ids.includes(id)
    const called = unique([
      ...own.map(({ name }) => name),
      ...signed.filter(({ id }) => isTheirs(id)).map(({ name }) => name),
    ]).filter((name) => !isTheirs(name))
    const others = unique([
      ...accounts.filter((one) => one.personId !== personId).map(({ name }) => name),
      ...signed.filter(({ id }) => !isTheirs(id)).map(({ name }) => name),
    ])
    const shared = new Set(others.map((name) => name.toLowerCase()))
    const isShared = (name: string) => shared.has(name.toLowerCase())
    return {
      id: personId,
      name: called[0] ?? personId,
      traces: {
        ids,
        names: called.filter((name) => !isShared(name)),
        emails: unique(own.flatMap(({ email }) => (email === null ? [] : [email]))),
      },
      others,
      hasNamesakes: called.some(isShared),
    }
  })
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts.filter((text) => text.trim() !== ''))]

/** Tables of goods, places and figures that name nobody; `promotion_line` and the forecasts name owners. */
const impersonal: ReadonlySet<string> = new Set([
  ...['item', 'location', 'kit', 'inventory', 'inbound', 'lead_time', 'holiday', 'sales', 'demand_plan', 'cost'],
  ...['batch_item', 'snapshot_location', 'told_sales', 'sold_day', 'stock_snapshot', 'learning', 'learned_level'],
  ...['week_accuracy', 'week_forecast', 'line_result', 'outdated_input', 'refused_row', 'counter'],
])

/** Columns that are a name or the content of something else than a person. */
const exempt: ReadonlySet<string> = new Set([
  'promotion_line.name',
  'promotion_line.sku',
  'promotion_line.location',
  'promotion_result.name',
  'channel.name',
  'dropped_file.content',
  'dropped_file.rejects',
])

/** A table of one company, and its columns of text in which a person may be named. */
export type PersonalTable = {
  readonly name: string
  readonly columns: readonly string[]
  readonly all: readonly string[]
}

/** Lists the tables in which people may be named: all but those that are known to name nobody, so that a new one counts. */
export const personalTables = async (queries: Reader['database']['kysely']): Promise<readonly PersonalTable[]> => {
  const tables = await (queries as Introspecting).introspection.getTables()
  return tables.flatMap(({ name, columns }) => {
    const all = columns.map((column) => column.name)
    const texts = columns
      .filter(({ dataType }) => /text|char/i.test(dataType))
      .map((column) => column.name)
      .filter((column) => !exempt.has(`${name}.${column}`))
    return all.includes('workspace_id') && !impersonal.has(name) && texts.length > 0
      ? [{ name, columns: texts, all }]
      : []
  })
}

type Introspecting = ReadQueries & {
  readonly introspection: {
    readonly getTables: () => Promise<
      readonly {
        readonly name: string
        readonly columns: readonly { readonly name: string; readonly dataType: string }[]
      }[]
    >
  }
}

/** Columns that nobody is shown, not even the person they are about. */
const hidden = new Set(['hash', 'secret', 'token', 'arguments_hash', 'body_hash'])

/** Tells in SQL which rows may name a person in one of some columns: every row that does, and a few that do not. */
export const mayName = (columns: readonly string[], { ids, names, emails }: Traces): RawBuilder<unknown> => {
  const said = unique([...ids, ...emails, ...names.flatMap((name) => [name, JSON.stringify(name).slice(1, -1)])])
  const likes = columns.flatMap((column) =>
    said.flatMap((one) => {
      const pattern = `%${one.replaceAll(/[\\%_]/g, '\\$&')}%`
      return [
        sql`${sql.ref(column)} like ${pattern} escape '\\'`,
        sql`lower(${sql.ref(column)}) like ${pattern.toLowerCase()} escape '\\'`,
      ]
    }),
  )
  return likes.length === 0 ? sql`1 = 0` : sql`(${sql.join(likes, sql` or `)})`
}

/** Loads every stored row that names a person, by table, without secrets. */
export const loadRowsNaming = async (
  { id, database }: Reader,
  { traces, others }: Pick<FoundPerson, 'traces' | 'others'>,
): Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>> => {
  const isNamed = names(traces, others)
  const found: Record<string, readonly Readonly<Record<string, unknown>>[]> = {}
  for (const { name, columns } of await personalTables(database.kysely)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}
      where workspace_id = ${id} and ${mayName(columns, traces)}`.execute(database.kysely as never)
    const theirs = rows.filter((row) =>
      columns.some((column) => typeof row[column] === 'string' && isNamed(row[column])),
    )
    if (theirs.length > 0) found[name] = theirs.map(shown)
  }
  return found
}

const shown = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'workspace_id' && !hidden.has(column)))
