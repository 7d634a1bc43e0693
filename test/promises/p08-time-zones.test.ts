import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf, everyDay, isoOf } from '../../src/domain/day.ts'
import { dueAt, nextSlot, owedAt, type Schedule } from '../../src/domain/digest/occurrence.ts'

const zones = Intl.supportedValuesOf('timeZone')
const [firstDay, lastDay] = [dayOf('2010-01-01'), dayOf('2040-12-31')]
const isFull = process.env.PROOF === 'full'

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const timesOfDay = ['00:00', '00:30', '02:30', '08:00', '12:00', '23:30', '23:59'].map(minuteOf)

type Transition = { readonly timeZone: string; readonly at: Temporal.Instant; readonly day: Day }

const transitionsOf = (timeZone: string): readonly Transition[] => {
  const found: Transition[] = []
  let here = Temporal.Instant.from('2010-01-01T00:00:00Z').toZonedDateTimeISO(timeZone)
  for (;;) {
    const next = here.getTimeZoneTransition('next')
    if (next === null || next.year > 2040) return found
    found.push({ timeZone, at: next.toInstant(), day: dayOf(next.toPlainDate().toString()) })
    here = next
  }
}

const transitions = zones.flatMap(transitionsOf)

/** A date exists in a zone when its first moment lies on it. */
const exists = (timeZone: string, day: Day): boolean => {
  const date = Temporal.PlainDate.from(isoOf(day))
  return date.toZonedDateTime(timeZone).toPlainDate().equals(date)
}

const hour = 3_600_000

/** Lists what is wrong with the slots of successive days. */
const faultsOf = (timeZone: string, minute: number, from: Day, to: Day): readonly string[] => {
  const faults: string[] = []
  let last: number | null = null
  for (let day = from; day <= to; day++) {
    const due = dueAt({ minute, timeZone }, day)
    const where = () => `${timeZone} ${isoOf(day)} ${minute}: ${due}`
    if (due === null) {
      if (exists(timeZone, day)) faults.push(`${where()} is skipped`)
      continue
    }
    if (!exists(timeZone, day)) faults.push(`${where()} does not exist`)
    if (due.toZonedDateTimeISO(timeZone).toPlainDate().toString() !== isoOf(day)) faults.push(`${where()} is elsewhere`)
    const gap: number | null = last === null ? null : due.epochMilliseconds - last
    if (gap !== null && (gap <= 0 || gap >= 49 * hour)) faults.push(`${where()} comes ${gap / hour} hours later`)
    last = due.epochMilliseconds
  }
  return faults
}

describe('the slots of a schedule', () => {
  it('knows every zone and many changes of their clocks', () => {
    expect(zones.length).toBeGreaterThan(400)
    expect(transitions.length).toBeGreaterThan(5000)
  })

  it('are one for each date there is and none for others, one after the other, around every change of every clock', () => {
    const faults = transitions.flatMap(({ timeZone, day }) =>
      timesOfDay.flatMap((minute) =>
        faultsOf(timeZone, minute, Math.max(firstDay, day - 3), Math.min(lastDay, day + 3)),
      ),
    )
    expect(faults).toEqual([])
  })

  it('are so on any days, at any minute, in any zone', () => {
    const place = fc.record({
      timeZone: fc.constantFrom(...zones),
      minute: fc.integer({ min: 0, max: 1439 }),
      from: fc.integer({ min: firstDay, max: lastDay - 30 }),
    })
    fc.assert(
      fc.property(place, ({ timeZone, minute, from }) => {
        expect(faultsOf(timeZone, minute, from, from + 30)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it.runIf(isFull)(
    'are so on every single day of every zone',
    () => {
      const faults = zones.flatMap((timeZone) =>
        timesOfDay.flatMap((minute) => faultsOf(timeZone, minute, firstDay, lastDay)),
      )
      expect(faults).toEqual([])
    },
    1_800_000,
  )

  const cases: readonly (readonly [string, string, string, string, string | null])[] = [
    ['an hour that is skipped is taken later', 'America/New_York', '2026-03-08', '02:30', '2026-03-08T03:30-04:00'],
    ['the day before it', 'America/New_York', '2026-03-07', '02:30', '2026-03-07T02:30-05:00'],
    [
      'an hour that comes twice is taken the first time',
      'America/New_York',
      '2026-11-01',
      '01:30',
      '2026-11-01T01:30-04:00',
    ],
    ['spring', 'Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T03:30+02:00'],
    ['autumn', 'Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T02:30+02:00'],
    ['a clock that moves by half an hour', 'Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-04T02:45+11:00'],
    ['a half hour that comes twice', 'Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-05T01:45+11:00'],
    ['a midnight that is skipped', 'Asia/Beirut', '2026-03-29', '00:00', '2026-03-29T01:00+03:00'],
    ['half past a midnight that is skipped', 'America/Havana', '2026-03-08', '00:30', '2026-03-08T01:30-04:00'],
    ['a midnight that comes twice', 'America/Havana', '2026-11-01', '00:00', '2026-11-01T00:00-04:00'],
    ['the day before a missing one', 'Pacific/Apia', '2011-12-29', '08:00', '2011-12-29T08:00-10:00'],
    ['a day that is missing', 'Pacific/Apia', '2011-12-30', '08:00', null],
    ['the day after a missing one', 'Pacific/Apia', '2011-12-31', '08:00', '2011-12-31T08:00+14:00'],
    ['a clock at a quarter', 'Pacific/Chatham', '2026-09-27', '03:00', '2026-09-27T04:00+13:45'],
  ]
  it.each(cases)('%s: %s, %s at %s', (_, timeZone, date, time, expected) => {
    const due = dueAt({ minute: minuteOf(time), timeZone }, dayOf(date))
    expect(due?.toString() ?? null).toBe(expected === null ? null : Temporal.Instant.from(expected).toString())
  })
})

const schedule = (timeZone: string, minute: number, knownSince: Temporal.Instant): Schedule => ({
  timeZone,
  minute,
  days: everyDay,
  knownSince,
})

const daysAround = 2

/** Ticks each minute from two days before a change of the clock to two days after, and lists what is wrong. */
const tickFaults = ({ timeZone, at }: Transition, minute: number): readonly string[] => {
  const [start, end] = [at.subtract({ hours: daysAround * 24 }), at.add({ hours: daysAround * 24 })]
  const known = schedule(timeZone, minute, start)
  const made = new Set<Day>()
  const faults: string[] = []
  for (let now = start; Temporal.Instant.compare(now, end) <= 0; now = now.add({ minutes: 1 })) {
    const slot = owedAt(known, made, now)
    if (slot === null) continue
    if (made.has(slot.day)) faults.push(`${timeZone} ${isoOf(slot.day)} is made twice`)
    if (now.since(slot.due).total('minutes') >= 1) faults.push(`${timeZone} ${isoOf(slot.day)} comes late, at ${now}`)
    made.add(slot.day)
  }
  const first = dayOf(start.toZonedDateTimeISO(timeZone).toPlainDate().toString()) + 1
  const last = dayOf(end.toZonedDateTimeISO(timeZone).toPlainDate().toString()) - 1
  for (let day = first; day <= last; day++)
    if (made.has(day) !== exists(timeZone, day)) faults.push(`${timeZone} ${isoOf(day)} is wrong: ${made.has(day)}`)
  return faults
}

describe('a tick each minute', () => {
  const notorious = new Set([
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Beirut',
    'America/Havana',
    'Pacific/Apia',
    'Pacific/Chatham',
  ])
  const ofTheNotorious = transitions.filter(({ timeZone, at }) => {
    const { year } = at.toZonedDateTimeISO('UTC')
    return notorious.has(timeZone) && (year === 2026 || (timeZone === 'Pacific/Apia' && year === 2011))
  })
  const oddMinutes = ['00:00', '02:30', '23:59'].map(minuteOf)

  it('makes each date once and in its minute when a notorious clock changes', () => {
    expect(new Set(ofTheNotorious.map(({ timeZone }) => timeZone))).toEqual(notorious)
    expect(
      ofTheNotorious.flatMap((transition) => oddMinutes.flatMap((minute) => tickFaults(transition, minute))),
    ).toEqual([])
  })

  it('makes each date once and in its minute when any clock changes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...transitions),
        fc.oneof(fc.constantFrom(...timesOfDay), fc.integer({ min: 0, max: 1439 })),
        (transition, minute) => {
          expect(tickFaults(transition, minute)).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })

  it.runIf(isFull)(
    'makes each date once and in its minute at every change of every clock',
    () => {
      expect(
        transitions.flatMap((transition, i) => tickFaults(transition, oddMinutes[i % oddMinutes.length] ?? 0)),
      ).toEqual([])
    },
    7_200_000,
  )
})

describe('a schedule that is changed', () => {
  const change = fc.record({
    /** Minutes after the change before. */
    after: fc.integer({ min: 1, max: 2500 }),
    timeZone: fc.oneof(
      fc.constantFrom(...zones),
      fc.constantFrom('Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Pacific/Apia', 'Etc/UTC'),
    ),
    minute: fc.oneof(fc.constantFrom(...timesOfDay), fc.integer({ min: 0, max: 1439 })),
  })
  const start = fc
    .integer({ min: firstDay, max: lastDay - 30 })
    .map((day) => Temporal.Instant.from(`${isoOf(day)}T00:00:00Z`))

  it('makes no date twice, reaches never before the change, and gets every date that comes after it', () => {
    fc.assert(
      fc.property(
        start,
        fc.array(change, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 45 }),
        (from, changes, step) => {
          const made = new Map<Day, Temporal.Instant>()
          let now = from
          for (const [i, { timeZone, minute }] of changes.entries()) {
            const known = schedule(timeZone, minute, now)
            const until = now.add({ minutes: changes[i + 1]?.after ?? 4000 })
            const before = new Set(made.keys())
            for (; Temporal.Instant.compare(now, until) < 0; now = now.add({ minutes: step })) {
              const slot = owedAt(known, new Set(made.keys()), now)
              if (slot === null) continue
              expect(made.has(slot.day)).toBe(false)
              expect(Temporal.Instant.compare(slot.due, known.knownSince)).toBeGreaterThan(0)
              expect(Temporal.Instant.compare(slot.due, now)).toBeLessThanOrEqual(0)
              made.set(slot.day, slot.due)
            }
            const lastTick = now.subtract({ minutes: step })
            const around = dayOf(known.knownSince.toString().slice(0, 10))
            for (let day = around - 2; day <= around + 6; day++) {
              const due = dueAt(known, day)
              if (due === null || before.has(day)) continue
              const isOwed =
                Temporal.Instant.compare(due, known.knownSince) > 0 && Temporal.Instant.compare(due, lastTick) <= 0
              expect(made.has(day)).toBe(isOwed)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('names as its next slot the one that is owed next', () => {
    fc.assert(
      fc.property(start, change, ({ epochMilliseconds }, { after, timeZone, minute }) => {
        const now = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).add({ minutes: after })
        const known = schedule(timeZone, minute, now)
        const dueNow = owedAt(known, new Set(), now)
        const made = new Set(dueNow === null ? [] : [dueNow.day])
        const next = nextSlot(known, made, now)
        if (next === null) throw new Error('there is no next slot')
        expect(owedAt(known, made, next.due)).toEqual(next)
        expect(owedAt(known, made, next.due.subtract({ milliseconds: 1 }))).toBeNull()
        expect(next.due.since(now).total('hours')).toBeLessThan(49)
      }),
      { numRuns: 300 },
    )
  })
})
