import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextAlarms, type OpenAlarm } from '../../src/domain/doctor/alarm.ts'
import { type Finding, fault, fine, warning } from '../../src/domain/doctor/finding.ts'
import { keepTick, takePostingLock } from '../../src/store/database/posting-lock.ts'
import { type Begin, type Company, openCompany, sellCola } from '../_helpers/company.ts'
import { driverOf } from '../_helpers/engine.ts'
import { copyStore } from '../_helpers/store-template.ts'

const begin: Begin = (file) =>
  copyStore('silence', file, async (template) => {
    await using company = await openCompany('2026-06-01', { file: template })
    await sellCola(company, { hub: 90 })
    await company.say('/shelfready subscribe')
  })

let shop: Company
let lock: Disposable
beforeEach(async () => {
  shop = await openCompany('2026-06-01', { begin, settings: { SHELFREADY_ADMINS: 'U0000ADA1,U0000BEN1' } })
  const taken = takePostingLock(shop.app.workspace.database)
  if (taken === null) throw new Error('somebody else posts')
  lock = taken
  ticks()
})
afterEach(async () => {
  lock[Symbol.dispose]()
  await shop[Symbol.asyncDispose]()
})

const ticks = () => keepTick(shop.app.workspace.database, shop.now())
/** What was told meanwhile is posted. */
const later = (minutes: number) => {
  sql(`update outbox set state = 'sent' where kind = 'notice'`)
  shop.at(shop.now().add({ minutes }))
  ticks()
}
const sql = (words: string, ...values: readonly unknown[]) =>
  driverOf(shop.app.workspace.database)
    .prepare(words)
    .run(...values)
const notices = () =>
  shop
    .rows<{ channel: string; card: string }>(
      `select channel, card from outbox where kind = 'notice' and entity like 'alarms%' order by id`,
    )
    .map(({ channel, card }) => `${channel} ${JSON.parse(card).plain}`)

const waits = () =>
  sql(
    `insert into outbox (workspace_id, id, channel, kind, entity, card, state, attempt, created_at)
    values (1, 9001, '#launches', 'promotion', 'P-1', '{}', 'pending', 1, ?)`,
    shop.app.now(),
  )

/** What goes wrong without a word: the cause, what administrators are told, and how it is mended. */
const silences = [
  {
    name: 'a message that is not sent',
    cause: async () => {
      waits()
      later(16)
    },
    told: /1 message waits to be sent, the oldest for 16 minutes to #launches/,
    mend: () => sql(`update outbox set state = 'sent' where id = 9001`),
  },
  {
    name: 'a digest that is not made',
    cause: async () => later(24 * 60 + 11),
    told: /The digest of #launches was due Tue 2 Jun 08:00 and is not made/,
    mend: () =>
      sql(
        `insert into occurrence (workspace_id, channel, local_on, due_at, made_at) select 1, '#launches', '2026-06-02', ?, ?`,
        shop.app.now(),
        shop.app.now(),
      ),
  },
  {
    name: 'stock that does not come in',
    cause: async () => {
      sql(`insert into feed_promise (workspace_id, kind, rhythm_days) values (1, 'inventory', 1)`)
      sql(`update batch set door = 'command line', known_on_given = 0 where kind = 'inventory'`)
      sql(`update subscription set state = 'ended'`)
      later(3 * 24 * 60)
    },
    told: /inventory came last 3 days ago and was due Tue 2 Jun/,
    mend: () => sql(`update feed_promise set rhythm_days = 300`),
  },
  {
    name: 'a service that hangs',
    cause: async () => shop.at(shop.now().add({ minutes: 3 })),
    told: /A service has this store, but last worked 3 minutes ago/,
    mend: ticks,
  },
  {
    name: 'a platform that refuses the token',
    cause: async () => shop.app.probeBy(slackThat('token_revoked')),
    told: /Slack does not accept SLACK_BOT_TOKEN \(token_revoked\)/,
    mend: () => shop.app.probeBy(slackThat(null)),
  },
] as const

const slackThat = (word: string | null) => ({
  platform: 'slack' as const,
  reaches: () => true,
  ask: async () => ({
    platform: 'slack' as const,
    token: word === null ? ({ kind: 'accepted' } as const) : ({ kind: 'refused', word } as const),
    ...{
      team: { id: 'T1', name: 'Acme' },
      missing: [],
      socket: null,
      isSecretOdd: false,
      aheadSeconds: 0,
      channels: [],
    },
  }),
})

describe('silence is noticed (P17)', () => {
  it('finds nothing to tell while all is well', async () => {
    expect((await shop.app.lookForTrouble()).wrong).toEqual([])
    expect(notices()).toEqual([])
  })

  it.each(silences)('tells each administrator once of $name, and that it is over', async ({ cause, told, mend }) => {
    await cause()
    expect((await shop.app.lookForTrouble()).wrong.map(({ found }) => found).join('\n')).toMatch(told)
    expect(notices()).toEqual([
      expect.stringMatching(new RegExp(`^@U0000ADA1 .*${told.source}`)),
      expect.stringMatching(new RegExp(`^@U0000BEN1 .*${told.source}`)),
    ])
    await shop.app.lookForTrouble()
    expect(notices()).toHaveLength(2)
    await mend()
    await shop.app.lookForTrouble()
    expect(notices()).toHaveLength(2)
    later(11)
    await shop.app.lookForTrouble()
    expect(notices().slice(2)).toEqual([
      expect.stringMatching(new RegExp(`^@U0000ADA1 This is over: .*${told.source}`)),
      expect.stringMatching(new RegExp(`^@U0000BEN1 This is over: .*${told.source}`)),
    ])
    expect(shop.count('alarm')).toBe(0)
  })

  it('tells nothing twice when several processes look at the same time', async () => {
    waits()
    later(16)
    await Promise.all([shop.app.lookForTrouble(), shop.app.lookForTrouble(), shop.app.lookForTrouble()])
    expect(notices()).toHaveLength(2)
  })

  it('tells again what came back after it was over, and not what only flickers', async () => {
    waits()
    later(16)
    await shop.app.lookForTrouble()
    for (const state of ['sent', 'pending', 'sent', 'pending']) {
      sql('update outbox set state = ? where id = 9001', state)
      later(5)
      await shop.app.lookForTrouble()
    }
    expect(notices()).toHaveLength(2)
    for (const state of ['sent', 'sent', 'sent', 'pending']) {
      sql('update outbox set state = ? where id = 9001', state)
      later(6)
      await shop.app.lookForTrouble()
    }
    expect(notices().map((words) => /over/.test(words))).toEqual([false, false, true, true, false, false])
  })
})

describe('alarms', () => {
  const finding = fc
    .record({ check: fc.constantFrom('write', 'digests', 'feeds', 'disk'), about: fc.constantFrom('', 'C1', 'C2') })
    .chain(({ check, about }) =>
      fc.constantFrom(fault(check, 'x', 'y', about), warning(check, 'x', 'y', about), fine(check, 'x', about)),
    )

  it('are told exactly once an episode, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(finding, { maxLength: 6 }), { maxLength: 20 }), (looks) => {
        let open: readonly OpenAlarm[] = []
        const state = new Map<string, boolean>()
        const key = ({ check, about }: Pick<Finding, 'check' | 'about'>) => `${check} ${about}`
        for (const [minute, found] of looks.entries()) {
          const now = new Date(Date.UTC(2026, 0, 1) + minute * 300_000).toISOString()
          const { begun, ended, ...step } = nextAlarms(open, found, now)
          for (const one of begun) {
            expect(state.get(key(one)) ?? false).toBe(false)
            state.set(key(one), true)
          }
          for (const one of ended) {
            expect(state.get(key(one))).toBe(true)
            state.set(key(one), false)
          }
          const wrong = new Set(found.filter(({ state }) => state === 'fault').map(key))
          for (const one of wrong) expect(state.get(one)).toBe(true)
          open = step.open
          expect(open.map(key).toSorted()).toEqual([...state].flatMap(([one, is]) => (is ? [one] : [])).toSorted())
        }
      }),
      { numRuns: 100 },
    )
  })
})
