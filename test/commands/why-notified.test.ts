import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hear } from './listening.ts'
import { colaStage, newestId, type Stage } from './stage.ts'

let cola: Stage
let id = ''
beforeEach(async () => {
  cola = await colaStage()
  id = newestId(await cola.say('promo add "Picnic" sku:SKU-110 at:EAST dates:"1-3 Jul" units:4000'))
  await hear(cola)
})
afterEach(() => cola[Symbol.asyncDispose]())

const onHand = (units: number, at = '2026-06-01') =>
  cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-110,EAST,${units},${at}\n`)
const whyThis = (place = '#launches') => cola.say('shelfready why-this', { place })
const whyNot = (place = '#launches') => cola.say(`shelfready why-not ${id}`, { place })

describe('why-this', () => {
  it('names the feed, the promotion with both verdicts, and why it concerns the channel', async () => {
    await onHand(20)
    await hear(cola)
    const said = await whyThis()
    expect(said).toContain('Why #launches got its last 2 messages')
    expect(said).toMatch(/is now at risk, was ready/)
    expect(said).toContain('new data: inventory (test) of Mon 1 Jun 08:00')
    expect(said).toContain(`Picnic (${id}): was ready, is now at risk; its card is here`)
    expect(said).toContain('Ana registered it here; the card stays up to date')
  })

  it('names who set the digest up, and who changed a promotion', async () => {
    await cola.say('shelfready subscribe', { name: 'Ben' })
    await cola.say('shelfready digest now')
    await cola.say(`promo edit ${id} units:4500`, { name: 'Ben' })
    const said = await whyThis()
    expect(said).toContain('this channel gets its digest at 08:00; Ben set that')
    expect(said).toContain('Ben changed it, and its card is here')
  })

  it('names the order that slipped', async () => {
    await cola.say('promo add "Garden week" sku:SKU-100 at:EAST dates:"26-28 Jun" units:250')
    await hear(cola)
    await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-07-03\n')
    await hear(cola)
    expect(await whyThis()).toContain('changed orders: PO-77')
  })

  it('says so where nothing was posted, and shows what was private to nobody', async () => {
    expect(await whyThis('#other')).toContain('I have not posted anything in #other yet.')
  })
})

describe('why-not', () => {
  it('says that a channel knows, or that it is told soon', async () => {
    expect(await whyNot()).toContain('#launches already knows.')
    await onHand(20)
    expect(await whyNot()).toContain('#launches will get a message within two minutes.')
    await hear(cola)
    expect(await whyNot()).toMatch(/is at risk. #launches already knows.[\s\S]*last read "at risk", Mon 1 Jun 08:00/)
  })

  it('says that it waits for the morning', async () => {
    cola.at('2026-06-01T20:00:00Z')
    await onHand(20)
    await hear(cola)
    expect(await whyNot()).toMatch(
      /has not had a message about it yet[\s\S]*outside 07:00 to 19:00.*the message comes Tue 2 Jun 07:00/,
    )
  })

  it('says how near its limit a promotion is that is ready again', async () => {
    await onHand(20)
    await hear(cola)
    await onHand(4_700, '2026-06-01T05:00')
    await hear(cola)
    expect(await whyNot()).toMatch(
      /is ready. #launches has not had a message about it yet[\s\S]*15 % chance of selling out; one is still at 20 %/,
    )
  })

  it('says that stale stock tells nothing', async () => {
    await cola.say('promo add "Near" sku:SKU-110 at:EAST dates:"10-12 Jun" units:4300')
    await hear(cola)
    cola.at('2026-06-08')
    await hear(cola)
    expect(await cola.say('shelfready why-not Near')).toMatch(
      /is unknown. #launches has not had a message about it yet[\s\S]*too old to judge by.*Import inventory/,
    )
  })

  it('says that a channel does not hear of a promotion, or hears of it first in its digest', async () => {
    expect(await whyNot('#other')).toMatch(/#other gets no messages about it[\s\S]*\/shelfready subscribe/)
    await cola.say('shelfready subscribe', { place: '#other' })
    expect(await whyNot('#other')).toMatch(/#other will see it in the next digest[\s\S]*comes Tue 2 Jun 08:00/)
  })

  it('takes nothing but a promotion', async () => {
    expect(await cola.say(`shelfready why-not ${id} units:3`)).toContain(
      'units: does not work here. This command takes no key: words. Nothing was saved.',
    )
    expect(await cola.say('shelfready why-not')).toContain('Which promotion?')
  })
})
