import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTicker } from '../../src/jobs/ticker.ts'

describe('the ticker', () => {
  let wakeUps: string[]
  let stop: () => void

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-06-01T07:59:20.500Z') })
    wakeUps = []
    stop = startTicker(() => wakeUps.push(new Date().toISOString()))
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
  })

  it('wakes the work once a minute, at its start', async () => {
    await vi.advanceTimersByTimeAsync(39_000)
    expect(wakeUps).toEqual([])
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(wakeUps.map((moment) => moment.slice(11, 19))).toEqual([
      '08:00:00',
      '08:01:00',
      '08:02:00',
      '08:03:00',
      '08:04:00',
    ])
  })

  it('goes on over midnight and where clocks change', async () => {
    stop()
    vi.setSystemTime(new Date('2026-10-24T23:30:30Z'))
    stop = startTicker(() => wakeUps.push(new Date().toISOString()))
    await vi.advanceTimersByTimeAsync(3 * 3_600_000)
    expect(wakeUps).toHaveLength(180)
    expect(new Set(wakeUps.map((moment) => moment.slice(0, 16))).size).toBe(180)
  })

  it('never wakes the work again once it is stopped', async () => {
    await vi.advanceTimersByTimeAsync(60_000)
    expect(wakeUps).toHaveLength(1)
    stop()
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(wakeUps).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('may be stopped twice', async () => {
    stop()
    stop()
    await vi.advanceTimersByTimeAsync(2 * 60_000)
    expect(wakeUps).toEqual([])
  })

  it.each([
    ['an hour back', '2026-06-01T07:00:20Z'],
    ['a day back', '2026-05-31T08:00:20Z'],
    ['an hour forward', '2026-06-01T09:00:20Z'],
    ['a day forward', '2026-06-02T08:00:20Z'],
  ])('goes on waking the work when the clock is set %s', async (_, to) => {
    await vi.advanceTimersByTimeAsync(60_000)
    vi.setSystemTime(new Date(to))
    wakeUps.length = 0
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(wakeUps.length).toBeGreaterThanOrEqual(9)
    expect(wakeUps.length).toBeLessThanOrEqual(11)
  })

  it('goes on after work that throws', async () => {
    stop()
    let calls = 0
    stop = startTicker(() => {
      calls++
      throw new Error('the work failed')
    })
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    await vi.advanceTimersByTimeAsync(3 * 60_000)
    log.mockRestore()
    expect(calls).toBe(3)
  })
})
