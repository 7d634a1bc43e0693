import type { Day } from '../day.ts'
import type { RiskId } from '../ids.ts'
import { moneySize } from '../money.ts'
import {
  commercialReviewDays,
  largestEscalationShare,
  longestEscalationGap,
  longestReopeningWait,
  shortestEscalationGap,
  smallestEscalationShare,
  soonWorkingDays,
} from '../policy.ts'
import { isCalledFor, type RiskRecord } from '../risks/risk.ts'
import { isCommercial } from '../risks/risk-action.ts'
import { workingDaysBetween } from '../risks/risk-candidate.ts'
import { minuteOfCutoff } from '../supply/lead-time.ts'
import type { WorkingTime } from './working-time.ts'

/**
 * The rungs of the ladder, lowest first: whoever acknowledged is reminded; their silence opens the risk again; its owner is
 * asked, then their backup, then the planners, and the accountable executive last.
 */
export const rungs = ['remind', 'silence', 'owner', 'backup', 'planners', 'executive'] as const

export type Rung = (typeof rungs)[number]

/** Somebody who was asked about a risk in an episode; the moment in milliseconds since 1970. Nobody has no id. */
export type EscalationStep = {
  readonly riskId: RiskId
  readonly episode: number
  readonly rung: Rung
  readonly personId: string
  readonly name: string
  readonly at: number
}

/** Somebody who can be asked. Their working time has none before the day they are back. */
export type Colleague = {
  readonly id: string
  readonly name: string
  readonly working: WorkingTime
  /** The day they are back; null for somebody who is there. */
  readonly awayUntil: Day | null
  /** Who is asked after them, and who instead of them while they are away. */
  readonly backup: string | null
  readonly delegate: string | null
}

/** Who can be asked about risks, and when. Moments are milliseconds since 1970. */
export type EscalationDirectory = {
  /** The working time in which the company counts how much is left. */
  readonly clock: WorkingTime
  readonly moneyFloor: number
  /** Gives somebody; null where there is no way to them. */
  readonly colleague: (id: string) => Colleague | null
  readonly planners: (record: RiskRecord) => readonly string[]
  readonly executive: string | null
  /** Gives the first moment, from another on, at which somebody was not asked too often already. */
  readonly freeFrom: (colleague: Colleague, from: number) => number
  /** Gives the moment at which somebody last did something about a risk, or null. */
  readonly heardAt: (record: RiskRecord) => number | null
  /** Tells whether somebody wants no more reminders of a risk in its episode. */
  readonly hasStopped: (record: RiskRecord, id: string) => boolean
}

/** The next thing to do about a risk: whom to ask, and when. `to` is null where a risk opens again and nobody can be told. */
export type Ask = { readonly rung: Rung; readonly to: Colleague | null; readonly at: number }

/** Gives the share of the time left that passes between two rungs: half at the money floor, a quarter at ten times as much. */
const shareOf = ({ money }: RiskRecord, moneyFloor: number): number =>
  Math.max(
    smallestEscalationShare,
    largestEscalationShare / (1 + Math.log10(Math.max(1, moneySize(money) / Math.max(1, moneyFloor)))),
  )

/** Gives the moment by which somebody must have acted: the end of the last day to order, else the launch, else the end. */
export const deadlineOf = ({ orderBy, subject }: RiskRecord, clock: WorkingTime, now: number): number => {
  if (orderBy !== null)
    return subject.cutoff == null
      ? clock.startOf(orderBy + 1)
      : clock.startOf(orderBy) + minuteOfCutoff(subject.cutoff) * 60_000
  const launch = clock.startOf(Math.min(...subject.promotions.map(({ start }) => start)))
  return launch > now ? launch : clock.startOf(Math.max(...subject.promotions.map(({ start, end = start }) => end)) + 1)
}

/**
 * Gives the first day on which a risk cannot wait any longer: an order only when its last day is near, or its promotion
 * runs; what does not touch the shelf in the weeks before the start.
 */
const firstDay = ({ kind, orderBy, subject }: RiskRecord): Day => {
  if (isCommercial(subject.action))
    return Math.min(...subject.promotions.map(({ start }) => start)) - commercialReviewDays
  if (kind !== 'order-by' || orderBy === null) return Number.NEGATIVE_INFINITY
  let day = orderBy
  while (workingDaysBetween(day - 1, orderBy) <= soonWorkingDays) day--
  return Math.min(day, ...subject.promotions.map(({ start }) => start))
}

type Standing = Extract<RiskRecord['state'], 'open' | 'acknowledged'>

/** Tells whether anybody is asked about a risk: not where something is on its way, or it is put aside, settled or over. */
export const isAskedAbout = (record: RiskRecord): record is RiskRecord & { readonly state: Standing } =>
  (record.state === 'open' || record.state === 'acknowledged') && record.snoozedUntil === null && isCalledFor(record)

/** Gives the moment from which the ladder counts: when the question was asked, somebody got it, or last did something about what they have. */
const beganAt = (record: RiskRecord, { heardAt }: EscalationDirectory): number => {
  const { openedAt, owner, handled, state } = record
  const heard = state === 'acknowledged' ? (heardAt(record) ?? 0) : 0
  return Math.max(heard, ...[openedAt, owner?.at, handled?.at].flatMap((at) => (at === undefined ? [] : momentOf(at))))
}

/** Gives a moment that is kept as ISO text in milliseconds since 1970. */
export const momentOf = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds

/** Lists the rungs that a risk climbs, with whom each of them asks. A little money climbs no further than the planners. */
const ladderOf = (
  record: RiskRecord,
  taken: readonly EscalationStep[],
  office: EscalationDirectory,
): readonly { readonly rung: Rung; readonly people: readonly string[] }[] => {
  const owner = record.owner?.personId ?? null
  if (record.state === 'acknowledged') {
    const people = owner === null ? [] : [owner]
    return [
      { rung: 'remind', people },
      { rung: 'silence', people },
    ]
  }
  const backup = owner === null ? null : (office.colleague(owner)?.backup ?? null)
  const isToldSilence = taken.some(({ rung }) => rung === 'silence')
  return [
    { rung: 'owner', people: owner === null || isToldSilence ? [] : [owner] },
    { rung: 'backup', people: backup === null ? [] : [backup] },
    { rung: 'planners', people: office.planners(record) },
    {
      rung: 'executive',
      people: office.executive === null || moneySize(record.money) <= office.moneyFloor ? [] : [office.executive],
    },
  ]
}

/**
 * Says who is asked next about a risk, and when; nothing where nobody is. `taken` has what was done in its episode. A rung
 * comes when a share of the working time left has passed since the one before, in the working hours of whoever it asks.
 * Where these come after the deadline, their backup is asked if at work earlier, and the next rung does not wait for them;
 * where the backup is asked after the deadline too, they are asked as well when they come. Nobody is asked twice, and a rung
 * that finds nobody takes no time.
 */
export const nextAsks = (
  record: RiskRecord,
  taken: readonly EscalationStep[],
  office: EscalationDirectory,
  now: number,
): readonly Ask[] => {
  if (!isAskedAbout(record)) return []
  const { clock } = office
  const began = beganAt(record, office)
  const own = taken.filter(({ at }) => at >= began)
  const told = new Set(own.map(({ personId }) => personId))
  const share = shareOf(record, office.moneyFloor)
  const deadline = deadlineOf(record, clock, now)
  const most = longestEscalationGap[record.state]
  const after = (moment: number): number | null =>
    clock.add(
      moment,
      Math.max(shortestEscalationGap, Math.min(most, share * clock.between(moment, deadline, most / share))),
    )
  const first = firstDay(record)
  let base = Number.isFinite(first) ? Math.max(began, clock.startOf(first)) : began
  const late: Ask[] = []
  const ladder = ladderOf(record, taken, office)
  /** Their silence is told to whoever was reminded; nobody else is asked twice. */
  const isRefused = (id: string, rung: Rung) =>
    (rung !== 'silence' && told.has(id)) || taken.some((step) => step.rung === rung && step.personId === id)
  for (const { rung, people: ids } of ladder) {
    const steps = own.filter((step) => step.rung === rung)
    const people = ids.flatMap((id) =>
      isRefused(id, rung) || office.hasStopped(record, id) ? [] : (office.colleague(id) ?? []),
    )
    if (steps.length > 0) {
      const asked = Math.min(...steps.map(({ at }) => at))
      base = asked <= deadline ? Math.max(base, asked) : (after(base) ?? asked)
      if (ids.length > 1 || asked > deadline)
        late.push(...people.flatMap((to) => whenFree(rung, to, Math.max(base, now), office)))
      continue
    }
    if (people.length === 0 && rung !== 'silence') continue
    const due = after(base)
    if (due === null) return late
    const from = Math.max(due, now)
    const limit = rung === 'silence' ? Math.max(deadline, from + longestReopeningWait) : deadline
    const isOut = (id: string) => isRefused(id, rung) || office.hasStopped(record, id)
    const found = people.flatMap((to): readonly Ask[] => {
      const one = addressed(to, from, limit, office, isOut)
      return one === null ? [] : [{ rung, ...one }]
    })
    const asks = found.filter((one) => one.at <= limit)
    if (asks.length > 0) return eachOnce([...late, ...asks])
    if (rung === 'silence') return [{ rung, to: null, at: clock.next(from) ?? from }]
    // Nobody is at work before the deadline: the next rung waits for them no longer than if they had been asked.
    late.push(...found)
    base = due
  }
  return eachOnce(late)
}

/** Whoever is to be asked for several reasons is asked for the first. */
const eachOnce = (asks: readonly Ask[]): readonly Ask[] => {
  const inOrder = asks.toSorted((a, b) => a.at - b.at)
  return inOrder.filter(({ to }, i) => inOrder.findIndex((one) => one.to?.id === to?.id) === i)
}

const whenFree = (rung: Rung, to: Colleague, from: number, office: EscalationDirectory): readonly Ask[] => {
  const at = freeAt(to, from, office)
  return at === null ? [] : [{ rung, to, at }]
}

const mostTries = 5

/** Gives the first moment of somebody's working time at which they were not asked too often already. */
const freeAt = (colleague: Colleague, from: number, { freeFrom }: EscalationDirectory): number | null => {
  let moment = colleague.working.next(from)
  for (let i = 0; i < mostTries && moment !== null; i++) {
    const free = freeFrom(colleague, moment)
    if (free <= moment) return moment
    moment = colleague.working.next(free)
  }
  return moment
}

/**
 * Finds who is asked in somebody's place, and when: themselves, unless they are away or at work only after `limit`; then
 * whoever is at work first, which may be after `limit` too. Moments are milliseconds since 1970.
 */
const addressed = (
  to: Colleague,
  from: number,
  limit: number,
  office: EscalationDirectory,
  isOut: (id: string) => boolean,
): { readonly to: Colleague; readonly at: number } | null => {
  const isAway = to.awayUntil !== null && to.working.dayAt(from) < to.awayUntil
  const own = freeAt(to, from, office)
  if (!isAway && own !== null && own <= limit) return { to, at: own }
  const others = [isAway ? to.delegate : null, to.backup].flatMap((id) =>
    id === null || isOut(id) ? [] : (office.colleague(id) ?? []),
  )
  const [first] = [to, ...others]
    .flatMap((one) => {
      const at = freeAt(one, from, office)
      return at === null ? [] : [{ to: one, at }]
    })
    .toSorted((a, b) => a.at - b.at)
  return first ?? null
}
