import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/domain/assessment/readiness.ts'
import {
  type Filter,
  type FilterFacts,
  type FilterKey,
  fits,
  folded,
  isOneOf,
  joined,
  mine,
  not,
  printFilter,
  worth,
} from '../../src/domain/subscriptions/filter.ts'
import { readFilter } from '../../src/domain/subscriptions/filter-reading.ts'

const verdicts: readonly Verdict[] = ['not-ready', 'at-risk', 'unknown', 'ready']
const names = [
  'Drinks',
  'soft drinks',
  'SKU-100',
  'EAST',
  'and',
  'not',
  "O'Brien",
  'a "b"',
  '“q”',
  '(x)',
  'a,b',
  'ß',
  'İ',
]

const name = fc.oneof(
  fc.constantFrom(...names),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => folded(text) !== ''),
)

const term: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .record({
      key: fc.constantFrom<FilterKey>('category', 'item', 'at', 'supplier', 'owner'),
      values: fc.array(name, { minLength: 1, maxLength: 3 }),
    })
    .map(({ key, values }) => isOneOf(key, values)),
  fc.subarray([...verdicts], { minLength: 1 }).map((some) => isOneOf('severity', some)),
  fc.oneof(fc.nat({ max: 1_000_000 }), fc.constantFrom(0.5, 12.34, 999_999_999_999)).map(worth),
  fc.constant(mine),
)

const filters = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    term,
    tie('filter').map(not),
    fc
      .record({ kind: fc.constantFrom('and', 'or'), of: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) })
      .map(({ kind, of }) => joined(kind, of)),
  ),
})).filter

const facts: fc.Arbitrary<FilterFacts> = fc.record({
  category: fc.option(fc.constantFrom('Drinks', 'SOFT DRINKS', 'Snacks')),
  item: fc.constantFrom({ sku: 'SKU-100', name: 'Cola 1.5 l' }, { sku: 'SKU-110', name: 'Soft drinks' }),
  at: fc.constantFrom({ location: 'EAST', name: 'East Street' }, { location: 'WEST', name: 'West Park' }),
  supplier: fc.option(fc.constantFrom('ACME', 'and')),
  owners: fc.subarray(['Ana', '@ben', "O'Brien"]),
  verdict: fc.option(fc.constantFrom(...verdicts)),
  value: fc.integer({ min: 0, max: 2_000 }),
  isMine: fc.boolean(),
})

/** What filters mean, written down a second time, for terms by the filter itself. */
const naive = (filter: Filter, about: FilterFacts): boolean => {
  if (filter.kind === 'not') return naive(filter.of, about) === false
  if (filter.kind === 'and') return filter.of.filter((one) => naive(one, about)).length === filter.of.length
  if (filter.kind === 'or') return filter.of.filter((one) => naive(one, about)).length > 0
  if (filter.kind === 'is')
    return filter.values.map((value) => fits(isOneOf(filter.key, [value]), about)).includes(true)
  return fits(filter, about)
}

const read = (text: string): Filter => {
  const found = readFilter(text)
  if ('mistake' in found) throw new Error(`${text}: ${JSON.stringify(found.mistake)}`)
  return found.filter
}

const drinks = isOneOf('category', ['drinks'])
const ana = isOneOf('owner', ['Ana'])

describe('a filter', () => {
  it('that is written down is read as the same filter', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const text = printFilter(filter)
        fc.pre(text.length <= 500)
        expect(read(text)).toEqual(filter)
        expect(printFilter(read(text))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('means what and, or and not mean', () => {
    fc.assert(fc.property(filters, facts, (filter, about) => fits(filter, about) === naive(filter, about)))
  })

  it('follows De Morgan, and a second not takes the first one back', () => {
    fc.assert(
      fc.property(filters, filters, facts, (a, b, about) => {
        expect(fits(not(joined('or', [a, b])), about)).toBe(fits(joined('and', [not(a), not(b)]), about))
        expect(fits(not(joined('and', [a, b])), about)).toBe(fits(joined('or', [not(a), not(b)]), about))
        expect(fits(not(not(a)), about)).toBe(fits(a, about))
      }),
    )
  })

  it('read from any text, is a filter or a mistake with its place in the text, and never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        'and',
        'or',
        'not',
        'not (',
        'category:',
        ',',
        ':',
        '"',
        "'",
        '“',
        ' ',
        'mine',
        'value:5',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        const text = pieces.join('')
        const found = readFilter(text)
        if ('mistake' in found) expect(found.mistake.at).toBeLessThanOrEqual(text.length)
        else expect(read(printFilter(found.filter))).toEqual(found.filter)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['category:drinks', drinks],
    ['CATEGORY:Drinks', isOneOf('category', ['Drinks'])],
    ['category:drinks,snacks', isOneOf('category', ['drinks', 'snacks'])],
    ['category:drinks at:EAST,WEST value:500', joined('and', [drinks, isOneOf('at', ['EAST', 'WEST']), worth(500)])],
    ['category:drinks AND owner:Ana', joined('and', [drinks, ana])],
    ['category:drinks or owner:Ana and mine', joined('or', [drinks, joined('and', [ana, mine])])],
    ['(category:drinks or owner:Ana) mine', joined('and', [joined('or', [drinks, ana]), mine])],
    [
      'category:drinks and not (owner:Ana or severity:at-risk)',
      joined('and', [drinks, not(joined('or', [ana, isOneOf('severity', ['at-risk'])]))]),
    ],
    ['not not mine', not(not(mine))],
    ['severity:"not ready",unknown', isOneOf('severity', ['not-ready', 'unknown'])],
    [
      'verdict:ready sku:A location:B',
      joined('and', [isOneOf('severity', ['ready']), isOneOf('item', ['A']), isOneOf('at', ['B'])]),
    ],
    ['category:"a ""b"", c"', isOneOf('category', ['a "b", c'])],
    ['category:„weiche Getränke“', isOneOf('category', ['weiche Getränke'])],
    ["owner:O'Brien", isOneOf('owner', ["O'Brien"])],
    ['supplier:and', isOneOf('supplier', ['and'])],
    ['at:A:B', isOneOf('at', ['A:B'])],
    ['value:0.5', worth(0.5)],
  ])('is read from %s', (text, expected) => expect(read(text)).toEqual(expected))

  it.each([
    ['', 'nothing said', 0, null],
    ['   ', 'nothing said', 0, null],
    ['drinks', 'word not known', 0, null],
    ['categroy:drinks', 'word not known', 0, 'category:'],
    ['mine colour:red', 'word not known', 5, null],
    ['not-ready', 'word not known', 0, 'severity:not-ready'],
    ['my', 'word not known', 0, null],
    ['miine', 'word not known', 0, 'mine'],
    ['category:', 'value missing', 9, null],
    ['category:a,', 'value missing', 11, null],
    ['category:,a', 'value missing', 9, null],
    ['category:""', 'value missing', 9, null],
    ['severity:bad', 'not a severity', 0, null],
    ['severity:atrisc', 'not a severity', 0, 'at-risk'],
    ['value:many', 'not an amount', 0, null],
    ['value:1,000', 'not an amount', 0, null],
    ['value:1.000', 'not an amount', 0, null],
    ['value:-1', 'not an amount', 0, null],
    ['value:1e9', 'not an amount', 0, null],
    ['category:"drinks', 'quote not closed', 9, null],
    ['(mine', 'bracket not closed', 0, null],
    ['mine)', 'bracket not opened', 4, null],
    ['()', 'something missing', 1, null],
    ['mine and', 'something missing', 8, null],
    ['mine or or mine', 'something missing', 8, null],
    ['not', 'something missing', 3, null],
    ['"category:drinks"', 'word not known', 0, 'category:'],
    [`${'('.repeat(30)}mine${')'.repeat(30)}`, 'too deep', 20, null],
    ['not '.repeat(30), 'too deep', 80, null],
    ['mine '.repeat(200), 'too long', 500, null],
  ])('cannot be read from %s: %s at %i, perhaps %s', (text, kind, at, meant) => {
    expect(readFilter(text)).toMatchObject({ mistake: { kind, at, meant } })
  })

  it.each([
    ['category:DRINKS', true],
    ['category:drink', false],
    ['item:sku-100', true],
    ['item:cola', true],
    ['item:"1.5 L"', true],
    ['item:col', false],
    ['at:east', true],
    ['at:"east street"', true],
    ['at:WEST', false],
    ['supplier:acme', true],
    ['owner:ana', true],
    ['owner:@Ana', true],
    ['owner:an', false],
    ['severity:not-ready', true],
    ['value:500', true],
    ['value:500.01', false],
    ['mine', false],
    ['category:snacks or at:EAST', true],
    ['category:drinks at:WEST', false],
    ['not category:snacks', true],
  ])('%s lets Cola at EAST of Ana with 500 at risk through: %s', (text, expected) => {
    const cola: FilterFacts = {
      category: 'Drinks',
      item: { sku: 'SKU-100', name: 'Cola 1.5 l' },
      at: { location: 'EAST', name: 'East Street' },
      supplier: 'ACME',
      owners: ['Ana'],
      verdict: 'not-ready',
      value: 500,
      isMine: false,
    }
    expect(fits(read(text), cola)).toBe(expected)
  })
})
