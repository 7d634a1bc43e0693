import { describe, expect, test } from 'vitest'
import { discount, extra, uplift } from '../../src/parsing/promotion-values.ts'
import { read } from '../feeds/read-value.ts'

describe('an uplift', () => {
  test.each([
    ['1.6', 1.6],
    ['1.6x', 1.6],
    ['1.6 X', 1.6],
    ['2×', 2],
    ['+60%', 1.6],
    ['+60 %', 1.6],
    ['-10%', 0.9],
    ['+12.5%', 1.125],
    ['-100%', 0],
    ['0.3x', 0.3],
    ['60x', 60],
    ['+9900%', 100],
    ['0.5', 0.5],
    ['10', 10],
  ])('%s is the ratio %d', (input, ratio) => {
    expect(read(uplift, input)).toBe(ratio)
  })

  test.each([
    ['60', 'can be +60% or 60x; which one?'],
    ['10.5', 'can be +10.5% or 10.5x; which one?'],
    ['0.29', 'can be +29% or 0.29x; which one?'],
    ['60%', 'can be +60% or 0.6x; which one?'],
    ['+60', 'has a sign but no %; write it as +60% or as 1.6x'],
    ['-0.1', 'has a sign but no %; write it as +60% or as 1.6x'],
    ['-120%', 'is more than all normal sales; the lowest is -100% or 0x'],
    ['-2x', 'is more than all normal sales; the lowest is -100% or 0x'],
    ['101x', 'is above 100 times the normal sales'],
    ['+1,000%', 'is not a number; write +1000, without thousands separators'],
    ['%', 'is not a number'],
    ['lots', 'is not a number'],
  ])('%s is not guessed at: it %s', (input, reason) => {
    expect(read(uplift, input)).toBe(reason)
  })
})

describe('the other values of a promotion', () => {
  test('extra units may carry a plus', () => {
    expect(read(extra, '+300')).toBe(300)
    expect(read(extra, '300')).toBe(300)
    expect(read(extra, '-300')).toBe('is below zero; must be above zero: extra is on top of normal sales')
  })

  test.each([
    ['0.2', 0.2],
    ['20%', 0.2],
    ['20 %', 0.2],
    ['0', 0],
    ['1', 1],
    ['20', 'is above 1; write 20% or a share such as 0.2'],
    ['120%', 'is above 100%'],
    ['-20%', 'is below zero; write the discount without a sign'],
    ['half', 'is not a number'],
  ])('a discount of %s comes to %s', (input, expected) => {
    expect(read(discount, input)).toBe(expected)
  })
})
