import { describe, expect, it } from 'vitest'
import { openSealing } from '../../src/common/sealing.ts'

const [first, second] = ['a'.repeat(40), 'b'.repeat(40)]

describe('a sealed secret', () => {
  const sealed = openSealing([first]).seal('xoxb-1', 'slack T1 2')

  it('is opened by its key alone, whichever place that has among the keys', () => {
    expect(openSealing([first]).open(sealed, 'slack T1 2')).toBe('xoxb-1')
    expect(openSealing([second, first]).open(sealed, 'slack T1 2')).toBe('xoxb-1')
    expect(openSealing([second]).open(sealed, 'slack T1 2')).toBeNull()
    expect(openSealing([second, first]).isCurrent(sealed)).toBe(false)
    expect(openSealing([first, second]).isCurrent(sealed)).toBe(true)
  })

  it('is not opened in another place, nor when a character of it was changed', () => {
    expect(openSealing([first]).open(sealed, 'slack T1 3')).toBeNull()
    // The last character of base64 has bits that say nothing.
    for (let i = 0; i < sealed.length - 1; i++) {
      const isLast = sealed[i + 1] === '.'
      const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`
      if (!isLast) expect(openSealing([first]).open(changed, 'slack T1 2'), changed).toBeNull()
    }
    expect(openSealing([first]).open('', 'slack T1 2')).toBeNull()
  })

  it('shows nothing of what it is, and is another one each time', () => {
    expect(sealed).not.toContain('xoxb')
    expect(openSealing([first]).seal('xoxb-1', 'slack T1 2')).not.toBe(sealed)
  })
})
