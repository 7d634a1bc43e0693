import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage(10, false, { SHELFREADY_ADMINS: 'test:Ada' })
  for (const name of ['Ana', 'Ben', 'Chloe', 'Dora', 'Eve'])
    await cola.say(`promo add "Lemon ${name}" sku:SKU-110 at:EAST dates:"6-12 Aug" units:10`, { name })
  await cola.say('shelfready planners @ben @dora')
  await cola.say('shelfready executive @chloe', { name: 'Ada' })
})
afterEach(() => cola[Symbol.asyncDispose]())

const summer = 'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'
const hours = ['07:30', '08:00', '10:00', '12:00', '14:00', '16:00', '17:30', '18:00', '22:00']

/** Lets the clock run over whole days, and answers whom messages were sent to directly, as `Tue 23 08:00 Ben: text`. */
const watch = async (from: string, days: number, times = hours): Promise<readonly string[]> => {
  const heard: string[] = []
  for (let i = 0; i < days; i++)
    for (const time of times) {
      const day = Temporal.PlainDate.from(from).add({ days: i })
      cola.at(`${day}T${time}:00Z`)
      for (const sent of await cola.tick()) {
        const inbox = /^@test:(\w+): (.*)$/s.exec(sent)
        if (inbox !== null) heard.push(`${day.toString().slice(5)} ${time} ${inbox[1]}: ${inbox[2]}`)
        else if (sent.startsWith('surprise')) heard.push(sent)
      }
    }
  return heard
}

/** The first words of each message: whom it was for, and when. */
const whom = (heard: readonly string[]) => heard.map((one) => one.split(':').slice(0, 2).join(':'))

/** Registers what is short on a Monday two weeks before its last day to order, Fri 26 Jun, and keeps it as a risk. */
const short = async () => {
  await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-07-30\n')
  cola.at('2026-06-15')
  await cola.say('shelfready subscribe')
  await cola.say(summer)
  await cola.say('shelfready digest now')
}

describe('a risk that nobody takes', () => {
  beforeEach(short)

  it('is asked of the planners and then of the executive, each once, in working hours, before its last day', async () => {
    const heard = await watch('2026-06-17', 11)
    expect(whom(heard)).toEqual(['06-22 10:00 Ben', '06-22 10:00 Dora', '06-23 10:00 Chloe'])
    expect(heard[0]).toMatch(
      /: 1 risk needs you, EUR 5,193 at risk\n\n@Ben you are a planner here\.\n\n ▲ At risk: Summer BOGO \(P-\d\), 6 Jul · order 850 units of Cola .* at ACME .* by Fri 26 Jun \(4 days left\) · EUR 5,193 at risk · Unassigned, since Mon 15 Jun · R-1\n/,
    )
    expect(heard[2]).toContain('Unassigned, since Mon 15 Jun; Ben and Dora were asked · R-1')
    expect(heard[2]).toContain('you are accountable, and nobody before you has settled it')
  })

  it('says on its cards and in the digest since when, and who was asked', async () => {
    await watch('2026-06-17', 9)
    expect(await cola.say('shelfready risks')).toContain(
      'Unassigned, since Mon 15 Jun; Ben, Dora and Chloe were asked · R-1',
    )
    cola.at('2026-06-26')
    await cola.tick()
    expect(cola.posted().at(-1)).toMatch(
      /1 ▲ Today: Summer BOGO .* by Fri 26 Jun \(today\) .* Unassigned, since Mon 15 Jun; Ben, Dora and Chloe were asked · R-1/,
    )
    expect(await cola.say('promo history P-6')).toContain('R-1: Chloe asked, it was unassigned')
  })

  it('is asked of nobody else once somebody has taken it, put it aside or settled it', async () => {
    await watch('2026-06-17', 6)
    for (const [words, name] of [
      ['ack R-1', 'Ben'],
      ['snooze R-1 until:"3 Jul"', 'Ben'],
      ['resolve R-1 reason:"PO-91 is placed"', 'Ben'],
    ] as const) {
      await cola.say(`shelfready ${words}`, { name })
      cola.at('2026-06-23T10:00:00Z')
      expect((await cola.tick()).filter((one) => one.startsWith('@'))).toEqual([])
    }
  })

  it('is asked of nobody on a holiday of the whole company, nor at the weekend', async () => {
    await cola.feed('holidays', 'calendar,date,name\n*,2026-06-22,Founders\n*,2026-06-23,Founders\n')
    const heard = await watch('2026-06-17', 10)
    expect(whom(heard).filter((one) => /^06-(20|21|22|23)/.test(one))).toEqual([])
    expect(whom(heard).some((one) => one.endsWith('Chloe'))).toBe(true)
  })

  it('is asked of somebody in their own hours and zone', async () => {
    await cola.say('shelfready settings my-zone:America/New_York', { name: 'Ben' })
    await cola.say('shelfready hours 10-16 days:wed-fri', { name: 'Ben' })
    const heard = whom(await watch('2026-06-17', 11))
    expect(heard).toContain('06-22 10:00 Dora')
    expect(heard).toContain('06-24 14:00 Ben')
  })

  it('is asked of the delegate of somebody who is away', async () => {
    await cola.say('shelfready away until:"1 Jul" delegate:@eve', { name: 'Ben' })
    const heard = whom(await watch('2026-06-17', 11))
    expect(heard).toContain('06-22 10:00 Eve')
    expect(heard.filter((one) => one.endsWith('Ben'))).toEqual([])
  })

  it('is the planners of its channel alone who are asked; those of the company where a channel has none', async () => {
    await cola.say('shelfready planners @eve for:company')
    expect(whom(await watch('2026-06-17', 6)).map((one) => one.split(' ')[2])).toEqual(['Ben', 'Dora'])
    await cola.say('shelfready planners none')
    await cola.say('shelfready ack R-1', { name: 'Eve' })
    await cola.say('shelfready unack R-1', { name: 'Eve' })
    expect(whom(await watch('2026-06-23', 2)).map((one) => one.split(' ')[2])).toEqual(['Eve', 'Chloe'])
  })
})

describe('a risk of somebody', () => {
  beforeEach(short)

  it('is asked of its owner, then of their backup', async () => {
    await cola.say('shelfready backup @eve', { name: 'Ana' })
    await cola.say('shelfready assign R-1 to:@ana', { name: 'Ben' })
    const heard = await watch('2026-06-17', 10)
    expect(whom(heard).map((one) => one.split(' ')[2])).toEqual(['Ana', 'Eve', 'Ben', 'Dora', 'Chloe'])
    expect(heard[0]).toContain('it is yours, and you have not acknowledged it yet')
    expect(heard[1]).toContain('you are the backup of Ana')
    expect(await cola.say('shelfready risks')).toMatch(
      /waiting for Ana since .*; reminded .*; Eve, Ben and 2 more were asked/,
    )
  })

  it('who has acknowledged it is reminded, and it opens again after their silence', async () => {
    await watch('2026-06-17', 5)
    await cola.say('shelfready ack R-1', { name: 'Ana' })
    const heard = await watch('2026-06-22', 5)
    expect(heard[0]).toMatch(/Ana: 1 risk needs you.*you have had it since .* without an update/s)
    expect(heard[1]).toMatch(/Ana: 1 risk needs you.*added nothing since, so it is open again/s)
    expect(
      whom(heard)
        .slice(2)
        .map((one) => one.split(' ')[2]),
    ).toContain('Ben')
    expect(cola.rows('select state, episode, owner_name from risk where id = 1')).toEqual([
      { state: 'open', episode: 2, owner_name: 'Ana' },
    ])
    expect(await cola.say('promo history P-6')).toContain('R-1 reopened: Ana acknowledged it, but nothing followed')
  })

  it('who has ordered is left alone', async () => {
    await cola.say('shelfready ordered R-1 PO-91 due:"30 Jun" units:100', { name: 'Ana' })
    expect(cola.rows('select state from risk where id = 1')).toEqual([{ state: 'mitigating' }])
    expect(whom(await watch('2026-06-17', 5))).toEqual([])
  })

  it('who wants no more reminders is left alone, and the next is asked', async () => {
    await cola.say('shelfready backup @eve', { name: 'Ana' })
    await cola.say('shelfready assign R-1 to:@ana', { name: 'Ben' })
    expect(await cola.say('shelfready stop R-1', { name: 'Ana' })).toContain('I will not remind you of R-1')
    const heard = whom(await watch('2026-06-17', 11)).map((one) => one.split(' ')[2])
    expect(heard[0]).toBe('Eve')
    expect(heard).not.toContain('Ana')
  })
})

describe('what is asked', () => {
  const due = '2026-06-22T10:00:00Z'
  const pending = () => cola.rows("select channel, state, reason from outbox where kind = 'escalation' order by id")
  const steps = () => cola.rows('select person_name, rung from escalation_step order by person_name')
  beforeEach(async () => {
    await short()
    await watch('2026-06-17', 5)
    cola.at('2026-06-22T07:45:00Z')
    await cola.tick()
  })

  it('is asked once, however often and by how many it is worked out', async () => {
    cola.at(due)
    await cola.tick()
    for (let i = 0; i < 3; i++) await cola.tick()
    expect(pending()).toHaveLength(2)
    expect(steps()).toEqual([
      { person_name: 'Ben', rung: 'planners' },
      { person_name: 'Dora', rung: 'planners' },
    ])
    const again = {
      kind: 'keep-escalation-steps',
      steps: [{ riskId: 1, episode: 1, rung: 'planners', personId: 'test:Ben', name: 'Ben', at: 0 }],
      message: 'x',
      on: 20_000,
    } as const
    const post = {
      kind: 'post',
      channel: '@test:Ben',
      about: 'escalation',
      entity: 'x',
      card: {},
      notAfter: null,
    } as const
    expect(await apply(cola.app.workspace, [post, again], null, cola.app.now())).toBe('stale')
    expect(pending()).toHaveLength(2)
  })

  it('is not sent when somebody takes the risk between making and sending, and nobody counts as asked', async () => {
    expect(await stopped(due)).toEqual(['@test:Ben', '@test:Dora'])
    await cola.say('shelfready ack R-1', { name: 'Eve' })
    cola.at('2026-06-22T10:05:00Z')
    const heard = await cola.tick()
    expect(heard.filter((one) => one.startsWith('@'))).toEqual([])
    expect(pending().map(({ state }) => state)).toEqual(['expired', 'expired'])
    expect(steps()).toEqual([])
  })

  it('that nobody could be told in their hours is asked again the next morning', async () => {
    await stopped('2026-06-22T17:30:00Z')
    cola.at('2026-06-22T18:00:00Z')
    expect((await cola.tick()).filter((one) => one.startsWith('@'))).toEqual([])
    expect(steps()).toEqual([])
    cola.at('2026-06-23T08:00:00Z')
    expect((await cola.tick()).filter((one) => one.startsWith('@')).map((one) => one.slice(0, 10))).toEqual([
      '@test:Ben:',
      '@test:Dora',
    ])
  })

  /** Lets what is due be asked while the platform takes nothing. */
  const stopped = async (when: string) => {
    cola.at(when)
    const jobs = await cola.app.startJobs(
      {
        send: async () => ({ kind: 'unreachable', reason: 'no connection' }),
        look: async () => ({ kind: 'absent' }),
        reaches: () => true,
        edits: false,
        pace: () => 0,
        lanes: 1,
      },
      () => {},
    )
    if (jobs === null) throw new Error('another process posts')
    await using running = jobs
    await running.tick()
    return pending().map(({ channel }) => channel)
  }
})

describe('several risks of one person', () => {
  it('are one message', async () => {
    await cola.feed('locations', 'location,name,kind\nSHOP1,One,shop\n')
    await cola.feed(
      'items',
      'sku,name,unit_cost,unit_price,currency,supplier\nSKU-300,Tea,1,4,EUR,LEAF\nSKU-310,Mate,1,4,EUR,LEAF\n',
    )
    await cola.feed('lead-times', 'supplier,lead_time_days\nLEAF,60\n')
    await cola.feed(
      'inventory',
      'sku,location,on_hand,as_of\nSKU-300,SHOP1,10,2026-06-01\nSKU-310,SHOP1,10,2026-06-01\n',
    )
    await cola.feed(
      'demand-plan',
      'date,sku,location,units,days\n2026-06-01,SKU-300,SHOP1,200,200\n2026-06-01,SKU-310,SHOP1,200,200\n',
    )
    await cola.say('promo add Tea sku:SKU-300 dates:"1-7 Jul" units:500 price:4')
    await cola.say('promo add Mate sku:SKU-310 dates:"1-7 Jul" units:500 price:4')
    await cola.say('shelfready digest now')
    const heard = await watch('2026-06-02', 4)
    expect(whom(heard)).toEqual(['06-03 08:00 Ben', '06-03 08:00 Dora', '06-05 08:00 Chloe'])
    for (const one of heard) expect(one).toMatch(/2 risks need you, EUR [\d,]+ at risk.*Tea.*Mate/s)
  })
})

describe('while roles are on', () => {
  beforeEach(short)

  it('asks nobody who may do nothing about risks, and whoever is next at once', async () => {
    const ada = { name: 'Ada' }
    for (const [who, role] of [
      ['Ben', 'viewer'],
      ['Dora', 'planner'],
      ['Chloe', 'viewer'],
    ] as const)
      await cola.say(`shelfready role ${who} ${role}`, ada)
    await cola.say('shelfready roles on', ada)
    expect(whom(await watch('2026-06-17', 11))).toEqual(['06-22 10:00 Dora'])
  })

  it('gives a risk to nobody who may do nothing about it', async () => {
    const ada = { name: 'Ada' }
    await cola.say('shelfready role Ben viewer', ada)
    await cola.say('shelfready role Dora planner', ada)
    await cola.say('shelfready roles on', ada)
    const before = cola.everything()
    expect(await cola.say('shelfready assign R-1 to:@ben', { name: 'Dora' })).toContain(
      'Ben has no role that handles risks. Nothing was changed',
    )
    expect(cola.everything()).toBe(before)
    expect(await cola.say('shelfready assign R-1 to:@ada', { name: 'Dora' })).toContain('with Ada')
  })
})

describe('planners of channels that asked for some promotions alone', () => {
  it('are not asked about what their channel never hears of', async () => {
    await cola.say('shelfready planners none')
    await cola.say('shelfready planners @eve', { place: '#lemon' })
    await cola.say('shelfready planners @ben', { place: '#cola' })
    await cola.feed(
      'promotions',
      'promotion_id,name,start,end,sku,location,units,price\nFEED-1,Fed BOGO,2026-07-06,2026-07-12,SKU-100,EAST,700,7.99\n',
    )
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-07-30\n')
    cola.at('2026-06-15T07:00:00Z')
    await cola.say('shelfready subscribe item:SKU-110', { place: '#lemon' })
    await cola.say('shelfready subscribe item:SKU-100', { place: '#cola' })
    const heard = whom(await watch('2026-06-15', 10)).map((one) => one.split(' ')[2])
    expect(heard).toEqual(['Ben', 'Chloe'])
  })
})
