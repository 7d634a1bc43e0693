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
 * The rungs of the escalation ladder, lowest first: whoever acknowledged a risk is reminded; if they stay silent the risk
 * reopens; its owner is asked, then their backup, then the planners, and last the accountable executive.
 */
const rungs = ['remind', 'silence', 'owner', 'backup', 'planners', 'executive'] as const

export type Rung = (typeof rungs)[number]

/** A rung that was taken about a risk in an episode, and who was asked: `personId` is empty where nobody was. The moment is in milliseconds since 1970. */
export type EscalationStep = {
  readonly riskId: RiskId
  readonly episode: number
  readonly rung: Rung
  readonly personId: string
  readonly name: string
  readonly at: number
}

/** A person who can be asked. Their working time begins on the day they are back. */
export type Colleague = {
  readonly id: string
  readonly name: string
  readonly working: WorkingTime
  /** The day they are back; null for somebody who is not away. */
  readonly awayUntil: Day | null
  /** Who is asked after them, and who instead of them while they are away. */
  readonly backup: string | null
  readonly delegate: string | null
}

/** Who can be asked about risks, and when. Moments are milliseconds since 1970. */
export type EscalationDirectory = {
  /** The working time by which the time left to a deadline is counted. */
  readonly clock: WorkingTime
  readonly moneyFloor: number
  /** Gives a person by id; null where no message reaches them. */
  readonly colleague: (id: string) => Colleague | null
  readonly planners: (record: RiskRecord) => readonly string[]
  readonly executive: string | null
  /** Who says whether a budget is committed: the owner of the promotion and the approvers. */
  readonly committers: (record: RiskRecord) => readonly string[]
  /** Gives the first moment, from another on, at which a person may get one more message. */
  readonly freeFrom: (colleague: Colleague, from: number) => number
  /** Gives the moment of the last action of anybody on a risk; null where there was none. */
  readonly heardAt: (record: RiskRecord) => number | null
  /** When the store was last restored: who was asked before is not known. 0 where it never was. */
  readonly restoredAt: number
  /** Tells whether a person has stopped the reminders of a risk in its episode. */
  readonly hasStopped: (record: RiskRecord, id: string) => boolean
}

/** The next step about a risk: whom to ask, and when. `to` is null where a risk reopens and nobody can be told. */
export type Ask = { readonly rung: Rung; readonly to: Colleague | null; readonly at: number }

/** Gives the share of the working time left that passes between two rungs: half at the money floor, a quarter at ten times as much. */
const shareOf = ({ money }: RiskRecord, moneyFloor: number): number =>
  Math.max(
    smallestEscalationShare,
    largestEscalationShare / (1 + Math.log10(Math.max(1, moneySize(money) / Math.max(1, moneyFloor)))),
  )

/** Gives the moment by which somebody must have acted: the order cut-off or end of the last day to order, else the first launch, else the end of the last promotion. */
export const deadlineOf = ({ orderBy, subject }: RiskRecord, clock: WorkingTime, now: number): number => {
  if (orderBy !== null)
    return subject.cutoff == null
      ? clock.startOf(orderBy + 1)
      : clock.startOf(orderBy) + minuteOfCutoff(subject.cutoff) * 60_000
  const launch = clock.startOf(Math.min(...subject.promotions.map(({ start }) => start)))
  return launch > now ? launch : clock.startOf(Math.max(...subject.promotions.map(({ start, end = start }) => end)) + 1)
}

/**
 * Gives the first day on which a risk can wait no longer: of an order when its last day is near or its promotion runs, of a
 * commercial risk four weeks before the first start, of any other risk at once (minus infinity).
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

/** Tells whether escalation asks about a risk: not where a mitigation is under way, or it is snoozed, settled or over. */
export const isAskedAbout = (record: RiskRecord): record is RiskRecord & { readonly state: Standing } =>
  (record.state === 'open' || record.state === 'acknowledged') && record.snoozedUntil === null && isCalledFor(record)

/** Gives the moment from which the ladder counts: the latest of when the risk was opened, assigned, answered, acted on by whoever acknowledged it, or the store restored. */
const beganAt = (record: RiskRecord, { heardAt, restoredAt }: EscalationDirectory): number => {
  const { openedAt, owner, handled, state } = record
  const heard = state === 'acknowledged' ? (heardAt(record) ?? 0) : 0
  return Math.max(
    heard,
    restoredAt,
    ...[openedAt, owner?.at, handled?.at].flatMap((at) => (at === undefined ? [] : momentOf(at))),
  )
}

/** Gives an ISO moment in milliseconds since 1970. */
export const momentOf = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds

const ownersOf = (record: RiskRecord, { committers }: EscalationDirectory): readonly string[] => {
  if (record.owner !== null) return [record.owner.personId]
  return record.subject.action.kind === 'commit' ? committers(record) : []
}

/** Whether a budget is committed concerns the executive; all else does above the money floor. */
const concernsExecutive = ({ subject, money }: RiskRecord, { moneyFloor }: EscalationDirectory): boolean =>
  subject.action.kind === 'commit' || moneySize(money) > moneyFloor

/** Lists the rungs for a risk, with the people whom each of them asks. The executive is asked only about what concerns them. */
const ladderOf = (
  record: RiskRecord,
  taken: readonly EscalationStep[],
  directory: EscalationDirectory,
): readonly { readonly rung: Rung; readonly people: readonly string[] }[] => {
  const owner = record.owner?.personId ?? null
  if (record.state === 'acknowledged') {
    const people = owner === null ? [] : [owner]
    return [
      { rung: 'remind', people },
      { rung: 'silence', people },
    ]
  }
  const backup = owner === null ? null : (directory.colleague(owner)?.backup ?? null)
  const isOwnerTold = taken.some(({ rung }) => rung === 'silence')
  return [
    { rung: 'owner', people: isOwnerTold ? [] : ownersOf(record, directory) },
    { rung: 'backup', people: backup === null ? [] : [backup] },
    { rung: 'planners', people: record.subject.action.kind === 'commit' ? [] : directory.planners(record) },
    {
      rung: 'executive',
      people: directory.executive === null || !concernsExecutive(record, directory) ? [] : [directory.executive],
    },
  ]
}

/**
 * Gives who is asked next about a risk, and when; empty where nobody is. `taken` has the steps of its episode. A rung is due
 * when a share of the working time left has passed since the one before it, in the working hours of the person it asks.
 * Where these come after the deadline, the backup is asked if at work earlier, and the next rung does not wait for them;
 * where the backup too is asked after the deadline, both are asked when they come. Nobody is asked twice, and a rung with
 * nobody to ask takes no time.
 */
export const nextAsks = (
  record: RiskRecord,
  taken: readonly EscalationStep[],
  directory: EscalationDirectory,
  now: number,
): readonly Ask[] => {
  if (!isAskedAbout(record)) return []
  const { clock } = directory
  const began = beganAt(record, directory)
  const own = taken.filter(({ at }) => at >= began)
  const asked = new Set(own.map(({ personId }) => personId))
  const share = shareOf(record, directory.moneyFloor)
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
  const ladder = ladderOf(record, taken, directory)
  /** Whoever was reminded is also told that the risk reopens; otherwise nobody is asked twice. */
  const isRefused = (id: string, rung: Rung) =>
    (rung !== 'silence' && asked.has(id)) || taken.some((step) => step.rung === rung && step.personId === id)
  for (const { rung, people: ids } of ladder) {
    const steps = own.filter((step) => step.rung === rung)
    const people = ids.flatMap((id) =>
      isRefused(id, rung) || directory.hasStopped(record, id) ? [] : (directory.colleague(id) ?? []),
    )
    if (steps.length > 0) {
      const askedAt = Math.min(...steps.map(({ at }) => at))
      base = askedAt <= deadline ? Math.max(base, askedAt) : (after(base) ?? askedAt)
      if (ids.length > 1 || askedAt > deadline)
        late.push(...people.flatMap((to) => whenFree(rung, to, Math.max(base, now), directory)))
      continue
    }
    if (people.length === 0 && rung !== 'silence') continue
    const due = after(base)
    if (due === null) return late
    const from = Math.max(due, now)
    const limit = rung === 'silence' ? Math.max(deadline, from + longestReopeningWait) : deadline
    const isOut = (id: string) => isRefused(id, rung) || directory.hasStopped(record, id)
    const found = people.flatMap((to): readonly Ask[] => {
      const one = addresseeOf(to, from, limit, directory, isOut)
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

/** Keeps the first ask of each person, in the order of time. */
const eachOnce = (asks: readonly Ask[]): readonly Ask[] => {
  const inOrder = asks.toSorted((a, b) => a.at - b.at)
  return inOrder.filter(({ to }, i) => inOrder.findIndex((one) => one.to?.id === to?.id) === i)
}

const whenFree = (rung: Rung, to: Colleague, from: number, directory: EscalationDirectory): readonly Ask[] => {
  const at = freeAt(to, from, directory)
  return at === null ? [] : [{ rung, to, at }]
}

/** Days on which a free moment is looked for: each of them may be full already. */
const mostTries = 5

/** Gives the first moment of a person's working time at which they may get one more message; null where none is found. */
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
 * Gives who is asked for a person, and when: themselves where they are not away and at work by `limit`, else whoever of them,
 * their delegate (while they are away) and their backup is free first, which may be after `limit`; null where nobody is.
 * Moments are milliseconds since 1970.
 */
const addresseeOf = (
  to: Colleague,
  from: number,
  limit: number,
  directory: EscalationDirectory,
  isOut: (id: string) => boolean,
): { readonly to: Colleague; readonly at: number } | null => {
  const isAway = to.awayUntil !== null && to.working.dayAt(from) < to.awayUntil
  const own = freeAt(to, from, directory)
  if (!isAway && own !== null && own <= limit) return { to, at: own }
  const others = [isAway ? to.delegate : null, to.backup].flatMap((id) =>
    id === null || isOut(id) ? [] : (directory.colleague(id) ?? []),
  )
  const [first] = [to, ...others]
    .flatMap((one) => {
      const at = freeAt(one, from, directory)
      return at === null ? [] : [{ to: one, at }]
    })
    .toSorted((a, b) => a.at - b.at)
  return first ?? null
}
