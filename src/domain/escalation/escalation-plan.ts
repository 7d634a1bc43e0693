import { moneySize } from '../money.ts'
import { escalationPauseMilliseconds, escalationsADay } from '../policy.ts'
import type { RiskRecord } from '../risks/risk.ts'
import { applyTransition, isRefusedTransition } from '../risks/risk-transition.ts'
import { type Colleague, type EscalationDirectory, type EscalationStep, nextAsks, type Rung } from './escalation.ts'

/**
 * Gives the first moment, from another on, at which a person may get one more message, by the moments of those they got
 * (`sent`). After three on one day the next one waits for the day after.
 */
export const freeAfter = (sent: readonly number[], { working }: Pick<Colleague, 'working'>, from: number): number => {
  const day = working.dayAt(from)
  const isFull = sent.filter((at) => working.dayAt(at) === day).length >= escalationsADay
  return Math.max(
    from,
    isFull ? working.startOf(day + 1) : from,
    ...sent.filter((at) => at <= from).map((at) => at + escalationPauseMilliseconds),
  )
}

/** A risk that a person is asked about, as it is after the step, and the rung. */
export type AskedRisk = { readonly record: RiskRecord; readonly rung: Rung }

/** The escalation that is due: one message for each person with the most urgent risk first, and the risks that reopen. */
export type DueEscalation = {
  readonly messages: readonly { readonly to: Colleague; readonly asking: readonly AskedRisk[] }[]
  readonly opened: readonly RiskRecord[]
  readonly steps: readonly EscalationStep[]
  /** When a step is due next if nothing changes before, in milliseconds since 1970; infinity where none is. */
  readonly next: number
}

/** Works out who is asked now about which risks. `taken` gives the steps of a risk's episode. */
export const dueEscalation = (
  records: readonly RiskRecord[],
  taken: (record: RiskRecord) => readonly EscalationStep[],
  directory: EscalationDirectory,
  moment: { readonly now: string; readonly today: number; readonly at: number },
): DueEscalation => {
  const asking = new Map<string, { readonly to: Colleague; readonly asking: AskedRisk[] }>()
  const opened: RiskRecord[] = []
  const steps: EscalationStep[] = []
  let next = Number.POSITIVE_INFINITY
  for (const record of records.toSorted(byUrgency)) {
    for (const { rung, to, at } of nextAsks(record, taken(record), directory, moment.at)) {
      if (at > moment.at) {
        next = Math.min(next, at)
        continue
      }
      const after = rung === 'silence' ? applyTransition(record, { kind: 'silence' }, moment) : record
      if (isRefusedTransition(after)) continue
      if (rung === 'silence') opened.push(after)
      steps.push({
        riskId: after.id,
        episode: after.episode,
        rung,
        personId: to?.id ?? '',
        name: to?.name ?? '',
        at: moment.at,
      })
      if (to === null) continue
      const own = asking.get(to.id) ?? { to, asking: [] }
      asking.set(to.id, own)
      own.asking.push({ record: after, rung })
    }
  }
  return { messages: [...asking.values()], opened, steps, next }
}

/** Sorts risks by the last day to order or else the start, then by money. */
const byUrgency = (a: RiskRecord, b: RiskRecord): number =>
  (a.orderBy ?? startOf(a)) - (b.orderBy ?? startOf(b)) || moneySize(b.money) - moneySize(a.money) || a.id - b.id

const startOf = ({ subject }: RiskRecord) => Math.min(...subject.promotions.map(({ start }) => start))
