import './check-node.mjs'

const { run } = await import('./operator/cli.ts')
process.exitCode = await run(process.argv.slice(2))
