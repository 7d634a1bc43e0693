import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

type Row = {
  readonly actor: string
  readonly place: string
  readonly action: string
  readonly entity: string
  readonly detail: Detail
}
type Detail = Readonly<Record<string, unknown>> & { readonly before?: object; readonly after?: object }

const auditOf = (cola: Stage): readonly Row[] =>
  cola
    .rows('select * from audit order by id')
    .map((row) => ({ ...row, detail: JSON.parse(row.detail as string) }) as Row)

const summer = 'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'

/** What people do, after the promotion is there, and what the audit has of it: values before and after. */
const deeds: readonly (readonly [
  words: string,
  action: string,
  entity: string,
  before: object | null,
  after: object | null,
])[] = [
  ['promo edit P-1 units:400 price:6', 'edit', 'P-1', { units: 700, price: 7.99 }, { units: 400, price: 6 }],
  [
    'promo edit P-1 dates:"13-19 Jul" name:"High summer"',
    'edit',
    'P-1',
    { name: 'Summer BOGO', start: '2026-07-06', end: '2026-07-12' },
    { name: 'High summer', start: '2026-07-13', end: '2026-07-19' },
  ],
  ['promo edit P-1 uplift:+50%', 'edit', 'P-1', { units: 400, uplift: null }, { units: null, uplift: 1.5 }],
  [
    'promo override P-1 uplift:1.4 reason:"seen before"',
    'override',
    'P-1',
    null,
    { uplift: 1.4, reason: 'seen before', by: 'Ben' },
  ],
  [
    'promo override P-1 uplift:1.8 until:"1 Jul" reason:"more"',
    'override',
    'P-1',
    { uplift: 1.4, until: null, reason: 'seen before' },
    { uplift: 1.8, until: '2026-07-01', reason: 'more' },
  ],
  ['promo override P-1 none', 'override', 'P-1', { uplift: 1.8, until: '2026-07-01', reason: 'more', by: 'Ben' }, null],
  [
    'promo clone P-1 dates:"3-9 Aug"',
    'register',
    'P-2',
    null,
    { name: 'High summer', start: '2026-08-03', lines: ['SKU-100 @ EAST'] },
  ],
  [
    'promo cancel P-1 why:supply reason:"ACME cannot"',
    'cancel',
    'P-1',
    { status: 'committed' },
    { status: 'cancelled' },
  ],
  [
    'subscribe',
    'subscription',
    '#supply',
    null,
    { state: 'active', at: '08:00', days: 'mon,tue,wed,thu,fri', quiet: 'line' },
  ],
  ['settings quiet:nothing', 'subscription', '#supply', { quiet: 'line' }, { quiet: 'nothing' }],
  [
    'digest at 09:30 mon,thu',
    'subscription',
    '#supply',
    { at: '08:00', days: 'mon,tue,wed,thu,fri' },
    { at: '09:30', days: 'mon,thu' },
  ],
  ['pause', 'subscription', '#supply', { state: 'active' }, { state: 'paused' }],
  ['resume', 'subscription', '#supply', { state: 'paused' }, { state: 'active' }],
  [
    'settings locale:de my-zone:Europe/Berlin',
    'settings',
    'test:Ben',
    { locale: null, zone: null },
    { locale: 'de', zone: 'Europe/Berlin' },
  ],
  ['settings locale:none', 'settings', 'test:Ben', { locale: 'de' }, { locale: null }],
  [
    'intel add "Rival at -30 %" sku:SKU-100,SKU-110 dates:"6-12 Jul" effect:-20%',
    'intelligence',
    'N-1',
    null,
    { what: 'Rival at -30 %', items: ['SKU-100', 'SKU-110'], from: '2026-07-06', effect: -0.2, confidence: 'medium' },
  ],
]

describe('what somebody does', () => {
  it('is in the audit with who, where, what, and the values before and after', async () => {
    await using cola = await colaStage()
    await cola.say(summer)
    expect(auditOf(cola)).toMatchObject([
      {
        actor: 'test:Ana',
        place: '#launches',
        action: 'register',
        entity: 'P-1',
        detail: {
          name: 'Ana',
          after: { name: 'Summer BOGO', start: '2026-07-06', units: 700, price: 7.99, lines: ['SKU-100 @ EAST'] },
        },
      },
    ])
    for (const [words, action, entity, before, after] of deeds) {
      const known = auditOf(cola).length
      const said = await cola.say(words, { name: 'Ben', place: '#supply' })
      const added = auditOf(cola).slice(known)
      expect([words, said, added.length]).toEqual([words, said, 1])
      const [row] = added as [Row]
      expect([words, row]).toMatchObject([
        words,
        { actor: 'test:Ben', place: '#supply', action, entity, detail: { name: 'Ben' } },
      ])
      expect([words, row.detail.before ?? null]).toMatchObject([words, before])
      expect([words, row.detail.after ?? null]).toMatchObject([words, after])
      // Nothing is said to have changed that did not.
      for (const key of Object.keys({ ...row.detail.before, ...row.detail.after }))
        if (row.detail.before !== undefined && row.detail.after !== undefined)
          expect([words, key, (row.detail.before as Row['detail'])[key]]).not.toEqual([
            words,
            key,
            (row.detail.after as Row['detail'])[key],
          ])
    }
  })

  it('leaves no row when it is refused or changes nothing', async () => {
    await using cola = await colaStage()
    await cola.say(summer)
    await cola.say('subscribe')
    const before = auditOf(cola)
    for (const words of [
      'promo edit P-1 units:700',
      'promo edit P-9 units:7',
      'promo cancel P-1',
      'subscribe',
      'settings quiet:line',
      'settings locale:none',
      'digest at 08:00',
      'promo override P-1 none',
      'promo history P-1',
      'promo check',
      'requirements',
    ])
      await cola.say(words)
    expect(auditOf(cola)).toEqual(before)
  })

  it('shows in the history of the promotion with the values before and after', async () => {
    await using cola = await colaStage()
    await cola.say(summer)
    for (const [words] of deeds) await cola.say(words, { name: 'Ben', place: '#supply' })
    const said = await cola.say('promo history P-1')
    expect(said).toContain('changed by Ben in #supply: units 700 → 400, price 7.99 → 6')
    expect(said).toContain('dates Mon 6 to Sun 12 Jul → Mon 13 to Sun 19 Jul, name Summer BOGO → High summer')
    expect(said).toContain('uplift none → +50 %, units 400 → none')
    expect(said).toMatch(/uplift set to \+80 % by Ben in #supply, was \+40 % until Wed 1 Jul: more/)
  })
})

/** What people set or said, one text each. Feeds, judgements and what is to be posted are no people's. */
const people = `select 'promotion ' || promotion_id || sku || location || batch_id as said from promotion_line
  union all select 'subscription ' || channel || state || minute || days || time_zone || when_quiet from subscription
  union all select 'override ' || id || promotion_id from uplift_override
  union all select 'intelligence ' || id || what from intelligence
  union all select 'person ' || id || coalesce(locale, '') || coalesce(time_zone, '') from person
  union all select 'acknowledgement ' || risk_id || ' ' || episode || person_id from acknowledgement
  union all select 'shared ' || id || shared_by from channel where shared_by is not null`

describe('what somebody does about a risk', () => {
  it.each([
    ['ack R-1', 'acknowledge', { state: 'open', owner: null }, { state: 'acknowledged', owner: 'Ben' }],
    ['snooze R-1 until:"10 Jun"', 'snooze', { state: 'open' }, { state: 'acknowledged', aside_until: '2026-06-10' }],
    ['resolve R-1 reason:"PO-91 is placed"', 'resolve', { state: 'open' }, { state: 'resolved', owner: 'Ben' }],
    ['accept R-1 reason:"we live with it"', 'accept', { state: 'open' }, { state: 'accepted' }],
    ['ordered R-1 PO-91 units:700 due:"1 Jul"', 'mitigate', { state: 'open' }, { state: 'mitigating' }],
    ['correct R-1 stock:520 reason:"counted"', 'correct', { units: 400 }, { units: 520 }],
    ['correct R-1 lead:12 reason:"they said so"', 'correct', { lead_days: 10 }, { lead_days: 12 }],
    ['correct R-1 due:"30 Jun" reason:"it slipped"', 'correct', { due: '2026-06-22' }, { due: '2026-06-30' }],
  ])('%s is in the audit of its promotion with how it stood before and after', async (words, action, before, after) => {
    await using cola = await colaStage()
    await cola.say(summer)
    await cola.say('shelfready risks')
    const said = await cola.say(`shelfready ${words}`, { name: 'Ben', place: '#supply' })
    const row = auditOf(cola).at(-1)
    expect([said, row]).toMatchObject([
      said,
      { actor: 'test:Ben', place: '#supply', action, entity: 'P-1', detail: { risk: 'R-1', before, after } },
    ])
    await cola.say('shelfready undo', { name: 'Ben' })
    const undo = auditOf(cola).at(-1)
    expect(undo).toMatchObject({ actor: 'test:Ben', action: 'undo', entity: 'P-1' })
    if ('state' in before)
      expect(undo?.detail).toMatchObject({ before: { state: row?.detail.to }, after: { state: 'open' } })
  })
})

describe('whatever is done in whatever order', () => {
  it('no state of what people set changes without a row, and no row ever changes', async () => {
    let changes = 0
    const words = fc.constantFrom(
      ...deeds.map(([said]) => said),
      summer,
      'shelfready risks',
      'shelfready ack all',
      'shelfready ack R-1',
      'shelfready snooze R-1 until:monday',
      'shelfready resolve R-1 reason:"PO-91 is placed"',
      'shelfready ordered R-1 PO-91 units:700 due:"1 Jul"',
      'shelfready undo',
      'shelfready assign R-1 Ana',
      'promo add Second sku:SKU-110 dates:"1-9 Sep" uplift:+20%',
      'promo edit P-2 at:WEST',
      'promo edit P-2 status:tentative',
      'digest now',
      'settings at:07:00 days:daily zone:Europe/Berlin',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 4, maxLength: 12 }), async (all) => {
        await using cola = await colaStage()
        const saidBy = () => new Set(cola.rows(people).map(({ said }) => said))
        let [known, state] = [auditOf(cola), saidBy()]
        for (const [i, said] of all.entries()) {
          await cola.say(said, { name: i % 2 === 0 ? 'Ana' : 'Ben' })
          const [now, rows] = [saidBy(), auditOf(cola)]
          expect(rows.slice(0, known.length)).toEqual(known)
          const isNew = now.difference(state).size > 0
          if (isNew) expect([said, rows.length > known.length]).toEqual([said, true])
          if (isNew) changes++
          ;[known, state] = [rows, now]
        }
      }),
      { numRuns: 12 },
    )
    expect(changes).toBeGreaterThan(10)
  })
})
