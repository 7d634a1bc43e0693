import { type Day, dayOf, mondayToFriday } from '../../src/domain/day.ts'
import {
  type Ask,
  type Colleague,
  type EscalationDirectory,
  type EscalationStep,
  nextAsks,
} from '../../src/domain/escalation/escalation.ts'
import { freeAfter } from '../../src/domain/escalation/escalation-plan.ts'
import { usualHours, type WorkingHours, workingTime } from '../../src/domain/escalation/working-time.ts'
import type { RiskRecord } from '../../src/domain/risks/risk.ts'

export const monday = dayOf('2026-06-01')

/** A moment in milliseconds. */
export const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds

/** A moment as ISO text. */
export const isoAt = (moment: number): string =>
  Temporal.Instant.fromEpochMilliseconds(moment).toString({ smallestUnit: 'millisecond' })

export type Someone = Partial<WorkingHours> & Partial<Pick<Colleague, 'backup' | 'delegate' | 'awayUntil'>>

/** An open order of EUR 1,000, due on Fri 12 Jun, for a promotion from Mon 29 Jun; asked about on Mon 1 Jun at 08:00 UTC. */
export const aRisk = (more: Partial<RiskRecord> = {}): RiskRecord => ({
  id: 1,
  identity: '["order","ACME","COLA"]',
  kind: 'order-by',
  verdict: 'at-risk',
  orderBy: monday + 11,
  money: { EUR: 1000 },
  subject: {
    action: { kind: 'order', supplier: 'ACME', sku: 'COLA' },
    promotions: [{ promotionId: 'P-1', name: 'Summer', start: monday + 28, end: monday + 34 }],
    item: 'Cola',
    orderUnits: 100,
    rule: null,
    lines: 1,
  },
  state: 'open',
  episode: 1,
  openedAt: '2026-06-01T08:00:00.000Z',
  owner: null,
  handled: null,
  snoozedUntil: null,
  endedAt: null,
  version: 1,
  ...more,
})

/** The risk with somebody it is with. */
export const ownedBy = (name: string, record: RiskRecord): RiskRecord => ({
  ...record,
  owner: { personId: name, name, at: record.openedAt, on: monday },
})

/** The risk acknowledged by somebody at a moment. */
export const acknowledgedBy = (name: string, when: string, record: RiskRecord): RiskRecord => {
  const who = { personId: name, name, at: when, on: dayOf(when.slice(0, 10)) }
  const { verdict, orderBy, money } = record
  return {
    ...record,
    state: 'acknowledged',
    owner: who,
    handled: { ...who, reason: null, basis: { verdict, orderBy, money } },
  }
}

/** An office of people by name, in UTC unless they are elsewhere; Ben and Dora plan, Chloe is accountable. */
export const anOffice = (
  people: Readonly<Record<string, Someone>>,
  {
    holidays = new Set<Day>(),
    planners = ['Ben', 'Dora'],
    executive = 'Chloe',
    told = new Map<string, number[]>(),
    stopped = [],
    heard = null,
  }: {
    readonly holidays?: ReadonlySet<Day>
    readonly planners?: readonly string[]
    readonly executive?: string | null
    readonly told?: Map<string, number[]>
    readonly stopped?: readonly string[]
    readonly heard?: number | null
  } = {},
): EscalationDirectory => {
  const colleagues = new Map(
    Object.entries(people).map(([id, { awayUntil = null, backup = null, delegate = null, ...hours }]) => [
      id,
      {
        id,
        name: id,
        awayUntil,
        backup,
        delegate,
        working: workingTime(
          { ...usualHours('UTC'), ...hours },
          (day) => holidays.has(day) || (awayUntil !== null && day < awayUntil),
        ),
      },
    ]),
  )
  return {
    clock: workingTime({ ...usualHours('UTC'), days: mondayToFriday }, (day) => holidays.has(day)),
    moneyFloor: 100,
    colleague: (id) => colleagues.get(id) ?? null,
    planners: () => planners.filter((id) => colleagues.has(id)),
    executive: executive !== null && colleagues.has(executive) ? executive : null,
    freeFrom: (colleague, from) => freeAfter(told.get(colleague.id) ?? [], colleague, from),
    heardAt: () => heard,
    restoredAt: 0,
    committers: () => [],
    hasStopped: (_, id) => stopped.includes(id),
  }
}

/** Lets nobody react to a risk: answers everything that is asked, in order, each at its time. */
export const climb = (
  record: RiskRecord,
  office: EscalationDirectory,
  from = at(record.openedAt),
  taken: readonly EscalationStep[] = [],
): readonly (Omit<Ask, 'to'> & { readonly to: string; readonly due: number })[] => {
  const steps = [...taken]
  const asked: (Omit<Ask, 'to'> & { to: string; due: number })[] = []
  let now = from
  for (let i = 0; i < 50; i++) {
    const asks = nextAsks(record, steps, office, now)
    const [first] = asks.toSorted((a, b) => a.at - b.at)
    if (first === undefined || first.rung === 'silence') {
      if (first !== undefined) asked.push({ rung: first.rung, to: first.to?.id ?? '', at: first.at, due: now })
      return asked
    }
    now = Math.max(now, first.at)
    for (const { rung, to, at: moment } of asks)
      if (moment <= now) {
        const id = to?.id ?? ''
        asked.push({ rung, to: id, at: now, due: moment })
        steps.push({ riskId: record.id, episode: record.episode, rung, personId: id, name: id, at: now })
      }
  }
  throw new Error('the ladder has no end')
}

/** Writes what was asked, `planners Ben 2026-06-02T10:00`. */
export const said = (asked: ReturnType<typeof climb>): readonly string[] =>
  asked.map((one) => `${one.rung} ${one.to} ${isoAt(one.at).slice(0, 16)}`.replace('  ', ' '))
