import { run } from '../../src/operator/cli.ts'
import type { Ran } from './command-line.ts'

/**
 * A process that runs command lines one after the other, so that the program is loaded once for all of a test file:
 * each message is one, and its answer is how it ended. It ends when its parent closes the channel.
 */
type Env = Readonly<Record<string, string>>

export type CommandRequest = {
  readonly id: number
  readonly words: readonly string[]
  readonly cwd: string
  readonly env: Env
}
export type CommandAnswer = Ran & { readonly id: number }

const untouched = { ...process.env }
const { stdout, stderr } = process

const answer = async ({ id, words, cwd, env }: CommandRequest): Promise<CommandAnswer> => {
  const said = { out: '', err: '' }
  const listens = (part: 'out' | 'err') => (text: string | Uint8Array) => {
    said[part] += typeof text === 'string' ? text : Buffer.from(text).toString()
    return true
  }
  stdout.write = listens('out') as typeof stdout.write
  stderr.write = listens('err') as typeof stderr.write
  process.chdir(cwd)
  Object.assign(process.env, env)
  const status = await run(words)
  stdout.removeAllListeners('error')
  // A command reads `.env` of its folder into the environment.
  for (const name of Object.keys(process.env)) if (!(name in untouched)) delete process.env[name]
  return { id, status, ...said }
}

let last: Promise<unknown> = Promise.resolve()
process.on('message', (request: CommandRequest) => {
  last = last.then(() => answer(request)).then((answered) => process.send?.(answered))
})
process.on('disconnect', () => process.exit())
