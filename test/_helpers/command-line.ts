import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CommandAnswer, CommandRequest } from './command-server.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')

export type Ran = { readonly status: number | null; readonly out: string; readonly err: string }

/** A folder of its own with a store in it, and the real command line that works there. */
export type CommandLine = AsyncDisposable & {
  readonly folder: string
  readonly database: string
  readonly write: (name: string, content: string) => Promise<string>
  readonly run: (...words: string[]) => Promise<Ran>
  /** Writes a CSV file and imports it; throws with its report unless it was imported. */
  readonly feed: (kind: string, csv: string, ...options: string[]) => Promise<Ran>
}

// What is compiled is kept for all the processes of a run: half the time of a short command goes there.
const environment = {
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'shelfready-compile-cache'),
}

/** Starts a process in a folder and collects what it says. */
export const runProcess = (
  words: readonly string[],
  options: { readonly cwd: string; readonly input?: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, [...words], {
      cwd: options.cwd,
      env: { ...environment, ...options.env },
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
    child.on('error', failed)
    child.on('close', (status) => done({ status, out, err }))
    child.stdin.end(options.input ?? '')
  })

let server: ChildProcess | null = null
let requests = 0
const waiting = new Map<number, { readonly done: (ran: Ran) => void; readonly failed: (error: Error) => void }>()

/** Starts the process that runs the command lines of this test file, which ends with the file's own. */
const startServer = (): ChildProcess => {
  const child = fork(resolve(import.meta.dirname, 'command-server.ts'), {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.on('message', ({ id, ...ran }: CommandAnswer) => {
    waiting.get(id)?.done(ran)
    waiting.delete(id)
  })
  child.on('exit', (status) => {
    if (server === child) server = null
    for (const { failed } of waiting.values())
      failed(new Error(`the process of the command lines ended with ${status}`))
    waiting.clear()
  })
  child.unref()
  child.channel?.unref()
  return child
}

/** Runs a command line in the process that this test file keeps for them; it has no input. */
export const runCommand = (
  words: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> =>
  new Promise((done, failed) => {
    server ??= startServer()
    const request: CommandRequest = { id: ++requests, words, cwd, env }
    waiting.set(request.id, { done, failed })
    server.send(request, (error) => error && failed(error))
  })

/**
 * Makes a command line with an empty store. With `isOwnProcess` each command is a process of its own, for tests of what
 * happens between processes; otherwise one process runs them all, one after the other.
 */
export const commandLine = async ({ isOwnProcess = false } = {}): Promise<CommandLine> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  const database = `sqlite:${join(folder, 'store.db')}`
  const write = async (name: string, content: string) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const run = (...words: string[]) => {
    const all = [...words, '--db', database]
    return isOwnProcess ? runProcess([main, ...all], { cwd: folder }) : runCommand(all, { cwd: folder })
  }
  return {
    folder,
    database,
    write,
    run,
    feed: async (kind, csv, ...options) => {
      const ran = await run('import', kind, await write(`${kind}.csv`, csv), ...options)
      if (ran.status !== 0) throw new Error(`import ${kind}: ${ran.err}`)
      return ran
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
