import { AsyncLocalStorage } from 'node:async_hooks'
import { type Formats, neutralFormats } from './formats.ts'
import { formatsIn } from './locale-formats.ts'

/** Who reads is known where an answer begins and needed wherever a word is written; it travels beside what cards are about. */
const readers = new AsyncLocalStorage<Formats>()

/** Does work whose cards one person reads, in their locale; without one that is known, as for everybody. */
export const formattedFor = <T>(locale: string | null, work: () => T): T =>
  readers.run((locale === null ? null : formatsIn(locale)) ?? neutralFormats, work)

/** Does work whose cards a channel reads, whoever caused it. */
export const formattedForAll = <T>(work: () => T): T => readers.run(neutralFormats, work)

/** Gives how dates and numbers are written for whoever reads. */
export const formats = (): Formats => readers.getStore() ?? neutralFormats
