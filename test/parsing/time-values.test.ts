import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asOf, isoDate, timeOfDay, timeZoneName, weekdays } from '../../src/parsing/time-values.ts'
import { read } from '../feeds/read-value.ts'

describe('a date', () => {
  test.each(['2026-07-06', '2024-02-29', '2000-02-29', '1900-01-01', '2200-12-31'])('%s is read', (input) => {
    expect(read(isoDate, input)).toBe(input)
  })

  test.each([
    ['2026-02-30', 'is not a day of the calendar'],
    ['2026-02-29', 'is not a day of the calendar'],
    ['2100-02-29', 'is not a day of the calendar'],
    ['2026-13-01', 'is not a day of the calendar'],
    ['2026-00-10', 'is not a day of the calendar'],
    ['2026-04-31', 'is not a day of the calendar'],
    ['2026-04-00', 'is not a day of the calendar'],
    ['1899-12-31', 'is outside the years 1900 to 2200'],
    ['9999-12-31', 'is outside the years 1900 to 2200'],
    ['06/07/2026', 'is not a date; write it as 2026-07-06'],
    ['2026-7-6', 'is not a date; write it as 2026-07-06'],
    ['2026-07-06 00:00', 'is not a date; write it as 2026-07-06'],
    ['46209', 'is not a date; write it as 2026-07-06'],
  ])('%s is refused: it %s', (input, reason) => {
    expect(read(isoDate, input)).toBe(reason)
  })

  test('a date is taken exactly when Temporal knows it', () => {
    const two = (value: number) => String(value).padStart(2, '0')
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2200 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const input = `${year}-${two(month)}-${two(day)}`
          let known = true
          try {
            Temporal.PlainDate.from(input)
          } catch {
            known = false
          }
          expect(read(isoDate, input) === input).toBe(known)
        },
      ),
    )
  })
})

describe('the time of a count', () => {
  const berlin = asOf('Europe/Berlin')

  test.each([
    ['2026-06-01', '2026-06-01', 0],
    ['2026-06-01 06:30', '2026-06-01', 390],
    ['2026-06-01T06:30', '2026-06-01', 390],
    ['2026-06-01 23:59:59', '2026-06-01', 1439],
    ['2026-06-01T06:30:15.123', '2026-06-01', 390],
    ['2026-06-01T06:30Z', '2026-06-01', 510],
    ['2026-06-01T06:30:00.000Z', '2026-06-01', 510],
    ['2026-06-01 22:30Z', '2026-06-02', 30],
    ['2026-06-01T06:30+02:00', '2026-06-01', 390],
    ['2026-06-01 06:30 -0500', '2026-06-01', 810],
    ['2026-12-31T23:30:00Z', '2027-01-01', 30],
  ])('%s is the minute of a local day', (input, on, minute) => {
    expect(read(berlin, input)).toMatchObject({ as_of_on: on, as_of_minute: minute })
  })

  test.each([
    ['yesterday', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-01 6am', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-01 24:00', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-01 06:60', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-01 06:00:60', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-01T06:00+25:00', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-01T', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-06-0106:00', 'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00'],
    ['2026-02-30', 'is not a day of the calendar'],
    ['2026-02-30 06:00', 'is not a day of the calendar'],
    ['0001-01-01 00:00', 'is outside the years 1900 to 2200'],
  ])('%s is refused: it %s', (input, reason) => {
    expect(read(berlin, input)).toBe(reason)
  })

  test('one moment is one local minute, whichever offset it is written with', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (date, offset) => {
          const moment = Temporal.Instant.fromEpochMilliseconds(date.getTime())
          const sign = offset < 0 ? '-' : '+'
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
          const zone = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
          const written = `${moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })}${zone}`
          const local = moment.toZonedDateTimeISO('America/New_York')
          expect(read(asOf('America/New_York'), written)).toMatchObject({
            as_of_on: local.toPlainDate().toString(),
            as_of_minute: local.hour * 60 + local.minute,
          })
        },
      ),
    )
  })
})

describe('a set of weekdays', () => {
  test.each([
    ['mon', 0b0000001],
    ['mon-fri', 0b0011111],
    ['mon,thu', 0b0001001],
    ['Mon; Thu', 0b0001001],
    ['fri-mon', 0b1110001],
    ['mon-wed,sat', 0b0100111],
    ['mon-sun', 0b1111111],
    ['monday - friday', 0b0011111],
    ['mon–fri', 0b0011111],
    ['sun-sun', 0b1000000],
  ])('%s is the mask %d', (input, mask) => {
    expect(read(weekdays, input)).toBe(mask)
  })

  test.each(['mo', 'weekdays', 'mon-', '-', 'mon-wed-fri', ',', '1-5'])('%s is refused', (input) => {
    expect(read(weekdays, input)).toBe('is not a set of weekdays; write it as mon-fri or mon,thu')
  })
})

describe('a time of day', () => {
  test.each([
    ['15:00', '15:00'],
    ['9:05', '09:05'],
    ['00:00', '00:00'],
    ['24:00', 'is not a time of day; write it as 15:00'],
    ['12:60', 'is not a time of day; write it as 15:00'],
    ['3pm', 'is not a time of day; write it as 15:00'],
    ['1500', 'is not a time of day; write it as 15:00'],
  ])('%s comes to %s', (input, expected) => {
    expect(read(timeOfDay, input)).toBe(expected)
  })
})

describe('a time zone', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['america/new_york', 'America/New_York'],
    ['UTC', 'UTC'],
    ['Mars/Olympus', 'is not a time zone; write it as Europe/Berlin'],
    ['+02:00', 'is not a time zone; write it as Europe/Berlin'],
    ['x'.repeat(65), 'is not a time zone; write it as Europe/Berlin'],
  ])('%s comes to %s', (input, expected) => {
    expect(read(timeZoneName, input)).toBe(expected)
  })
})
