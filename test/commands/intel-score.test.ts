import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const add = (name: string, effect: string, from: string, to: string, more = '') =>
  cola.say(`intel add "${name}" kind:competitor sku:SKU-100 at:EAST from:${from} to:${to} effect:${effect} ${more}`, {
    name: 'Ben',
  })

/** Sales of cola in EAST, one row a day from a June day on: normal are 10 a day. */
const sell = (first: number, units: readonly number[], out: readonly number[] = []) =>
  cola.feed(
    'sales',
    [
      'date,sku,location,units,stockout',
      ...units.map(
        (sold, i) =>
          `2026-06-${String(first + i).padStart(2, '0')},SKU-100,EAST,${sold},${out.includes(first + i) ? 0.9 : 0}`,
      ),
    ].join('\n'),
  )

const onDay = async (day: number) => {
  cola.at(`2026-06-${String(day).padStart(2, '0')}`)
  await cola.tick()
}
const score = () => cola.say('intel score')
const week = (units: number) => Array.from({ length: 7 }, () => units)

describe('the score of a note', () => {
  it('sets the sales of its days against what was expected without it, once they are in', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await onDay(3)
    await onDay(10)
    expect(await score()).toContain('No note has been scored yet.')
    expect(await score()).toContain('1 note still waits')
    await sell(3, week(13))
    await onDay(11)
    const said = await score()
    expect(said).toContain('1 note scored: 1 hit, 0 misses')
    expect(said).toContain('said +50 %, counted as +30 %, came +30 % · off by 0 points')
    expect(said).toContain('sold 91 units where 70 were expected without it')
  })

  it('is not moved by what is learned after it began: the expectation is kept and never worked out again', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await onDay(3)
    const kept = () => cola.rows('select expected, counted from intelligence_score')
    const before = kept()
    const plan = Array.from({ length: 20 }, (_, i) => `2026-06-${String(i + 1).padStart(2, '0')},SKU-100,EAST,40`)
    await cola.feed('demand-plan', ['date,sku,location,units', ...plan].join('\n'))
    await onDay(5)
    await sell(3, week(13))
    await onDay(10)
    expect(kept()).toEqual(before)
    expect(await score()).toContain('where 70 were expected')
  })

  it('leaves out days on which the shelf was empty, and says so', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await onDay(3)
    await sell(3, [13, 13, 13, 13, 13, 2, 1], [8, 9])
    await onDay(10)
    expect(await score()).toContain('sold 65 units where 50 were expected without it; 2 days out of stock left out')
  })

  it('is a miss where demand went the other way, and tells nothing of what chance alone could do', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await add('A small thing', '+5%', '2026-06-03', '2026-06-09', 'source:"the radio"')
    await onDay(3)
    await sell(3, week(8))
    await onDay(10)
    const said = await score()
    expect(said).toContain('N-1 Competitor closed · Wed 3 to Tue 9 Jun · Ben: miss')
    expect(said).toContain('N-2 A small thing · Wed 3 to Tue 9 Jun · Ben: cannot be told')
  })

  it('comes after four weeks without sales, and says nothing then', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await onDay(3)
    cola.at('2026-07-07')
    await cola.tick()
    expect(await score()).toContain('No note has been scored yet.')
    cola.at('2026-07-08')
    await cola.tick()
    expect(await score()).toContain('no sales came in')
  })

  it('changes the weight of the next notes of its kind and source, within bounds, and a planner can overrule it', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await onDay(3)
    await sell(3, week(10))
    await onDay(10)
    expect(await score()).toContain('Ben: miss')
    const next = await add('Competitor moves', '+50%', '2026-06-20', '2026-06-26')
    expect(next).toContain(
      'It counts as +24 %: 48 % of +50 % (60 % for medium confidence, competitor move, lowered by 1 scored note like it).',
    )
    expect(await cola.say('intel overrule N-1 void')).toContain('reason: is missing')
    expect(await cola.say('intel overrule N-9 void reason:"closed"')).toContain('There is no scored note N-9')
    expect(await cola.say('intel overrule N-1 void reason:"the store was closed"')).toContain('N-1 counts as nothing')
    expect(await score()).toContain('Ana says does not count: "the store was closed"')
    expect(await cola.say('intel list')).toContain('counted as +30 %')
  })

  it('judges the promotions that a changed weight touches anew', async () => {
    await cola.say('promo add "Cola fest" sku:SKU-100 at:EAST dates:"20-26 Jun" units:140 price:7.99')
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await add('Competitor moves', '+50%', '2026-06-20', '2026-06-26')
    await onDay(3)
    await sell(3, week(10))
    cola.at('2026-06-10')
    expect(await cola.say('digest')).toContain('counted as +30 %')
    await cola.tick()
    expect(await cola.say('digest')).toContain('counted as +24 %')
    await cola.say('intel overrule N-1 void reason:"the store was closed"')
    expect(await cola.say('digest')).toContain('counted as +30 %')
  })

  it('is none of a note that was ended before its days', async () => {
    await add('Competitor closed', '+50%', '2026-06-03', '2026-06-09')
    await cola.say('intel end N-1')
    await onDay(3)
    await sell(3, week(13))
    await onDay(10)
    expect(cola.rows('select * from intelligence_score')).toEqual([])
  })
})
