import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expired } from '../../src/domain/delivery.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { openClaims } from '../../src/store/delivery/claims.ts'
import { deliver, hear, postsIn, quiet } from './listening.ts'
import { colaStage, newestId, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const register = async (words: string, place = '#launches'): Promise<string> =>
  newestId(await cola.say(`promo add ${words}`, { place }))

const gardenWeek = () => register('"Garden week" sku:SKU-100 at:EAST dates:"26-28 Jun" units:250')
const lemonade = (name: string, units = 4000) =>
  register(`"${name}" sku:SKU-110 at:EAST dates:"1-3 Jul" units:${units}`)

/** PO-77, 150 units of cola, is due on a day. */
const due = (day: string, units = 150, status = 'confirmed') =>
  cola.feed('inbound', `order_id,sku,location,quantity,due_date,status\nPO-77,SKU-100,EAST,${units},${day},${status}\n`)
const lemonadeOnHand = (units: number, on = '2026-06-01', sku = 'SKU-110') =>
  cola.feed('inventory', `sku,location,on_hand,as_of\n${sku},EAST,${units},${on}\n`)

describe('an order that leaves its feed on its day', () => {
  const colaOnHand = (units: number, on: string) => lemonadeOnHand(units, on, 'SKU-100')
  const withoutIt = () =>
    cola.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date\nPO-9,SKU-110,EAST,1,2026-09-01\n',
      'today',
      'snapshot',
    )
  const dueToday = async () => {
    await gardenWeek()
    cola.at('2026-06-22')
    await colaOnHand(190, '2026-06-22')
    await hear(cola)
    cola.at('2026-06-23')
  }

  it('is not gone while no count could show it, nor once one does', async () => {
    await dueToday()
    await withoutIt()
    expect((await hear(cola)).join()).not.toContain('PO-77')
    await colaOnHand(330, '2026-06-23')
    expect((await hear(cola)).join()).not.toContain('PO-77')
    expect(await cola.say('stock SKU-100 at EAST')).toContain('PO-77: 150 units, counts as received')
  })

  it('is not gone where the count came first', async () => {
    await dueToday()
    await colaOnHand(330, '2026-06-23')
    await withoutIt()
    expect((await hear(cola)).join()).not.toContain('PO-77')
  })

  it('is gone where a count does not hold it', async () => {
    await dueToday()
    await colaOnHand(180, '2026-06-23')
    await withoutIt()
    expect((await hear(cola)).join()).toContain('PO-77 (150 units) is no longer on order')
  })
})

describe('an order that slips', () => {
  it('is one message that says whom it hits, what that costs and whom it touches', async () => {
    const garden = await gardenWeek()
    const small = await register('"Small" sku:SKU-100 at:EAST dates:"26-27 Jun" extra:1 priority:9')
    await hear(cola)
    await due('2026-07-03')
    const heard = await hear(cola)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatch(/PO-77 \(150 units\) slipped from Mon 22 Jun to Fri 3 Jul/)
    expect(heard[0]).toMatch(new RegExp(`Garden week \\(${garden}\\).* (is )?now (at risk|not ready)`))
    expect(heard[0]).toMatch(/EUR [\d,]+ at risk, was nothing/)
    expect(heard[0]).toContain(`(${small})`)
    expect(await hear(cola)).toEqual([])
  })

  it('is not told where it hurts nothing', async () => {
    await register('"Early" sku:SKU-100 at:EAST dates:"8-10 Jun" units:60')
    await hear(cola)
    await due('2026-07-03')
    expect(await hear(cola)).toEqual([])
  })

  it('is told with what it hits when morning comes', async () => {
    const garden = await gardenWeek()
    const small = await register('"Small" sku:SKU-100 at:EAST dates:"26-27 Jun" extra:1 priority:9')
    await hear(cola)
    cola.at('2026-06-02T04:00:00Z')
    await due('2026-07-03')
    expect(await hear(cola)).toEqual([])
    cola.at('2026-06-02T07:00:00Z')
    const heard = await hear(cola)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain('PO-77 (150 units) slipped from Mon 22 Jun to Fri 3 Jul')
    expect(heard[0]).toContain(`Garden week (${garden})`)
    expect(heard[0]).toContain(`affects Small (${small}), still ready`)
    expect(await hear(cola)).toEqual([])
  })

  it('that is closed without a receipt is gone', async () => {
    await gardenWeek()
    await hear(cola)
    await due('2026-06-22', 0, 'closed')
    expect((await hear(cola)).join()).toContain('PO-77 (150 units) is no longer on order; it was due Mon 22 Jun')
  })

  it('that vanishes, has no date, brings less or comes again is said as what it is', async () => {
    await gardenWeek()
    await hear(cola)
    await due('2026-06-22', 150, 'cancelled')
    expect((await hear(cola)).join()).toContain('PO-77 (150 units) is no longer on order; it was due Mon 22 Jun')
    await due('2026-06-22', 400)
    expect((await hear(cola)).join()).toMatch(/PO-77 \(400 units\) is (confirmed|on order) for Mon 22 Jun/)
    await due('2026-06-22', 20)
    expect((await hear(cola)).join()).toContain('PO-77 (20 units) was reduced; it is due Mon 22 Jun')
    await due('2026-06-15', 500)
    expect((await hear(cola)).join()).toContain(
      'PO-77 (500 units) now comes earlier, on Mon 15 Jun instead of Mon 22 Jun',
    )
    await due('', 500, 'delayed')
    expect((await hear(cola)).join()).toContain('PO-77 (500 units) no longer has a firm date; it was due Mon 15 Jun')
  })
})

describe('a channel', () => {
  it('hears of many changes in one message, what costs most first', async () => {
    await cola.say('shelfready subscribe', { place: '#supply' })
    const ids = [await lemonade('Cheap', 300), await lemonade('Dear', 3000), await lemonade('Middle', 600)]
    await hear(cola)
    await lemonadeOnHand(20)
    const changes = await quiet(cola)
    const posts = postsIn(changes)
    expect(posts.map(({ channel }) => channel).toSorted()).toEqual(['#launches', '#supply'])
    const said = cola.posted().find((text) => text.startsWith('3 promotions changed with new data')) ?? ''
    const order = ids.toSorted((a, b) => said.indexOf(`(${a})`) - said.indexOf(`(${b})`))
    expect(order).toEqual([ids[1], ids[2], ids[0]])
    expect(said).toMatch(/in total\./)
    deliver(cola)
    expect(postsIn(await quiet(cola, 'all'))).toEqual([])
  })

  it('hears what a change costs, what can be promised and what it pays to do', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days,expedite_days,expedite_cost_per_unit\nACME,70,5,0.1\n')
    const id = await register('"Picnic" sku:SKU-110 at:EAST dates:"1-3 Jul" units:4000 price:1')
    await hear(cola)
    await lemonadeOnHand(200)
    const [heard] = await hear(cola)
    expect(heard).toMatch(new RegExp(`Picnic \\(${id}\\), Wed 1 Jul, is now not ready, was ready`))
    expect(heard).toMatch(/EUR 3,\d{3} at risk, was nothing/)
    expect(heard).toMatch(/Still possible: start Mon 10 Aug/)
    expect(heard).toMatch(/Best option: Expedite .*, costs EUR [\d,]+, earns EUR [\d,]+ more than doing nothing/)
    expect(heard).toContain(`/promo options ${id}`)
  })

  it('hears of a change once, though the clock was set back since its digest', async () => {
    await cola.say('shelfready subscribe')
    await lemonade('Picnic')
    await hear(cola)
    cola.at('2026-06-02T08:00:05Z')
    await cola.tick()
    cola.at('2026-06-02T08:00:02Z')
    await lemonadeOnHand(20)
    expect(await hear(cola)).toHaveLength(1)
    expect(postsIn(await quiet(cola, 'all'))).toEqual([])
  })

  it('hears nothing of a verdict that came and went before all was quiet', async () => {
    await lemonade('Picnic')
    await hear(cola)
    await lemonadeOnHand(20)
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-110,EAST,6000,2026-06-01T05:00\n')
    expect(await hear(cola)).toEqual([])
  })

  it('hears nothing of a feed that repeats what was told, however it is ordered', async () => {
    await lemonade('Picnic')
    const rows = ['SKU-100,EAST,400,2026-06-01', 'SKU-110,EAST,20,2026-06-01', 'SKU-110,WEST,5000,2026-06-01']
    const all = (list: readonly string[]) => `sku,location,on_hand,as_of\n${list.join('\n')}\n`
    await cola.feed('inventory', all(rows))
    await hear(cola)
    const before = cola.rows('select * from announced_verdict')
    await cola.feed('inventory', all(rows))
    await cola.feed('inventory', all(rows.toReversed()))
    expect(postsIn(await quiet(cola))).toEqual([])
    expect((await quiet(cola, 'all')).filter(({ kind }) => kind !== 'update-live-message')).toEqual([])
    expect(cola.rows('select * from announced_verdict')).toEqual(before)
  })

  it('hears of what a feed alone has registered once its digest has told of it', async () => {
    await cola.say('shelfready subscribe', { place: '#supply' })
    await cola.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nF-1,SKU-110,EAST,Fair,2026-07-01,2026-07-03,4000\n',
    )
    expect(await hear(cola, '#supply')).toEqual([])
    await cola.say('shelfready digest now', { place: '#supply' })
    cola.at('2026-06-01T09:00:00Z')
    await lemonadeOnHand(20)
    const [heard, ...more] = await hear(cola, '#supply')
    expect(more).toEqual([])
    expect(heard).toMatch(/Fair \(F-1\), Wed 1 Jul, is now (at risk|not ready), was ready/)
    expect(await hear(cola, '#supply')).toEqual([])
  })

  it('that asked for some promotions hears of those alone, and that what it hears of is ready again', async () => {
    await cola.say('shelfready subscribe "severity:at-risk or severity:not-ready"', { place: '#short' })
    await cola.say('shelfready subscribe item:SKU-100', { place: '#cola' })
    await cola.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nF-1,SKU-110,EAST,Fair,2026-07-01,2026-07-03,4000\n',
    )
    await lemonadeOnHand(20)
    await hear(cola)
    for (const place of ['#short', '#cola']) await cola.say('shelfready digest now', { place })
    cola.at('2026-06-01T09:00:00Z')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-110,EAST,9000,2026-06-01T08:30\n')
    await quiet(cola)
    const heard = (place: string) => cola.posted(place).filter((text) => text.includes('is ready again'))
    expect(heard('#short')).toHaveLength(1)
    expect(heard('#cola')).toEqual([])
  })

  it('is not told again what its digest told', async () => {
    await lemonade('Picnic')
    await cola.say('shelfready subscribe')
    await hear(cola)
    cola.at('2026-06-01T19:30:00Z')
    await lemonadeOnHand(20)
    expect(await hear(cola)).toEqual([])
    expect(cola.rows('select reason from deferred_alert')).toEqual([{ reason: 'quiet-hours' }])
    cola.at('2026-06-02T06:30:00Z')
    await cola.say('shelfready digest now')
    cola.at('2026-06-02T07:00:00Z')
    await hear(cola)
    expect(cola.posted().filter((text) => /is now .* was ready/.test(text.split('\n')[0] ?? ''))).toEqual([])
    expect(cola.rows('select reason from deferred_alert')).toEqual([])
  })
})

describe('the hours and the budget of a channel', () => {
  it('let what starts within two days be heard at night', async () => {
    const id = await register('"Tomorrow" sku:SKU-110 at:EAST dates:"2-4 Jun" units:3000')
    await hear(cola)
    cola.at('2026-06-01T22:00:00Z')
    await lemonadeOnHand(20)
    expect((await hear(cola)).join()).toContain(`Tomorrow (${id})`)
  })

  it('are those of its digest days and zone', async () => {
    await cola.say('shelfready digest at 08:00 mon-fri Asia/Tokyo')
    await lemonade('Picnic')
    await hear(cola)
    cola.at('2026-06-05T10:30:00Z')
    await lemonadeOnHand(20, '2026-06-05')
    expect(await hear(cola)).toEqual([])
    cola.at('2026-06-07T21:59:00Z')
    expect(await hear(cola)).toEqual([])
    cola.at('2026-06-07T22:00:00Z')
    expect(await hear(cola)).toHaveLength(1)
  })

  it('leave what is beyond six messages a day to the digest, and the sixth says so', async () => {
    await cola.say('shelfready subscribe')
    const heard: (readonly string[])[] = []
    for (let i = 0; i < 8; i++) {
      cola.at(`2026-06-01T${String(9 + i).padStart(2, '0')}:00:00Z`)
      const id = await register(`"Promo ${i}" sku:SKU-110 at:EAST dates:"1-3 Jul" units:${5000 - i} another:yes`)
      expect(id).not.toBe('')
      await cola.feed(
        'inventory',
        `sku,location,on_hand,as_of\nSKU-110,EAST,${i % 2 === 0 ? 10 : 90000},2026-06-01T0${i}:00\n`,
      )
      heard.push((await hear(cola)).filter((text) => !/^\S+ (NOT READY|AT RISK|READY)/.test(text)))
    }
    const told = heard.flat()
    expect(told).toHaveLength(6)
    expect(told.at(-1)).toContain('You will get further changes with the digest at Tue 2 Jun 08:00.')
    expect(told.slice(0, -1).join()).not.toContain('You will get further changes')
    expect(new Set(cola.rows('select reason from deferred_alert').map(({ reason }) => reason))).toContain('budget')
  })

  it('let one message follow another only once that has arrived', async () => {
    const [a, b] = [await lemonade('Picnic'), await gardenWeek()]
    await quiet(cola)
    deliver(cola)
    await lemonadeOnHand(20)
    await quiet(cola)
    cola.at('2026-06-01T08:10:00Z')
    await due('2026-07-03')
    expect(postsIn(await quiet(cola))).toEqual([])
    deliver(cola)
    cola.at('2026-06-01T08:13:00Z')
    const heard = await hear(cola)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain(`(${b})`)
    expect(heard[0]).not.toContain(`(${a})`)
  })
})

describe('a message that never arrives', () => {
  it('has told nothing: one message later tells how it is by then', async () => {
    const id = await lemonade('Picnic')
    await hear(cola)
    await lemonadeOnHand(20)
    await quiet(cola)
    await expire('#launches')
    cola.at('2026-06-02T08:30:00Z')
    await lemonadeOnHand(30, '2026-06-02')
    const heard = await hear(cola)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain(`Picnic (${id}), Wed 1 Jul, is now at risk, was ready`)
    expect(await hear(cola)).toEqual([])
  })

  it('has told nothing, also where all is as it was before', async () => {
    await lemonade('Picnic')
    await hear(cola)
    await lemonadeOnHand(20)
    await quiet(cola)
    await expire('#launches')
    cola.at('2026-06-02T08:30:00Z')
    await lemonadeOnHand(9_000, '2026-06-02')
    expect(await hear(cola)).toEqual([])
    expect(cola.rows('select * from deferred_alert')).toEqual([])
  })
})

/** The next message to a channel is no longer worth sending. */
const expire = async (channel: string) => {
  const { workspace, now } = cola.app
  cola.rows("update outbox set state = 'sent' where form = 'update' returning id")
  const claim = await openClaims(workspace, 'test').next(now(), 0)
  if (claim?.channel !== channel) throw new Error('nothing to send')
  await apply(
    workspace,
    [{ kind: 'record-delivery', claim, settlement: expired(claim), channelNotBefore: null }],
    null,
    now(),
  )
}

describe('a verdict that flaps', () => {
  it('is told as ready again only when no line is near its limit', async () => {
    await lemonade('Picnic')
    await hear(cola)
    await lemonadeOnHand(20)
    expect(await hear(cola)).toHaveLength(1)
    let near = 0
    for (let units = 4600; units < 5000; units += 40) {
      const minute = String((units - 4600) / 40).padStart(2, '0')
      await cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-110,EAST,${units},2026-06-01T01:${minute}\n`)
      const heard = await hear(cola)
      if (heard.some((text) => text.includes('is ready again'))) break
      if ((await cola.say('promo show Picnic')).includes('READY   Picnic')) near++
    }
    expect(near).toBeGreaterThan(0)
    expect(cola.posted().some((text) => text.includes('is ready again'))).toBe(true)
  })
})
