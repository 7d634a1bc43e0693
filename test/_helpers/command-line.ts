import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const main = resolve(import.meta.dirname, '../../src/main.ts')

export type Ran = { readonly status: number | null; readonly out: string; readonly err: string }

/** A folder of its own with a store in it, and the real command line run there. */
export type CommandLine = AsyncDisposable & {
  readonly folder: string
  readonly database: string
  readonly write: (name: string, content: string) => Promise<string>
  readonly run: (...words: string[]) => Promise<Ran>
  /** Writes a CSV file and imports it; throws with its report unless it was imported. */
  readonly feed: (kind: string, csv: string, ...options: string[]) => Promise<Ran>
}

/** Starts a process in a folder and collects what it says. */
export const runProcess = (
  words: readonly string[],
  options: { readonly cwd: string; readonly input?: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, [...words], {
      cwd: options.cwd,
      // Compiled once for all the processes of a run: half the time of a short command goes there.
      env: {
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: join(tmpdir(), 'shelfready-compile-cache'),
        ...options.env,
      },
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
    child.on('error', failed)
    child.on('close', (status) => done({ status, out, err }))
    child.stdin.end(options.input ?? '')
  })

/** Makes a command line with an empty store. */
export const commandLine = async (): Promise<CommandLine> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  const database = `sqlite:${join(folder, 'store.db')}`
  const write = async (name: string, content: string) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const run = (...words: string[]) => runProcess([main, ...words, '--db', database], { cwd: folder })
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
