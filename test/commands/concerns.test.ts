import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registeredId } from '../_helpers/registered.ts'
import { daysBetween } from '../_helpers/shop-book.ts'
import { type Stage, stage } from './stage.ts'

// Mon 1 June 2026; ten a day are sold of each item, at EUR 10 with a cost of 4.
let shop: Stage
const said = new Map<string, { readonly answer: string; readonly card: string; readonly details: string }>()
const register = async (name: string, words: string) => {
  const answer = await shop.say(`promo add ${name} ${words}`)
  said.set(name, { answer, card: shop.posted().at(-1) ?? '', details: await shop.say(`promo details ${name}`) })
}
const everywhere = (name: string) => Object.values(said.get(name) ?? {})
const heardIn = (name: string, ...where: readonly ('answer' | 'card' | 'details')[]) =>
  where.map((one) => said.get(name)?.[one] ?? '')

/** Says which lines of a text are there twice; empty lines and the words to type do not count. */
const repeated = (text: string) => {
  const lines = text.split('\n').map((line) => line.trim().replace(/^[·●▲✖?│] /, ''))
  return lines.filter((line, i) => line.length > 12 && lines.indexOf(line) !== i)
}

beforeAll(async () => {
  shop = await stage('2026-06-01')
  const items = ['SODA', 'TEA', 'MILK', 'JUICE']
  await shop.feed(
    'items',
    `sku,name,unit_price,unit_cost,currency,supplier,shelf_life_days,category\n${items
      .map((sku) => `${sku},${sku},10,4,EUR,ACME,${sku === 'MILK' ? 5 : ''},${sku}`)
      .join('\n')}`,
  )
  await shop.feed('lead-times', 'supplier,lead_time_days\nACME,60')
  await shop.feed(
    'inventory',
    `sku,location,on_hand,as_of\n${items.map((sku) => `${sku},S1,${sku === 'TEA' ? 100 : 2000},2026-06-01`).join('\n')}`,
  )
  const plan = items.filter((sku) => sku !== 'JUICE').map((sku) => `2026-06-01,${sku},S1,1800,180`)
  await shop.feed('demand-plan', `date,sku,location,units,days\n${plan.join('\n')}`)
  const past = daysBetween('2026-01-05', '2026-05-31').map((date, i) => {
    const promoted = i % 28 < 7 && i >= 28
    return `${date},JUICE,S1,${promoted ? 17 : 10},${promoted ? 1 : 0}`
  })
  await shop.feed('sales', `date,sku,location,units,on_promo\n${past.join('\n')}`)
  await shop.feed(
    'sales',
    'date,sku,location,units\n2026-05-30,WATER,S1,1\n2026-05-30,WATER,S2,1\n2026-05-30,WATER,S3,1',
  )
  await register('Water', 'sku:WATER dates:"15-21 Jun" units:50 another:yes')
  await register('Soda', 'sku:SODA at:S1 dates:"15-21 Jun" uplift:2 price:9')
  await register('Cheap', 'sku:SODA at:S1 dates:"18-24 Jun" uplift:2 price:3')
  await register('Tea', 'sku:TEA at:S1 dates:"15-21 Jun" uplift:2 price:8')
  await register('Milk', 'sku:MILK at:S1 dates:"15-21 Jun" uplift:1.1')
  await register('Juice', 'sku:JUICE at:S1 dates:"15-21 Jun" uplift:2.2')
})
afterAll(() => shop[Symbol.asyncDispose]())

describe('what must be heard before money is committed', () => {
  it('are both prices that a price conflicts with: the cost first, that of another promotion in the details', () => {
    for (const text of everywhere('Cheap'))
      expect(text).toMatch(/SODA at EUR 3\.00 is below its cost of EUR 4\.00; that loses about EUR 140/)
    expect(said.get('Cheap')?.card).toContain('(+ 1 under Details)')
    expect(said.get('Cheap')?.details).toMatch(
      /SODA costs EUR 3\.00 here and EUR 9\.00 in Soda \(P-2\) on the same days/,
    )
  })

  it('is a discount on what is scarce', () => {
    for (const text of heardIn('Tea', 'answer', 'details'))
      expect(text).toMatch(
        /TEA is discounted to EUR 8\.00 from EUR 10\.00 although it will sell out; that gives away about EUR \d+/,
      )
    for (const text of everywhere('Soda')) expect(text).not.toMatch(/is discounted/)
  })

  it('is what is likely left over, at cost', () => {
    for (const text of heardIn('Milk', 'answer', 'details'))
      expect(text).toMatch(/[\d,]+ units of MILK will probably be left over \(EUR [\d,]+ at cost\)/)
  })

  it('is the figure that history weighs against: the answer says you, the card says who', () => {
    const weighed = /said \+120 %, judged with \+(\d+) %: 5 promotions of this item did \+\d+ %/
    expect(said.get('Juice')?.answer).toMatch(new RegExp(`You ${weighed.source}`))
    expect(said.get('Juice')?.card).toMatch(new RegExp(`Also: Ana ${weighed.source}`))
  })

  it('is the margin on what is expected to sell, in the answer alone', () => {
    expect(said.get('Soda')?.answer).toContain('Margin EUR 700 on the 140 units expected to sell.')
    expect(said.get('Soda')?.card).not.toContain('Margin')
  })

  it('is said once, also where the same is unknown of several places', () => {
    expect(said.get('Water')?.answer.match(/the stock of WATER is missing/gi)).toHaveLength(1)
    expect(said.get('Water')?.card).toContain('WATER, 3 locations')
    expect(said.get('Water')?.details).toMatch(/WATER @ S1, WATER @ S2 and WATER @ S3: [^\n]+/)
    expect(said.get('Water')?.details.match(/WATER @ S1/g)).toHaveLength(1)
    for (const name of said.keys())
      for (const text of everywhere(name)) expect([name, repeated(text)]).toEqual([name, []])
  })

  it('is said by a what-if and an edit as well', async () => {
    expect(await shop.say('promo what-if sku:SODA at:S1 dates:"18-24 Jul" uplift:2 price:3')).toContain(
      'below its cost',
    )
    expect(await shop.say('promo edit P-2 price:3.5')).toContain('below its cost')
  })
})

// Seventy are sold in a week anyway, and there is plenty: all of them are ready.
describe('a total below normal sales', () => {
  const asked = '20 is less than the 70 it sells without a promotion. Did you mean 20 extra?'
  let id = ''
  const say = (words: string) => shop.say(words)
  beforeAll(async () => {
    const answer = await say('promo add Low sku:SODA at:S1 dates:"3-9 Aug" units:20')
    id = registeredId(answer) ?? ''
    said.set('Low', { answer, card: shop.posted().at(-1) ?? '', details: '' })
  })

  it('is asked about when it is registered, also where it is ready, with how to answer', () => {
    expect(said.get('Low')?.answer).toContain('● Ready')
    expect(said.get('Low')?.answer).toContain(
      `${asked} If so, /promo edit ${id} extra:+20; if it is the total, nothing to do.`,
    )
  })

  it('is said on the card without a question', () => {
    expect(said.get('Low')?.card).toContain(
      'Also: 20 units in total is less than the 70 that SODA sells in these days without a promotion',
    )
  })

  it.each([
    ['a table', 'promo add Table dates:"10-16 Aug"\nsku\tat\tunits\nSODA\tS1\t20'],
    ['a what-if', 'promo what-if sku:SODA at:S1 dates:"10-16 Aug" units:20'],
    ['an item without a place', 'promo add Anywhere sku:SODA dates:"17-23 Aug" units:20'],
  ])('is asked about in %s', async (_, words) => expect(await say(words)).toContain(asked))

  it('is asked about in a copy', async () => {
    expect(await say(`promo clone ${id} dates:"24-30 Aug"`)).toContain(asked)
  })

  it('is asked about in an edit that makes it so, and not again by another', async () => {
    await say('promo add Edited sku:SODA at:S1 dates:"1-7 Sep" units:140')
    expect(await say('promo edit Edited units:20')).toContain(asked)
    expect(await say('promo edit Edited price:9.5')).not.toMatch(/sells without a promotion|Did you mean/)
  })

  it('is asked about for several items at once', async () => {
    const answer = await say('promo add Both dates:"8-14 Sep"\nsku\tat\tunits\nSODA\tS1\t20\nMILK\tS1\t30')
    expect(answer).toContain('20 of SODA is less than the 70 it sells without a promotion (+ 1 item). Are they extra?')
  })

  it('is answered by extra, which is asked about no more', async () => {
    expect(await say(`promo edit ${id} extra:+20`)).toContain('90 units expected')
    expect(await say(`promo edit ${id} price:9`)).not.toMatch(/sells without a promotion|Did you mean/)
  })
})
