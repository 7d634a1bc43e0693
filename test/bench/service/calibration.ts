import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { secret } from '../../_helpers/slack/running-bot.ts'
import { slashCommand } from '../../_helpers/slack/signed-request.ts'
import { type Figure, percentile, round, timed } from '../measure.ts'
import { folder } from '../shop.ts'
import { send } from './doors.ts'

const turns = 300

/** Starts a bare Bolt app that answers every slash command with "ok". */
export const startBare = async (apiUrl: string) => {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../bare-bolt.ts'), secret, apiUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((told) =>
    child.stdout.setEncoding('utf8').on('data', (text) => told(/\d+/.exec(text)?.[0] ?? '')),
  )
  return { url: `http://127.0.0.1:${port}/slack/events`, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

const inserts = async (): Promise<readonly number[]> => {
  await using place = await folder()
  const database = new Sqlite(`${place.path}/plain.db`)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('create table note (id integer primary key, words text)')
  const insert = database.prepare('insert into note (words) values (?)')
  const times: number[] = []
  for (let i = 0; i < turns; i++) times.push(await timed(() => insert.run(`note ${i}`)))
  database.close()
  return times
}

/** What this machine takes for a signed request that is answered with "ok", and for a plain insert that is on the disk. */
export const calibration = async (): Promise<Figure> => {
  using bare = await startBare('http://127.0.0.1:9/api/')
  const times: number[] = []
  for (let i = 0; i < turns; i++)
    times.push(await timed(() => send(bare.url, slashCommand({ command: '/promo', text: 'check P-7' }))))
  const written = await inserts()
  return {
    name: 'calibration',
    figures: {
      bare_request_p50_ms: round(percentile(times, 0.5)),
      bare_request_p99_ms: round(percentile(times, 0.99)),
      plain_insert_p50_ms: round(percentile(written, 0.5)),
      plain_insert_p99_ms: round(percentile(written, 0.99)),
    },
  }
}
