import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { environment, main } from '../../store/processes.ts'
import { appToken, type FakeSlack, token } from './fake-slack.ts'
import { type SignedAnswer, signedRequest, slashCommand } from './signed-request.ts'

/** The signing secret of every bot under test. */
export const secret = 'f'.repeat(32)

/** A bot that runs in a process of its own, as an operator starts it, against a stand-in for Slack. */
export type RunningBot = AsyncDisposable & {
  /** Where Slack sends its requests; empty in Socket Mode. */
  readonly url: string
  /** Everything it has logged. */
  readonly log: () => string
  readonly pid: number
  /** Sends a slash command, such as `/promo add ...`, as Slack does. */
  readonly command: (words: string, more?: Parameters<typeof slashCommand>[0]) => Promise<SignedAnswer>
  readonly kill: (signal?: NodeJS.Signals) => Promise<number | null>
  /** Resolves with its status when it ends by itself. */
  readonly ended: Promise<number | null>
}

const longestStart = 120_000
const serveAt = resolve(import.meta.dirname, 'serve-at.ts')
const unhurried = resolve(import.meta.dirname, '../unhurried-process.ts')

/** Starts a bot on a store, a file or the address of a server, and waits until it is ready. */
export const startBot = async (
  fake: Pick<FakeSlack, 'apiUrl'>,
  file: string,
  how: {
    readonly mode?: 'http' | 'socket'
    readonly port?: number
    readonly env?: Readonly<Record<string, string>>
    /** The moment at which its clock starts; its own time without. */
    readonly at?: string
    /** Tells that it answers within the product's own times, as tests of silence need it; else it has ten times as long. */
    readonly isHurried?: boolean
  } = {},
): Promise<RunningBot> => {
  const { mode = 'http', port = 0, env = {}, at, isHurried = false } = how
  const served =
    at === undefined
      ? [main, 'serve', '--db', file.startsWith('postgres:') ? file : `sqlite:${file}`]
      : [serveAt, at, file]
  const program = isHurried ? served : ['--import', unhurried, ...served]
  const door = mode === 'http' ? { SLACK_SIGNING_SECRET: secret } : { SLACK_APP_TOKEN: appToken }
  const child = spawn(process.execPath, program, {
    env: { ...environment, SLACK_BOT_TOKEN: token, SLACK_API_URL: fake.apiUrl, PORT: `${port}`, ...door, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (log += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (log += text))
  const ended = new Promise<number | null>((done) => child.on('close', (status) => done(status)))
  await new Promise<void>((ready, failed) => {
    const giveUp = setTimeout(() => failed(new Error(`not ready in time: ${log}`)), longestStart)
    const look = () => {
      if (!log.includes('"msg":"ready"')) return
      clearTimeout(giveUp)
      ready()
    }
    child.stderr.on('data', look)
    void ended.then((status) => {
      clearTimeout(giveUp)
      failed(new Error(`ended with ${status}: ${log}`))
    })
  })
  const open = /http port (\d+)/.exec(log)?.[1]
  const url = open === undefined ? '' : `http://127.0.0.1:${open}/slack/events`
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return {
    url,
    log: () => log,
    pid: child.pid as number,
    command: (words, more = {}) => {
      const [command = '', ...text] = words.split(' ')
      return signedRequest({ url, secret, body: slashCommand({ ...more, command, text: text.join(' ') }) })
    },
    kill,
    ended,
    [Symbol.asyncDispose]: async () => void (await kill('SIGKILL')),
  }
}
