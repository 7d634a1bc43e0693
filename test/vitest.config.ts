import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    setupFiles: ['test/_helpers/properties-end.ts'],
  },
})
