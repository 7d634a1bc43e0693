import { describe, expect, it } from 'vitest'
import type { Day } from '../../src/domain/day.ts'
import type { ChannelId, PromotionId, RiskCode, RiskId } from '../../src/domain/ids.ts'

const promotion: PromotionId = 'P-1'
const risk: RiskCode = 'R-1'
const kept: RiskId = 1
const channel: ChannelId = 'C1'
const day: Day = 20_000

describe('an id', () => {
  it('is written as a plain text or number', () => {
    const promotions: readonly PromotionId[] = [promotion, 'P-2']
    const days: readonly Day[] = [day, day + 1]
    expect([promotions, days]).toEqual([
      ['P-1', 'P-2'],
      [20_000, 20_001],
    ])
  })

  it('of one kind never stands for another', () => {
    // @ts-expect-error A risk is no promotion.
    const promotions: readonly PromotionId[] = [promotion, risk]
    // @ts-expect-error A channel is no promotion.
    const set = new Set<PromotionId>([channel])
    // @ts-expect-error A risk is no day.
    const days: readonly Day[] = [kept]
    expect([promotions, [...set], days]).toEqual([['P-1', 'R-1'], ['C1'], [1]])
  })
})
