import { describe, expect, it } from 'vitest'
import { isSamePromotion, type Registration } from '../../src/domain/promotions/same-promotion.ts'

const line = { sku: 'SKU-1', location: 'EAST', start: '2026-07-06' }
const registered: Registration = { promotionId: 'P-1', name: 'Summer  BOGO', lines: [line] }
const draft: Registration = { promotionId: 'P-2', name: 'summer bogo', lines: [line] }

describe('a promotion that is registered twice', () => {
  it('has the same name but for spelling, and shares start, item and location', () => {
    expect(isSamePromotion(registered, draft)).toBe(true)
    expect(isSamePromotion(registered, { ...draft, name: 'summer bogo 2' })).toBe(false)
    expect(isSamePromotion(registered, { ...draft, lines: [{ ...line, start: '2026-07-07' }] })).toBe(false)
    expect(isSamePromotion(registered, { ...draft, lines: [{ ...line, sku: 'SKU-2' }] })).toBe(false)
    expect(isSamePromotion(registered, { ...draft, lines: [{ ...line, location: 'WEST' }] })).toBe(false)
  })

  it('shares a location where one of them is for every location', () => {
    expect(isSamePromotion(registered, { ...draft, lines: [{ ...line, location: '' }] })).toBe(true)
    expect(isSamePromotion({ ...registered, lines: [{ ...line, location: '' }] }, draft)).toBe(true)
  })

  it('shares one of its lines, whatever the others are', () => {
    const lines = [{ ...line, sku: 'SKU-9' }, line]
    expect(isSamePromotion({ ...registered, lines }, draft)).toBe(true)
  })

  it('is not the promotion itself', () => {
    expect(isSamePromotion(registered, { ...draft, promotionId: 'P-1' })).toBe(false)
    expect(isSamePromotion(registered, { ...draft, lines: [] })).toBe(false)
  })
})
