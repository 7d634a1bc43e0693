import cron, { type ScheduledTask } from 'node-cron'

const watchMilliseconds = 1_000
/** A clock that is merely kept right moves by less in a second. */
const jumpMilliseconds = 5_000

/**
 * Wakes the work at the start of every minute, UTC, until it is stopped. It is an alarm clock only: what is due, the work
 * finds out itself. The library waits for a moment of the wall clock, so when that jumps the alarm is set anew.
 */
export const startTicker = (work: () => void): (() => void) => {
  const set = (): ScheduledTask =>
    cron.schedule('* * * * *', work, { timezone: 'Etc/UTC', suppressMissedWarning: true })
  let alarm = set()
  let offset = Date.now() - performance.now()
  const watch = setInterval(() => {
    const before = offset
    offset = Date.now() - performance.now()
    if (Math.abs(offset - before) < jumpMilliseconds) return
    void alarm.destroy()
    alarm = set()
    work()
  }, watchMilliseconds)
  return () => {
    clearInterval(watch)
    void alarm.destroy()
  }
}
