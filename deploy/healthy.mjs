import { readdirSync, statSync } from 'node:fs'

// A service sets the time of this file each minute, once it has looked for what is due; a hanging one does not.
const longest = 150_000
const ticks = readdirSync('data').filter((name) => name.endsWith('.posting'))
const isAlive = ticks.some((name) => Date.now() - statSync(`data/${name}`).mtimeMs < longest)
if (!isAlive) process.stderr.write('No service has looked for what is due for 150 seconds.\n')
process.exitCode = isAlive ? 0 : 1
