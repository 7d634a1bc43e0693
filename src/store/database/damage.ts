import type { LogEvent } from 'kysely'
import { Refusal } from '../../domain/refusal.ts'

/** Remembers that an open store turned out to be damaged. */
export type DamageWatch = {
  /** Looks whether an error tells of damage. */
  readonly note: (error: unknown) => void
  /** Does so with what Kysely tells of a statement. */
  readonly heard: (event: LogEvent) => void
  /** Gives what was found; null while there is none. */
  readonly found: () => string | null
  /** Throws a Refusal once damage was found: who reads garbage must confirm nothing. */
  readonly refuse: (name: string) => void
}

/** What SQLite and PostgreSQL call it when what they read from the disk cannot be right. */
const damageCodes = /^(SQLITE_CORRUPT.*|SQLITE_NOTADB|XX001|XX002)$/

/** What to do about a damaged store, by what keeps it. */
const remedies = {
  sqlite: 'Stop the service, keep a copy of the file, and restore the last backup: npm run shelfready -- restore FILE',
  postgres:
    'Stop every process that serves it, restore the last backup of the server, and run: npm run shelfready -- restore --mark',
} as const

/** Makes what remembers damage for as long as a store is open: only a restart forgets it, which reads a store in a file whole. */
export const watchDamage = (engine: keyof typeof remedies): DamageWatch => {
  let found: string | null = null
  const note = (error: unknown) => {
    if (found === null && isDamage(error)) found = (error as Error).message
  }
  return {
    note,
    found: () => found,
    heard: (event) => {
      if (event.level === 'error') note(event.error)
    },
    refuse: (name) => {
      if (found === null) return
      throw new Refusal(
        `The store ${name} is damaged: ${found}. What was confirmed before stays as it is; nothing more is confirmed. ${remedies[engine]}`,
      )
    },
  }
}

const isDamage = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && damageCodes.test(String(error.code))) || isDamage(error.cause))
