import { describe, expect, it } from 'vitest'
import { workbookOf } from '../../_helpers/workbook.ts'
import { recognised } from './recognised.ts'

const lines = (...rows: readonly string[]) => rows.join('\n')
const ids = (taken: Awaited<ReturnType<typeof recognised>>) => taken?.questions.map(({ id }) => id)

describe('a file is taken for', () => {
  it.each([
    [
      'stock of SAP, of which what is blocked is left out',
      lines(
        'Material;Plant;Material Description;Unrestricted;In Quality Insp.;Blocked;Value Unrestricted',
        '100-1;1000;Cola;1.200;12;3;3.995,50',
        '100-2;1000;Fanta;30;0;5-;7,50',
        'Total;;;1.230;12;;',
      ),
      { name: 'MB52 30.11.2026.csv' },
      'inventory',
      { sku: '100-1', location: '1000', on_hand: '1200', as_of: '2026-11-30' },
    ],
    [
      'open orders of SAP, whose item is a line',
      lines(
        'Purchasing Document;Item;Material;Plant;Delivery Date;Still to be delivered (qty)',
        '4500001;10;100-1;1000;13.12.2026;50',
      ),
      {},
      'inbound',
      { order_id: '4500001', sku: '100-1', line: '10', quantity: '50', due_date: '2026-12-13' },
    ],
    [
      'open orders of which some has come',
      lines('Bestellung;Artikel;Filiale;Bestellmenge;Gelieferte Menge', 'B1;A-1;EAST;12;2', 'B2;A-2;EAST;5;7'),
      {},
      'inbound',
      { quantity: '10' },
    ],
    [
      'stock of a shop, of what is available and committed',
      lines('SKU,Location,Available,Committed', 'A-1,EAST,10,2'),
      { answers: { 'value:as_of': '2026-12-01' } },
      'inventory',
      { on_hand: '12', allocated: '2', as_of: '2026-12-01' },
    ],
    [
      'a marketing plan without ids, with per cent in its header',
      lines('Aktion;Artikel;Von;Bis;Steigerung %;Rabatt %', 'Sommer;A-1;05.07.2027;13.07.2027;60;20'),
      {},
      'promotions',
      { promotion_id: 'sommer-2027-07-05', end: '2027-07-13', uplift: '+60%', discount: '20%' },
    ],
    [
      'stock whose counts have words for pieces, the first row of which is no header',
      lines('Artikelnr;Filiale;Bestand', 'A-1;EAST;12 Stk', 'A-2;WEST;7 Stk', 'Summe;;19'),
      { name: 'Bestand Stand 30.11.2026.csv' },
      'inventory',
      { sku: 'A-1', location: 'EAST', on_hand: '12', as_of: '2026-11-30' },
    ],
    [
      'stock with a product that is called like a total',
      lines('Item,Name,Store,On hand,As of', 'A-1,Total Care Shampoo,EAST,3,2026-11-30', 'A-2,Cola,EAST,4,2026-11-30'),
      {},
      'inventory',
      { sku: 'A-1', on_hand: '3' },
    ],
    [
      'sales in French, whose decimal comma tells that the day comes first',
      lines('Date;Référence;Magasin;Qté vendue;CA', '05/06/2026;A1;LYON;12;14,50'),
      {},
      'sales',
      { date: '2026-06-05', units: '12', revenue: '14.50' },
    ],
    [
      'lead times in weeks',
      lines('Lieferant;Lieferzeit (Wochen)', 'ACME;2'),
      {},
      'lead-times',
      { supplier: 'ACME', lead_time_days: '14' },
    ],
    [
      'a demand plan of days to come',
      lines('Item,Location,Week,Forecast', 'A1,EAST,2027-01-04,100'),
      {},
      'demand-plan',
      { date: '2027-01-04', units: '100' },
    ],
  ] as const)('%s', async (_, text, options, kind, row) => {
    const taken = await recognised(text, options)
    expect(taken?.mapping.kind).toBe(kind)
    expect(taken?.questions).toEqual([])
    expect(taken?.read[0]).toMatchObject(row)
  })

  it('stock under titles and a header of two rows, with a total and another table below', async () => {
    const taken = await recognised(
      workbookOf([
        {
          rows: [
            ['Stock of 30 November 2026'],
            [],
            ['Item', 'Store', 'Stock', null],
            [null, null, 'On hand', 'Reserved'],
            ['A-1', 'EAST', 12, 2],
            ['A-2', 'EAST', 3, 0],
            ['Total', null, 15, 2],
            [],
            ['Supplier', 'Lead time'],
            ['ACME', 14],
          ],
        },
      ]),
    )
    expect(taken?.read).toEqual([
      { sku: 'A-1', location: 'EAST', on_hand: '12', allocated: '2', as_of: '2026-11-30' },
      { sku: 'A-2', location: 'EAST', on_hand: '3', allocated: '0', as_of: '2026-11-30' },
    ])
    expect(taken?.notes.join(' ')).toContain('Left out a total on line 7')
    expect(taken?.notes.join(' ')).toContain('another table')
  })

  it('nothing where no row names columns', async () => {
    expect(await recognised('hello\nworld\n')).toBeNull()
  })
})

describe('a file is asked about', () => {
  it.each([
    ['days and months below 13', lines('Date,SKU,Store,Units sold', '05/06/2026,A1,EAST,12'), ['date-form']],
    ['thousands or decimals', lines('Item;Location;On hand;As of', 'A1;EAST;1.234;2026-11-30'), ['decimal']],
    ['two locations', lines('Item,Store,Warehouse,On hand,As of', 'A1,S1,W1,3,2026-11-30'), ['column:location']],
    ['a day that it does not tell', lines('Item,Store,On hand', 'A1,S1,3'), ['value:as_of']],
    ['a place that it does not tell', lines('Item,On hand,As of', 'A1,3,2026-11-30'), ['value:location']],
  ])('%s', async (_, text, questions) => {
    expect(ids(await recognised(text))).toEqual(questions)
  })

  it('with choices that narrow, and one that does not exist is refused', async () => {
    const text = lines('Date,SKU,Store,Units sold', '05/06/2026,A1,EAST,12')
    expect((await recognised(text, { answers: { 'date-form': 'mdy' } }))?.read[0]?.date).toBe('2026-05-06')
    expect(ids(await recognised(text, { answers: { 'date-form': 'yesterday' } }))).toEqual(['date-form'])
  })

  it('which of two columns of one name is meant, whatever stands in the other', async () => {
    const text = lines(
      'sku,location,on_hand,as_of,on_hand',
      'A1,S1,3,2026-11-30,2026-11-29',
      'A2,S1,4,2026-11-30,2026-11-28',
    )
    expect((await recognised(text))?.questions).toEqual([
      {
        id: 'column:on_hand',
        text: 'Which column is the on hand?',
        choices: [
          { value: '2', label: 'on_hand (3)' },
          { value: '4', label: 'on_hand (2026-11-29)' },
        ],
      },
    ])
    const told = await recognised(text, { answers: { 'column:on_hand': '2' } })
    expect([told?.questions, told?.read.map(({ on_hand }) => on_hand)]).toEqual([[], ['3', '4']])
    const same = await recognised(lines('sku,location,on_hand,as_of,on_hand', 'A1,S1,3,2026-11-30,3'))
    expect(same?.questions).toEqual([])
  })

  it('not again where its shape is remembered, unless its values prove another form', async () => {
    const text = lines('Date,SKU,Store,Units sold', '05/06/2026,A1,EAST,12')
    const first = await recognised(text, { answers: { 'date-form': 'mdy' } })
    const remembered = async () => first?.mapping ?? null
    const again = await recognised(text, { remembered })
    expect([again?.questions, again?.read[0]?.date]).toEqual([[], '2026-05-06'])
    const other = await recognised(lines('Date,SKU,Store,Units sold', '25/06/2026,A1,EAST,12'), { remembered })
    expect([other?.questions, other?.read[0]?.date]).toEqual([[], '2026-06-25'])
  })
})

describe('cells that contradict the form of their file', () => {
  it('are refused with their reason, and never read as something else', async () => {
    const taken = await recognised(
      lines(
        'Date;SKU;Store;Units sold;Revenue',
        ...Array.from({ length: 15 }, (_, at) => `${at + 13}.06.2026;A${at};EAST;1;1,5`),
        '13.06.2026;B2;EAST;1;12.5',
      ),
    )
    expect(taken?.questions).toEqual([])
    expect(taken?.problems).toEqual([
      { column: 'revenue', value: '12.5', reason: expect.stringContaining('"," begins the decimals') },
    ])
  })

  it.each([
    ['an uplift below 1 that may be a part', 'Campaign,SKU,Start,End,Uplift', '0.6', 'uplift'],
    ['a small per cent that may be a part', 'Campaign,SKU,Start,End,Discount %', '0.5', 'discount'],
  ])('are refused where they can mean two things: %s', async (_, header, value, column) => {
    const taken = await recognised(lines(header, `Summer,A-1,2027-07-05,2027-07-12,${value}`))
    expect(taken?.problems).toEqual([{ column, value, reason: expect.stringContaining('can be') }])
  })

  it('keep the rows behind them: names with words of headers do not begin another table', async () => {
    const taken = await recognised(
      lines(
        'Item,Name,Location,On hand,As of',
        'Item 1,Order Box,Store 1,3,2026-11-30',
        'Item 2,Stock Cube,Store 2,4,2026-11-30',
      ),
    )
    expect(taken?.read.map(({ on_hand }) => on_hand)).toEqual(['3', '4'])
  })
})
