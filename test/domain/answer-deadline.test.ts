import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf, weekdayOf } from '../../src/domain/day.ts'
import { answerDeadline } from '../../src/domain/decisions/answer-deadline.ts'
import { usualHours, type WorkingHours, workingTime } from '../../src/domain/escalation/working-time.ts'

const at = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds
const local = (moment: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDateTime().toString()

describe('the end of the time to answer a proposal', () => {
  const closed = new Set([dayOf('2026-05-25'), dayOf('2026-12-25'), dayOf('2026-12-26')])
  it.each([
    ['a Monday morning', 'Europe/Prague', '2026-06-01T08:00:00Z', [], '2026-06-04', '2026-06-05T00:00:00'],
    ['a Friday evening', 'Europe/Prague', '2026-06-05T20:00:00Z', [], '2026-06-10', '2026-06-11T00:00:00'],
    ['a Saturday', 'America/Los_Angeles', '2026-06-06T18:00:00Z', [], '2026-06-10', '2026-06-11T00:00:00'],
    ['Monday there, Sunday here', 'Asia/Tokyo', '2026-06-07T22:00:00Z', [], '2026-06-11', '2026-06-12T00:00:00'],
    ['before a holiday', 'Europe/London', '2026-05-21T09:00:00Z', [], '2026-05-27', '2026-05-28T00:00:00'],
    ['over Christmas', 'Europe/Berlin', '2026-12-23T09:00:00Z', [], '2026-12-29', '2026-12-30T00:00:00'],
    ['the spring change of clocks', 'Europe/Berlin', '2026-03-27T09:00:00Z', [], '2026-04-01', '2026-04-02T00:00:00'],
    [
      'the autumn change of clocks',
      'America/New_York',
      '2026-10-30T15:00:00Z',
      [],
      '2026-11-04',
      '2026-11-05T00:00:00',
    ],
    ['a last useful day', 'Europe/Prague', '2026-06-01T08:00:00Z', ['2026-06-02'], '2026-06-02', '2026-06-03T00:00:00'],
    [
      'a last useful day that is over',
      'Europe/Prague',
      '2026-06-01T08:00:00Z',
      ['2026-05-20'],
      '2026-06-01',
      '2026-06-02T00:00:00',
    ],
    [
      'a useful day that ends before they work',
      'Europe/Prague',
      '2026-06-05T20:00:00Z',
      ['2026-06-05'],
      '2026-06-08',
      '2026-06-09T00:00:00',
    ],
    [
      'half an hour before they leave on it',
      'Europe/Prague',
      '2026-06-05T15:30:00Z',
      ['2026-06-05'],
      '2026-06-08',
      '2026-06-09T00:00:00',
    ],
    [
      'an hour before they leave on it',
      'Europe/Prague',
      '2026-06-05T15:00:00Z',
      ['2026-06-05'],
      '2026-06-05',
      '2026-06-06T00:00:00',
    ],
  ])('of one made on %s', (_, zone, now, useful, day, end) => {
    const working = workingTime(usualHours(zone), (one) => closed.has(one))
    const deadline = answerDeadline(at(now), working, useful.map(dayOf))
    expect([deadline.day, local(deadline.at, zone)]).toEqual([dayOf(day), end])
  })

  it('goes by the hours and days of whoever answers', () => {
    const sundays: WorkingHours = { from: 9 * 60, to: 17 * 60, days: 0b1000111, timeZone: 'Asia/Riyadh' }
    const working = workingTime(sundays, () => false)
    expect(answerDeadline(at('2026-06-03T12:00:00Z'), working, []).day).toBe(dayOf('2026-06-09'))
  })

  const zones = ['UTC', 'Europe/Prague', 'America/New_York', 'Asia/Tokyo', 'Pacific/Apia', 'Australia/Lord_Howe']
  const hours = fc.record({
    from: fc.integer({ min: 0, max: 22 * 60 }),
    length: fc.integer({ min: 60, max: 12 * 60 }),
    days: fc.integer({ min: 1, max: 127 }),
    timeZone: fc.constantFrom(...zones),
  })
  const moment = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') })
  const useful = fc.array(fc.integer({ min: -10, max: 20 }), { maxLength: 3 })

  it('leaves a working hour, is the end of a local day, and no later than the third working day or that hour', () => {
    fc.assert(
      fc.property(
        hours,
        moment,
        useful,
        fc.integer({ min: 0, max: 9 }),
        ({ from, length, ...own }, now, offsets, off) => {
          const isClosed = (day: Day) => off > 0 && day % 10 < off && weekdayOf(day) < 2
          const to = Math.min(24 * 60, from + length)
          const working = workingTime({ ...own, from, to }, isClosed)
          const today = working.dayAt(now)
          const deadline = answerDeadline(
            now,
            working,
            offsets.map((one) => today + one),
          )
          expect(deadline.at).toBeGreaterThan(now)
          expect(deadline.at).toBe(working.startOf(deadline.day + 1))
          if (working.next(now) === null) return
          expect(working.between(now, deadline.at)).toBeGreaterThanOrEqual(60 * 60 * 1_000)
          let worked = 0
          for (let day = today + 1; day < deadline.day; day++)
            if (working.between(working.startOf(day), working.startOf(day + 1)) > 0) worked++
          expect(worked).toBeLessThan(3)
        },
      ),
    )
  })
})
