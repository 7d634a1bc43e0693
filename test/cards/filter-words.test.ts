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
    ['owner:Ana severity:not-ready,at-risk', 'promotions owned by Ana that are not ready or at risk'],
    ['supplier:ACME item:cola', 'cola from ACME'],
    ['mine', 'what is yours'],
    ['mine category:drinks', 'drinks of yours'],
    ['not category:drinks', 'everything but drinks'],
    ['category:drinks and not owner:Ana', 'drinks, but not promotions owned by Ana'],
    ['not at:EAST not at:WEST', 'everything, but not promotions at EAST, nor promotions at WEST'],
    ['category:drinks or at:EAST', 'drinks or promotions at EAST'],
    ['category:drinks and (owner:Ana or mine)', 'drinks and (promotions owned by Ana or what is yours)'],
    ['category:drinks at:EAST or mine', 'drinks at EAST or what is yours'],
    [
      'category:drinks and not (owner:Ana or severity:at-risk)',
      'drinks, but not (promotions owned by Ana or promotions that are at risk)',
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
      'I cannot filter by "drinks". I know category:, item:, at:, supplier:, owner:, severity:, value: and mine.',
    ],
    ['categroy:drinks', 'I cannot filter by "categroy:". Did you mean category:?'],
    ['at-risk', 'I cannot filter by "at-risk". Did you mean severity:at-risk?'],
    ['severity:red', '"red" is not a verdict. Write not-ready, at-risk, unknown or ready.'],
    ['at:', 'at: needs a value, such as at:EAST.'],
    ['value:1,5', 'value: "1,5" is not a clear amount. Write it without a currency, such as value:500.'],
    ['category:"drinks', 'The quote before drinks is never closed.'],
    ['(mine or category:drinks', 'The bracket before "mine or category:dr" is never closed.'],
    ['mine) or mine', 'There is a closing bracket without an opening one.'],
    ['mine and', 'The filter is cut off at the end; add a condition such as category:drinks.'],
    ['mine or )', 'Something is missing before ")"; add a condition such as category:drinks.'],
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
