import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/**
 * Watches the process that it is imported into: at each SIGUSR2 it writes into the file of `BENCH_WATCH` how late its event
 * loop was since the last one, in milliseconds, and how much processor time the process has used, all threads together. It
 * ends with whoever started it.
 */
const file = process.env.BENCH_WATCH
if (isMainThread && file !== undefined) {
  const resolution = 5
  const parent = process.ppid
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  process.on('SIGUSR2', () => {
    const { user, system } = process.cpuUsage()
    writeFileSync(
      file,
      `${JSON.stringify({
        p50: late(delays.percentile(50)),
        p99: late(delays.percentile(99)),
        max: late(delays.max),
        cpuSeconds: (user + system) / 1e6,
      })}\n`,
      { flag: 'a' },
    )
    delays.reset()
  })
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
  }, 1_000).unref()
}
