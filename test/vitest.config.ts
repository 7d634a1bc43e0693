import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import { aboutFiles } from './_helpers/about-files.ts'
import { keepTemporaryFilesInMemory } from './_helpers/memory-folder.ts'
import { whyNoPostgres } from './_helpers/postgres.ts'

// What the threads and processes of the product compile is kept for those that come after them.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'shelfready-compile-cache')

// Stores wait for the disk with every change they keep; the long forms of the promises do it on a real one.
if (process.env.PROOF !== 'full') keepTemporaryFilesInMemory()

/** Tests that run in the process of their worker and leave nothing behind in it: its modules are loaded once for all of them. */
const sharing = ['domain', 'cards', 'parsing', 'feeds', 'docs', 'common', 'commands'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

/** Tests that make databases on PostgreSQL themselves, beside stores in files: all on the one server of a run. */
const besidePostgres = [
  ...['operator/move', 'promises/p03-replicas-on-postgres', 'promises/p14-upgrades'],
  ...['promises/p15-restored-on-postgres', 'store/imports/on-both-engines', 'store/postgres'],
].map((name) => `test/${name}.test.ts`)

/** Tests that run a second time, with their stores on that server; `npm run test:postgres` takes any others there. */
const alsoOnPostgres = [
  ...['apply', 'history', 'order-marks', 'refused-rows', 'tidying'].map((name) => `store/${name}`),
  'commands/promo-add',
].map((name) => `test/${name}.test.ts`)

/** Where the whole run has its stores on a server that it was given, or none can run here, none is started. */
const isOnServer = process.env.SHELFREADY_TEST_STORE !== undefined
const hasPostgres = !isOnServer && whyNoPostgres() === null
const server = { globalSetup: 'test/_helpers/share-postgres.ts' }
const setupFiles = ['test/_helpers/properties-end.ts']
const apart = isOnServer ? aboutFiles : hasPostgres ? besidePostgres : []

const onPostgres = [
  {
    extends: true as const,
    test: {
      ...{ name: 'beside PostgreSQL', include: besidePostgres, ...server },
      setupFiles: ['test/_helpers/beside-postgres.ts', ...setupFiles],
    },
  },
  {
    extends: true as const,
    test: {
      ...{ name: 'on PostgreSQL', include: alsoOnPostgres, ...server },
      setupFiles: ['test/_helpers/stores-on-postgres.ts', ...setupFiles],
    },
  },
]

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'sharing a process', include: sharing, isolate: false } },
      {
        extends: true,
        test: {
          name: 'each on its own',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...sharing, ...apart],
        },
      },
      ...(hasPostgres ? onPostgres : []),
    ],
    // Ceilings for a machine four times as slow; a test that needs more says so.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    setupFiles,
  },
})
