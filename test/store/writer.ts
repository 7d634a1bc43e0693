import Sqlite from 'better-sqlite3'
import { dayOf } from '../../src/domain/day.ts'
import { learn } from '../../src/services/assessment/learn-from-sales.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { loadNextPromotionId } from '../../src/store/promotions/promotions.ts'
import { open, openFile, row } from './open-store.ts'

/**
 * A process that writes to a store: `writer.ts FILE WORK [NUMBER]`. It kills itself right before its statement of that
 * number, counting those that end a transaction or change anything but one row of a feed. It says `done` at the end.
 */
const [file, work, number = '0'] = process.argv.slice(2) as [string, string, string?]
const counted = /^\s*(commit|update|delete|insert into "?(?!item\b|location\b|inventory\b))/i
let passed = 0

const pass = (sql: string) => {
  if (counted.test(sql) && ++passed === Number(number)) process.kill(process.pid, 'SIGKILL')
}

const { exec, prepare } = Sqlite.prototype
Sqlite.prototype.exec = function (sql) {
  pass(sql)
  return exec.call(this, sql)
}
Sqlite.prototype.prepare = function (sql: string) {
  const statement = prepare.call(this, sql)
  const { run } = statement
  statement.run = (...values: unknown[]) => {
    pass(sql)
    return run.apply(statement, values as never)
  }
  return statement as never
}

const counting = (sku: string) => row('inventory', { sku, on_hand: 1, as_of_on: '2026-01-06' })

const stage = async (mode: 'upsert' | 'snapshot') => {
  const batch = await open(store.workspace, 'inventory', { mode })
  await batch.stage([counting('A'), counting('B')])
  await batch.stage([counting('C')])
  return batch
}

const register = async (promotion_id: string) =>
  apply(
    store.workspace,
    [
      {
        kind: 'write-promotion',
        promotionId: promotion_id,
        rows: [row('promotions', { promotion_id })],
        basedOn: 0,
        knownOn: '2026-01-06',
      },
      { kind: 'audit', actor: 'ana', place: 'C', action: 'add', entity: promotion_id, detail: null },
      { kind: 'post', channel: 'C', about: 'promotion', entity: promotion_id, card: null, notAfter: null },
    ],
    { requestKey: promotion_id, argumentsHash: 'h', reply: null },
    '2026-01-06T10:00:00Z',
  )

const works: Readonly<Record<string, () => Promise<unknown>>> = {
  'an import': async () => (await stage('upsert')).publish(),
  'a snapshot': async () => (await stage('snapshot')).publish(),
  'a refused import': async () => (await stage('snapshot')).discard(),
  'a learning': () => learn(store.workspace, dayOf('2026-03-01'), '2026-03-01T08:00:00Z'),
  'a request': () => register('P-1'),
  'ten requests': async () => {
    for (let left = 10; left > 0; )
      if ((await register(await loadNextPromotionId(store.workspace))) === 'applied') left--
  },
}

await using store = await openFile(file)
passed = 0
await works[work]?.()
process.stdout.write('done')
