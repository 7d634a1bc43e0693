import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, decimal, nonNegative, positive, share } from '../../src/parsing/number-values.ts'
import { choice, currency, flag, optional, otherwise, required, text, Unfit } from '../../src/parsing/values.ts'
import { read } from '../feeds/read-value.ts'

describe('a number', () => {
  test.each([
    ['0', 0],
    ['1200', 1200],
    ['+5', 5],
    ['12.50', 12.5],
    ['.5', 0.5],
    ['007', 7],
    ['1000000000', 1e9],
  ])('%s is read', (input, value) => {
    expect(read(decimal, input)).toBe(value)
  })

  test.each([
    ['12O', 'is not a number'],
    ['NaN', 'is not a number'],
    ['Infinity', 'is not a number'],
    ['0x10', 'is not a number'],
    ['--5', 'is not a number'],
    ['٣', 'is not a number'],
    ['9'.repeat(41), 'is not a number'],
    ['1,200', 'is not a number; write 1200, without thousands separators'],
    ['1,234,567.8', 'is not a number; write 1234567.8, without thousands separators'],
    ['1 200', 'is not a number; write 1200, without thousands separators'],
    ['1’200', 'is not a number; write 1200, without thousands separators'],
    ['12,5', 'is not a number; write 12.5, with a decimal point'],
    ['1.200,50', 'is not a number; write it with a decimal point and without thousands separators'],
    ['1.200.500', 'is not a number; write it with a decimal point and without thousands separators'],
    ['1e9999', 'is not a number in plain digits; write it out in full'],
    ['1.2E+05', 'is not a number in plain digits; write it out in full'],
    ['1000000001', 'is above 1,000,000,000'],
    ['-1000000001', 'is below -1,000,000,000'],
  ])('%s is refused: it %s', (input, reason) => {
    expect(read(decimal, input)).toBe(reason)
  })

  test('minus zero is zero', () => {
    expect(Object.is(read(decimal, '-0'), 0)).toBe(true)
  })

  test('every number within the limit that is written in plain digits is read as JavaScript reads it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 999_999 }), (whole, decimals) => {
        fc.pre(Math.abs(whole) < 1e9)
        const input = `${whole}.${decimals}`
        expect(read(decimal, input)).toBe(Number(input) === 0 ? 0 : Number(input))
      }),
    )
  })

  test('no text makes a number that is not finite', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-.,eExXnN \u00a0') }), (input) => {
        const value = decimal(input)
        if (!(value instanceof Unfit)) expect(Math.abs(value)).toBeLessThanOrEqual(1e9)
      }),
    )
  })

  test('stock below zero is refused with what to write instead', () => {
    expect(read(nonNegative('write 0 or leave the row out'), '-3')).toBe('is below zero; write 0 or leave the row out')
  })

  test('a multiple of zero is refused', () => {
    expect(read(positive(), '0')).toBe('is not above zero')
    expect(read(positive(), '0.5')).toBe(0.5)
  })

  test('days are whole and within their limits', () => {
    expect(read(days(1, 366), '7')).toBe(7)
    expect(read(days(1, 366), '7.0')).toBe(7)
    expect(read(days(1, 366), '7.5')).toBe('is not a whole number of days')
    expect(read(days(1, 366), '0')).toBe('is less than one day')
    expect(read(days(0, 3650), '-1')).toBe('is below zero')
    expect(read(days(0, 3650), '3651')).toBe('is more than 3,650 days')
    expect(read(days(0, 3650), 'week')).toBe('is not a number')
  })

  test('a share lies between 0 and 1', () => {
    expect(read(share, '0.25')).toBe(0.25)
    expect(read(share, '25')).toBe('is above 1; write a share from 0 to 1, such as 0.5')
    expect(read(share, '-0.1')).toBe('is below zero')
  })
})

describe('words', () => {
  test.each([
    ['1', 1],
    ['TRUE', 1],
    ['yes', 1],
    ['0', 0],
    ['False', 0],
    ['no', 0],
    ['2', 'is neither 1 nor 0'],
    ['__proto__', 'is neither 1 nor 0'],
  ])('the flag %s comes to %s', (input, expected) => {
    expect(read(flag, input)).toBe(expected)
  })

  test('one word of a list is found whatever its capitals, and the refusal names the list', () => {
    expect(read(choice('shop', 'web', 'dc'), 'DC')).toBe('dc')
    expect(read(choice('shop', 'web', 'dc'), 'store')).toBe('is not one of shop, web, dc')
  })

  test('a currency is three letters', () => {
    expect(read(currency, 'eur')).toBe('EUR')
    expect(read(currency, '€')).toBe('is not a currency; write three letters such as EUR')
  })

  test('a text may hold any script up to 2,000 characters', () => {
    expect(read(text, 'Crème brûlée 👩‍🍳 アイス')).toBe('Crème brûlée 👩‍🍳 アイス')
    expect(read(text, 'x'.repeat(2_000))).toHaveLength(2_000)
    expect(read(text, 'x'.repeat(2_001))).toBe('is longer than 2,000 characters')
  })

  test.each(['a\nb', 'a\u0000b', 'a\u007fb', 'a\u0085b', 'a\tb'])(
    '%j is refused for its control character',
    (input) => {
      expect(read(text, input)).toBe('contains a line break or another control character')
    },
  )

  test('half a surrogate pair is refused', () => {
    expect(read(text, 'a\ud83d')).toBe('contains half a character; save the file as "CSV UTF-8"')
  })
})

describe('a cell', () => {
  test('is trimmed of all kinds of blanks', () => {
    expect(required(text).parse('\u00a0 SKU-1\t')).toBe('SKU-1')
  })

  test('that is required is missing when it is blank', () => {
    expect(required(text).safeParse('  ').error?.issues[0]?.message).toBe('is missing')
  })

  test('that is optional is null when it is blank, and checked when it is not', () => {
    expect(optional(decimal).parse(' ')).toBeNull()
    expect(optional(decimal).safeParse('x').success).toBe(false)
  })

  test('takes its default when it is blank', () => {
    expect(otherwise(days(1, 366), 1).parse('')).toBe(1)
  })
})
