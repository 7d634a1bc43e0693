import { describe, expect, it } from 'vitest'
import { withTimeout } from '../../src/common/with-timeout.ts'

describe('waiting with a time-out', () => {
  it('gives what comes in time', async () => {
    expect(await withTimeout(Promise.resolve('here'), 60_000)).toBe('here')
  })

  it('gives null when nothing has come by then, and ignores a failure after that', async () => {
    let fail: (error: Error) => void = () => {}
    const result = new Promise<string>((_, reject) => {
      fail = reject
    })
    expect(await withTimeout(result, 1)).toBeNull()
    fail(new Error('too late to matter'))
    await new Promise((resume) => setImmediate(resume))
  })

  it('passes on a failure that comes in time', async () => {
    await expect(withTimeout(Promise.reject(new Error('refused')), 60_000)).rejects.toThrow('refused')
  })
})
