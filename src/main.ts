import './check-node.mjs'
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { run } = await import('./operator/cli.ts')
process.exitCode = await run(process.argv.slice(2))
