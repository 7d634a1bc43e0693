import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openDatabase } from '../../src/store/database/open-database.ts'

/**
 * A process that opens new stores at moments it shares with others: `opener.ts FOLDER COUNT`. It says on standard error
 * that it is ready, and reads the moment of the first one, in milliseconds since 1970. Each line it prints is what went
 * wrong with one.
 */
const [folder, count] = process.argv.slice(2) as [string, string]
const between = 8

process.stderr.write('ready')
const begin = await text(process.stdin)

for (let i = 0; i < Number(count); i++) {
  const moment = Number(begin) + i * between
  while (Date.now() < moment);
  try {
    await using _ = openDatabase(`sqlite:${join(folder, `${i}.db`)}`, { createFolder: false })
  } catch (error) {
    process.stdout.write(`${i}: ${error}\n`)
  }
}
