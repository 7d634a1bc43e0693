import { mkdir, open, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../src/domain/doctor/finding.ts'
import { checkUp } from '../../src/services/doctor/check-up.ts'
import type { DoctorSettings } from '../../src/services/doctor/settings.ts'
import { keepTick, takePostingLock } from '../../src/store/database/posting-lock.ts'
import { keepPull } from '../../src/store/imports/pulls.ts'
import { addToken } from '../../src/store/imports/tokens.ts'
import { addWebhook } from '../../src/store/webhooks/webhooks.ts'
import { type Begin, type Company, openCompany, sellCola } from '../_helpers/company.ts'
import { driverOf } from '../_helpers/engine.ts'
import { copyStore } from '../_helpers/store-template.ts'
import { everything } from '../store/open-store.ts'

/** The company of cola, made once. */
const begin: Begin = (file) =>
  copyStore('doctor', file, async (template) => {
    await using company = await openCompany('2026-06-01', { file: template })
    await sellCola(company, { hub: 90 })
  })

let cola: Company
beforeEach(async () => {
  cola = await openCompany('2026-06-01', { begin })
})
afterEach(() => cola[Symbol.asyncDispose]())

const settings: DoctorSettings = {
  ...{ mistakes: [], platforms: [], timeZone: 'UTC', staleDays: 3, administrators: [], feedFolder: null, pulls: [] },
}

const storeFile = () => cola.app.workspace.database.file

const examine = (more: Partial<DoctorSettings> = {}, file = storeFile()) =>
  checkUp({
    ...{ file, isOwn: false, probes: [], now: cola.app.now(), patience: 30_000 },
    settings: { ...settings, ...more },
    open: async () => cola.app.workspace,
  })

const wrong = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== 'ok')
const said = (findings: readonly Finding[], check: string) =>
  wrong(findings)
    .filter((finding) => finding.check === check)
    .map(({ state, found }) => `${state}: ${found}`)
const sql = (words: string, ...values: readonly unknown[]) =>
  driverOf(cola.app.workspace.database)
    .prepare(words)
    .run(...values)

/** Makes this process the one that posts, as a service does that ticked a while ago. */
const serves = (secondsAgo = 5): Disposable => {
  const lock = takePostingLock(cola.app.workspace.database)
  if (lock === null) throw new Error('somebody else posts')
  keepTick(cola.app.workspace.database, cola.now().subtract({ seconds: secondsAgo }))
  return lock
}

const posted = (state: string, more: Readonly<Record<string, unknown>> = {}) => {
  const row = {
    ...{ workspace_id: 1, id: 9_000 + Math.floor(Math.random() * 1e6), channel: '#launches', kind: 'promotion' },
    ...{ entity: 'P-1', card: '{}', state, attempt: 1, created_at: '2026-06-01T07:00:00.000Z', ...more },
  }
  sql(
    `insert into outbox (${Object.keys(row).join(', ')}) values (${Object.keys(row)
      .map(() => '?')
      .join(', ')})`,
    ...Object.values(row),
  )
}

describe('a store in order', () => {
  it('has nothing wrong while its service works, and is the same afterwards', async () => {
    using _ = serves()
    const before = everything(cola.app.workspace.database)
    const findings = await examine()
    expect(wrong(findings)).toEqual([])
    expect(findings.length).toBeGreaterThan(15)
    expect(everything(cola.app.workspace.database)).toEqual(before)
  })

  it('names each check, what was found with its figure, and orders the worst first', async () => {
    const findings = await examine()
    expect(findings[0]).toMatchObject({ check: 'service', state: 'warning' })
    expect(findings.find(({ check }) => check === 'schema')?.found).toMatch(/\d+ steps/)
    expect(findings.find(({ check }) => check === 'disk')?.found).toMatch(/\d (GB|MB|TB) of the disk are free/)
    expect(findings.every(({ state, mend }) => (state === 'ok') === (mend === null))).toBe(true)
  })
})

/** What goes wrong in a store, by the check that tells it: the cause, and the words. */
type Cause = readonly [check: string, words: RegExp, cause: () => unknown, more?: Partial<DoctorSettings>]

const alone: readonly Cause[] = [
  ['administrators', /^warning: No administrator is set/, () => {}, { platforms: ['Slack'] }],
  ['schema', /^warning: The store is 1 step behind/, () => sql(`delete from schema_marker where name = '0018-doors'`)],
  [
    'schema',
    /^fault: This store was changed by a newer Shelfready \(0999-far\)/,
    () => sql(`insert into schema_marker values ('0999-far', 1, '2026-01-01')`),
  ],
  [
    'schema',
    /^warning: A newer version has changed the store \(0999-far\)/,
    () => sql(`insert into schema_marker values ('0999-far', 0, '2026-01-01')`),
  ],
  [
    'references',
    /^fault: Rows of .*subscription.* refer to rows that are gone/,
    () =>
      sql(`insert into subscription (workspace_id, channel, state, minute, days, time_zone, when_quiet, known_since, changed_by,
        version) values (77, '#x', 'active', 480, 31, 'UTC', 'line', '2026-05-01T00:00:00Z', 'x', 1)`),
  ],
  [
    'references',
    /^fault: Rows of demand_plan refer to rows that are gone/,
    () => sql(`delete from batch where kind = 'demand-plan'`),
  ],
  [
    'outbox',
    /held until Mon 1 Jun 09:30/,
    () => posted('pending', { not_before: '2026-06-01T09:30:00.000Z', waiting_since: '2026-06-01T07:00:00.000Z' }),
  ],
  [
    'digests',
    /^fault: The digest of #launches was due Mon 1 Jun 08:00 and is not made/,
    async () => {
      cola.at('2026-05-29T12:00:00Z' as never)
      await cola.say('/shelfready subscribe')
      cola.at(Temporal.Instant.from('2026-06-01T08:30:00Z'))
      keepTick(cola.app.workspace.database, cola.now())
    },
  ],
  [
    'digests',
    /^fault: The digest of #launches for 2026-06-01 could not be posted: channel_is_archived/,
    async () => {
      await cola.say('/shelfready subscribe')
      posted('parked', {
        ...{ kind: 'digest', entity: '2026-06-01', reason: 'channel_is_archived' },
        settled_at: '2026-06-01T07:01:00.000Z',
      })
    },
  ],
  [
    'feeds',
    /^warning: Without inventory and lead-times most verdicts are unknown: they have not come in yet/,
    () => sql(`delete from batch where kind in ('inventory', 'lead-times')`),
  ],
  [
    'feeds',
    /^warning: inventory came last 6 days ago; stock is stale after 3 days/,
    () => {
      cola.at('2026-06-07')
      keepTick(cola.app.workspace.database, cola.now())
    },
  ],
  [
    'feeds',
    /^warning: inventory came last 3 days ago and was due Tue 2 Jun/,
    () => {
      sql(`update batch set door = 'command line', known_on_given = 0 where kind = 'inventory'`)
      sql(`insert into feed_promise (workspace_id, kind, rhythm_days) values (1, 'inventory', 1)`)
      cola.at('2026-06-04')
      keepTick(cola.app.workspace.database, cola.now())
    },
  ],
]

/** What goes wrong in one store at the same time. */
const together: readonly Cause[] = [
  [
    'outbox',
    /^fault: 1 message waits to be sent, the oldest for 60 minutes to #launches \(rate limited\)/,
    () => posted('pending', { reason: 'rate limited' }),
  ],
  [
    'given-up',
    /^warning: 1 message to #launches could not be posted: not_in_channel/,
    () => posted('parked', { reason: 'not_in_channel', settled_at: '2026-06-01T07:01:00.000Z' }),
  ],
  ['tokens', /^warning: The token erp expires Wed 10 Jun 00:00/, () => token('erp', '2026-06-10T00:00:00.000Z')],
  [
    'webhooks',
    /^warning: Webhook 1 \(erp\.example\.com\) is behind: 1 notice did not arrive \(HTTP 500\)\.$/,
    async () => {
      await addWebhook(
        cola.app.workspace,
        { url: 'https://erp.example.com/hooks/CANARY', events: ['risk.opened'], told: [] },
        cola.app.now(),
      )
      posted('pending', { channel: 'webhook:1', kind: 'webhook', reason: 'HTTP 500' })
    },
  ],
  [
    'time-zones',
    /^fault: This machine does not know the time zone Mars\/Olympus/,
    () => sql(`update location set timezone = 'Mars/Olympus'`),
  ],
  ['feed-folder', /^fault: The watched folder .* is not a folder/, () => {}, { feedFolder: '/nowhere/at/all' }],
  [
    'settings',
    /^fault: SHELFREADY_POLICY: give a number/,
    () => {},
    { mistakes: ['SHELFREADY_POLICY: give a number'] },
  ],
  ['administrators', /no platform uses as an id: ana/, () => {}, { platforms: ['Slack'], administrators: ['ana'] }],
  [
    'held-files',
    /^warning: 1 file is held and not counted, the oldest for .*: \d+ \(test\)/,
    () => sql(`update batch set state = 'held' where id = (select max(id) from batch)`),
  ],
  [
    'imports',
    /^warning: 1 import stopped half-way, the oldest \(lead-times\) 2 hours ago/,
    () =>
      sql(
        `update batch set state = 'staging', touched_at = '2026-06-01T06:00:00.000Z' where id = (select max(id) - 1 from batch)`,
      ),
  ],
  ['pulls', /^warning: new was never pulled/, () => {}],
  [
    'pulls',
    /^warning: shop does not work; it worked last 2 hours ago: HTTP 500$/,
    () => pulled('shop', { triedAt: '2026-06-01T07:50:00Z', cause: 'HTTP 500' }),
  ],
  [
    'pulls',
    /^fault: wms was pulled last 2 hours ago, though it is every 15 minutes/,
    () => pulled('wms', { triedAt: '2026-06-01T06:00:00Z', cause: null }),
  ],
  ['tokens', /^warning: The token old has expired/, () => token('old', '2026-05-10T00:00:00.000Z')],
]

const pulled = (source: string, more: { readonly triedAt: string; readonly cause: string | null }) =>
  keepPull(
    cola.app.workspace,
    {
      ...{ source, workedAt: '2026-06-01T06:00:00Z', toldAt: null, result: null, etag: null, modified: null },
      ...more,
    },
    cola.app.now(),
  )

const token = (name: string, expiresAt: string) =>
  addToken(
    cola.app.workspace,
    { name, feeds: ['inventory'], mayRead: false, person: null, expiresAt },
    '2026-05-01T00:00:00.000Z',
  )

describe('what is wrong', () => {
  const named = (causes: readonly Cause[]) =>
    causes.map(([check, words, cause, more]) => ({ check, words, cause, more }))

  it.each(named(alone))('is told by $check: $words', async ({ check, words, cause, more }) => {
    using _ = serves()
    await cause()
    expect(said(await examine(more), check).join('\n')).toMatch(words)
  })

  it('is told of everything that is wrong at the same time', async () => {
    using _ = serves()
    for (const { cause } of named(together)) await cause()
    const pulls = ['new', 'shop', 'wms'].map((name) => ({ name, every: 15 }))
    const findings = await examine({ ...Object.assign({}, ...named(together).map(({ more }) => more)), pulls })
    const missed = named(together).filter(({ check, words }) => !said(findings, check).some((line) => words.test(line)))
    expect(missed.map(({ check, words }) => `${check}: ${words}`)).toEqual([])
    expect(JSON.stringify(findings)).not.toContain('CANARY')
  })

  it('is a service that hangs, one that is gone, and one that works', async () => {
    {
      using _ = serves(200)
      expect(said(await examine(), 'service')).toEqual([expect.stringMatching(/^fault: .*last worked 3 minutes ago/)])
    }
    expect(said(await examine(), 'service')).toEqual([expect.stringMatching(/^warning: No service posts/)])
    using _ = serves(20)
    expect(said(await examine(), 'service')).toEqual([])
  })

  it('is less bad while no service runs that could have mended it', async () => {
    posted('pending')
    expect(said(await examine(), 'outbox')).toEqual([expect.stringMatching(/^warning: 1 message waits/)])
  })

  it('is a file that nobody takes from the watched folder', async () => {
    const folder = join(dirname(storeFile()), 'in')
    await mkdir(folder)
    await writeFile(join(folder, 'stock.csv'), 'sku\n')
    cola.at(Temporal.Now.instant().add({ minutes: 30 }))
    using _ = serves()
    expect(said(await examine({ feedFolder: folder }), 'feed-folder')).toEqual([
      expect.stringMatching(/^fault: 1 file in .* is not taken, such as stock\.csv \(30 minutes ago\)/),
    ])
  })
})

describe('a store that cannot be used', () => {
  it('is damaged, and nothing in it is looked at', async () => {
    const file = join(dirname(storeFile()), 'damaged.db')
    await driverOf(cola.app.workspace.database).backup(file)
    const { size } = await stat(file)
    const handle = await open(file, 'r+')
    await handle.write(Buffer.alloc(12_000, 7), 0, 12_000, Math.floor(size / 2 / 4_096) * 4_096)
    await handle.close()
    const findings = await examine({}, file)
    expect(said(findings, 'store').join()).toMatch(/^fault: The store .*damaged/)
    expect(findings.some(({ check }) => check === 'outbox')).toBe(false)
  })

  it('is no store at all, missing, in no folder, or empty', async () => {
    const folder = dirname(storeFile())
    await writeFile(join(folder, 'note.db'), 'this is a note, and not a store, whatever its name may be'.repeat(99))
    expect(said(await examine({}, join(folder, 'note.db')), 'store').join()).toMatch(
      /^fault: .*is not a Shelfready store/,
    )
    expect(said(await examine({}, join(folder, 'none.db')), 'store').join()).toMatch(/^warning: There is no store/)
    expect(said(await examine({}, join(folder, 'no/none.db')), 'store').join()).toMatch(
      /^fault: The folder of the store/,
    )
    await writeFile(join(folder, 'empty.db'), '')
    expect(said(await examine({}, join(folder, 'empty.db')), 'store').join()).toMatch(/^warning: .* is empty/)
  })

  it('is one that cannot be written to', async () => {
    const driver = driverOf(cola.app.workspace.database)
    driver.pragma('query_only = ON')
    try {
      expect(said(await examine(), 'write').join()).toMatch(/^fault: The store .* cannot be written: .*read-only/)
    } finally {
      driver.pragma('query_only = OFF')
    }
  })
})

it('looks only at the company that it is asked about', async () => {
  sql(`insert into workspace (id, name, created_at) values (2, 'second', '2026-01-01')`)
  posted('parked', { workspace_id: 2, reason: 'not_in_channel', settled_at: '2026-06-01T07:01:00.000Z' })
  posted('pending', { workspace_id: 2 })
  using _ = serves()
  expect(wrong(await examine())).toEqual([])
})
