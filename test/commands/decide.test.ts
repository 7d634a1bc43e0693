import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { loadConcessions, loadWaitingDecisions } from '../../src/store/decisions/decisions.ts'
import { colaStage, type Stage } from './stage.ts'

const terms = 'supplier,lead_time_days,expedite_days,expedite_cost_per_unit,expedite_fixed_cost'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage(70, true)
  await cola.feed('lead-times', `${terms}\nACME,70,5,1,100\n`)
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
})
afterEach(() => cola[Symbol.asyncDispose]())

const ben = { name: 'Ben' }
const chloe = { name: 'Chloe' }
const decisions = () =>
  cola
    .rows('select decision from decision order by id')
    .map(({ decision }) => JSON.parse(decision as string) as Record<string, unknown>)
const states = () => cola.rows('select state from decision order by id').map(({ state }) => state)
const risks = () => cola.rows('select state, owner_name, ended_at is null as live from risk order by id')
const window = () => {
  const [row] = cola.rows(
    'select start_on, end_on, units from promotion_line where promotion_id = ? order by batch_id desc limit 1',
    'P-1',
  )
  return row
}
const later = 'promo decide P-1 date reason:"ACME needs ten weeks"'

describe('deciding without an option', () => {
  it('shows the table of options with the words that propose each possible one', async () => {
    const said = await cola.say('promo decide P-1')
    expect(said).toMatch(/Do nothing +200 of 700/)
    expect(said).toContain('· Start later: /promo decide P-1 date start:"..." reason:"..."')
    expect(said).toContain('★ Expedite part of it: /promo decide P-1 part reason:"..."')
    expect(said).not.toContain('/promo decide P-1 transfer')
  })
})

describe('a proposal', () => {
  it('names who gives way, what it is expected to come to, who is asked and until when', async () => {
    await cola.say('shelfready ack P-1', ben)
    const said = await cola.say(later)
    expect(said.split('\n')[0]).toBe('Proposed for Summer BOGO (P-1): start on Mon 10 Aug instead of Mon 6 Jul.')
    expect(said).toMatch(/Trade-off: marketing moves the launch back 5 weeks, which saves EUR [\d,]+\./)
    expect(said).toMatch(/Now +✖ Not ready, EUR 3,995 at risk, over 99 % chance of selling out/)
    expect(said).toMatch(/With this +▲ At risk, sells 700 of 700 units, EUR [\d,]+ margin \(\+EUR [\d,]+ compared with/)
    expect(said).toMatch(/Best option +Expedite part of it/)
    expect(said).toContain('Next: Ben has until Thu 4 Jun to answer.')
  })

  it('has time until the third working day is over where whoever answers is, on their own days', async () => {
    await cola.say('settings my-zone:America/Los_Angeles', ben)
    await cola.say('shelfready hours 9-17 days:mon,tue,wed', ben)
    await cola.say('shelfready ack P-1', ben)
    await cola.say(later)
    expect(decisions()).toMatchObject([{ deadline: dayOf('2026-06-08'), deadlineAt: '2026-06-09T07:00:00.000Z' }])
  })

  it('is kept with who, role, function, reason, the numbers of the moment and the option that was best', async () => {
    await cola.say(later)
    expect(decisions()).toMatchObject([
      {
        state: 'proposed',
        promotionId: 'P-1',
        terms: { kind: 'date', from: dayOf('2026-07-06'), start: dayOf('2026-08-10') },
        side: 'marketing',
        by: { personId: 'test:Ana', name: 'Ana', role: expect.any(String) },
        reason: 'ACME needs ten weeks',
        stood: { verdict: 'not-ready', recommended: 'expedite-part', revenueAtRisk: { EUR: expect.any(Number) } },
        expected: { sales: expect.any(Number), gain: { EUR: expect.any(Number) } },
        expects: 'at-risk',
        deadline: dayOf('2026-06-04'),
        deadlineAt: '2026-06-05T00:00:00.000Z',
      },
    ])
  })

  it('is told in the thread of the card, which alone offers to answer', async () => {
    await cola.say(later)
    const posts = cola.rows("select form, card from outbox where kind = 'promotion' and form is not null")
    expect(posts.map(({ form }) => form)).toEqual(['thread'])
    const card = JSON.parse(posts[0]?.card as string)
    expect(card.title).toBe('Ana proposes for Summer BOGO (P-1): start on Mon 10 Aug instead of Mon 6 Jul')
    expect(
      card.actions.map(({ label, isSecondary }: Record<string, unknown>) => [label, isSecondary ?? false]),
    ).toEqual([['Answer on the card', false]])
  })

  it('is not told to channels and people that asked for other promotions alone', async () => {
    await cola.say('shelfready subscribe', { place: '#all' })
    await cola.say('shelfready subscribe item:SKU-110', { place: '#lemonade' })
    await cola.say('shelfready subscribe me mine', { name: 'Eve' })
    await cola.say(later)
    await cola.say('promo agree P-1', ben)
    const heard = cola.rows(
      "select distinct channel from outbox where kind = 'promotion' and card like '%Summer BOGO%'",
    )
    expect(heard.map(({ channel }) => channel).sort()).toEqual(['#all', '#launches'])
  })

  it('shows on the card of the promotion, which offers to answer it until somebody has', async () => {
    const shown = async () => {
      await cola.tick()
      return cola.say('promo show P-1')
    }
    expect(await shown()).toContain('Decide...: /promo decide P-1')
    await cola.say(later)
    const open = await shown()
    expect(open).toContain('Ana proposes: start on Mon 10 Aug instead of Mon 6 Jul; answer due Thu 4 Jun')
    expect(open).toContain('Agree: /promo agree P-1')
    await cola.say('promo decline P-1 reason:printed', ben)
    expect(await shown()).not.toContain('proposes')
  })

  it('needs an answer no later than the day before the start', async () => {
    cola.at('2026-07-03')
    await cola.say('promo decide P-1 accept reason:"too late for anything"')
    expect(decisions()).toMatchObject([{ deadline: dayOf('2026-07-05') }])
  })

  it.each([
    ['the proposer', { name: 'Ana' }, 'This is your own proposal'],
    ['somebody of the same function', { name: 'Dora' }, 'The other function answers it'],
  ])('is not agreed to by %s, nor countered, nor declined', async (_, who, sentence) => {
    await cola.say('promo add "Dora X" sku:SKU-110 dates:"1-2 Aug" units:900 owner:@Dora', who)
    await cola.say('promo edit P-1 owner:@Dora', ben)
    await cola.say(later)
    const before = cola.everything()
    for (const words of ['promo agree P-1', 'promo counter P-1 reason:no', 'promo decline P-1 reason:no']) {
      const said = await cola.say(words, who)
      expect(said).toContain(sentence)
      expect(said).toContain('Nothing was changed')
    }
    expect(cola.everything()).toBe(before)
  })

  it('is replaced by another one of the same person, and not by anybody else', async () => {
    await cola.say(later)
    expect(await cola.say('promo decide P-1 cap reason:"keep the date"', ben)).toMatch(
      /Ana has already proposed for Summer BOGO \(P-1\): start on.*Answer that first.*Nothing was changed/,
    )
    await cola.say('promo decide P-1 cap reason:"keep the date"')
    expect(states()).toEqual(['withdrawn', 'proposed'])
    expect(await cola.say('promo decide P-1 cap reason:"again"')).toContain('You have already proposed exactly that')
  })

  it('is withdrawn by who made it alone', async () => {
    await cola.say(later)
    expect(await cola.say('promo withdraw P-1', ben)).toContain('Only Ana, who proposed it')
    expect(await cola.say('promo withdraw P-1')).toContain('Ana withdraws the proposal')
    expect(states()).toEqual(['withdrawn'])
    expect(await cola.say('promo agree P-1', ben)).toMatch(/already answered: withdrawn by Ana, just now/)
  })

  it('is declined with a reason', async () => {
    await cola.say(later)
    expect(await cola.say('promo decline P-1', ben)).toContain('reason: is missing')
    expect(await cola.say('promo decline P-1 reason:"the date is printed"', ben)).toContain('Why: the date is printed')
    expect(states()).toEqual(['declined'])
  })

  it.each([
    ['an unknown option', 'promo decide P-1 dat reason:x', 'Did you mean date?'],
    ['a number of another option', 'promo decide P-1 date cap:200 reason:x', 'cap: only goes with cap'],
    ['no reason', 'promo decide P-1 date', 'reason: is missing'],
    ['a start that is no later', 'promo decide P-1 date start:"6 Jul" reason:x', 'Choose a later start'],
    ['a start that cannot be read', 'promo decide P-1 date start:"soon" reason:x', 'is not clear'],
    ['a start far away', 'promo decide P-1 date start:2028-07-06 reason:x', 'more than a year later'],
    ['a cap above the plan', 'promo decide P-1 cap:900 reason:x', 'expected to sell 700 units. Name a lower cap'],
    ['a cap of nothing', 'promo decide P-1 cap:0 reason:x', 'is not above zero'],
    ['half a unit', 'promo decide P-1 cap:10.5 reason:x', 'not a whole number'],
    ['a place where it does not run', 'promo decide P-1 at:MOON reason:x', 'It does not run at MOON. It runs at EAST'],
    ['every place', 'promo decide P-1 at:EAST reason:x', 'It already runs at EAST. Name fewer'],
    ['an option that is not possible', 'promo decide P-1 transfer reason:x', 'no other location has the item'],
    ['a promotion nobody knows', 'promo decide P-9 date reason:x', 'There is no promotion P-9'],
    ['a key nobody knows', 'promo decide P-1 strat:"10 Aug" reason:x', 'Did you mean start:'],
    ['a counter to nothing', 'promo counter P-1 cap reason:x', 'There is no open proposal for Summer BOGO'],
    ['a yes to nothing', 'promo agree P-1', 'There is no open proposal for Summer BOGO'],
  ])('with %s is refused and changes nothing', async (_, words, sentence) => {
    const before = cola.everything()
    expect(await cola.say(words)).toContain(sentence)
    expect(cola.everything()).toBe(before)
  })

  it('is not needed for a promotion that is ready', async () => {
    await cola.say('promo add Picnic sku:SKU-110 dates:"6-12 Jul" uplift:+60%')
    expect(await cola.say('promo decide picnic date reason:x')).toContain('There is nothing to decide')
  })
})

describe('an agreement', () => {
  it('moves the date, judges at once, settles the risk, and says old and new verdict once in the channel', async () => {
    await cola.say('shelfready ack P-1', ben)
    await cola.say(later)
    const said = await cola.say('promo agree P-1', ben)
    expect(said).toContain('Agreed for Summer BOGO (P-1): start on Mon 10 Aug instead of Mon 6 Jul')
    expect(said).toContain('Ben agrees with Ana.')
    expect(said).toMatch(/Verdict +✖ Not ready → ▲ At risk/)
    expect(said).toMatch(/Days +Mon 6 to Sun 12 Jul → Mon 10 to Sun 16 Aug/)
    expect(said).toContain('/promo edit P-1 from:2026-07-06 to:2026-07-12')
    expect(window()).toMatchObject({ start_on: '2026-08-10', end_on: '2026-08-16', units: 700 })
    expect(states()).toEqual(['carried-out'])
    expect(risks()).toEqual([{ state: 'resolved', owner_name: 'Ben', live: 0 }])
    await cola.tick()
    const broadcasts = cola.rows("select card from outbox where form = 'broadcast'")
    expect(broadcasts).toHaveLength(1)
    expect(await cola.say('promo show P-1')).toContain('▲ AT RISK   Summer BOGO')
  })

  it('caps the volume at the safe one, so that the card turns green', async () => {
    await cola.say(later)
    const countered = await cola.say('promo counter P-1 reason:"the date is printed"', ben)
    expect(countered).toContain('cap at 156 of 700 units')
    expect(states()).toEqual(['countered', 'proposed'])
    expect(decisions()[1]).toMatchObject({ answers: 1, by: { name: 'Ben' } })
    expect(await cola.say('promo agree P-1')).toMatch(/Verdict +✖ Not ready → ● Ready/)
    expect(window()).toMatchObject({ start_on: '2026-07-06', units: 156 })
    expect(await cola.say('promo show P-1')).toContain('● READY')
  })

  it('to a safe date counters with the safe date where something else was proposed', async () => {
    await cola.say('promo decide P-1 accept reason:"we sell what there is"')
    expect(await cola.say('promo counter P-1 reason:"rather later"', ben)).toContain('start on Mon 10 Aug')
  })

  it('accepts the loss knowingly', async () => {
    await cola.say('shelfready ack P-1', ben)
    await cola.say('promo decide P-1 accept reason:"too dear"')
    const said = await cola.say('promo agree P-1', ben)
    expect(said).toContain('The loss is accepted')
    expect(said).toMatch(/Verdict +✖ Not ready, as before/)
    expect(risks()).toEqual([{ state: 'accepted', owner_name: 'Ben', live: 1 }])
    expect(states()).toEqual(['carried-out'])
    expect(window()).toMatchObject({ start_on: '2026-07-06', units: 700 })
  })

  it('to expedite leaves the order to a planner, and is done once the stock is there', async () => {
    await cola.say('promo decide P-1 part reason:"speed pays"', ben)
    const said = await cola.say('promo agree P-1')
    expect(said).toMatch(/Trade-off: supply pays EUR [\d,]+ for speed, which saves EUR [\d,]+\./)
    expect(said).toMatch(/✖ Not ready until that is done/)
    expect(said).toMatch(/Next: Ben places the order and records it: \/shelfready ordered R-1/)
    expect(risks()).toEqual([{ state: 'mitigating', owner_name: 'Ben', live: 1 }])
    expect(states()).toEqual(['agreed'])
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-91,SKU-100,EAST,900,2026-06-20\n')
    await cola.tick()
    await cola.say('shelfready risks')
    await cola.tick()
    expect(states()).toEqual(['carried-out'])
    expect(await cola.say('promo history P-1')).toContain('done, as Ben proposed')
  })

  it('does nothing to a promotion that was changed since, and shows the new picture', async () => {
    await cola.say(later)
    await cola.say('promo edit P-1 dates:"13-19 Jul"')
    const before = cola.everything()
    const said = await cola.say('promo agree P-1', ben)
    expect(said).toContain('has changed since Ana proposed this. Nothing was done')
    expect(said).toContain('Now: Mon 13 to Sun 19 Jul')
    expect(cola.everything()).toBe(before)
    expect(await cola.say('promo counter P-1 reason:"then this"', ben)).toContain('cap at')
  })

  it('to a cap does nothing while a planner judges the promotion by an uplift of their own', async () => {
    await cola.say('promo decide P-1 cap reason:"the shelf is small"')
    await cola.say('promo override P-1 uplift:8 reason:"similar ones"', ben)
    const before = cola.everything()
    expect(await cola.say('promo agree P-1', ben)).toContain('A cap has no effect while Ben')
    expect(cola.everything()).toBe(before)
  })

  it('to a start where another promotion of the same name stands is not even proposed', async () => {
    await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"10-16 Aug" units:300 price:7.99')
    const before = cola.everything()
    const said = await cola.say('promo decide P-1 date start:"10 Aug" reason:"later"')
    expect(said).toContain('Summer BOGO (P-2) already starts Mon 10 Aug')
    expect(said).toContain('Nothing was changed.')
    expect(said).not.toContain('another:yes')
    expect(cola.everything()).toBe(before)
  })

  it('that another one takes the place of before it was done is neither done nor thanked for', async () => {
    await cola.say('promo decide P-1 expedite reason:"it pays"')
    await cola.say('promo agree P-1', ben)
    await cola.say('promo decide P-1 cap reason:"too dear after all"')
    await cola.say('promo agree P-1', ben)
    await cola.tick()
    expect(states()).toEqual(['agreed', 'carried-out'])
    const given = await loadConcessions(cola.app.workspace, dayOf('2026-06-01'))
    expect(given.map(({ decision }) => decision.terms.kind)).toEqual(['volume'])
    expect(await cola.say('shelfready overview')).not.toContain('expedite all of it')
  })

  it('is not done by an order that is undone before the next minute', async () => {
    await cola.say('promo decide P-1 expedite reason:"speed pays"', ben)
    await cola.say('promo agree P-1')
    for (const back of ['shelfready undo', 'shelfready withdraw PO-1']) {
      await cola.say('shelfready ordered R-1 PO-1 due:"11 Jun" units:650', ben)
      await cola.tick()
      expect(risks()).toMatchObject([{ state: 'resolved' }])
      await cola.say(back, ben)
      await cola.tick()
      expect(states()).toEqual(['agreed'])
    }
  })

  it('asks nobody to give way for what is ready by now', async () => {
    await cola.say(later)
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,5000,2026-06-01T07:00:00Z\n')
    const before = cola.everything()
    expect(await cola.say('promo agree P-1', ben)).toContain('is ready by now')
    expect(cola.everything()).toBe(before)
  })

  it('says that it is not as it was expected where stock changed since', async () => {
    await cola.say('promo decide P-1 cap reason:"keep the date"')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,120,2026-06-01T07:00:00Z\n')
    const said = await cola.say('promo agree P-1', ben)
    expect(said).toMatch(/Not as expected: ● Ready when it was proposed, ✖ Not ready now/)
    expect(risks()).toMatchObject([{ state: 'open', live: 1 }])
  })

  it('by two people at once happens once', async () => {
    await cola.say(later)
    const said = await Promise.all(['Ben', 'Chloe', 'Eve'].map((name) => cola.say('promo agree P-1', { name })))
    expect(said.filter((one) => one.includes('Agreed for Summer BOGO'))).toHaveLength(1)
    expect(said.filter((one) => /already answered: agreed by/.test(one))).toHaveLength(2)
    expect(cola.rows("select count(*) as n from audit where action = 'agree'")).toEqual([{ n: 1 }])
    expect(window()).toMatchObject({ start_on: '2026-08-10' })
  })

  it('by a button of an older proposal is answered with what became of that', async () => {
    await cola.say(later)
    await cola.say('promo counter P-1 reason:"the date is printed"', ben)
    const press = (revision: number, name: string) =>
      cola.app.handle({
        key: null,
        person: { id: `test:${name}`, name },
        place: '#launches',
        words: { does: 'agree', id: 'P-1', revision },
      })
    expect((await press(1, 'Chloe')).title).toMatch(/already answered: countered by Ben/)
    expect((await press(9, 'Ana')).title).toContain('That proposal is not about Summer BOGO (P-1)')
    expect(states()).toEqual(['countered', 'proposed'])
    expect((await press(2, 'Ana')).title).toContain('Agreed for Summer BOGO')
  })
})

describe('a promotion in several places', () => {
  beforeEach(async () => {
    await cola.feed(
      'demand-plan',
      'date,sku,location,units,days\n2026-06-01,SKU-100,WEST,2000,200\n2026-06-01,SKU-100,HUB,0,200\n',
    )
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,WEST,5000,2026-06-01\n')
  })

  it('runs only where it is ready, though it was registered for every place', async () => {
    await cola.say('promo add Autumn sku:SKU-100 dates:"20-26 Jul" uplift:8x price:7.99')
    expect(await cola.say('promo show P-2')).toContain('NOT READY')
    const said = await cola.say('promo decide P-2 places reason:"WEST has plenty"')
    expect(said).toContain('launch only at WEST, not at EAST')
    expect(said).toContain('Trade-off: marketing does not launch at EAST')
    expect(await cola.say('promo agree P-2', ben)).toMatch(/Verdict +✖ Not ready → ● Ready/)
    const live = cola.rows(
      `select location, status, uplift from promotion_line where promotion_id = 'P-2'
       and batch_id = (select max(batch_id) from promotion_line where promotion_id = 'P-2') order by location`,
    )
    expect(live).toEqual([
      { location: '', status: 'cancelled', uplift: 8 },
      { location: 'EAST', status: 'cancelled', uplift: 8 },
      { location: 'WEST', status: 'committed', uplift: 8 },
    ])
  })

  it('is capped by the same share in every row where a total is said, and where it is short where none is', async () => {
    await cola.say('promo cancel P-1 why:other')
    await cola.say('promo add Autumn sku:SKU-100 at:EAST,WEST dates:"13-19 Jul" units:2000 price:1.99')
    await cola.say('promo decide P-2 cap:500 reason:"half a pallet"')
    await cola.say('promo agree P-2', ben)
    const units = () =>
      cola.rows(
        `select location, units from promotion_line where promotion_id = 'P-2' and status = 'committed'
         and batch_id = (select max(batch_id) from promotion_line where promotion_id = 'P-2') order by location`,
      )
    expect(units()).toEqual([
      { location: 'EAST', units: 250 },
      { location: 'WEST', units: 250 },
    ])
    await cola.say('promo edit P-2 units:2000')
    await cola.say('promo decide P-2 cap reason:"what is safe"')
    await cola.say('promo agree P-2', ben)
    const [east, west] = units()
    expect(Number(east?.units)).toBeLessThan(300)
    expect(west).toEqual({ location: 'WEST', units: 1_000 })
    expect(await cola.say('promo show P-2')).toContain('● READY')
  })
})

describe('a promotion whose units another one keeps', () => {
  it('is decided about all the same, and what was to be shared is settled by it', async () => {
    await cola.say('promo add "Winter BOGO" sku:SKU-100 at:EAST dates:"10-16 Jul" units:500 price:7.99')
    const row = async () =>
      (await cola.say('shelfready risks')).split('\n').find((one) => one.includes('Winter BOGO')) ?? ''
    expect(await row()).toContain('Winter BOGO')
    await cola.say('shelfready ack P-2', ben)
    expect(await cola.say('promo decide P-2 date start:"7 Sep" reason:"ACME needs ten weeks"')).toContain(
      'Ben has until Thu 4 Jun to answer',
    )
    expect(await cola.say('promo agree P-2', ben)).toMatch(/Verdict +✖ Not ready → ▲ At risk/)
    expect(cola.rows('select state, ended_at is null as live from risk where identity like \'["share"%\'')).toEqual([
      { state: 'resolved', live: 0 },
    ])
  })
})

describe('what is above the limit', () => {
  beforeEach(async () => {
    await cola.say('promo edit P-1 units:1400')
    await cola.say('shelfready ack P-1', ben)
  })

  it('is agreed to by the other function, and carried out once a third person approves', async () => {
    expect(await cola.say(later)).toMatch(/Limit +above 5,000, so an approver must agree too/)
    const said = await cola.say('promo agree P-1', ben)
    expect(said).toContain('Nothing is changed yet')
    expect(states()).toEqual(['approving'])
    expect(window()).toMatchObject({ start_on: '2026-07-06' })
    expect(await cola.say('promo agree P-1', ben)).toContain('You have already agreed')
    expect(await cola.say('promo agree P-1')).toContain('This is your own proposal')
    expect(await cola.say('promo agree P-1', chloe)).toContain('Ben agrees with Ana, and Chloe approves')
    expect(states()).toEqual(['carried-out'])
    expect(window()).toMatchObject({ start_on: '2026-08-10' })
  })
})

describe('an administrator who is named', () => {
  it('approves what is above the limit, also at once and for either function, but never their own proposal', async () => {
    await using large = await colaStage(70, true, { SHELFREADY_ADMINS: 'test:Coo' })
    await large.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:1400 price:7.99')
    await large.say(later)
    await large.say('promo agree P-1', ben)
    const waits = await large.say('promo agree P-1', chloe)
    expect(waits).toContain('Ben has already agreed. Summer BOGO (P-1) now needs an approver')
    expect(await large.say('promo agree P-1', { name: 'Coo' })).toContain('and Coo approves')
    await large.say('promo edit P-1 dates:"6-12 Jul"')
    await large.say('promo decide P-1 cap reason:"keep the date"', { name: 'Coo' })
    expect(await large.say('promo agree P-1', { name: 'Coo' })).toContain('This is your own proposal')
    await large.say('promo withdraw P-1', { name: 'Coo' })
    await large.say(later)
    expect(await large.say('promo approve P-1', { name: 'Coo' })).toContain('Coo agrees with Ana')
    const rows = large.rows('select state from decision order by id').map(({ state }) => state)
    expect(rows).toEqual(['carried-out', 'withdrawn', 'carried-out'])
  })
})

describe('once roles are on', () => {
  it('a marketer and a planner settle it, an approver confirms what is above the limit, and a viewer looks on', async () => {
    await using roles = await colaStage(70, true, { SHELFREADY_ADMINS: 'test:Ada' })
    const given = { Ana: 'marketer', Eve: 'marketer', Ben: 'planner', Coo: 'approver', Vic: 'viewer' }
    for (const name of ['Ada', ...Object.keys(given)]) await roles.say('shelfready whoami', { name })
    for (const [name, role] of Object.entries(given))
      await roles.say(`shelfready role ${name} ${role}`, { name: 'Ada' })
    await roles.say('shelfready roles on', { name: 'Ada' })
    await roles.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:1400 price:7.99')
    expect(await roles.say(later, { name: 'Vic' })).toMatch(/is for .*marketers/)
    await roles.say(later, { name: 'Eve' })
    expect(await roles.say('promo agree P-1')).toContain(
      'Eve proposed this for marketing, and you are in marketing too',
    )
    expect(await roles.say('promo agree P-1', { name: 'Vic' })).toMatch(/is for .*planners/)
    expect(await roles.say('promo agree P-1', ben)).toContain('Nothing is changed yet')
    expect(await roles.say('promo agree P-1')).toContain('now needs an approver')
    expect(await roles.say('promo agree P-1', { name: 'Coo' })).toContain('Ben agrees with Eve, and Coo approves')
    const [row] = roles.rows('select decision from decision')
    expect(JSON.parse(row?.decision as string)).toMatchObject({ side: 'marketing', by: { role: 'marketer' } })
  })
})

describe('time', () => {
  it('ends a proposal without an answer, which is said once in the thread, and what waits is left for others', async () => {
    await cola.say(later)
    cola.at('2026-06-04T23:59:00Z')
    await cola.tick()
    expect(states()).toEqual(['proposed'])
    cola.at('2026-06-05T00:00:00Z')
    expect(await cola.say('promo agree P-1', ben)).toContain('lapsed on Thu 4 Jun')
    const heard = [...(await cola.tick()), ...(await cola.tick())]
    expect(heard.filter((one) => one.includes("Ana's proposal lapsed: no answer by Thu 4 Jun"))).toHaveLength(1)
    expect(states()).toEqual(['lapsed'])
    expect(await loadWaitingDecisions(cola.app.workspace)).toMatchObject([
      { promotionId: 'P-1', hasLapsed: true, recommended: 'expedite-part', deadline: dayOf('2026-06-04') },
    ])
    expect(await cola.say('promo decisions')).toMatch(/1 open proposal.*\n\n.*no answer by Thu 4 Jun/)
    expect(await cola.say('promo agree P-1', ben)).toContain('already answered: lapsed without an answer')
    await cola.say(later)
    expect(await loadWaitingDecisions(cola.app.workspace)).toMatchObject([{ hasLapsed: false }])
  })

  it('makes way for another one at once, before anybody has noticed', async () => {
    await cola.say(later)
    cola.at('2026-06-05T00:00:00Z')
    expect(await cola.say('promo counter P-1 cap reason:"small"', ben)).toContain('There is no open proposal')
    expect(await cola.say('promo decide P-1 cap reason:"small"', ben)).toContain('Proposed for Summer BOGO (P-1): cap')
    expect(states()).toEqual(['lapsed', 'proposed'])
    expect(decisions()[1]).toMatchObject({ answers: null, by: { name: 'Ben' } })
  })

  it('takes a proposal for a promotion that is called off from the list without a word', async () => {
    await cola.say(later)
    await cola.say('promo cancel P-1 why:supply')
    const heard = await cola.tick()
    expect(heard.join('\n')).not.toContain('takes back')
    expect(states()).toEqual(['withdrawn'])
    expect(await cola.say('promo decisions')).toContain('0 open proposals')
  })

  it('leaves nothing that lapsed on the list once the stock is there', async () => {
    await cola.say(later)
    cola.at('2026-06-05')
    await cola.tick()
    expect(await cola.say('promo decisions')).toContain('1 open proposal')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,5000,2026-06-05\n')
    await cola.say('shelfready risks')
    expect(await cola.say('promo decisions')).toContain('0 open proposals')
  })

  it('puts what came of it beside what was expected, once the promotion is over', async () => {
    await cola.say('promo decide P-1 cap reason:"keep the date"')
    await cola.say('promo agree P-1', ben)
    expect(await cola.say('promo decisions ended')).toContain('0 decisions on past promotions')
    await cola.feed(
      'sales',
      `date,sku,location,units,stockout\n${[6, 7, 8, 9, 10, 11, 12]
        .map((day) => `2026-07-${String(day).padStart(2, '0')},SKU-100,EAST,21,0`)
        .join('\n')}\n`,
    )
    cola.at('2026-07-13')
    const said = await cola.say('promo decisions ended')
    expect(said).toContain('Summer BOGO (P-1), until Sun 12 Jul: cap at 156 of 700 units, agreed by Ben')
    expect(said).toContain('expected: sells 150 of 156 units')
    expect(said).toContain('result: sold 147 units, fill rate 100 %')
    await cola.say('shelfready digest now')
    expect(cola.posted().at(-1)).toContain('decided: cap the volume, 150 expected to sell')
  })
})

describe('the story of a decision', () => {
  it('goes from red over a later date that supply agrees to, to green, in the channel, the audit and the history', async () => {
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-78,SKU-100,EAST,1200,2026-07-12\n')
    await cola.tick()
    expect(await cola.say('promo show P-1')).toContain('✖ NOT READY   Summer BOGO')
    await cola.say('shelfready ack P-1', { name: 'Ben', place: '#supply' })
    const proposed = await cola.say('promo decide P-1 date start:"20 Jul" reason:"PO-78 is there by then"')
    expect(proposed).toMatch(/marketing moves the launch back 2 weeks/)
    expect(proposed).toMatch(/With this +● Ready/)
    await cola.say('promo agree P-1', { name: 'Ben', place: '#supply' })
    const heard = await cola.tick()
    expect(heard.filter((one) => one.includes('Agreed for Summer BOGO (P-1): start on Mon 20 Jul'))).toHaveLength(1)
    expect(heard.join('\n')).not.toContain('is ready again')
    expect(await cola.say('promo show P-1')).toContain('● READY   Summer BOGO')
    expect(await cola.say('shelfready risks')).toMatch(/^0 risks/)
    expect(await cola.say('promo history P-1')).toMatch(
      /agreed by Ben with Ana in #supply: start on Mon 20 Jul.*✖ Not ready → ● Ready/,
    )
    expect(cola.rows("select count(*) as n from audit where action = 'agree' and entity = 'P-1'")).toEqual([{ n: 1 }])
  })

  it('is in the history: who proposed, countered and agreed, why, and who gave way', async () => {
    await cola.say(later)
    await cola.say('promo counter P-1 cap:150 reason:"the date is printed"', ben)
    await cola.say('promo agree P-1 reason:"fair"')
    const lines = (await cola.say('promo history P-1')).split('\n').filter((line) => line.startsWith(' ·'))
    expect(lines[0]).toMatch(
      /agreed by Ana with Ben in #launches: cap at 150 of 700 units, "fair"; ✖ Not ready → ● Ready\. Trade-off: marketing sells 550 fewer units/,
    )
    expect(lines[1]).toMatch(/counter-offer by Ben in #launches: cap at 150 of 700 units, "the date is printed"/)
    expect(lines[2]).toMatch(/proposed by Ana in #launches: start on Mon 10 Aug.*, "ACME needs ten weeks"/)
  })

  it('is in the audit with what was so before and after, and the numbers', async () => {
    await cola.say(later)
    await cola.say('promo agree P-1', ben)
    const details = cola
      .rows("select action, actor, detail from audit where action in ('decide', 'agree') order by id")
      .map(({ action, actor, detail }) => ({ action, actor, ...JSON.parse(detail as string) }))
    expect(details).toMatchObject([
      { action: 'decide', actor: 'test:Ana', after: { decision: 'proposed' }, option: 'date', stood: {}, expected: {} },
      {
        action: 'agree',
        actor: 'test:Ben',
        before: { decision: 'proposed', start: '2026-07-06', end: '2026-07-12' },
        after: { decision: 'carried-out', start: '2026-08-10', end: '2026-08-16' },
        from: 'not-ready',
        to: 'at-risk',
        concession: { side: 'marketing', days: 35 },
      },
    ])
  })

  it('names concessions to thank people for', async () => {
    await cola.say(later)
    await cola.say('promo agree P-1', ben)
    const { workspace } = cola.app
    expect(await loadConcessions(workspace, dayOf('2026-06-01'))).toMatchObject([
      { concession: { side: 'marketing', days: 35 }, decision: { by: { name: 'Ana' }, agreed: { name: 'Ben' } } },
    ])
    expect(await loadConcessions(workspace, dayOf('2026-06-02'))).toEqual([])
    expect(await cola.say('shelfready overview')).toMatch(
      /Thanks to Ana: start on Mon 10 Aug instead of Mon 6 Jul for Summer BOGO \(P-1\), which saved EUR [\d,]+\./,
    )
  })
})

describe('a feed of promotions that says again what it said before', () => {
  const rows = (start: string, end: string) =>
    `promotion_id,sku,location,name,start,end,units,price\nF-1,SKU-100,EAST,From the feed,${start},${end},700,7.99\n`
  const start = () =>
    cola.rows('select start_on from promotion_line where promotion_id = ? order by batch_id desc limit 1', 'F-1')[0]

  it('leaves what was agreed or edited since; one that says something new counts', async () => {
    await cola.feed('promotions', rows('2026-08-03', '2026-08-09'))
    await cola.say('promo edit F-1 dates:"12-18 Oct"')
    await cola.feed('promotions', rows('2026-08-03', '2026-08-09'))
    expect(start()).toEqual({ start_on: '2026-10-12' })
    await cola.feed('promotions', rows('2026-08-10', '2026-08-16'))
    expect(start()).toEqual({ start_on: '2026-08-10' })
    await cola.feed('promotions', rows('2026-08-03', '2026-08-09'))
    expect(start()).toEqual({ start_on: '2026-08-03' })
  })
})
