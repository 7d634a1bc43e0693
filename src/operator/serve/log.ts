import { Writable } from 'node:stream'
import pino from 'pino'
import { scrubbed } from '../../common/scrubbed.ts'

/** Says what happened, one line of JSON an event; never the text of a message. */
export type Log = {
  readonly debug: (event: string, facts?: Facts) => void
  readonly info: (event: string, facts?: Facts) => void
  readonly warn: (event: string, facts?: Facts) => void
  readonly error: (event: string, facts?: Facts) => void
}

type Facts = Readonly<Record<string, unknown>>

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
