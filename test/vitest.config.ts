import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { keepTemporaryFilesInMemory } from './_helpers/memory-folder.ts'

// What the threads and processes of the product compile is kept for those that come after them.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'shelfready-compile-cache')

// Stores wait for the disk with every change they keep; the long forms of the promises do it on a real one.
if (process.env.PROOF !== 'full') keepTemporaryFilesInMemory()

/** Tests that run in the process of their worker and leave nothing behind in it: its modules are loaded once for all of them. */
const sharing = ['domain', 'cards', 'parsing', 'feeds', 'docs', 'common', 'commands'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'sharing a process', include: sharing, isolate: false } },
      { extends: true, test: { name: 'each on its own', include: ['test/**/*.test.ts'], exclude: sharing } },
    ],
    // Ceilings for a machine four times as slow; a test that needs more says so.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    setupFiles: ['test/_helpers/properties-end.ts'],
  },
})
