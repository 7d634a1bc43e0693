/** What a line says: its level, the event and its facts. */
type Line = {
  readonly how: string
  readonly event: string
  readonly facts: Readonly<Record<string, unknown>>
}

type Counted = { times: number; readonly line: Line; readonly timer: NodeJS.Timeout }

const windowMilliseconds = 60_000
/** So many different lines are counted at the same time; what is beyond is written as it comes. */
const mostLines = 1_000

/** Facts by which lines differ that say the same. */
const passing: ReadonlySet<string> = new Set(['ms', 'from'])

/**
 * Writes a line at once, and what repeats it within a minute as one more line with their number. Disposing writes what is
 * counted so far.
 */
export const countRepeats = <L extends Line>(write: (line: L, repeated: number) => void) => {
  const lines = new Map<string, Counted & { readonly line: L }>()
  const end = (key: string) => {
    const counted = lines.get(key)
    if (counted === undefined) return
    clearTimeout(counted.timer)
    lines.delete(key)
    if (counted.times > 0) write(counted.line, counted.times)
  }
  return {
    say: (line: L): void => {
      const key = keyOf(line)
      const counted = lines.get(key)
      if (counted !== undefined) {
        counted.times++
        return
      }
      write(line, 0)
      if (lines.size >= mostLines) return
      lines.set(key, { times: 0, line, timer: setTimeout(() => end(key), windowMilliseconds).unref() })
    },
    [Symbol.dispose]: (): void => {
      for (const key of [...lines.keys()]) end(key)
    },
  }
}

const keyOf = ({ how, event, facts }: Line): string =>
  JSON.stringify([how, event, Object.entries(facts).filter(([name]) => !passing.has(name))])
