import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { typedHere } from '../../src/chat/typed-here.ts'

describe('a command that a card names', () => {
  it.each([
    ['Register one: /promo add', 'Register one: promo add', 'Register one: @Shelfready promo add'],
    ['/stock SKU-1 at EAST', 'stock SKU-1 at EAST', '@Shelfready stock SKU-1 at EAST'],
    [
      'See /promo why P-1 or (/shelfready risks).',
      'See promo why P-1 or (shelfready risks).',
      'See @Shelfready promo why P-1 or (@Shelfready risks).',
    ],
    ['https://x.example/promo list', 'https://x.example/promo list', 'https://x.example/promo list'],
    ['a/promo, /promotions, /promo-x', 'a/promo, /promotions, /promo-x', 'a/promo, /promotions, /promo-x'],
  ])('%j is written as one types it in the terminal and in a channel of Teams', (said, bare, called) => {
    expect(typedHere(said, '/')).toBe(said)
    expect(typedHere({ blocks: [{ notes: [said] }] }, '')).toEqual({ blocks: [{ notes: [bare] }] })
    expect(typedHere([said, 1, null], '@Shelfready ')).toEqual([called, 1, null])
  })

  it('is all that changes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const json = JSON.parse(JSON.stringify({ value })) as unknown
        if (!JSON.stringify(json).includes('/')) expect(typedHere(json, '@Shelfready ')).toEqual(json)
      }),
    )
  })
})
