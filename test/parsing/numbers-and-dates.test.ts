import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { ok } from '../../src/domain/result.ts'
import { readDates } from '../../src/parsing/dates.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

let cola: Stage
beforeAll(async () => {
  cola = await colaStage()
  await cola.say('promo add Lemon sku:SKU-110 at:EAST dates:"6-12 Jul" units:10')
})
afterAll(() => cola[Symbol.asyncDispose]())

/** What a person asked for with these words would be, or the sentence that is said instead. */
const whatIf = async (words: string, name = 'Ana') => cola.say(`promo what-if sku:SKU-110 at:WEST ${words}`, { name })

/** The last line that was written. */
const written = () => cola.rows('select * from promotion_line order by batch_id desc limit 1')[0]

describe('numbers as people write them', () => {
  it.each([
    ['700', 700],
    ['1200.5', 1200.5],
    ['"1 200,50"', 1200.5],
    ['"1\u00a0200"', 1200],
    ["1'200", 1200],
    ['1.200,5', 1200.5],
    ['1,200.5', 1200.5],
    ['1.200.000', 1_200_000],
    ['1,200,000', 1_200_000],
    ['0,5', 0.5],
    ['12,75', 12.75],
  ])('units:%s is %d units', async (text, units) => {
    await cola.say('promo edit P-1 units:333')
    expect(await cola.say(`promo edit P-1 units:${text}`)).toContain('is changed')
    expect(written()).toMatchObject({ units })
  })

  it.each([
    ['+60%', 1.6],
    ['1.6x', 1.6],
    ['1,6x', 1.6],
    ['+7,5%', 1.075],
    ['-10%', 0.9],
  ])('uplift:%s is %d times the normal sales', async (text, uplift) => {
    await cola.say('promo edit P-1 units:333')
    await cola.say(`promo edit P-1 uplift:${text}`)
    expect(written()?.uplift).toBeCloseTo(uplift, 9)
    expect(written()).toMatchObject({ units: null })
  })

  it.each(['1.200', '1,200'])('%s is asked about, with both readings, while the language is unknown', async (text) => {
    const before = cola.everything()
    for (const line of [
      `promo edit P-1 units:${text}`,
      `promo add Question sku:SKU-110 dates:"1-3 Sep" units:${text}`,
      `promo add Question sku:SKU-110 dates:"1-3 Sep" extra:+${text}`,
      `promo what-if sku:SKU-110 dates:"1-3 Sep" units:${text}`,
    ]) {
      const said = await cola.say(line)
      expect(said).toMatch(/\b1,?200\b.* or .*1[.,]2/)
      expect(said).toMatch(/which/i)
      expect(said).toContain('shelfready settings locale:')
      expect(said).toMatch(/Nothing was \w+/)
    }
    expect(cola.everything()).toBe(before)
  })

  it('1.200 is read once the person has said how they write numbers, each person for themselves', async () => {
    await cola.say('shelfready settings locale:de', { name: 'Dora' })
    await cola.say('shelfready settings locale:en', { name: 'Eve' })
    const units = async (text: string, name: string) => {
      await cola.say('promo edit P-1 units:333')
      await cola.say(`promo edit P-1 units:${text}`, { name })
      return written()?.units
    }
    expect(await units('1.200', 'Dora')).toBe(1200)
    expect(await units('1,200', 'Dora')).toBe(1.2)
    expect(await units('1.200', 'Eve')).toBe(1.2)
    expect(await units('1,200', 'Eve')).toBe(1200)
    expect(await units('1.200', 'Ana')).toBe(333)
    await cola.say('shelfready settings locale:none', { name: 'Dora' })
    expect(await units('1.200', 'Dora')).toBe(333)
  })

  it.each(['de', 'fr', 'en', 'en-US', 'pt-BR', 'de-CH', 'ar', 'hi', 'sv'])(
    'a plain number means the same to somebody who writes as in %s',
    async (locale) => {
      await cola.say(`shelfready settings locale:${locale}`, { name: locale })
      for (const units of [7, 700, 1200, 12_345_678]) {
        await cola.say('promo edit P-1 units:333')
        await cola.say(`promo edit P-1 units:${units}`, { name: locale })
        expect(written()?.units).toBe(units)
      }
    },
  )

  it.each([
    '12O',
    '1.2.3',
    '1,2,3',
    '1.20.000',
    '1,200.300,4',
    '--5',
    '0',
    'NaN',
    'Infinity',
    '1e5',
    '0x10',
    '٣٤',
    '½',
  ])('units:%s is refused with a sentence that names it, and nothing is written', async (text) => {
    const before = cola.everything()
    const said = await cola.say(`promo edit P-1 units:${text}`)
    expect(said).toContain(text)
    expect(said).toContain('Nothing was changed')
    expect(cola.everything()).toBe(before)
  })

  it('60 % without a sign is asked: on top of normal sales, or that share of them', async () => {
    const said = await cola.say('promo edit P-1 uplift:60%')
    expect(said).toContain('+60%')
    expect(said).toContain('0.6x')
    expect(said).toContain('Nothing was changed')
  })

  it('any whole number of units is stored as it was typed, grouped or not', async () => {
    await cola.say('shelfready settings locale:en', { name: 'Eve' })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9_999_999 }), fc.boolean(), async (units, grouped) => {
        await cola.say('promo edit P-1 units:0.25')
        await cola.say(`promo edit P-1 units:${grouped ? units.toLocaleString('en') : units}`, { name: 'Eve' })
        expect(written()?.units).toBe(units)
      }),
      { numRuns: 40 },
    )
  })
})

describe('dates as people write them, on Mon 1 Jun 2026', () => {
  it.each([
    ['6-12 Jul', 'Mon 6 to Sun 12 Jul'],
    ['6 - 12 July', 'Mon 6 to Sun 12 Jul'],
    ['6–12 jul', 'Mon 6 to Sun 12 Jul'],
    ['6th-12th July', 'Mon 6 to Sun 12 Jul'],
    ['6 Jul to 12 Jul', 'Mon 6 to Sun 12 Jul'],
    ['6.7.-12.7.', 'Mon 6 to Sun 12 Jul'],
    ['6.-12.7.', 'Mon 6 to Sun 12 Jul'],
    ['2026-07-06..2026-07-12', 'Mon 6 to Sun 12 Jul'],
    ['2026-07-06 to 2026-07-12', 'Mon 6 to Sun 12 Jul'],
    ['week 28', 'Mon 6 to Sun 12 Jul'],
    ['W28', 'Mon 6 to Sun 12 Jul'],
    ['next week', 'Mon 8 to Sun 14 Jun'],
    ['6 Jul', 'Mon 6 Jul'],
    ['July 6', 'Mon 6 Jul'],
    ['6.7.', 'Mon 6 Jul'],
    ['6.7.2026', 'Mon 6 Jul'],
    ['13/7', 'Mon 13 Jul'],
    ['7/13', 'Mon 13 Jul'],
    ['7/7', 'Tue 7 Jul'],
    ['next monday', 'Mon 8 Jun'],
    ['friday', 'Fri 5 Jun'],
    ['tomorrow', 'Tue 2 Jun'],
    ['in 2 weeks', 'Mon 15 Jun'],
    ['in 10 days', 'Thu 11 Jun'],
    ['30 Jun - 2 Jul', 'Tue 30 Jun to Thu 2 Jul'],
    ['29 Dec - 4 Jan', 'Tue 29 Dec to Mon 4 Jan 2027'],
    ['29 Dec - 4 Jan 2027', 'Tue 29 Dec to Mon 4 Jan 2027'],
    ['29 Dec 2026 - 4 Jan', 'Tue 29 Dec to Mon 4 Jan 2027'],
    ['1-7 Feb', 'Mon 1 to Sun 7 Feb 2027'],
    ['week 1', 'Mon 4 to Sun 10 Jan 2027'],
    ['week 53', 'Mon 28 Dec to Sun 3 Jan 2027'],
  ])('dates:"%s" is %s', async (text, window) => {
    const said = (await whatIf(`dates:"${text}"`)).split('\n')[0]
    expect(said).toContain(`, ${window}. `)
  })

  it.each([
    ['2026-07-06', '2026-07-12'],
    ['6 Jul', '12 Jul'],
    ['6.7.', '12.7.2026'],
    ['6 July', '2026-07-12'],
  ])('from:"%s" to:"%s" is Mon 6 to Sun 12 Jul', async (from, to) => {
    expect(await whatIf(`from:"${from}" to:"${to}"`)).toContain('Mon 6 to Sun 12 Jul.')
  })

  it.each([
    ['6/7', '2026-07-06', '2026-06-07'],
    ['6/7/2026', '2026-07-06', '2026-06-07'],
    ['monday', '2026-06-01', '2026-06-08'],
    ['next friday', '2026-06-05', '2026-06-12'],
  ])('%s can be two days and is asked with both', async (text, one, other) => {
    const before = cola.everything()
    const said = await whatIf(`dates:"${text}"`)
    expect(said).toContain(`"${text}" can be`)
    expect(said).toContain(one)
    expect(said).toContain(other)
    expect(said).toContain('which one?')
    expect(said).toContain('Nothing was registered')
    for (const iso of [one, other]) expect(await whatIf(`dates:${iso}`)).toContain('Nothing was registered')
    expect(cola.everything()).toBe(before)
  })

  it.each([
    '29 Feb 2027',
    '2027-02-29',
    '31 Jun',
    '32 Jul',
    '0 Jul',
    '2026-13-01',
    '31.6.',
    '30/2',
    'week 60',
    'week 0',
  ])('%s does not exist, and that is said', async (text) => {
    const said = await whatIf(`dates:"${text}"`)
    expect(said).toMatch(/There is no|is not a date/)
    expect(said).toContain('Nothing was registered')
  })

  it.each([
    'dates:"7 Feb - 1 Feb"',
    'dates:"Feb 7 until Feb 1"',
    'dates:"7.2.-1.2."',
    'dates:"7 Feb 2027 - 1 Feb"',
    'dates:"12 Jul - 6 Jun"',
    'from:"7 Feb" to:"1 Feb"',
  ])('%s ends before it begins, and is not taken for most of a year', async (window) => {
    const said = await whatIf(window)
    expect(said).toMatch(
      /ends before it begins: .* comes before .*\. Did you mean 202\d-\d\d-\d\d\.\.202\d-\d\d-\d\d or 202\d/,
    )
    expect(said).toContain('Nothing was registered')
  })

  it('most of a year is taken where its years are typed', async () => {
    expect(await whatIf('dates:"7 Feb 2027 - 1 Feb 2028"')).toContain('Sun 7 Feb 2027 to Tue 1 Feb 2028')
  })

  it('29 Feb without a year is never another day; its year is shown', async () => {
    expect(await whatIf('dates:"29 Feb"')).toMatch(/Tue 29 Feb 2028|no such day|There is no/)
  })

  it('28-29 Feb is not stretched over a year because the next February has 28 days', async () => {
    const said = await whatIf('dates:"28-29 Feb"')
    expect(said).toMatch(/29 Feb/)
    expect(said).not.toMatch(/36\d days/)
  })

  it.each(['Tue 6 Jul', 'Sunday 6 July'])('%s is asked about, because 6 Jul is a Monday', async (text) => {
    const said = await whatIf(`dates:"${text}"`)
    expect(said).not.toMatch(/^\S+ \w+: What if, /)
    expect(said).toContain('Nothing was registered')
  })

  it.each(['Mon 6 Jul', 'Mon 6 to Sun 12 Jul', 'Tue 30 Jun to Thu 2 Jul', 'Tue 29 Dec to Mon 4 Jan 2027'])(
    'a window is read the way cards write it: %s',
    async (text) => {
      expect((await whatIf(`dates:"${text}"`)).split('\n')[0]).toContain(`, ${text}. `)
    },
  )

  it.each(['12-6 Jul', '29-4 Jan', '2026-07-12..2026-07-06'])('%s runs backwards, and that is said', async (text) => {
    expect(await whatIf(`dates:"${text}"`)).toMatch(/before (it starts|the start)/)
  })

  it.each(['', ' ', 'soon', '6', 'Jul', '1-2-3 Jul', '..', '-', '6-12', '6 Jul 7 Jul', 'next', 'in weeks', 'week'])(
    'dates:"%s" is answered with a sentence',
    async (text) => {
      const said = await whatIf(`dates:"${text}"`)
      expect(said).toMatch(/Nothing was registered/)
      expect(said).not.toMatch(/What if/)
    },
  )

  it('from: and dates: together, or one end alone, are refused', async () => {
    expect(await whatIf('dates:"6-12 Jul" from:2026-07-06')).toMatch(/not both/)
    expect(await whatIf('from:2026-07-06')).toContain('to:')
    expect(await whatIf('to:2026-07-06')).toContain('from:')
  })

  it('a language adds the names of its months and takes none away', async () => {
    await cola.say('shelfready settings locale:de', { name: 'Dora' })
    expect(await whatIf('dates:"6-12 Oktober"', 'Dora')).toMatch(/Di\., 6\.\s–\sMo\., 12\. Oktober\./)
    expect(await whatIf('dates:"6-12 Oct"', 'Dora')).toMatch(/Di\., 6\.\s–\sMo\., 12\. Oktober\./)
  })

  it('any window of ISO dates is stored as it was typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 60 }), async (after, length) => {
        const start = isoOf(dayOf('2026-06-01') + after)
        const end = isoOf(dayOf(start) + length)
        await cola.say(`promo edit P-1 from:${start} to:${end}`)
        expect(written()).toMatchObject({ start_on: start, end_on: end })
      }),
      { numRuns: 40 },
    )
  })

  const day = fc.integer({ min: dayOf('2024-01-01'), max: dayOf('2040-12-31') })

  it('any ISO window round-trips, whatever today is', () => {
    fc.assert(
      fc.property(day, day, fc.integer({ min: 0, max: 800 }), fc.constantFrom('..', ' - ', '-', ' to '), (...drawn) => {
        const [today, start, length, between] = drawn
        const text = `${isoOf(start)}${between}${isoOf(start + length)}`
        expect(readDates(text, { today, locale: null })).toEqual(ok({ start, end: start + length }))
      }),
    )
  })

  it('any "D-D Mon" window is the next one with these days, whatever today is', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 364 }), fc.nat(27), fc.constantFrom('-', ' - ', '–'), (...drawn) => {
        const [today, after, length, between] = drawn
        const first = Temporal.PlainDate.from(isoOf(today + after))
        const last = first.add({ days: length })
        fc.pre(first.month === last.month && !(first.month === 2 && last.day === 29))
        const text = `${first.day}${between}${last.day} ${months[first.month - 1]}`
        expect(readDates(text, { today, locale: null })).toEqual(
          ok({ start: dayOf(first.toString()), end: dayOf(last.toString()) }),
        )
      }),
    )
  })

  it('any "D Mon - D Mon" window keeps its length, over New Year too; half a year over it is asked about', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 364 }), fc.integer({ min: 1, max: 300 }), (today, after, length) => {
        const [first, last] = [today + after, today + after + length].map((one) => Temporal.PlainDate.from(isoOf(one)))
        if (first === undefined || last === undefined) throw new Error('two days were drawn')
        fc.pre([first, last].every((one) => !(one.month === 2 && one.day === 29)))
        const text = [first, last].map((one) => `${one.day} ${months[one.month - 1]}`).join(' - ')
        const read = readDates(text, { today, locale: null })
        if (length >= 183 && first.year !== last.year) expect(read.ok).toBe(false)
        else expect(read).toEqual(ok({ start: today + after, end: today + after + length }))
      }),
    )
  })
})
