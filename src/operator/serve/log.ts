import { Writable } from 'node:stream'
import pino from 'pino'

/** Says what happened, one line of JSON an event; never the text of a message. */
export type Log = {
  readonly debug: (event: string, facts?: Facts) => void
  readonly info: (event: string, facts?: Facts) => void
  readonly warn: (event: string, facts?: Facts) => void
  readonly error: (event: string, facts?: Facts) => void
}

type Facts = Readonly<Record<string, unknown>>

const secrets: readonly RegExp[] = [
  /xox[a-z]-[\w-]+/g,
  /xapp-[\w-]+/g,
  /Bearer [\w.~+/=-]+/gi,
  /hooks\.slack\.com\/[\w/]+/g,
  /v0=[0-9a-f]{16,}/g,
  /eyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g,
]

/** Takes tokens, signatures and secret addresses out of a text. */
const scrubbed = (text: string): string => secrets.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)

/** Opens the log on standard error; whatever a library puts into it, no token leaves. */
export const openLog = (level: string, write: (text: string) => void = (text) => process.stderr.write(text)): Log => {
  const out = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      write(scrubbed(String(chunk)))
      done()
    },
  })
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out)
  const say =
    (how: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, facts: Facts = {}) =>
      log[how](facts, event)
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
}
