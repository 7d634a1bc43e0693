import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { aboutFiles } from './_helpers/about-files.ts'
import { makeTemplate } from './_helpers/engine.ts'
import { keepTemporaryFilesInMemory } from './_helpers/memory-folder.ts'
import { startPostgres } from './_helpers/postgres.ts'

/** The tests that run where none are named: the store, the jobs and the largest rooms of the command table. */
const usual = [
  ...['store', 'jobs'].map((name) => `test/${name}/`),
  ...[
    'decide',
    'escalation',
    'overview',
    'promo-add',
    'risk-transitions',
    'risks',
    'roles',
    'send-alerts',
    'subscribe',
  ].map((name) => `test/commands/${name}.test.ts`),
]

// Runs test files with their stores on a PostgreSQL that is started for them and gone afterwards.
keepTemporaryFilesInMemory()
await using server = await startPostgres()
await makeTemplate(server.url)
const named = process.argv.slice(2)
const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
console.log(`Left out, as they are about files or about both engines: ${aboutFiles.join(', ')}.`)
const tests = spawn(execPath, [...words, ...(named.length > 0 ? named : usual)], {
  stdio: 'inherit',
  env: { ...process.env, SHELFREADY_TEST_STORE: server.url },
})
const [status] = await once(tests, 'exit')
process.exitCode = status ?? 1
