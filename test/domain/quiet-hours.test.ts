import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUrgent, nextOpening } from '../../src/domain/alerts/quiet-hours.ts'
import { everyDay, mondayToFriday } from '../../src/domain/day.ts'
import { localDay } from '../../src/domain/digest/occurrence.ts'

const opening = (now: string, days = mondayToFriday, timeZone = 'Europe/Berlin') =>
  nextOpening({ days, timeZone }, Temporal.Instant.from(now)).toString()

describe('a channel', () => {
  it('hears at once from seven to seven in its own zone on its days', () => {
    expect(opening('2026-06-01T05:00:00Z')).toBe('2026-06-01T05:00:00Z')
    expect(opening('2026-06-01T16:59:00Z')).toBe('2026-06-01T16:59:00Z')
  })

  it('waits for the morning before and after', () => {
    expect(opening('2026-06-01T04:59:00Z')).toBe('2026-06-01T05:00:00Z')
    expect(opening('2026-06-01T17:00:00Z')).toBe('2026-06-02T05:00:00Z')
  })

  it('waits for its next day over a weekend, and over a change of the clocks', () => {
    expect(opening('2026-06-05T17:00:00Z')).toBe('2026-06-08T05:00:00Z')
    expect(opening('2026-10-23T18:00:00Z')).toBe('2026-10-26T06:00:00Z')
  })

  it('is never kept waiting for more than a week, nor till an hour that has passed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: 1, max: everyDay }),
        fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) }),
        (timeZone, days, at) => {
          const now = Temporal.Instant.fromEpochMilliseconds(at)
          const next = nextOpening({ days, timeZone }, now)
          expect(Temporal.Instant.compare(next, now)).toBeGreaterThanOrEqual(0)
          expect(localDay(next, timeZone) - localDay(now, timeZone)).toBeLessThanOrEqual(14)
          expect(nextOpening({ days, timeZone }, next).toString()).toBe(next.toString())
          const { hour } = next.toZonedDateTimeISO(timeZone)
          expect(hour).toBeGreaterThanOrEqual(7)
          expect(hour).toBeLessThan(19)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('hears at any hour of what has begun or starts within two days', () => {
    expect([-3, 0, 2, 3].map((days) => isUrgent(100 + days, 100))).toEqual([true, true, true, false])
  })
})
