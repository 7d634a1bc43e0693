import { describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../../src/domain/day.ts'
import { freshnessOf } from '../../../src/domain/feeds/freshness.ts'
import { learnedRhythm } from '../../../src/domain/feeds/rhythm.ts'

/** Days of June 2026; the 1st is a Monday. */
const june = (...days: readonly number[]) => days.map((day) => dayOf('2026-06-01') + day - 1).toReversed()

describe('the rhythm that a feed is learned to have', () => {
  it.each([
    ['every working day', [1, 2, 3, 4, 5], '1 working day'],
    ['every working day over a weekend', [3, 4, 5, 8, 9], '1 working day'],
    ['every day, weekends too', [4, 5, 6, 7, 8], '1 day'],
    ['several times a day', [1, 1, 1, 2, 2, 3, 4], '1 working day'],
    ['every Monday', [1, 8, 15, 22], '5 working days'],
    ['every Monday, once a day late', [1, 9, 15, 22], '5 working days'],
    ['every third day', [1, 4, 7, 10], '3 days'],
    ['by the larger of two middle gaps', [1, 2, 4, 5, 9], '2 working days'],
    ['never: three arrivals have two gaps', [1, 2, 3], 'none'],
    ['never: one gap is far longer than the others', [1, 2, 3, 4, 5, 15], 'none'],
    ['never: once', [1], 'none'],
    ['never: not at all', [], 'none'],
    ['as in the last ten days, not before', [1, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26], '1 working day'],
  ])('%s', (_, days, expected) => {
    const rhythm = learnedRhythm(june(...days))
    const words =
      rhythm && `${rhythm.days} ${rhythm.on === 0b11111 ? 'working ' : ''}day${rhythm.days === 1 ? '' : 's'}`
    expect(words ?? 'none').toBe(expected)
  })
})

describe('how a feed stands', () => {
  const weekAt = (minute: number) => june(1, 2, 3, 4, 5).map((day) => ({ day, minute }))
  const at = (day: number, hour: number, minute = 0) => ({ day: june(day)[0] as number, minute: hour * 60 + minute })
  const standing = (usual: number, promised: number | null, now: ReturnType<typeof at>) => {
    const freshness = freshnessOf(weekAt(usual * 60), promised, now)
    return freshness === null ? 'no rhythm' : `${freshness.state}, due ${isoOf(freshness.due).slice(8)}`
  }

  it.each([
    ['fresh over the weekend', 6, null, at(7, 12), 'fresh, due 08'],
    ['asked for from 9:00 though it comes at 6:00', 6, null, at(8, 8, 59), 'fresh, due 08'],
    ['asked for at 9:00', 6, null, at(8, 9), 'due, due 08'],
    ['asked for an hour after its usual time', 12, null, at(8, 12, 59), 'fresh, due 08'],
    ['asked for at 13:00', 12, null, at(8, 13), 'due, due 08'],
    ['asked for by 17:00 though it comes at 20:00', 20, null, at(8, 17), 'due, due 08'],
    ['not late in the night', 6, null, at(9, 6, 59), 'due, due 08'],
    ['late in the morning', 6, null, at(9, 7), 'late, due 08'],
    ['still late days later', 6, null, at(12, 3), 'late, due 08'],
    ['promised weekly', 6, 7, at(12, 8), 'fresh, due 12'],
    ['promised daily, not due on Saturday', 6, 1, at(8, 10), 'due, due 08'],
    ['not late over the weekend where due on Friday', 6, 7, at(14, 12), 'due, due 12'],
    ['late on Monday at 7:00', 6, 7, at(15, 7), 'late, due 12'],
    ['promised by nobody', 6, 0, at(25, 8), 'no rhythm'],
  ])('%s', (_, usual, promised, now, expected) => {
    expect(standing(usual, promised, now)).toBe(expected)
  })

  it('is unknown of a feed that never came, whatever was promised', () => {
    expect(freshnessOf([], 1, at(25, 8))).toBeNull()
  })
})
