import { describe, expect, it } from 'vitest'
import { shapeOf } from '../../../src/feeds/mapping/header-words.ts'

describe('the shape of a file', () => {
  it.each([
    ['capitals, blanks and punctuation', ['material', 'WERK ', 'Bestand.']],
    ['the reason that rejects have', ['Material', 'Werk', 'Bestand', 'reason']],
    ['empty columns at the end', ['Material', 'Werk', 'Bestand', '', '']],
  ])('does not depend on %s', (_, header) => {
    expect(shapeOf(header)).toBe(shapeOf(['Material', 'Werk', 'Bestand']))
  })

  it.each([[['Werk', 'Material', 'Bestand']], [['Material', 'Werk']], [['Material', 'Werk', 'Bestand', 'Datum']]])(
    'is another one for %j',
    (header) => {
      expect(shapeOf(header)).not.toBe(shapeOf(['Material', 'Werk', 'Bestand']))
    },
  )
})
