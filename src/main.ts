import './check-node.mjs'

const { run } = await import('./operator/run.ts')
process.exitCode = await run(process.argv.slice(2))
