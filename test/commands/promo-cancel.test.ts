import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99 owner:@Cleo')
})
afterEach(() => cola[Symbol.asyncDispose]())

const newest = () => cola.rows('select * from promotion_line order by batch_id desc limit 1')[0]

describe('cancelling a promotion', () => {
  it('asks why first, and writes nothing until it is said', async () => {
    const before = cola.everything()
    const said = await cola.say('promo cancel P-1')
    expect(said).toContain('Nothing was cancelled yet')
    expect(said).toContain('why:supply')
    expect(said).toContain('why:other')
    expect(await cola.say('promo cancel P-1 why:weather')).toMatch(/supply, other.*Nothing was cancelled/)
    expect(cola.everything()).toBe(before)
  })

  it('writes its lines as cancelled, and who, why and in what words', async () => {
    const before = newest()
    const said = await cola.say('promo cancel P-1 why:supply reason:"ACME cannot deliver before August"', {
      name: 'Ben',
    })
    expect(said).toMatch(/Summer BOGO \(P-1\).*was cancelled by Ben/)
    expect(said).toContain('ACME cannot deliver before August')
    expect(newest()).toEqual({ ...before, status: 'cancelled', batch_id: newest()?.batch_id })
    const audit = cola.rows(`select actor, entity, detail from audit where action = 'cancel'`)
    expect(audit).toHaveLength(1)
    expect(audit[0]).toMatchObject({ actor: 'test:Ben', entity: 'P-1' })
    expect(JSON.parse(audit[0]?.detail as string)).toMatchObject({
      why: 'supply',
      reason: 'ACME cannot deliver before August',
    })
  })

  it('lists what is on order for its items with the likely leftover', async () => {
    await cola.feed(
      'inbound',
      'order_id,sku,location,quantity,due_date\nPO-90,SKU-100,EAST,900,2026-07-01\nPO-91,SKU-110,WEST,900,2026-07-01\n',
    )
    const said = await cola.say('promo cancel P-1 why:other')
    expect(said).toContain('PO-90')
    expect(said).toMatch(/900 units/)
    expect(said).toMatch(/left ?over/)
    expect(said).not.toContain('PO-91')
  })

  it('frees its units for the promotion that came later', async () => {
    await cola.say('promo add Later sku:SKU-100 at:EAST dates:"6-12 Jul" units:150')
    expect(await cola.say('promo show P-2')).not.toContain('● READY')
    await cola.say('promo cancel P-1 why:other')
    expect(await cola.say('promo show P-2')).toContain('● READY')
  })

  it('takes it out of the list and the risks, keeps its story, and can be seen', async () => {
    expect(await cola.say('shelfready risks')).toContain('Summer BOGO')
    await cola.say('promo cancel P-1 why:supply')
    expect(await cola.say('promo list')).not.toContain('Summer BOGO')
    expect(await cola.say('shelfready risks')).not.toContain('Summer BOGO')
    expect(await cola.say('promo show P-1')).toContain('cancelled')
    expect(await cola.say('promo history P-1')).toMatch(/cancelled by Ana.*\n.*registered by Ana/)
    expect(cola.rows(`select state, ended_at is not null as ended from risk`)).toEqual([
      { state: 'resolved', ended: 1 },
    ])
  })

  it('is posted once in its channel and in each subscribed one', async () => {
    await cola.say('shelfready subscribe', { place: '#supply' })
    await cola.say('promo cancel P-1 why:supply')
    expect(cola.posted('#launches')).toHaveLength(2)
    expect(cola.posted('#launches')[1]).toContain('Summer BOGO (P-1), Mon 6 Jul, was cancelled by Ana')
    expect(cola.posted('#supply')).toHaveLength(1)
  })

  it('a second time, or of one nobody knows, is refused and writes nothing', async () => {
    await cola.say('promo cancel P-1 why:supply')
    const before = cola.everything()
    expect(await cola.say('promo cancel P-1 why:other')).toContain('is already cancelled. Nothing was changed')
    expect(await cola.say('promo cancel P-7 why:other')).toContain('There is no promotion P-7')
    expect(await cola.say('promo cancel why:other')).toMatch(/Which promotion/)
    expect(await cola.say('promo edit P-1 units:5')).toMatch(/is cancelled\. Nothing was changed.*promo clone P-1/)
    expect(cola.everything()).toBe(before)
  })

  it('by two people at once happens once', async () => {
    const said = await Promise.all(['Ana', 'Ben'].map((name) => cola.say('promo cancel P-1 why:supply', { name })))
    expect(said.filter((one) => one.includes('was cancelled by'))).toHaveLength(1)
    expect(said.filter((one) => one.includes('is already cancelled'))).toHaveLength(1)
    expect(cola.rows(`select count(*) as n from audit where action = 'cancel'`)).toEqual([{ n: 1 }])
  })

  it('lets the same promotion be registered again', async () => {
    await cola.say('promo cancel P-1 why:other')
    expect(await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700')).toMatch(
      registration(undefined, 'P-2'),
    )
  })
})
