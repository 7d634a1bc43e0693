import { AsyncLocalStorage } from 'node:async_hooks'
import { type Formats, neutralFormats } from './formats.ts'
import { formatsIn } from './locale-formats.ts'

/** The reader is known where an answer begins and needed wherever a word is written, so it is passed along implicitly. */
const readers = new AsyncLocalStorage<Formats>()

/** Runs work whose cards one person reads, in their locale; in the neutral form where none is known. */
export const formattedFor = <T>(locale: string | null, work: () => T): T =>
  readers.run((locale === null ? null : formatsIn(locale)) ?? neutralFormats, work)

/** Runs work whose cards a channel reads, in the neutral form. */
export const formattedForAll = <T>(work: () => T): T => readers.run(neutralFormats, work)

/** Gives the formats of the present reader. */
export const formats = (): Formats => readers.getStore() ?? neutralFormats
