import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { type Figure, percentile, round } from './measure.ts'
import { folder } from './shop.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')

const start = async (cwd: string, words: readonly string[]): Promise<number> => {
  const began = performance.now()
  const child = spawn(process.execPath, [...words], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '' },
  })
  await once(child.stdout, 'data')
  const ready = performance.now() - began
  child.stdin.end()
  child.stdout.resume()
  await once(child, 'exit')
  return ready
}

/** Times from starting the process to the first line of the digest: in an empty folder, and the next time; beside a bare Node. */
export const readyToAnswer = async (): Promise<Figure> => {
  await using place = await folder()
  const first = await start(place.path, [main, 'serve'])
  const again: number[] = []
  const bare: number[] = []
  for (let i = 0; i < 5; i++) {
    again.push(await start(place.path, [main, 'serve']))
    bare.push(await start(place.path, ['-e', 'console.log(1); process.stdin.resume()']))
  }
  return {
    name: 'ready',
    figures: {
      ratio: round(percentile(again, 0.5) / percentile(bare, 0.5)),
      first_start_ms: round(first, 0),
      next_start_ms: round(percentile(again, 0.5), 0),
    },
  }
}
