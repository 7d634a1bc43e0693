import { describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { nextAsks } from '../../src/domain/escalation/escalation.ts'
import { dueEscalation, freeAfter } from '../../src/domain/escalation/escalation-plan.ts'
import { usualHours, workingTime } from '../../src/domain/escalation/working-time.ts'
import type { RiskRecord } from '../../src/domain/risks/risk.ts'
import { canWait, type RiskCandidate } from '../../src/domain/risks/risk-candidate.ts'
import { acknowledgedBy, anOffice, aRisk, at, climb, isoAt, monday, ownedBy, said } from './an-office.ts'

const everybody = { Ana: {}, Ben: {}, Chloe: {}, Dora: {} }
const office = anOffice(everybody)
const decision: Partial<RiskRecord> = {
  kind: 'stockout',
  verdict: 'not-ready',
  orderBy: null,
  subject: { ...aRisk().subject, action: { kind: 'decide', promotionId: 'P-1' } },
}

describe('a risk that nobody takes', () => {
  it('starts to climb five working days before its last day, to the planners and then to the executive', () => {
    expect(said(climb(aRisk(), office))).toEqual([
      'planners Ben 2026-06-08T13:00',
      'planners Dora 2026-06-08T13:00',
      'executive Chloe 2026-06-09T14:15',
    ])
  })

  it('climbs faster with more money, and never beyond the planners below the money floor', () => {
    expect(said(climb(aRisk({ money: { EUR: 100_000 } }), office)).at(-1)).toBe('executive Chloe 2026-06-08T12:03')
    expect(said(climb(aRisk({ money: { EUR: 100 } }), office)).map((one) => one.split(' ')[0])).toEqual([
      'planners',
      'planners',
    ])
  })

  it('waits two working days at most between two rungs where there is much time', () => {
    const asked = said(climb(aRisk({ ...decision, money: { EUR: 4_000 } }), office))
    expect(asked).toEqual([
      'planners Ben 2026-06-03T08:00',
      'planners Dora 2026-06-03T08:00',
      'executive Chloe 2026-06-05T08:00',
    ])
  })

  it('is hurried within hours on its last day, one hour a rung at least', () => {
    const today = aRisk({ orderBy: monday, openedAt: '2026-06-01T12:00:00.000Z', money: { EUR: 50_000 } })
    expect(said(climb(today, office))).toEqual([
      'planners Ben 2026-06-01T13:00',
      'planners Dora 2026-06-01T13:00',
      'executive Chloe 2026-06-01T14:00',
    ])
  })

  it('counts to the hour by which the order must be in', () => {
    const byThree = aRisk({ orderBy: monday + 1, subject: { ...aRisk().subject, cutoff: '10:00' } })
    expect(said(climb(byThree, office))[0]).toBe('planners Ben 2026-06-01T11:00')
    expect(said(climb(aRisk({ orderBy: monday + 1 }), office))[0]).toBe('planners Ben 2026-06-01T13:00')
  })

  it('starts exactly when it can no longer wait', () => {
    for (let day = monday - 20; day < monday + 12; day++) {
      const record = aRisk({ openedAt: `${isoOf(monday - 40)}T08:00:00.000Z` })
      const evidence = record.subject.promotions.map((promotion) => ({ promotion, lines: [] }))
      const candidate = { ...record, action: record.subject.action, evidence } as unknown as RiskCandidate
      const [first] = climb(record, office)
      const asked = Math.floor((first?.at ?? 0) / 86_400_000)
      if (canWait(candidate, day)) expect(asked).toBeGreaterThan(day)
    }
  })

  it('goes straight to the executive where there are no planners, and nowhere where there is nobody', () => {
    expect(said(climb(aRisk(), anOffice(everybody, { planners: [] })))).toEqual(['executive Chloe 2026-06-08T13:00'])
    expect(climb(aRisk(), anOffice({}))).toEqual([])
  })

  it('asks a planner who works elsewhere when their day begins, and the next rung waits only for the first', () => {
    const far = anOffice({ Ben: {}, Dora: { timeZone: 'America/New_York' }, Chloe: {} })
    const morning = aRisk({ openedAt: '2026-06-08T08:00:00.000Z', orderBy: monday + 7, money: { EUR: 90_000 } })
    expect(said(climb(morning, far))).toEqual([
      'planners Ben 2026-06-08T09:15',
      'executive Chloe 2026-06-08T10:22',
      'planners Dora 2026-06-08T12:00',
    ])
  })
})

describe('a risk with an owner', () => {
  const ana = ownedBy('Ana', aRisk())

  it('asks the owner, their backup, the planners and the executive, each once', () => {
    const people = { ...everybody, Ana: { backup: 'Ben' } }
    expect(said(climb(ana, anOffice(people)))).toEqual([
      'owner Ana 2026-06-08T13:00',
      'backup Ben 2026-06-09T14:15',
      'planners Dora 2026-06-10T12:41',
      'executive Chloe 2026-06-11T09:00',
    ])
  })

  it('goes to the next rung where the owner wants no more reminders', () => {
    const people = { ...everybody, Ana: { backup: 'Ben' } }
    expect(said(climb(ana, anOffice(people, { stopped: ['Ana'] })))[0]).toBe('backup Ben 2026-06-08T13:00')
  })

  it('asks the delegate of an owner who is away, and the backup where there is none', () => {
    const away = { awayUntil: monday + 14 }
    expect(said(climb(ana, anOffice({ ...everybody, Ana: { ...away, delegate: 'Dora' } })))[0]).toBe(
      'owner Dora 2026-06-08T13:00',
    )
    expect(said(climb(ana, anOffice({ ...everybody, Ana: { ...away, backup: 'Ben' } })))[0]).toBe(
      'owner Ben 2026-06-08T13:00',
    )
  })

  it('loses no time over an owner who is away and has nobody: the planners are asked a rung later', () => {
    const asked = said(climb(ana, anOffice({ ...everybody, Ana: { awayUntil: monday + 14 } })))
    expect(asked[0]).toBe('planners Ben 2026-06-09T14:15')
  })

  it('asks whoever is at work first where the owner is only after the last day', () => {
    const people = { ...everybody, Ana: { days: 0b0000001, backup: 'Ben' } }
    const late = ownedBy('Ana', aRisk({ openedAt: '2026-06-08T17:00:00.000Z' }))
    expect(said(climb(late, anOffice(people)))[0]).toBe('owner Ben 2026-06-09T17:15')
  })

  it('asks whoever is at work first where nobody is before the last day ends, and the owner as well when they come', () => {
    const people = { ...everybody, Ana: { days: 0b0000010, backup: 'Ben' } }
    const past = ownedBy('Ana', aRisk({ openedAt: '2026-06-12T17:30:00.000Z' }))
    const asked = said(climb(past, anOffice(people)))
    expect(asked[0]).toBe('owner Ben 2026-06-15T08:30')
    expect(asked).toContain('owner Ana 2026-06-16T08:00')
    expect(asked.filter((one) => one.includes('Ben'))).toHaveLength(1)
  })
})

describe('a risk that somebody has acknowledged', () => {
  it('reminds them, and opens again after their silence', () => {
    const taken = acknowledgedBy('Ana', '2026-06-08T09:00:00.000Z', aRisk())
    expect(said(climb(taken, office))).toEqual(['remind Ana 2026-06-09T11:15', 'silence Ana 2026-06-10T10:26'])
  })

  it('counts from what was last done about it', () => {
    const taken = acknowledgedBy('Ana', '2026-06-08T09:00:00.000Z', aRisk())
    const heard = at('2026-06-09T09:00:00Z')
    expect(said(climb(taken, anOffice(everybody, { heard }), heard))[0]).toBe('remind Ana 2026-06-10T08:45')
    expect(said(climb(aRisk(), anOffice(everybody, { heard })))[0]).toBe('planners Ben 2026-06-08T13:00')
  })

  it('once open again asks their backup next, not them', () => {
    const people = { ...everybody, Ana: { backup: 'Ben' } }
    const open = ownedBy('Ana', aRisk({ episode: 2, openedAt: '2026-06-10T10:30:00.000Z' }))
    const silence = {
      riskId: 1,
      episode: 2,
      rung: 'silence',
      personId: 'Ana',
      name: 'Ana',
      at: at(open.openedAt),
    } as const
    const asked = said(climb(open, anOffice(people), at(open.openedAt), [silence]))
    expect(asked[0]).toMatch(/^backup Ben/)
    expect(asked.some((one) => one.includes('Ana'))).toBe(false)
  })

  it('is left alone while something is on its way, it is put aside, settled or over', () => {
    const taken = acknowledgedBy('Ana', '2026-06-08T09:00:00.000Z', aRisk())
    for (const quiet of [
      { state: 'mitigating' },
      { state: 'resolved' },
      { state: 'accepted' },
      { state: 'expired' },
      { snoozedUntil: monday + 9 },
      { endedAt: '2026-06-08T10:00:00.000Z' },
    ] as const)
      expect(nextAsks({ ...taken, ...quiet }, [], office, at('2026-06-12T10:00:00Z'))).toEqual([])
  })

  it('and was asked about before starts anew: whoever planned it and took it is reminded all the same', () => {
    const taken = acknowledgedBy('Ben', '2026-06-08T15:00:00.000Z', aRisk())
    const before = {
      riskId: 1,
      episode: 1,
      rung: 'planners',
      personId: 'Ben',
      name: 'Ben',
      at: at('2026-06-08T13:00:00Z'),
    } as const
    expect(said(climb(taken, office, at('2026-06-08T15:00:00Z'), [before]))[0]).toBe('remind Ben 2026-06-09T15:45')
  })
})

describe('working hours', () => {
  it('let nobody be asked on a weekend, a holiday or in the night: what falls there waits for the morning', () => {
    const holidays = new Set([dayOf('2026-06-08')])
    const asked = climb(
      aRisk({ orderBy: dayOf('2026-06-10'), openedAt: '2026-06-05T16:00:00.000Z' }),
      anOffice(everybody, { holidays }),
    )
    expect(said(asked)).toEqual([
      'planners Ben 2026-06-09T11:30',
      'planners Dora 2026-06-09T11:30',
      'executive Chloe 2026-06-09T15:37',
    ])
  })

  it('keep their local hour over a change of the clocks', () => {
    const berlin = workingTime(usualHours('Europe/Berlin'), () => false)
    const friday = at('2026-03-27T10:00:00Z')
    expect(isoAt(berlin.next(at('2026-03-28T09:00:00Z')) as number)).toBe('2026-03-30T06:00:00.000Z')
    expect(isoAt(berlin.add(friday, 8 * 3_600_000) as number)).toBe('2026-03-30T07:00:00.000Z')
    expect(berlin.between(friday, at('2026-03-30T16:00:00Z'))).toBe(17 * 3_600_000)
  })

  it('of a night shift on the day the clocks skip an hour are as long as they are', () => {
    const night = workingTime({ from: 60, to: 300, days: 0b1111111, timeZone: 'Europe/Berlin' }, () => false)
    expect(night.between(at('2026-03-28T22:00:00Z'), at('2026-03-29T22:00:00Z'))).toBe(3 * 3_600_000)
    expect(night.between(at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'))).toBe(5 * 3_600_000)
  })
})

describe('what is due for one person', () => {
  const moment = { now: '2026-06-10T10:00:00.000Z', today: monday + 9, at: at('2026-06-10T10:00:00Z') }

  it('is one message, the nearest last day first', () => {
    const records = [
      aRisk({ id: 1 }),
      aRisk({ id: 2, orderBy: monday + 10 }),
      aRisk({ id: 3, orderBy: monday + 11, money: { EUR: 9_000 } }),
    ]
    const { messages, steps } = dueEscalation(records, () => [], office, moment)
    expect(messages.map(({ to, asking }) => [to.id, asking.map(({ record }) => record.id)])).toEqual([
      ['Ben', [2, 3, 1]],
      ['Dora', [2, 3, 1]],
    ])
    expect(steps).toHaveLength(6)
  })

  it('opens a risk again in a new episode, and keeps there that its owner was told', () => {
    const taken = acknowledgedBy('Ana', '2026-06-05T09:00:00.000Z', aRisk())
    const reminded = {
      riskId: 1,
      episode: 1,
      rung: 'remind',
      personId: 'Ana',
      name: 'Ana',
      at: at('2026-06-08T09:00:00Z'),
    } as const
    const { opened, steps, messages } = dueEscalation([taken], () => [reminded], office, moment)
    expect(opened.map(({ state, episode, owner }) => [state, episode, owner?.name])).toEqual([['open', 2, 'Ana']])
    expect(steps.map(({ episode, rung, name }) => [episode, rung, name])).toEqual([[2, 'silence', 'Ana']])
    expect(messages.map(({ to }) => to.id)).toEqual(['Ana'])
  })

  it('is told three times a day and an hour apart at most', () => {
    const ben = { working: workingTime(usualHours('UTC'), () => false) }
    const nine = at('2026-06-01T09:00:00Z')
    const hour = 3_600_000
    expect(isoAt(freeAfter([], ben, nine))).toBe('2026-06-01T09:00:00.000Z')
    expect(isoAt(freeAfter([nine], ben, nine + 1))).toBe('2026-06-01T10:00:00.000Z')
    const three = [nine, nine + hour, nine + 2 * hour]
    expect(isoAt(freeAfter(three, ben, nine + 3 * hour))).toBe('2026-06-02T00:00:00.000Z')
    expect(isoAt(freeAfter(three, ben, nine + 23 * hour))).toBe('2026-06-02T08:00:00.000Z')
  })
})
