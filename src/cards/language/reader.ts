import { AsyncLocalStorage } from 'node:async_hooks'
import { writingIn } from './locale-writing.ts'
import { forEverybody, type Writing } from './writing.ts'

/** Who reads is known where an answer begins and needed wherever a word is written; it travels beside what cards are about. */
const readers = new AsyncLocalStorage<Writing>()

/** Does work whose cards one person reads, in their locale; without one that is known, as for everybody. */
export const writtenFor = <T>(locale: string | null, work: () => T): T =>
  readers.run((locale === null ? null : writingIn(locale)) ?? forEverybody, work)

/** Does work whose cards a channel reads, whoever caused it. */
export const writtenForAll = <T>(work: () => T): T => readers.run(forEverybody, work)

/** Gives how dates and numbers are written for whoever reads. */
export const writing = (): Writing => readers.getStore() ?? forEverybody
