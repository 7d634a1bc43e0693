import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const summer = 'promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'

/** Three shops short of crisps, tea whose supplier is slow, and nuts whose supplier nobody has told. */
const shops = async () => {
  await cola.feed(
    'locations',
    'location,name,kind\nSHOP1,One,shop\nSHOP2,Two,shop\nSHOP3,Three,shop\nSHOP4,Four,shop\n',
  )
  await cola.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\n' +
      'SKU-200,Crisps,1,2,EUR,SNACK,200,50\nSKU-210,Nuts,1,2,EUR,,,\nSKU-300,Tea,1,4,EUR,LEAF,,\nSKU-220,Mints,1,2,EUR,SNACK,,\n',
  )
  await cola.feed('lead-times', 'supplier,lead_time_days,order_cutoff\nSNACK,10,15:00\nLEAF,60,\n')
  const cells = ['SKU-200,SHOP1', 'SKU-200,SHOP2', 'SKU-200,SHOP3', 'SKU-300,SHOP1', 'SKU-220,SHOP1']
  await cola.feed(
    'inventory',
    `sku,location,on_hand,as_of\n${cells.map((cell) => `${cell},200,2026-06-01`).join('\n')}\n`,
  )
  await cola.feed(
    'demand-plan',
    `date,sku,location,units,days\n${cells.map((cell) => `2026-06-01,${cell},200,200`).join('\n')}\n`,
  )
  await cola.say('promo add "Crisp days" sku:SKU-200 dates:"1-7 Jul" units:720 price:2')
  await cola.say('promo add "Mint days" sku:SKU-220 dates:"2-8 Sep" units:400 price:2')
  await cola.say('promo add "Tea days" sku:SKU-300 dates:"1-7 Jul" units:300 price:4')
}

const lineWith = (text: string, words: string) => text.split('\n').find((line) => line.includes(words)) ?? ''
const sectionOf = (text: string, title: string) => text.split('\n\n').find((part) => part.startsWith(title)) ?? ''

describe('what has to be ordered', () => {
  it('is a text to paste into an order, and beside it what each line is for, what is missing and what is left over', async () => {
    await cola.say(summer)
    const said = await cola.say('shelfready requirements')
    expect(said.split('\n')[0]).toBe('1 item to order at ACME, Mon 1 Jun · EUR 3,995 at risk without it')
    const by = /by (\w{3} \d+ Jun)/.exec(await cola.say('shelfready risks'))?.[1]
    expect(sectionOf(said, 'ACME')).toBe(
      [`ACME: order by ${by}`, '   Please deliver:', `   650 x SKU-100 Cola 1.5 l, usable at EAST by Tue 7 Jul`].join(
        '\n',
      ),
    )
    expect(sectionOf(said, 'Orders for ACME')).toMatch(
      new RegExp(
        `· Cola 1\\.5 l \\(SKU-100\\): by ${by} · for Summer BOGO \\(P-1\\), Mon 6 Jul · \\d{3} missing, \\d+ left over \\(minimum 200, by 50\\), EUR \\d+ at cost · EUR 3,995 at risk\n +650 = 500 short \\+ \\d+ for a strong week \\(1 in 5\\) \\+ \\d+ for lots of 50$`,
      ),
    )
    const [, missing, over, cost] = /(\d+) missing, (\d+) left over .*, EUR (\d+) at cost/.exec(said) as RegExpExecArray
    expect(Number(missing) + Number(over)).toBe(650)
    expect(Number(cost)).toBe(Math.round(Number(over) * 5.59))
  })

  it('says the same quantity and day as the risks and the check, for every order, far ones included', async () => {
    await shops()
    await cola.say(summer)
    const [asked, risks] = [await cola.say('shelfready requirements'), await cola.say('shelfready risks')]
    const skus: Readonly<Record<string, string>> = { 'Cola 1.5 l': 'SKU-100', Crisps: 'SKU-200', Mints: 'SKU-220' }
    const orders = [...risks.matchAll(/order ([\d,]+) units of (.*?) at (\w+) by (\w{3} \d+ \w{3}(?: \d\d:\d\d)?)/g)]
    expect(orders.map(([, , item]) => item).toSorted()).toEqual(Object.keys(skus))
    for (const [, units = '', item = '', supplier = '', by = ''] of orders) {
      const sku = skus[item]
      expect(lineWith(asked, ` x ${sku} `)).toContain(`${units.replaceAll(',', '')} x ${sku} `)
      expect(lineWith(asked, `(${sku}): by`)).toContain(`by ${by}`)
      expect(asked).toContain(`Orders for ${supplier}`)
    }
    expect(lineWith(asked, 'SKU-220 Mints')).toMatch(/usable at SHOP1 by Thu 3 Sep$/)
  })

  it('asks for the same order on the card and in the reasons, with the part of each shop', async () => {
    await shops()
    const asked = await cola.say('shelfready requirements')
    const [, units, parts = ''] = /(\d+) x SKU-200 Crisps, usable at (.*) by/.exec(asked) ?? []
    const [one = '', two = ''] = [...parts.matchAll(/at least (\d+)/g)].map(([, part]) => part)
    const order = new RegExp(`rder ${units} units at SNACK .*by \\w{3} \\d+ \\w{3}.*: ${one} of them for this line`)
    expect((await cola.say('promo check P-1')).match(/rder \d+ units/g)).toEqual([`rder ${units} units`])
    const details = await cola.say('promo details P-1')
    expect(details).toMatch(order)
    expect(details).toContain(`${two} of the same ${units} units`)
    expect(details).toMatch(new RegExp(`${two} = \\d+ short`))
    const why = await cola.say('promo why P-1')
    expect(why).toMatch(order)
    expect(why).toMatch(new RegExp(`^Order +${units} units, ${one} of them for this line$`, 'm'))
    expect(await cola.say('promo options P-1')).toContain(`Order normally: ${units} units in 3 steps`)
  })

  it('is the same on the card of a single shop whose warehouse orders it in lots', async () => {
    await cola.feed('locations', 'location,name,kind,supplied_by\nDEPOT,Depot,dc,\nKIOSK,Kiosk,shop,DEPOT\n')
    await cola.feed(
      'items',
      'sku,name,unit_cost,unit_price,currency,supplier,order_multiple\nSKU-400,Juice,1,3,EUR,FARM,50\n',
    )
    await cola.feed('lead-times', 'supplier,lead_time_days\nFARM,10\nDEPOT,2\n')
    await cola.feed(
      'inventory',
      'sku,location,on_hand,as_of\nSKU-400,KIOSK,60,2026-06-01\nSKU-400,DEPOT,0,2026-06-01\n',
    )
    await cola.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,SKU-400,KIOSK,200,200\n')
    await cola.say('promo add "Juice days" sku:SKU-400 at:KIOSK dates:"1-7 Jul" units:120 price:3')
    const [, units] = /(\d+) x SKU-400 Juice/.exec(await cola.say('shelfready requirements')) ?? []
    expect(Number(units) % 50).toBe(0)
    expect(await cola.say('promo check P-1')).toContain(`Order ${units} units of Juice at FARM by`)
    expect(await cola.say('promo details P-1')).toMatch(
      new RegExp(`order ${units} units at FARM .*: \\d+ of them for this line`),
    )
  })

  it('is said on the card of each promotion to be for several, where it is', async () => {
    await shops()
    expect(await cola.say('promo check P-1')).not.toContain(' for P-1')
    await cola.say('promo add "Crisp party" sku:SKU-200 at:SHOP4 dates:"2-8 Jul" units:300 price:2')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-200,SHOP4,50,2026-06-01\n')
    await cola.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,SKU-200,SHOP4,200,200\n')
    await cola.say('shelfready risks')
    const [, units] = /(\d+) x SKU-200 Crisps/.exec(await cola.say('shelfready requirements')) ?? []
    for (const id of ['P-1', 'P-4'])
      expect(await cola.say(`promo check ${id}`)).toMatch(
        new RegExp(`Order ${units} units of Crisps .* for P-1 and P-4 · EUR [\\d,]+ at risk · Unassigned`),
      )
  })

  it('goes by the last day to order, with its hour, and names every shop of one order with what it misses', async () => {
    await shops()
    await cola.say(summer)
    const said = await cola.say('shelfready requirements')
    expect(said.indexOf('SNACK: order by')).toBeGreaterThan(said.indexOf('ACME: order by') < 0 ? -1 : 0)
    expect(lineWith(said, 'SNACK: order by')).toMatch(/^SNACK: order by \w{3} \d+ Jun 15:00$/)
    const crisps = lineWith(said, ' x SKU-200 ')
    const least = [...crisps.matchAll(/(SHOP\d) \(at least (\d+)\)/g)]
    expect(least.map(([, shop]) => shop)).toEqual(['SHOP1', 'SHOP2', 'SHOP3'])
    const missing = Number(/Crisps \(SKU-200\).* (\d+) missing/.exec(said)?.[1])
    expect(least.reduce((sum, [, , units]) => sum + Number(units), 0)).toBe(missing)
    const days = [...said.matchAll(/^(\w+): order by \w{3} (\d+) (\w{3})/gm)].map(
      ([, , day, month]) => `${month} ${day}`,
    )
    expect(days).toEqual(days.toSorted((a, b) => Date.parse(`${a} 2026`) - Date.parse(`${b} 2026`)))
  })

  it('splits an order over the weeks that a weekly limit asks for', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days,max_per_week\nACME,10,300\n')
    await cola.say(summer)
    const said = await cola.say('shelfready requirements')
    const parts = [...said.matchAll(/^ {3}(\d+) x SKU-100 Cola 1\.5 l, usable at EAST by \w{3} \d+ \w{3}$/gm)].map(
      (one) => Number(one[1]),
    )
    expect(parts.length).toBeGreaterThan(1)
    expect(Math.max(...parts)).toBeLessThanOrEqual(300)
    const risk = /order (\d+) units of Cola[\s\S]*? then ([\d,]+) (?:more|in)/.exec(await cola.say('shelfready risks'))
    expect(parts.reduce((sum, units) => sum + units, 0)).toBe(Number(risk?.[1]) + Number(risk?.[2]))
  })

  it('lists apart what is too late for a normal order, with what can still be done', async () => {
    await shops()
    const said = await cola.say('shelfready requirements')
    const late = sectionOf(said, 'Too late for a normal order')
    expect(late).toMatch(
      /· \d+ units of Tea \(SKU-300\) at LEAF for SHOP1 · Tea days \(P-3\), Wed 1 Jul · too late since \w{3} \d+ \w{3} · EUR \d+ at risk/,
    )
    expect(late).toContain('/promo options P-3')
    expect(sectionOf(said, 'SNACK')).not.toContain('Tea')
    expect(said).not.toMatch(/x SKU-300/)
  })

  it('names the late order that covers what is too late to order', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-81,SKU-100,EAST,900,2026-05-28\n')
    await cola.say(summer)
    const late = sectionOf(await cola.say('shelfready requirements'), 'Too late for a normal order')
    expect(late).toContain('Cola 1.5 l (SKU-100) at ACME')
    expect(late).toContain('Chase PO-81: it covers the gap if it comes by Tue 7 Jul')
    expect(late).not.toContain('/promo options')
  })

  it('lists apart what two promotions want that no order brings in time', async () => {
    await cola.feed('lead-times', 'supplier,lead_time_days\nACME,60\n')
    await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:190 price:7.99')
    await cola.say('promo add Garden sku:SKU-100 at:EAST dates:"8-14 Jul" units:300 price:7.99')
    expect(sectionOf(await cola.say('shelfready requirements'), 'Too late for a normal order')).toMatch(
      /SKU-100.*Garden \(P-2\), Wed 8 Jul.*\n.*\/promo options P-2/,
    )
    expect(await cola.say('shelfready overview')).toMatch(/✖ Garden \(P-2\), Wed 8 Jul/)
  })

  it('lists apart what has no supplier, in either way', async () => {
    await shops()
    await cola.feed('lead-times', 'supplier,lead_time_days\nLEAF,20\n')
    await cola.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nSKU-300,Tea,1,4,EUR,\n')
    const said = await cola.say('shelfready requirements')
    // Without a supplier nobody knows how long it takes: that is told first.
    expect(said).toMatch(/1 thing cannot be judged yet and may need more|Supplier missing/)
    expect(said).not.toMatch(/at null|undefined/)
  })

  it('names what is planned and still to be placed', async () => {
    await cola.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date,status\nPL-33,SKU-100,EAST,700,2026-07-04,planned\n',
    )
    await cola.say(summer)
    const said = await cola.say('shelfready requirements')
    expect(sectionOf(said, 'Planned but not placed yet')).toMatch(
      /PL-33: 700 units of Cola 1\.5 l \(SKU-100\) at ACME, to be placed by \w{3} \d+ Jun · for Summer BOGO \(P-1\)/,
    )
    expect(said).not.toContain('Please deliver')
  })

  it('says so when nothing to order', async () => {
    expect((await cola.say('requirements')).split('\n')[0]).toBe('Nothing to order, Mon 1 Jun')
  })

  it('writes nothing, whoever asks and however', async () => {
    await shops()
    await cola.say('shelfready risks')
    const before = cola.everything()
    for (const words of [
      'requirements',
      'requirements SNACK',
      'requirements snack csv',
      'requirements nobody',
      'requirements x:1',
    ])
      await cola.say(words)
    expect(cola.everything()).toBe(before)
  })
})

describe('what has to be ordered at one supplier', () => {
  it('leaves the others out, however its name is written', async () => {
    await shops()
    await cola.say(summer)
    const said = await cola.say('shelfready requirements snack')
    expect(said.split('\n')[0]).toMatch(/^2 items to order at SNACK/)
    expect(said).not.toMatch(/ACME|LEAF/)
  })

  it.each([
    ['requirements SNAK', /There is nothing to order from SNAK\. Did you mean SNACK\?/],
    ['requirements Nobody Ltd', /There is nothing to order from Nobody Ltd, but there is from LEAF and SNACK\./],
    ['requirements suplier:SNACK', /There is nothing to order from suplier:SNACK, but there is from LEAF and SNACK\./],
  ])('%s says what there is', async (words, sentence) => {
    await shops()
    expect(await cola.say(words)).toMatch(sentence)
  })
})

describe('the rows to copy', () => {
  it('are those of the file, whose place is said', async () => {
    await shops()
    const said = await cola.say('shelfready requirements csv')
    expect(said).toContain('npm run shelfready -- requirements --format csv')
    const csv = sectionOf(said, '   standing').replaceAll(/^ {3}/gm, '')
    const rows = parse(csv, { columns: true }) as Record<string, string>[]
    expect(rows.map(({ standing, supplier, sku }) => [standing, supplier, sku])).toEqual([
      ['order', 'SNACK', 'SKU-200'],
      ['order', 'SNACK', 'SKU-220'],
      ['too-late', 'LEAF', 'SKU-300'],
    ])
    expect(rows[0]).toMatchObject({
      order_by_hour: '15:00',
      usable_by: '2026-07-05',
      promotions: 'P-1',
      currency: 'EUR',
    })
    expect(rows[0]?.deliver_to).toMatch(/^SHOP1:\d+@2026-07-05 SHOP2:/)
  })
})
