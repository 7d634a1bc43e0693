import { enableCompileCache } from 'node:module'

/** Begins a thread that takes one file, with what was compiled before. */
enableCompileCache()
await import('./import-worker.ts')
