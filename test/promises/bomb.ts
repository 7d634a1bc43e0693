import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import Sqlite from 'better-sqlite3'

/**
 * What can be interrupted: a statement that writes or begins or ends a transaction, a write to a file. Killing a process
 * between two of them leaves the disk as killing it before the second one does.
 */
export type Step = 'statement' | 'write'

/** Where a process dies: right before a step, right after it, or with half of what it writes on the disk. */
export type Where = 'before' | 'after' | 'half'

type Bomb = { readonly steps: readonly Step[]; readonly where: Where; left: number }

let bomb: Bomb | null = null
let gate: string | null = null
let isInside = false

/** Makes this process kill itself at the nth of these steps from now on. */
export const dieAt = (steps: readonly Step[], where: Where, number: number): void => {
  bomb = { steps, where, left: number }
}

/** Makes this process stand still, once it has read a transcript, until a file exists. */
export const waitAfterReading = (file: string): void => {
  gate = file
}

const die = () => process.kill(process.pid, 'SIGKILL')

const pass = <T>(step: Step, work: () => T, half: () => void = () => {}): T => {
  if (isInside) return work()
  const isLast = bomb?.steps.includes(step) === true && --bomb.left === 0
  if (isLast && bomb?.where === 'before') die()
  if (isLast && bomb?.where === 'half') {
    half()
    die()
  }
  isInside = true
  try {
    return work()
  } finally {
    isInside = false
    if (isLast) die()
  }
}

const counted = /^\s*(begin|commit|insert|update|delete)\b/i

const { exec, prepare } = Sqlite.prototype
Sqlite.prototype.exec = function (sql) {
  return counted.test(sql) ? pass('statement', () => exec.call(this, sql)) : exec.call(this, sql)
}
Sqlite.prototype.prepare = function (sql: string) {
  const statement = prepare.call(this, sql)
  if (!counted.test(sql)) return statement as never
  for (const way of ['run', 'get', 'all'] as const) {
    const run = statement[way]
    statement[way] = (...values: unknown[]) => pass('statement', () => run.apply(statement, values as never)) as never
  }
  return statement as never
}

const { appendFileSync, writeFileSync, writeSync, readFileSync } = fs
for (const [name, write] of Object.entries({ appendFileSync, writeFileSync, writeSync }))
  Object.assign(fs, {
    [name]: (file: number, data: string, ...more: unknown[]) => {
      const go = write as (file: number, data: string, ...more: unknown[]) => unknown
      return data.length === 0
        ? go(file, data, ...more)
        : pass(
            'write',
            () => go(file, data, ...more),
            () => appendFileSync(file, data.slice(0, data.length / 2)),
          )
    },
  })
Object.assign(fs, {
  readFileSync: (file: string, ...more: unknown[]) => {
    const text = readFileSync(file, ...(more as []))
    if (gate !== null && `${file}`.endsWith('.transcript.jsonl')) {
      process.stdout.write('waiting\n')
      while (!fs.existsSync(gate)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
      gate = null
    }
    return text
  },
})
syncBuiltinESMExports()
