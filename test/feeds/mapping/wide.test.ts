import { describe, expect, it } from 'vitest'
import { workbookOf } from '../../_helpers/workbook.ts'
import { recognised } from './recognised.ts'

const lines = (...rows: readonly string[]) => rows.join('\n')
const places = new Map([
  ['EAST', 'EAST'],
  ['WEST', 'WEST'],
  ['Store Lyon', 'LYON'],
])
const known = {
  items: () => false,
  locations: (code: string) => [...places.values()].includes(code),
  placeOf: (text: string) => places.get(text) ?? null,
  firstLocations: ['EAST', 'LYON', 'WEST'],
}
const ids = (taken: Awaited<ReturnType<typeof recognised>>) => taken?.questions.map(({ id }) => id)

describe('a table with one column for each location', () => {
  const stock = lines('Item,Name,EAST,WEST,Store Lyon', 'A-1,Cola,10,20,0', 'A-2,Fanta,5,,7')

  it('is stock of each, by code or name; an empty cell is no count', async () => {
    const taken = await recognised(stock, { known, name: 'stock 2026-11-30.csv' })
    expect([taken?.mapping.kind, ids(taken), taken?.rows]).toEqual(['inventory', [], 5])
    expect(taken?.said).toContain('one column for each of 3 locations = location')
    expect(taken?.notes).toContain('Empty cells say nothing: they are left out.')
    expect(taken?.preview[1]).toEqual(['A-1', 'EAST', '10', '2026-11-30'])
    expect(taken?.read.map(({ sku, location, on_hand }) => `${sku} ${location} ${on_hand}`)).toEqual([
      'A-1 EAST 10',
      'A-1 WEST 20',
      'A-1 LYON 0',
      'A-2 EAST 5',
      'A-2 LYON 7',
    ])
  })

  it.each([
    ['all', ['EAST', 'WEST', 'NORTH']],
    ['known', ['EAST', 'WEST']],
  ])('asks whether a column of figures is a new one, and takes the answer %s', async (said, locations) => {
    const text = lines('Item,EAST,WEST,NORTH,Total', 'A-1,1,2,3,6')
    const options = { known, name: 'stock 2026-11-30.csv' }
    const asked = await recognised(text, options)
    expect(asked?.questions[0]?.text).toBe('NORTH is no location that I know. Is it a new one?')
    const taken = await recognised(text, { ...options, answers: { wide: said } })
    expect([ids(taken), taken?.read.map(({ location }) => location)]).toEqual([[], locations])
  })

  it('is asked about where no location is known, and is read as the answer says', async () => {
    const text = lines('Item,NORTH,SOUTH,MIDDLE', 'A-1,1,2,3')
    const options = { known, name: 'stock 2026-11-30.csv' }
    expect((await recognised(text, options))?.questions[0]?.text).toBe(
      'Is each of the columns NORTH, SOUTH and MIDDLE a location?',
    )
    const taken = await recognised(text, { ...options, answers: { wide: 'all' } })
    expect(taken?.read.map(({ location, on_hand }) => [location, on_hand])).toEqual([
      ['NORTH', '1'],
      ['SOUTH', '2'],
      ['MIDDLE', '3'],
    ])
    expect(await recognised(text, { ...options, answers: { wide: 'no' } })).toBeNull()
  })

  it('keeps a column with texts among its figures, whose cells are rejected one by one', async () => {
    const taken = await recognised(lines('Item,EAST,WEST,Store Lyon', 'A-1,lots,20,0', 'A-2,none,1,7'), {
      known,
      name: 'stock 2026-11-30.csv',
    })
    expect(taken?.read.filter(({ location }) => location === 'EAST').map(({ on_hand }) => on_hand)).toEqual([
      'lots',
      'none',
    ])
  })

  it('is sales of each with a date in every row', async () => {
    const taken = await recognised(lines('Date,Item,EAST,WEST', '2026-11-29,A-1,3,4', '2026-11-30,A-1,5,6'), {
      known,
      name: 'sales.csv',
    })
    expect([taken?.mapping.kind, ids(taken)]).toEqual(['sales', []])
    expect(taken?.read[3]).toMatchObject({ date: '2026-11-30', location: 'WEST', units: '6' })
  })
})

describe('a table with one column for each period', () => {
  it.each([
    ['weeks that say their year', 'W01 2027,2027-W02', '2027-01-04 7', '2027-01-11 7'],
    ['months', 'Jan 2027,Feb 2027', '2027-01-01 31', '2027-02-01 28'],
    ['days that are a week apart', '04.01.2027,11.01.2027', '2027-01-04 7', '2027-01-11 7'],
    ['days', '2027-01-04,2027-01-05', '2027-01-04 1', '2027-01-05 1'],
  ])('is a demand plan of %s', async (_, header, ...read) => {
    const taken = await recognised(lines(`Item,Location,${header}`, 'A-1,EAST,10,20'), { known, name: 'forecast.csv' })
    expect([taken?.mapping.kind, ids(taken)]).toEqual(['demand-plan', []])
    expect(taken?.read.map(({ date, days }) => `${date} ${days}`)).toEqual(read)
  })

  it('in a workbook has real dates above its columns', async () => {
    const taken = await recognised(
      workbookOf([
        {
          rows: [
            ['Item', 'Store', { date: '2026-11-16' }, { date: '2026-11-23' }],
            ['A-1', 'EAST', 3, 4],
          ],
        },
      ]),
      { known, name: 'sales per week.xlsx' },
    )
    expect(taken?.mapping.kind).toBe('sales')
    expect(taken?.read[1]).toMatchObject({ date: '2026-11-23', location: 'EAST', units: '4', days: '7' })
  })

  it('asks for the year that nothing says, and goes on over its end', async () => {
    const text = lines('Item,Location,KW 52,KW 53,KW 1', 'A-1,EAST,10,20,30')
    const options = { known, name: 'Absatzplan.csv', answers: { kind: 'demand-plan' } }
    expect(ids(await recognised(text, options))).toEqual(['year'])
    const taken = await recognised(text, { ...options, answers: { kind: 'demand-plan', year: '2026' } })
    expect([ids(taken), taken?.read.map(({ date }) => date)]).toEqual([[], ['2026-12-21', '2026-12-28', '2027-01-04']])
    const named = await recognised(text, { ...options, name: 'Absatzplan 2026.csv' })
    expect([ids(named), named?.read[2]?.date]).toEqual([[], '2027-01-04'])
  })

  it('asks what the columns hold whose days tell no length', async () => {
    const text = lines('Item,Location,2027-01-04,2027-01-18', 'A-1,EAST,10,20')
    const options = { known, name: 'forecast.csv' }
    expect(ids(await recognised(text, options))).toEqual(['each'])
    expect((await recognised(text, { ...options, answers: { each: 'week' } }))?.read[0]?.days).toBe('7')
  })

  it('is asked about where the days can be read in two ways', async () => {
    const text = lines('Item,Location,01/02/2027,01/03/2027', 'A-1,EAST,10,20')
    const options = { known, name: 'forecast.csv', answers: {} }
    expect(ids(await recognised(text, options))).toContain('date-form')
    const taken = await recognised(text, { ...options, answers: { 'date-form': 'dmy' } })
    expect(taken?.read.map(({ date, days }) => `${date} ${days}`)).toEqual(['2027-02-01 28', '2027-03-01 31'])
  })

  it('is stock of the newest day alone', async () => {
    const taken = await recognised(lines('Item,Location,2026-11-23,2026-11-30,2026-12-07', 'A-1,EAST,3,4,5'), {
      known,
      name: 'stock.csv',
      answers: { kind: 'inventory' },
    })
    expect(taken?.notes.join(' ')).toContain('Stock of 2026-11-30 alone')
    expect(taken?.read).toEqual([{ sku: 'A-1', location: 'EAST', on_hand: '4', as_of: '2026-11-30' }])
  })
})

describe('a column of periods', () => {
  const plan = (...periods: readonly string[]) =>
    lines('Campaign;SKU;Week;Uplift', ...periods.map((period, at) => `Summer ${at};A-1;${period};+60%`))

  it('is the start and the end of a promotion', async () => {
    const taken = await recognised(plan('W27 2027', '6-12 Jul 2027', '28 Dec 2026 - 3 Jan 2027'))
    expect(ids(taken)).toEqual([])
    expect(taken?.read.map(({ start, end }) => `${start} ${end}`)).toEqual([
      '2027-07-05 2027-07-11',
      '2027-07-06 2027-07-12',
      '2026-12-28 2027-01-03',
    ])
  })

  it('is asked for the year that nothing says', async () => {
    const asked = await recognised(plan('KW 27', '6-12 Jul'))
    expect(asked?.questions.map(({ text }) => text)).toEqual(['Of which year is KW 27?'])
    const taken = await recognised(plan('KW 27', '6-12 Jul'), { answers: { year: '2027' } })
    expect([ids(taken), taken?.read[1]?.end]).toEqual([[], '2027-07-12'])
    expect((await recognised(plan('KW 27'), { name: 'Marketing 2027.csv' }))?.read[0]?.start).toBe('2027-07-05')
    expect(ids(await recognised(plan('KW 27'), { name: 'Marketing 2026-11-30.csv' }))).toEqual(['year'])
  })

  it('is weeks of a plan', async () => {
    const taken = await recognised(lines('Item;Location;Week;Forecast', 'A-1;EAST;2027-W01;70'))
    expect(taken?.read[0]).toMatchObject({ date: '2027-01-04', days: '7', units: '70' })
  })
})
