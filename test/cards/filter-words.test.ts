import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterMistakeWords, filterWords, onlyWords } from '../../src/cards/channels/filter-words.ts'
import { readFilter } from '../../src/domain/subscriptions/filter-reading.ts'

const words = (text: string): string => {
  const read = readFilter(text)
  return 'filter' in read ? filterWords(read.filter) : filterMistakeWords(read.mistake)
}

describe('a filter', () => {
  it.each([
    ['category:drinks', 'drinks'],
    ['category:drinks at:EAST', 'drinks at EAST'],
    ['value:500 at:EAST,WEST category:drinks', 'drinks at EAST or WEST with 500 or more at risk'],
    ['at:EAST,WEST,NORTH', 'promotions at EAST, WEST or NORTH'],
    ['owner:Ana severity:not-ready,at-risk', 'promotions of Ana that are not ready or at risk'],
    ['supplier:ACME item:cola', 'cola from ACME'],
    ['mine', 'what is yours'],
    ['mine category:drinks', 'drinks of yours'],
    ['not category:drinks', 'everything but drinks'],
    ['category:drinks and not owner:Ana', 'drinks, but not promotions of Ana'],
    ['not at:EAST not at:WEST', 'everything, but not promotions at EAST, nor promotions at WEST'],
    ['category:drinks or at:EAST', 'drinks or promotions at EAST'],
    ['category:drinks and (owner:Ana or mine)', 'drinks and (promotions of Ana or what is yours)'],
    ['category:drinks at:EAST or mine', 'drinks at EAST or what is yours'],
    [
      'category:drinks and not (owner:Ana or severity:at-risk)',
      'drinks, but not (promotions of Ana or promotions that are at risk)',
    ],
  ])('%s is said as %s', (text, expected) => expect(words(text)).toBe(expected))

  it('is named at the foot of a digest with where it is set, and nothing is where everything is shown', () => {
    const read = readFilter('category:drinks at:EAST')
    expect(onlyWords('filter' in read ? read.filter : null)).toBe('Only drinks at EAST: /shelfready settings.')
    expect(onlyWords(null)).toBeNull()
  })

  it.each([
    [
      'drinks',
      '"drinks" is nothing I can filter by. I know category:, item:, at:, supplier:, owner:, severity:, value: and mine.',
    ],
    ['categroy:drinks', '"categroy:" is nothing I can filter by. Did you mean category:?'],
    ['at-risk', '"at-risk" is nothing I can filter by. Did you mean severity:at-risk?'],
    ['severity:red', '"red" is no verdict: write not-ready, at-risk, unknown or ready.'],
    ['at:', 'at: is missing what follows it, such as at:EAST.'],
    ['value:1,5', 'value: "1,5" is no amount I can read in one way only; write such as value:500, without a currency.'],
    ['category:"drinks', 'A quote is opened before drinks and never closed.'],
    ['(mine or category:drinks', 'The bracket before "mine or category:dr" is never closed.'],
    ['mine) or mine', 'A bracket is closed that was never opened.'],
    ['mine and', 'The filter ends where something should follow, such as category:drinks.'],
    ['mine or )', 'Something is missing before ")", such as category:drinks.'],
  ])('%s that cannot be read is answered: %s', (text, expected) => expect(words(text)).toBe(expected))

  it('of any text is said, or what is wrong with it, in words that end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const read = readFilter(text)
        const said = words(text)
        expect(said).not.toMatch(/undefined|null\b|NaN/)
        if ('mistake' in read) expect(said).toMatch(/[.?]$/)
      }),
    )
  })
})
