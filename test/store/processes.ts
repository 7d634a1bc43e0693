import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Ran } from '../_helpers/command-line.ts'

/** The program's command line, as Node takes it. */
export const main = resolve(import.meta.dirname, '../../src/main.ts')

/** What every process is given; what was compiled is kept for the next one, which saves half of a short command's time. */
export const environment = {
  PATH: process.env.PATH ?? '',
  // As npm start does.
  NODE_OPTIONS: '--disable-proto=delete',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'shelfready-compile-cache'),
}

/** A process that runs. */
export type Running = {
  readonly input: NodeJS.WritableStream
  /** Resolves once standard error has said it; throws when the process ends without. */
  readonly said: (words: RegExp) => Promise<void>
  readonly kill: () => void
  readonly isRunning: () => boolean
  readonly ended: Promise<Ran>
}

/** Starts a command and lets it run. */
export const start = (command: string, words: readonly string[], options: { readonly cwd: string }): Running => {
  const child = spawn(command, [...words], { ...options, env: environment })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  child.stdin.on('error', () => {})
  const ended = new Promise<Ran>((done, failed) => {
    child.on('error', failed)
    child.on('close', (status) => done({ status, out, err }))
  })
  const said = (words: RegExp) =>
    new Promise<void>((heard, failed) => {
      const look = () => words.test(err) && heard()
      child.stderr.on('data', look)
      look()
      ended.then(() => failed(new Error(`ended without saying ${words}: ${err}`)), failed)
    })
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return { input: child.stdin, said, kill: () => void child.kill('SIGKILL'), isRunning, ended }
}

/** Stock of as many items as asked for, in places that share them out, as a file to import. */
export const stockCsv = (rows: number, { onHand = 1, places = 10 } = {}): string =>
  `sku,location,on_hand,as_of\n${Array.from({ length: rows }, (_, i) => `S${i},L${i % places},${onHand},2026-01-05\n`).join('')}`
