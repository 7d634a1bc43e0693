import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

// Loaded before the program: writes which modules it has loaded by the time it is told to, into the file of COUNT_FILE.
const loaded = []
registerHooks({
  load: (url, context, next) => {
    if (url.startsWith('file:')) loaded.push(url)
    return next(url, context)
  },
})
process.on('SIGUSR2', () => writeFileSync(process.env.COUNT_FILE, JSON.stringify(loaded)))
