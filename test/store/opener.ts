import { join } from 'node:path'
import { openDatabase } from '../../src/store/database/database.ts'

/**
 * A process that opens new stores at moments it shares with others: `opener.ts FOLDER START COUNT`, START being the moment
 * of the first one in milliseconds since 1970. Each line it prints is what went wrong with one.
 */
const [folder, begin, count] = process.argv.slice(2) as [string, string, string]
const between = 8

for (let i = 0; i < Number(count); i++) {
  const moment = Number(begin) + i * between
  while (Date.now() < moment);
  try {
    await using _ = openDatabase(`sqlite:${join(folder, `${i}.db`)}`, { createFolder: false })
  } catch (error) {
    process.stdout.write(`${i}: ${error}\n`)
  }
}
