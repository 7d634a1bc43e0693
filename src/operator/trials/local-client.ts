import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { environmentWith } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'

/** A chat client and server on one machine, for trying things: a package that is no part of the product. */
export type ClientPackage = { readonly name: string; readonly version: string }

/** Installs a local client, once, into the user's cache, and gives its folder. Throws a Refusal when that cannot be done. */
export const installClient = async ({ name, version }: ClientPackage): Promise<string> => {
  const folder = join(homedir(), '.cache', 'shelfready', `${name.replace('/', '-')}-${version}`)
  const own = join(folder, 'node_modules', name)
  if (existsSync(own)) return own
  process.stdout.write(`Installing ${name} ${version} into ${folder}, once.\n`)
  mkdirSync(folder, { recursive: true })
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`]
  const npm = spawn('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const status = await new Promise<number | null>((done) => {
    npm.on('error', () => done(null))
    npm.on('close', done)
  })
  if (status !== 0)
    throw new Refusal(
      `${name} could not be installed (npm ended with ${status}). Nothing else was changed. Is the npm registry reached from here? Then run it again.`,
    )
  return own
}

/** How a local client is started, and how it is told from anybody else's on its port. */
type ClientStart = {
  readonly program: string
  readonly words: readonly string[]
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** The address that tells which client answers. */
  readonly about: string
  /** A text that only the client started here tells there. */
  readonly mark: string
}

/** A local client that was started; it ends with what holds it. */
type LocalClient = AsyncDisposable & {
  /** Waits until it answers. Throws a Refusal when it ended, or when another program answers in its place. */
  readonly answers: () => Promise<void>
  /** Aborts when it ends. */
  readonly ended: AbortSignal
}

const lookMilliseconds = 50

/** Starts a local client. */
export const openLocalClient = ({
  program,
  words,
  folder,
  environment = {},
  about,
  mark,
}: ClientStart): LocalClient => {
  const client = spawn(program, [...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(folder === undefined ? {} : { cwd: folder }),
    env: environmentWith(environment),
  })
  let complaint = ''
  client.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
  const over = new AbortController()
  const ended = new Promise<void>((done) => {
    client.on('error', done)
    client.on('close', () => done())
  }).then(() => over.abort())
  return {
    ended: over.signal,
    answers: async () => {
      while (!over.signal.aborted) {
        const told = await fetch(about, { signal: over.signal }).then(
          (answer) => answer.text(),
          () => null,
        )
        if (told?.includes(mark)) return
        if (told !== null && !over.signal.aborted)
          throw new Refusal(
            `Another program answers at ${new URL(about).origin} instead of the local client. Nothing was sent to it; end it and run this again.`,
          )
        await wait(lookMilliseconds)
      }
      throw new Refusal(
        `The local client did not start: ${complaint.trim().split('\n')[0] || 'it ended without a word'}. Nothing else was changed.`,
      )
    },
    [Symbol.asyncDispose]: async () => {
      client.kill()
      await ended
    },
  }
}
