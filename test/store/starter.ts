import { text } from 'node:stream/consumers'
import { openStore } from '../../src/store/database/open-store.ts'

/**
 * A process that opens a store as every command does, at a moment that it shares with others: `starter.ts URL`. It says on
 * standard error that it is ready, and reads the moment in milliseconds since 1970. It prints what went wrong, if anything.
 */
const [databaseUrl] = process.argv.slice(2) as [string]
process.stderr.write('ready')
const moment = Number(await text(process.stdin))
while (Date.now() < moment);
try {
  const { database } = await openStore({ databaseUrl, createFolder: false, workspace: 'default' })
  await database[Symbol.asyncDispose]()
} catch (error) {
  process.stdout.write(`${error}\n`)
}
