import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineAssessment, PromotionReadiness, Verdict } from '../../src/domain/assessment/readiness.ts'
import { type Filter, fits, mine } from '../../src/domain/subscriptions/filter.ts'
import { matchesSubscription, showsPromotion } from '../../src/domain/subscriptions/filter-match.ts'
import { readFilter } from '../../src/domain/subscriptions/filter-reading.ts'

type Line = { readonly category: string; readonly at: string; readonly verdict?: Verdict; readonly money?: number }

/** A line with what a filter asks of it, and nothing else. */
const line = ({ category, at, verdict = 'ready', money = 0 }: Line) =>
  ({
    facts: {
      item: { sku: `SKU-${category}`, name: category, category, supplier: 'ACME' },
      location: { location: at, name: at },
    },
    verdict,
    revenueAtRisk: money,
    currency: 'EUR',
  }) as unknown as LineAssessment

const promotion = (verdict: Verdict, own: readonly Line[], owner: string | null = 'Ana') => {
  const lines = own.map(line)
  const problems = lines.filter((one) => one.verdict !== 'ready')
  return { owner, readiness: { verdict, lines, problems, problemShare: 0 } satisfies PromotionReadiness }
}

const filter = (text: string): Filter => {
  const read = readFilter(text)
  if ('mistake' in read) throw new Error(text)
  return read.filter
}
const channelWants = (text: string, about: ReturnType<typeof promotion>) =>
  matchesSubscription({ filter: filter(text), person: null }, about)

const mixed = promotion('at-risk', [
  { category: 'Drinks', at: 'EAST', verdict: 'at-risk', money: 300 },
  { category: 'Snacks', at: 'WEST', verdict: 'at-risk', money: 300 },
  { category: 'Tea', at: 'WEST', verdict: 'unknown', money: 5_000 },
])

describe('a promotion', () => {
  it.each([
    ['category:drinks', true],
    ['category:drinks at:EAST', true],
    ['category:drinks at:WEST', false],
    ['category:drinks or at:WEST', true],
    ['not category:drinks', true],
    ['not (category:drinks or category:snacks or category:tea)', false],
    ['severity:at-risk', true],
    ['severity:unknown', false],
    ['value:600', true],
    ['value:601', false],
    ['owner:ana', true],
    ['owner:ben', false],
  ])('is what a channel wants with %s when one of its lines is: %s', (text, expected) => {
    expect(channelWants(text, mixed)).toBe(expected)
  })

  it('is shown by any filter just when one of its lines fits', () => {
    const values = ['Drinks', 'Tea', 'SKU-Snacks', 'EAST', 'WEST', 'ACME', 'Ana', 'at-risk', 'unknown'] as const
    const is = fc.record({
      kind: fc.constant('is' as const),
      key: fc.constantFrom('category', 'item', 'at', 'supplier', 'owner', 'severity'),
      values: fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
    })
    const { any } = fc.letrec<{ any: Filter }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        is,
        fc.record({ kind: fc.constant('value' as const), atLeast: fc.constantFrom(0, 600, 601) }),
        fc.constant(mine),
        fc.record({ kind: fc.constant('not' as const), of: tie('any') }),
        fc.record({ kind: fc.constantFrom('and', 'or'), of: fc.array(tie('any'), { minLength: 2, maxLength: 3 }) }),
      ),
    }))
    const shared = { owners: ['Ana'], verdict: 'at-risk', value: 600, isMine: true } as const
    const reader = { personId: 'ana', names: ['Ana'] }
    const { lines } = mixed.readiness
    fc.assert(
      fc.property(any, (filter) => {
        const isOneOf = lines.some(({ facts: { item, location: at } }) =>
          fits(filter, { ...item, item, at, ...shared }),
        )
        expect(showsPromotion({ filter, reader }, mixed)).toBe(isOneOf)
      }),
      { numRuns: 1_000 },
    )
  })

  it('without an owner is nobody’s', () => {
    const unowned = promotion('ready', [{ category: 'Drinks', at: 'EAST' }], null)
    expect(channelWants('owner:Ana', unowned)).toBe(false)
    expect(channelWants('not owner:Ana', unowned)).toBe(true)
    const reader = { personId: 'ana', names: ['Ana'] }
    expect(showsPromotion({ filter: filter('mine'), reader }, unowned)).toBe(false)
    expect(showsPromotion({ filter: filter('mine'), reader }, mixed)).toBe(true)
    expect(showsPromotion({ filter: filter('mine'), reader: { personId: 'ben', names: ['Ben'] } }, mixed)).toBe(false)
  })

  it('is wanted by every channel without a filter, and by nobody’s own subscription', () => {
    expect(matchesSubscription({ filter: null, person: null }, mixed)).toBe(true)
    expect(matchesSubscription({ filter: null, person: 'ana' }, mixed)).toBe(false)
    expect(matchesSubscription({ filter: filter('category:drinks'), person: 'ana' }, mixed)).toBe(false)
  })
})
