import { describe, expect, it } from 'vitest'
import { refreshAfterFeed } from './refreshing.ts'

describe('a feed that changes the stock of many promotions', () => {
  it('brings every card that it touches up to date, and no other, with one message a channel, in little more than judging takes', async () => {
    const refreshed = await refreshAfterFeed(150)
    expect(refreshed).toMatchObject({ touched: 150, judged: 750, cards: 300, messages: 2 })
    expect(refreshed.ratio).toBeLessThan(8)
  })
})
