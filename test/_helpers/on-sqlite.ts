import { describe, it } from 'vitest'
import { testServer } from './engine.ts'

/** Marks what is about SQLite itself, such as its file, log and pragmas: left out where stores are on a server. */
export const onSqlite = { describe: describe.skipIf(testServer !== null), it: it.skipIf(testServer !== null) }
