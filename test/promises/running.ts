import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { environment, main } from '../store/processes.ts'

/** How a process ended and what it said. */
export type Ended = {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** A service that runs in a process of its own. */
export type Service = {
  readonly tell: (...lines: readonly string[]) => void
  /** Closes its input. */
  readonly leave: () => Promise<Ended>
  readonly kill: (signal: NodeJS.Signals) => Promise<Ended>
  readonly signal: (signal: NodeJS.Signals) => void
  /** Resolves once it has said this so many times; throws when it ends without. */
  readonly said: (words: RegExp, times?: number) => Promise<void>
  readonly ended: Promise<Ended>
}

const start = (words: readonly string[]): Service => {
  const child = spawn(process.execPath, [...words], { env: environment })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  child.stdin.on('error', () => {})
  const ended = new Promise<Ended>((done, failed) => {
    child.on('error', failed)
    child.on('close', (status, signal) => done({ status, signal, out, err }))
  })
  return {
    tell: (...lines) => void child.stdin.write(lines.map((line) => `${line}\n`).join('')),
    leave: () => {
      child.stdin.end()
      return ended
    },
    kill: (signal) => {
      child.kill(signal)
      return ended
    },
    signal: (signal) => void child.kill(signal),
    said: (words, times = 1) =>
      new Promise((heard, failed) => {
        const all = new RegExp(words, `${words.flags}g`)
        const look = () => {
          if ((out.match(all)?.length ?? 0) < times) return
          child.stdout.off('data', look)
          heard()
        }
        child.stdout.on('data', look)
        look()
        ended.then(() => failed(new Error(`ended without saying ${words} ${times} times: ${out}${err}`)), failed)
      }),
    ended,
  }
}

/** Starts the service as an operator does, with a clock of its own. */
export const startServe = (file: string): Service => start([main, 'serve', '--db', `sqlite:${file}`])

/** Starts a service that is told the time. */
export const startTold = (file: string): Service => start([resolve(import.meta.dirname, 'service.ts'), file])

/** Waits between no time and so many milliseconds. */
export const aWhile = (most: number): Promise<void> => new Promise((done) => setTimeout(done, Math.random() * most))
