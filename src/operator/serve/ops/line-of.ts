import { createHash } from 'node:crypto'
import type { CompanyHappening, Happening } from '../../../common/happenings.ts'
import type { Log } from '../log.ts'

/** A line of the log: how it is said, the event and its facts. */
type LogLine = {
  readonly how: keyof Pick<Log, 'info' | 'refused' | 'warn' | 'error'>
  readonly event: string
  readonly facts: Facts
}

type Facts = Readonly<Record<string, unknown>>

/** An answer that comes later than this, in milliseconds, was not heard by the platform that asked. */
const lateMilliseconds = 3_000

/** Makes the line of what happened; null where it has none. */
export const lineOf = (happening: Happening): LogLine | null => {
  if (happening.kind === 'turned away') {
    const { path, status, from } = happening
    return { how: 'refused', event: 'request refused', facts: { path, status, from } }
  }
  const line = ofCompany(happening)
  return line && { ...line, facts: { workspace: hashOf(happening.company), ...line.facts } }
}

/** Stands for a company in the log: the first eight digits of the SHA-256 of its name. */
export const hashOf = (company: string): string => createHash('sha256').update(company).digest('hex').slice(0, 8)

const ofCompany = (happening: CompanyHappening): LogLine | null => {
  switch (happening.kind) {
    case 'command':
      return ofCommand(happening)
    case 'answer':
      return happening.milliseconds <= lateMilliseconds
        ? null
        : { how: 'warn', event: 'answer late', facts: { ms: Math.round(happening.milliseconds) } }
    case 'import':
      return ofImport(happening)
    case 'act': {
      const { who, what, about } = happening
      return { how: 'info', event: 'act', facts: { who, what, about: withoutPath(about) } }
    }
    case 'risk': {
      const { what, risk, owner } = happening
      return { how: 'info', event: `risk ${what}`, facts: { risk, owner } }
    }
    case 'digest made': {
      const { channel, day } = happening
      return { how: 'info', event: 'digest made', facts: { channel, day } }
    }
    case 'message':
      return ofMessage(happening)
    case 'attempt':
    case 'tick':
    case 'judged':
      return null
  }
}

type Kind<K extends CompanyHappening['kind']> = Extract<CompanyHappening, { kind: K }>

const levels = { done: 'info', refused: 'refused', failed: 'error' } as const

const ofCommand = ({ who, where, what, about, ending, milliseconds }: Kind<'command'>): LogLine => ({
  how: levels[ending],
  event: ending === 'done' ? 'command' : `command ${ending}`,
  facts: { who, where, what, about, ms: Math.round(milliseconds) },
})

const ofImport = ({ who, door, feed, outcome, batch, rows, milliseconds }: Kind<'import'>): LogLine => ({
  how: outcome === 'failed' || outcome === 'refused' ? levels[outcome] : 'info',
  event: `import ${outcome}`,
  facts: { who, door, feed, batch, rows, ms: Math.round(milliseconds) },
})

const longestReason = 200

/** That a message waits for another attempt is said once a minute, whichever of its channel it is. */
const ofMessage = ({ message, channel, about, state, attempt, reason, lateness }: Kind<'message'>): LogLine => {
  const why = reason === null ? {} : { reason: reason.slice(0, longestReason) }
  if (state === 'pending' || state === 'unknown')
    return { how: 'warn', event: 'message waits', facts: { channel, about, ...why } }
  const late = lateness === null ? {} : { late: Math.round(lateness / 1_000) }
  return {
    how: state === 'parked' ? 'warn' : 'info',
    event: about === 'digest' && state === 'sent' ? 'digest posted' : `message ${ends[state] ?? state}`,
    facts: { message, channel, about, attempt, ...late, ...why },
  }
}

const ends: Readonly<Record<string, string>> = { parked: 'given up' }

/** What follows the host in an address may be a secret. */
const withoutPath = (about: string): string => URL.parse(about)?.host || about
