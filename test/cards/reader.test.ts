import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subscribedCard } from '../../src/cards/channels/channel-card.ts'
import { moreWords } from '../../src/cards/language/card.ts'
import { formattedFor, formattedForAll } from '../../src/cards/language/reader-formats.ts'
import * as words from '../../src/cards/language/words.ts'
import { dayOf, mondayToFriday } from '../../src/domain/day.ts'
import { locales, noLocales } from '../_helpers/locales.ts'

const today = dayOf('2026-06-01')
const wednesday = dayOf('2026-07-08')

/** Blanks of every width are one blank, and marks that only say in which direction to read are none. */
const seen = (text: string) => text.replaceAll(/\p{Cf}/gu, '').replaceAll(/\s/gu, ' ')
const read = (locale: string | null, work: () => string) => seen(formattedFor(locale, work))

const any = {
  day: fc.integer({ min: dayOf('1970-01-01'), max: dayOf('2099-12-31') }),
  number: fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 0.04, -0.04, 1, 9.96, 10, 3995, 1e21)),
  currency: fc.oneof(fc.constantFrom('EUR', 'JPY', 'KWD', 'eur', 'EURO', '€', '', 'XXX', 'E1R'), fc.string()),
  minute: fc.integer({ min: 0, max: 1439 }),
}

/** Every word there is, as one list. */
const everything = (day: number, days: number, value: number, currency: string, minute: number): readonly string[] => [
  words.dateWords(day, today),
  words.sinceWords(day, today),
  words.windowWords(day, day + days, today),
  words.momentWords(`2026-06-01T${String(minute % 24).padStart(2, '0')}:15:00Z`, 'Asia/Kathmandu', day),
  words.timeOfDayWords(minute),
  words.weekdayWords((day % 7) as 0),
  words.numberWords(value),
  words.digitWords(value),
  words.unitWords(value),
  words.countWords(value, 'line'),
  words.moneyWords(value, currency),
  words.moneyWords(value, null),
  words.percentWords(value),
  words.agoWords('2026-06-01T08:00:00Z', '2026-06-01T09:00:00Z'),
  moreWords(Math.abs(Math.trunc(value)), 'there') ?? '',
]

describe('what is written for a German reader', () => {
  it.each([
    ['Mi., 8. Juli', () => words.dateWords(wednesday, today)],
    ['Fr., 8. Januar 2027', () => words.dateWords(dayOf('2027-01-08'), today)],
    ['Mo., 6. – So., 12. Juli', () => words.windowWords(wednesday - 2, wednesday + 4, today)],
    ['Mi., 8. Juli', () => words.windowWords(wednesday, wednesday, today)],
    [
      'Di., 29. Dezember 2026 – Mo., 4. Januar 2027',
      () => words.windowWords(dayOf('2026-12-29'), dayOf('2027-01-04'), today),
    ],
    ['Fr', () => words.sinceWords(dayOf('2026-05-29'), today)],
    ['Mo., 1. Juni um 09:15', () => words.momentWords('2026-06-01T07:15:00Z', 'Europe/Berlin', today)],
    ['3.995', () => words.numberWords(3995)],
    ['1,5 units', () => words.unitWords(1.5)],
    ['1 unit', () => words.unitWords(1)],
    ['0', () => words.numberWords(-0.01)],
    ['3.995 EUR', () => words.moneyWords(3995, 'EUR')],
    ['7,99 EUR', () => words.moneyWords(7.99, 'EUR')],
    ['EURO 3.995', () => words.moneyWords(3995, 'EURO')],
    ['38 %', () => words.percentWords(0.38)],
    ['under 1 %', () => words.percentWords(0.001)],
    ['... and 1.234 more: there', () => `${moreWords(1234, 'there')}`],
  ])('%s', (expected, work) => expect(read('de', work)).toBe(expected))

  it('names the days of a schedule', () => {
    const view = {
      name: '#a',
      state: 'active',
      minute: 480,
      timeZone: 'UTC',
      whenQuiet: 'line',
      isWeekly: false,
      isMonthly: false,
      filter: null,
      person: null,
      changedBy: 'x',
    } as const
    const schedule = (days: number) => read('de', () => subscribedCard({ ...view, days }, null, 20_000, 'new').title)
    expect(schedule(mondayToFriday)).toContain('08:00 UTC, Mo to Fr')
    expect(schedule(0b0010101)).toContain('08:00 UTC, Mo, Mi and Fr')
  })
})

describe('what is written for readers elsewhere', () => {
  it.each([
    ['en-US', 'Wed, Jul 8', '3,995', 'EUR 3,995', '38%', '03:05 PM'],
    ['en-GB', 'Wed 8 Jul', '3,995', 'EUR 3,995', '38%', '15:05'],
    ['fr', 'mer. 8 juillet', '3 995', '3 995 EUR', '38 %', '15:05'],
    ['sv', 'ons 8 juli', '3 995', '3 995 EUR', '38 %', '15:05'],
    ['ja', '7月8日(水)', '3,995', 'EUR 3,995', '38%', '15:05'],
    ['ar-EG', 'الأربعاء، ٨ يوليو', '٣٬٩٩٥', '٣٬٩٩٥ EUR', '٣٨٪', '٠٣:٠٥ م'],
    ['fa', 'چهارشنبه ۸ ژوئیه', '۳٬۹۹۵', 'EUR ۳٬۹۹۵', '۳۸٪', '۱۵:۰۵'],
  ])('%s', (locale, date, number, money, percent, time) => {
    expect(read(locale, () => words.dateWords(wednesday, today))).toBe(date)
    expect(read(locale, () => words.numberWords(3995))).toBe(number)
    expect(read(locale, () => words.moneyWords(3995, 'EUR'))).toBe(money)
    expect(read(locale, () => words.percentWords(0.38))).toBe(percent)
    expect(read(locale, () => words.timeOfDayWords(15 * 60 + 5))).toBe(time)
  })

  it('goes by the calendar that channels and feeds go by, unless the reader asks for another', () => {
    const year = (locale: string) => read(locale, () => words.dateWords(dayOf('2027-01-08'), today))
    expect(year('th')).toContain('2027')
    expect(year('th-u-ca-buddhist')).toContain('2570')
  })

  it('throws nothing and is never empty, whatever there is to write', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        any.day,
        fc.nat({ max: 800 }),
        any.number,
        any.currency,
        any.minute,
        (locale, ...what) => {
          const written = formattedFor(locale, () => everything(...what))
          for (const one of written.slice(0, -1)) expect(one.trim()).not.toBe('')
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('ends no date with a full stop that would double that of a sentence', () => {
    for (const locale of ['de', 'de-AT', 'fr', 'pt-BR', 'cs', 'fi', 'nb', 'da', 'sl'])
      for (let month = 1; month <= 12; month++) {
        const day = dayOf(`2026-${String(month).padStart(2, '0')}-11`)
        expect(read(locale, () => words.dateWords(day, today))).not.toMatch(/\.$/)
        expect(read(locale, () => words.windowWords(day, day + 3, today))).not.toMatch(/\.$/)
      }
  })
})

describe('what is written for everybody', () => {
  it.each([
    ['Wed 8 Jul', () => words.dateWords(wednesday, today)],
    ['Fri 8 Jan 2027', () => words.dateWords(dayOf('2027-01-08'), today)],
    ['Mon 6 to Sun 12 Jul', () => words.windowWords(wednesday - 2, wednesday + 4, today)],
    ['Tue 29 Dec to Mon 4 Jan 2027', () => words.windowWords(dayOf('2026-12-29'), dayOf('2027-01-04'), today)],
    ['Mon 1 Jun 09:15', () => words.momentWords('2026-06-01T07:15:00Z', 'Europe/Berlin', today)],
    ['3,995', () => words.numberWords(3995)],
    ['EUR 3,995', () => words.moneyWords(3995, 'EUR')],
    ['EUR 7.99', () => words.moneyWords(7.99, 'EUR')],
    ['38 %', () => words.percentWords(0.38)],
  ])('%s', (expected, work) => {
    expect(work()).toBe(expected)
    expect(formattedFor(null, work)).toBe(expected)
    expect(formattedFor('de', () => formattedForAll(work))).toBe(expected)
  })

  it('is what somebody reads whose language nobody knows', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...noLocales)),
        any.day,
        fc.nat({ max: 800 }),
        any.number,
        any.currency,
        any.minute,
        (locale, ...what) => {
          expect(formattedFor(locale, () => everything(...what))).toEqual(everything(...what))
        },
      ),
    )
  })

  it('never depends on a reader, and no string that stands for one makes anything fail', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...locales, ...noLocales), fc.string({ unit: 'binary' })),
        any.day,
        fc.nat({ max: 800 }),
        any.number,
        any.currency,
        any.minute,
        (locale, ...what) => {
          const inChannel = formattedFor(locale, () => formattedForAll(() => everything(...what)))
          expect(inChannel).toEqual(everything(...what))
        },
      ),
    )
  })

  it('stays so while someone else is answered at the same time', async () => {
    const date = async () => {
      await new Promise((done) => setImmediate(done))
      return words.dateWords(wednesday, today)
    }
    expect(await Promise.all([formattedFor('de', date), date(), formattedFor('en-US', date)])).toEqual([
      'Mi., 8. Juli',
      'Wed 8 Jul',
      'Wed, Jul 8',
    ])
  })
})
