import type { Finding } from './finding.ts'
import { alarmEndsMilliseconds } from './thresholds.ts'

/** A trouble that administrators are told of once: the name of its check and what it is about, empty for all. */
type Alarm = Pick<Finding, 'check' | 'about' | 'found'>

/** An alarm that is not over; moments are ISO texts. */
export type OpenAlarm = Alarm & {
  readonly beganAt: string
  /** Since when it is not found any more; null while it is. */
  readonly goneAt: string | null
}

/** What looking again changes: which alarms begin and which end, and all that are open then. */
export type AlarmsStep = {
  readonly begun: readonly Finding[]
  readonly ended: readonly OpenAlarm[]
  readonly open: readonly OpenAlarm[]
}

/** Tells whether administrators are told of a finding without asking: faults, a disk that fills up, and a feed that is late. */
export const isAlarming = ({ check, state, about }: Finding): boolean =>
  state === 'fault' || (state === 'warning' && (check === 'disk' || (check === 'feeds' && about !== '')))

/**
 * Compares what is found with the alarms that are open. An alarm ends when it has not been found for ten minutes, so that
 * what comes and goes is told once.
 */
export const nextAlarms = (open: readonly OpenAlarm[], findings: readonly Finding[], now: string): AlarmsStep => {
  const found = new Map(findings.filter(isAlarming).map((finding) => [keyOf(finding), finding]))
  const known = new Set(open.map(keyOf))
  const begun = [...found].filter(([key]) => !known.has(key)).map(([, finding]) => finding)
  const stayed = open.map((alarm) => ({ ...alarm, goneAt: found.has(keyOf(alarm)) ? null : (alarm.goneAt ?? now) }))
  const isOver = ({ goneAt }: OpenAlarm) =>
    goneAt !== null && Date.parse(now) - Date.parse(goneAt) >= alarmEndsMilliseconds
  return {
    begun,
    ended: stayed.filter(isOver),
    open: [...begun.map(openAt(now)), ...stayed.filter((alarm) => !isOver(alarm))],
  }
}

const openAt =
  (now: string) =>
  ({ check, about, found }: Alarm): OpenAlarm => ({ check, about, found, beganAt: now, goneAt: null })

const keyOf = ({ check, about }: Alarm): string => `${check} ${about}`
