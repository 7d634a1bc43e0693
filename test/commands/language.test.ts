import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderText } from '../../src/chat/terminal/render.ts'
import { wholeShares } from '../../src/commands/promotions/share-units.ts'
import { dayOf, isoOf, weekdayOf } from '../../src/domain/day.ts'
import { distance } from '../../src/domain/did-you-mean.ts'
import { ok } from '../../src/domain/result.ts'
import { readDate, readDates } from '../../src/parsing/dates.ts'
import { splitWords } from '../../src/parsing/words.ts'

const today = dayOf('2026-06-01')
const window = (text: string) => {
  const read = readDates(text, { today, locale: null })
  return read.ok ? `${isoOf(read.value.start)} ${isoOf(read.value.end)}` : read.error
}

describe('words', () => {
  it('are split at blanks, held together by quotes of every kind, and keyed by a colon', () => {
    expect(
      splitWords(`promo add “Summer – BOGO” sku:SKU-1,SKU-2 dates:"6-12 Jul" at:'North Gate' „a b” Key:v:w`),
    ).toEqual(
      ok([
        { key: null, value: 'promo' },
        { key: null, value: 'add' },
        { key: null, value: 'Summer – BOGO' },
        { key: 'sku', value: 'SKU-1,SKU-2' },
        { key: 'dates', value: '6-12 Jul' },
        { key: 'at', value: 'North Gate' },
        { key: null, value: 'a b' },
        { key: 'key', value: 'v:w' },
      ]),
    )
  })

  it('of any text are read, or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4_000 }), (text) => {
        const words = splitWords(text)
        expect(words.ok ? Array.isArray(words.value) : words.error.length > 0).toBe(true)
      }),
    )
    expect(splitWords('x'.repeat(10_000))).toMatchObject({
      error: expect.stringMatching(/10,000 characters; the limit is 3,000/),
    })
  })
})

describe('dates', () => {
  it.each([
    ['6-12 Jul', '2026-07-06 2026-07-12'],
    ['6 - 12 July 2027', '2027-07-06 2027-07-12'],
    ['6–12 Jul', '2026-07-06 2026-07-12'],
    ['29 Dec - 4 Jan', '2026-12-29 2027-01-04'],
    ['28 Jun to 2 Jul', '2026-06-28 2026-07-02'],
    ['2026-07-06..2026-07-12', '2026-07-06 2026-07-12'],
    ['2026-07-06 - 2026-07-12', '2026-07-06 2026-07-12'],
    ['Jul 6', '2026-07-06 2026-07-06'],
    ['1-14 May', '2027-05-01 2027-05-14'],
    ['1st-3rd Aug', '2026-08-01 2026-08-03'],
  ])('%s is %s', (text, expected) => expect(window(text)).toBe(expected))

  it.each(['31 Jun', '2026-02-30', 'soon', '', '1-2-3 Jul', 'Jul'])('%s is answered with a sentence', (text) => {
    expect(window(text)).toMatch(/^(".*" is not|There is no such day)/)
  })

  it('count days as calendars do', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 60_000 }), (day) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
        expect(isoOf(day)).toBe(date.toString())
        expect(dayOf(isoOf(day))).toBe(day)
        expect(weekdayOf(day)).toBe(date.dayOfWeek - 1)
        expect(readDate(isoOf(day), { today, locale: null })).toEqual(ok(day))
      }),
    )
  })
})

describe('small things', () => {
  it('splits a total into whole parts that add up to it', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), weights, (total, list) => {
        const parts = wholeShares(total, list)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true)
      }),
    )
  })

  it('counts the letters between two words', () => {
    expect([distance('stok', 'stock'), distance('lsit', 'list'), distance('', 'abc'), distance('a', 'a')]).toEqual([
      1, 1, 3, 0,
    ])
  })

  it('lets no text command the terminal', () => {
    const nasty = 'a\u001b[31mred\u001b]0;title\u0007b\u202ec\u0000d\u009be\r\nf'
    const said = renderText({
      tone: 'plain',
      title: nasty,
      plain: '',
      blocks: [{ kind: 'text', text: nasty }],
      footer: nasty,
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = renderText({ tone: 'plain', title: text, plain: '', blocks: [], footer: null })
        expect(shown.isWellFormed()).toBe(true)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
        expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
      }),
    )
  })
})
