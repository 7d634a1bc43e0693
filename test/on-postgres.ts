import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { makeTemplate } from './_helpers/engine.ts'
import { startPostgres } from './_helpers/postgres.ts'

/** Test files that ask nothing of a file and are quick, where none are named. */
const usual = [
  ...['apply', 'history', 'picture', 'roles', 'snapshots', 'housekeeping'].map((name) => `test/store/${name}`),
  ...['promo-add', 'risks', 'overview', 'roles', 'decide', 'escalation'].map((name) => `test/commands/${name}.test.ts`),
]

// Runs test files with their stores on a PostgreSQL that is started for them and gone afterwards.
await using server = await startPostgres()
await makeTemplate(server.url)
const named = process.argv.slice(2)
const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
const tests = spawn(execPath, [...words, ...(named.length > 0 ? named : usual)], {
  stdio: 'inherit',
  env: { ...process.env, SHELFREADY_TEST_STORE: server.url },
})
const [status] = await once(tests, 'exit')
process.exitCode = status ?? 1
