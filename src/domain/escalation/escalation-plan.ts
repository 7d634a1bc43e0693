import { moneySize } from '../money.ts'
import { escalationPauseMilliseconds, escalationsADay } from '../policy.ts'
import type { RiskRecord } from '../risks/risk.ts'
import { applyTransition, isRefusedTransition } from '../risks/risk-transition.ts'
import { type Colleague, type EscalationDirectory, type EscalationStep, nextAsks, type Rung } from './escalation.ts'

/**
 * Gives the first moment, from another on, at which somebody was not told too often already: `told` has the moments of
 * their messages. A fourth one waits for their next day.
 */
export const freeAfter = (told: readonly number[], { working }: Pick<Colleague, 'working'>, from: number): number => {
  const day = working.dayAt(from)
  const isFull = told.filter((at) => working.dayAt(at) === day).length >= escalationsADay
  return Math.max(
    from,
    isFull ? working.startOf(day + 1) : from,
    ...told.filter((at) => at <= from).map((at) => at + escalationPauseMilliseconds),
  )
}

/** One risk that somebody is asked about, as it is from then on. */
export type AskedRisk = { readonly record: RiskRecord; readonly rung: Rung }

/** What is due: one message for each person, the most urgent risk first, and the risks that open again. */
export type DueEscalation = {
  readonly messages: readonly { readonly to: Colleague; readonly asking: readonly AskedRisk[] }[]
  readonly opened: readonly RiskRecord[]
  readonly steps: readonly EscalationStep[]
  /** When something is due next, unless something happens before; in milliseconds since 1970, or infinity. */
  readonly next: number
}

/** Works out who is to be asked about which risks now. `taken` gives what was done in a risk's episode. */
export const dueEscalation = (
  records: readonly RiskRecord[],
  taken: (record: RiskRecord) => readonly EscalationStep[],
  office: EscalationDirectory,
  moment: { readonly now: string; readonly today: number; readonly at: number },
): DueEscalation => {
  const asking = new Map<string, { readonly to: Colleague; readonly asking: AskedRisk[] }>()
  const opened: RiskRecord[] = []
  const steps: EscalationStep[] = []
  let next = Number.POSITIVE_INFINITY
  for (const record of records.toSorted(byUrgency)) {
    for (const { rung, to, at } of nextAsks(record, taken(record), office, moment.at)) {
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

/** Sorts by the last day to order, then by money. */
const byUrgency = (a: RiskRecord, b: RiskRecord): number =>
  (a.orderBy ?? startOf(a)) - (b.orderBy ?? startOf(b)) || moneySize(b.money) - moneySize(a.money) || a.id - b.id

const startOf = ({ subject }: RiskRecord) => Math.min(...subject.promotions.map(({ start }) => start))
