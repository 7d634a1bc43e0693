import { Writable } from 'node:stream'
import pino from 'pino'
import { scrubbed } from '../../common/scrubbed.ts'
import { countRepeats } from './ops/repeats.ts'

/** Says what happened, one line of JSON an event; never the text of a message. */
export type Log = {
  readonly debug: (event: string, facts?: Facts) => void
  readonly info: (event: string, facts?: Facts) => void
  /** What was refused: one line a minute for what is the same, with how often it was. */
  readonly refused: (event: string, facts?: Facts) => void
  /** The same for what does not work yet. */
  readonly warn: (event: string, facts?: Facts) => void
  /** The same for what is broken. */
  readonly error: (event: string, facts?: Facts) => void
}

type Facts = Readonly<Record<string, unknown>>

/** Facts of these names are no facts of ours: what a library hands over under them is left out. */
const hidden = ['token', 'password', 'secret', 'authorization', 'cookie', 'text', 'body', 'card', 'headers'].flatMap(
  (name) => [name, `*.${name}`],
)

/** Opens the log on standard error; whatever a library puts into it, no token leaves. Disposing writes what is still counted. */
export const openLog = (
  level: string,
  write: (text: string) => void = (text) => process.stderr.write(text),
): Log & Disposable => {
  const out = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      write(scrubbed(String(chunk)))
      done()
    },
  })
  const redact = { paths: hidden, censor: '[secret]' }
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }, out)
  const counted = countRepeats(({ how, event, facts }: { how: Level; event: string; facts: Facts }, repeated) =>
    log[how](repeated === 0 ? facts : { ...facts, repeated }, event),
  )
  const say =
    (how: Level) =>
    (event: string, facts: Facts = {}) =>
      log[how](facts, event)
  const count =
    (how: Level) =>
    (event: string, facts: Facts = {}) =>
      log.isLevelEnabled(how) ? counted.say({ how, event, facts }) : undefined
  return {
    ...{ debug: say('debug'), info: say('info') },
    ...{ refused: count('info'), warn: count('warn'), error: count('error') },
    [Symbol.dispose]: () => counted[Symbol.dispose](),
  }
}

type Level = 'debug' | 'info' | 'warn' | 'error'
