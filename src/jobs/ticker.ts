import cron from 'node-cron'

/** Wakes the work at the start of every minute, UTC, until it is stopped. It is an alarm clock only: what is due, the work finds out itself. */
export const startTicker = (work: () => void): (() => void) => {
  const task = cron.schedule('* * * * *', work, { timezone: 'Etc/UTC', suppressMissedWarning: true })
  return () => void task.destroy()
}
