import { setTimeout } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'

/** A process that has a store locked: `locker.ts FILE MILLISECONDS`. It says `locked` when it has, and lets go at the end. */
const [file, milliseconds] = process.argv.slice(2) as [string, string]
const database = new Sqlite(file, { timeout: 5_000 })
database.exec('begin immediate')
process.stderr.write('locked')
await setTimeout(Number(milliseconds))
database.exec('commit')
database.close()
