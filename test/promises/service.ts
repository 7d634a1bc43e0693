import { createInterface } from 'node:readline'
import { openApp } from '../../src/app.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import type { Jobs } from '../../src/jobs/start-jobs.ts'
import { terminalMessenger } from '../../src/operator/serve/posting.ts'
import { dieAt, type Step, type Where, waitAfterReading } from './bomb.ts'

/**
 * A service on a store, `service.ts FILE`, whose clock and whose death are told by its standard input, one thing a line:
 *
 *     post                       starts the jobs; says `posting`, or `not posting` where another process does
 *     at MOMENT                  it is that moment now: ticks, where it posts; says `at MOMENT` first, `was MOMENT` after
 *     say PLACE WORDS            answers a request, then delivers where it posts
 *     die STEP,STEP WHERE NUMBER kills itself at that step from now on
 *     wait FILE                  stands still after it has read a transcript, until that file exists
 *
 * It ends in order with its input, and says `done`.
 */
const [file] = process.argv.slice(2) as [string]
let clock = Temporal.Instant.from('2026-01-01T00:00:00Z')
const tell = (text: string) => void process.stdout.write(`${text}\n`)

{
  await using app = await openApp(readConfig({}), {
    databaseUrl: `sqlite:${file}`,
    createFolder: false,
    workspace: 'default',
    now: () => clock,
  })
  await using ends = new AsyncDisposableStack()
  let jobs: Jobs | null = null

  for await (const line of createInterface(process.stdin)) {
    const [command, first = '', ...rest] = line.split(' ')
    if (command === 'post') {
      const messenger = terminalMessenger(app, () => {})
      const started = await app.startJobs(messenger, (error) => process.stderr.write(`${error}\n`))
      if (started !== null) jobs = ends.use(started)
      tell(started === null ? 'not posting' : 'posting')
    } else if (command === 'at') {
      clock = Temporal.Instant.from(first)
      tell(`at ${first}`)
      await jobs?.tick()
      tell(`was ${first}`)
    } else if (command === 'say') {
      const person = { id: 'test:ana', name: 'Ana' }
      tell(renderText(await app.handle({ key: null, person, place: first, words: rest.join(' ') })))
      await jobs?.deliver()
    } else if (command === 'die') dieAt(first.split(',') as Step[], rest[0] as Where, Number(rest[1]))
    else if (command === 'wait') waitAfterReading(first)
  }
}
tell('done')
