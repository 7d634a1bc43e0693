import { describe, expect, it } from 'vitest'
import { boundedMap } from '../../src/common/bounded-map.ts'

describe('a bounded map', () => {
  it('forgets the oldest entry when it holds too many', () => {
    const map = boundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('c', 3)
    expect([map.has('a'), map.get('b'), map.get('c')]).toEqual([false, 2, 3])
  })

  it('counts an entry that is set again as the newest', () => {
    const map = boundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    map.set('c', 4)
    expect([map.get('a'), map.has('b'), map.get('c')]).toEqual([3, false, 4])
  })

  it('forgets what is deleted, and everything when it is cleared', () => {
    const map = boundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.delete('a')
    expect([map.has('a'), map.has('b')]).toEqual([false, true])
    map.clear()
    expect(map.has('b')).toBe(false)
  })
})
