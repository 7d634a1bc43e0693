import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Card, Item } from '../../src/cards/language/card.ts'
import { openRefresher, type Refresher } from '../../src/jobs/refresh.ts'
import { deliver } from '../commands/listening.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

let cola: Stage
let refresher: Refresher

beforeEach(async () => {
  cola = await colaStage(70)
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
  const { workspace, policy, timeZone, today, now } = cola.app
  const reach = { reaches: () => true, edits: true }
  refresher = openRefresher({ workspace, policy, timeZone, reach, today, now })
  await refresher.refresh()
  await cola.say('shelfready digest now')
  deliver(cola)
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await cola[Symbol.asyncDispose]()
})

/** The row of a promotion in the digest, as the channel sees it some seconds later. */
const rowOf = async (name: string): Promise<Item | undefined> => {
  vi.advanceTimersByTime(20_000)
  await refresher.refresh()
  deliver(cola)
  const [message] = cola.rows("select card from live_message where about = 'digest' and channel = '#launches'")
  const { blocks } = JSON.parse(String(message?.card)) as Card
  return blocks
    .flatMap((block) => (block.kind === 'items' && block.isNumbered ? block.items : []))
    .find(({ text }) => text.includes(name))
}
const labels = (item: Item | undefined) => (item?.actions ?? []).map(({ label }) => label)

describe('the row of a risk in a digest that was posted', () => {
  it('offers its next action until that is done, also once somebody has it', async () => {
    expect(labels(await rowOf('Summer BOGO'))).toEqual(expect.arrayContaining(['Decide...', 'Acknowledge']))
    await cola.say('shelfready ack P-1', { name: 'Ben' })
    const row = await rowOf('Summer BOGO')
    expect(row?.status).toBe('Ben · R-1')
    expect(labels(row)).toEqual(expect.arrayContaining(['Decide...', 'Resolve...', 'Undo']))
    expect(labels(row)).not.toContain('Acknowledge')
  })

  it('says in one line, without buttons, what was agreed and how the promotion stands', async () => {
    await cola.say('promo decide P-1 cap reason:"keep the date"')
    await cola.say('promo agree P-1', { name: 'Ben' })
    expect(await rowOf('Summer BOGO')).toMatchObject({
      symbol: '●',
      text: 'Summer BOGO (P-1): ready, capped at 156 of 700 units, agreed by Ana and Ben',
      status: 'R-1',
      detail: [],
      actions: [],
    })
  })

  it('says who resolved it and why, and that the promotion is still not ready', async () => {
    await cola.say('shelfready resolve R-1 reason:"bought locally"', { name: 'Ben' })
    expect(await rowOf('Summer BOGO')).toMatchObject({
      symbol: '✖',
      text: 'Summer BOGO (P-1): not ready, resolved by Ben: bought locally',
      detail: [],
      actions: [],
    })
  })

  it('follows the figures that change below it', async () => {
    expect((await rowOf('Summer BOGO'))?.detail[0]).toContain('500 of 700 units short')
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,300,2026-06-01\n')
    expect((await rowOf('Summer BOGO'))?.detail[0]).toContain('600 of 700 units short')
  })
})
