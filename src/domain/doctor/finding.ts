/** How a check went: `fault` is what stops people or messages, `warning` what will, or what only some miss. */
export type FindingState = 'ok' | 'warning' | 'fault'

/** What one check found, with its figure, and what to do about it; nothing where it is fine. */
export type Finding = {
  /** The name of the check; several findings may share one. */
  readonly check: string
  readonly state: FindingState
  readonly found: string
  readonly mend: string | null
  /** The id of the channel, or the name of the feed or source that it is about; empty where it is about all. */
  readonly about: string
}

/** Makes a finding of what is fine. */
export const fine = (check: string, found: string, about = ''): Finding => ({
  ...{ check, state: 'ok' },
  ...{ found, mend: null, about },
})

/** Makes a finding of what to look after. */
export const warning = (check: string, found: string, mend: string, about = ''): Finding => ({
  ...{ check, state: 'warning' },
  ...{ found, mend, about },
})

/** Makes a finding of what does not work. */
export const fault = (check: string, found: string, mend: string, about = ''): Finding => ({
  ...{ check, state: 'fault' },
  ...{ found, mend, about },
})

const order: readonly FindingState[] = ['fault', 'warning', 'ok']

/** Puts findings in the order in which they matter. */
export const worstFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))

/** Counts the findings of each state. */
export const tallyOf = (findings: readonly Finding[]): Readonly<Record<FindingState, number>> => {
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length
  return { ok: count('ok'), warning: count('warning'), fault: count('fault') }
}
