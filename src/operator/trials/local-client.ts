import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '../../domain/refusal.ts'

/** A chat client and server on one machine, for trying things: a package that is no part of the product. */
export type LocalClient = { readonly name: string; readonly version: string }

/** Installs a local client, once, into the user's cache, and gives its folder. Throws a Refusal when that cannot be done. */
export const installClient = async ({ name, version }: LocalClient): Promise<string> => {
  const folder = join(homedir(), '.cache', 'shelfready', `${name.replace('/', '-')}-${version}`)
  const own = join(folder, 'node_modules', name)
  if (existsSync(own)) return own
  process.stderr.write(`Installing ${name} ${version} into ${folder}, once.\n`)
  mkdirSync(folder, { recursive: true })
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', `${name}@${version}`]
  const npm = spawn('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const status = await new Promise<number | null>((done) => {
    npm.on('error', () => done(null))
    npm.on('close', done)
  })
  if (status !== 0)
    throw new Refusal(
      `${name} could not be installed (npm ended with ${status}). Nothing else was changed; is the npm registry reached from here? Run it again then.`,
    )
  return own
}

const startAttempts = 100

/** Starts a local client; it ends with what holds it. */
export const openLocalClient = (
  program: string,
  words: readonly string[],
  folder: string = process.cwd(),
): AsyncDisposable & { readonly answers: (address: string) => Promise<void> } => {
  const client = spawn(program, [...words], { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder })
  let complaint = ''
  client.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
  const ended = new Promise<void>((done) => client.on('close', () => done()))
  return {
    /** Waits until it answers; throws a Refusal when it ends before. */
    answers: async (address) => {
      for (let attempt = 0; attempt < startAttempts; attempt++) {
        if (client.exitCode !== null)
          throw new Refusal(
            `The local client did not start: ${complaint.trim().split('\n')[0] || 'it ended without a word'}. Is its port taken? Nothing else was changed.`,
          )
        const isThere = await fetch(address).then(
          () => true,
          () => false,
        )
        if (isThere) return
        await wait(100)
      }
      throw new Refusal('The local client does not answer. Nothing else was changed; run it again.')
    },
    [Symbol.asyncDispose]: async () => {
      client.kill()
      await ended
    },
  }
}
