import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 3,
    // Ceilings for a machine four times as slow; a test that needs more says so.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    setupFiles: ['test/_helpers/properties-end.ts'],
  },
})
