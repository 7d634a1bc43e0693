import { describe, expect, test } from 'vitest'
import { rowReader } from '../../src/feeds/row-reader.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { examples } from './examples.ts'
import { headerProblem, options, problems, row } from './read-row.ts'

const kinds = Object.keys(examples) as FeedKind[]

describe.each(kinds)('a row of %s', (kind) => {
  const [full, fullRow, least, leastRow] = examples[kind]

  test('with every column filled in is read', () => {
    expect(row(kind, full)).toEqual(fullRow)
  })

  test('is read whatever the order, the capitals and the blanks of the column names', () => {
    const shuffled = Object.fromEntries(
      Object.entries(full)
        .reverse()
        .map(([column, cell]) => [` ${column.toUpperCase()}\t`, ` ${cell} `]),
    )
    expect(row(kind, shuffled)).toEqual(fullRow)
  })

  test('with the least that is needed takes its defaults, and has the same fields', () => {
    expect(row(kind, least)).toMatchObject(leastRow)
    expect(Object.keys(row(kind, least)).sort()).toEqual(Object.keys(fullRow).sort())
  })

  test('with the other columns there but empty is the same', () => {
    const empty = Object.fromEntries(Object.keys(full).map((column) => [column, least[column] ?? ' ']))
    expect(row(kind, empty)).toEqual(row(kind, least))
  })

  test('may be blank or missing in no column that is required, save the name of an item', () => {
    for (const column of Object.keys(least).filter((name) => name !== 'name' || kind !== 'items')) {
      expect(problems(kind, { ...least, [column]: ' ' })).toEqual([{ column, value: ' ', reason: 'is missing' }])
      const others = Object.keys(least).filter((name) => name !== column)
      expect(headerProblem(kind, ...others, 'x')?.column).toBe(column)
    }
  })

  test('with unknown columns is read, and the columns are named', () => {
    const reader = rowReader(kind, ['__proto__', ...Object.keys(full), 'constructor', 'Shelf Colour '], options)
    if (!reader.ok) throw new Error(reader.error.reason)
    expect(reader.value.ignoredColumns).toEqual(['__proto__', 'constructor', 'Shelf Colour'])
    expect(reader.value.read(['{}', ...Object.values(full), '1', '2'])).toEqual({ ok: true, value: fullRow })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('a header', () => {
  const needs =
    'the header needs sku, location, on_hand, as_of and may have allocated, unusable, safety_stock, presentation_min, expires_on'

  test('that lacks columns is refused with the list of all', () => {
    expect(headerProblem('inventory', 'sku', 'on_hand', 'as_of')).toEqual({
      column: 'location',
      value: null,
      reason: `is missing; ${needs}`,
    })
    expect(headerProblem('inventory', 'sku', 'quantity')).toEqual({
      column: 'location, on_hand, as_of',
      value: null,
      reason: `are missing; ${needs}`,
    })
  })

  test('that is not there at all is refused with the list of columns', () => {
    expect(headerProblem('inventory')).toEqual({ column: '', value: null, reason: `is empty; ${needs}` })
    expect(headerProblem('inventory', '', ' ')).toEqual({ column: '', value: null, reason: `is empty; ${needs}` })
  })

  test('that names a known column twice is refused', () => {
    expect(headerProblem('inventory', 'sku', 'location', 'on_hand', 'as_of', 'On_Hand')).toEqual({
      column: 'on_hand',
      value: null,
      reason: 'is in the header twice; keep one of them',
    })
  })

  test('may name unknown columns twice or not at all', () => {
    expect(headerProblem('inventory', 'sku', 'location', 'on_hand', 'as_of', '', '', 'note', 'note')).toBeNull()
  })

  test('of more than 60 columns is refused', () => {
    const extra = Array.from({ length: 57 }, (_, at) => `x${at}`)
    expect(headerProblem('inventory', 'sku', 'location', 'on_hand', 'as_of', ...extra)).toEqual({
      column: '',
      value: null,
      reason: 'has 61 columns; the limit is 60',
    })
    expect(headerProblem('inventory', 'sku', 'location', 'on_hand', 'as_of', ...extra.slice(1))).toBeNull()
  })

  test.each(['sku;location;on_hand;as_of', 'sku\tlocation\ton_hand\tas_of'])(
    '%j is not separated by commas',
    (line) => {
      expect(headerProblem('inventory', line)?.reason).toBe(
        'does not separate its columns with commas; save the file as comma-separated "CSV UTF-8"',
      )
    },
  )

  test('may be called like properties of objects, and nothing is missed or found by that', () => {
    expect(headerProblem('locations', '__proto__', 'constructor', 'toString')?.column).toBe('location')
  })
})
