import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { lineBudget } from '../../src/cards/language/line-budget.ts'
import { promotionCard } from '../../src/cards/promotions/promotion-card.ts'
import { registeredCard } from '../../src/cards/promotions/registered-card.ts'
import { riskListCard } from '../../src/cards/risks/risk-list-card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { placesOfAPromotion, viewOf } from './judged-places.ts'

const mostCardLines = 6
const mostRowLines = 3
const mostAnswerLines = 2

/** The lines of a card that people read: without its buttons and the date of the stock. */
const linesOf = (card: Card): readonly string[] =>
  renderText({ ...card, actions: [], footer: null })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** A sum of more terms than fit into a line is shown whole all the same: it must add up. */
const isLongSum = (line: string): boolean => (line.match(/ [+-] [\d,.]+ /g) ?? []).length > 2

const seed = 1

describe('what a channel reads of a promotion', () => {
  it('is six lines at most on its card and three in a row, none longer than a line', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(placesOfAPromotion, (all) => {
        const { view, rows, today } = viewOf(all)
        const card = linesOf(promotionCard(view))
        expect(card.length, card.join('\n')).toBeLessThanOrEqual(mostCardLines)
        const list = riskListCard(rows, { today, mine: null, filter: null, again: '', page: 1 })
        const items = list.blocks.flatMap((block) => (block.kind === 'items' ? block.items : []))
        for (const item of items) expect(1 + item.detail.length, item.text).toBeLessThanOrEqual(mostRowLines)
        for (const line of [...card, ...linesOf(list)].filter((one) => !isLongSum(one)))
          expect(line.length, line).toBeLessThanOrEqual(lineBudget)
        seen.add(view.readiness.verdict)
      }),
      { numRuns: 400, seed },
    )
    expect([...seen].toSorted()).toEqual(['at-risk', 'not-ready', 'ready', 'unknown'])
  })
})

describe('the private answer to a registration', () => {
  it('is two lines at most, with a way to the card', () => {
    fc.assert(
      fc.property(placesOfAPromotion, (all) => {
        const card = registeredCard(viewOf(all).view)
        expect(linesOf(card).length, linesOf(card).join('\n')).toBeLessThanOrEqual(mostAnswerLines)
        expect(card.actions?.[0]).toMatchObject({ does: 'see', label: 'See card' })
      }),
      { numRuns: 200, seed },
    )
  })
})
