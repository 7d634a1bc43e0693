import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { changeKinds } from './changes.ts'
import { differencesIn, newSeen, openFreshProcess, proveChanges } from './prove.ts'
import { openWorld, type World } from './world.ts'

const isFull = process.env.PROOF === 'full'
const fresh = openFreshProcess()
afterAll(() => fresh[Symbol.dispose]())

const change = fc.record({ kind: fc.constantFrom(...changeKinds), seed: fc.nat() })
const series = fc.array(change, { minLength: 20, maxLength: isFull ? 60 : 25 })

describe('what is kept', () => {
  it('is what another process judges anew after any change, and only what the change touches was judged for it', async () => {
    const seen = newSeen()
    await fc.assert(
      fc.asyncProperty(series, async (changes) => {
        const failure = await proveChanges(changes, fresh.judge, seen)
        expect(failure === null ? '' : `${failure.did.join('\n')}\n${failure.problems.join('\n')}`).toBe('')
      }),
      isFull ? { numRuns: 250 } : { numRuns: 4, seed: 20260601 },
    )
    expect(seen.comparisons).toBeGreaterThanOrEqual(seen.changes)
    expect(seen.narrow.judged / seen.narrow.promotions).toBeLessThan(0.5)
  })

  const inventory = 'sku,location,on_hand,as_of'
  it.each<[string, (world: World) => Promise<unknown>]>([
    [
      'a snapshot of a shop in which an item is missing that its supplying location sends to others',
      ({ program }) => program(0).bring('inventory', `${inventory}\nN2,NS2,31,2026-06-01`, { mode: 'snapshot' }),
    ],
    [
      'a promotion that gets a part which is over',
      ({ program }) =>
        program(0).bring(
          'promotions',
          'promotion_id,sku,location,name,start,end,uplift\nF-3,N1,NS1,Crisps,2026-01-05,2026-01-06,2',
        ),
    ],
    [
      'an item that has changed its group since it was learned what takes sales from what',
      async ({ program }) => {
        await program(0).bring('items', 'sku,name,group,supplier\nN2,Lemonade,OTHER,ACME')
        await program(0).say('promo cancel F-2 why:supply reason:"no goods"')
      },
    ],
    [
      'a rival for every place that is judged together with the item, or is not',
      async ({ program }) => {
        await program(0).bring('items', 'sku,name,group,supplier\nW2,Cream,DRINKS,CARGO')
        await program(0).say('promo add Cream sku:W2 at:WS1 from:2026-06-14 to:2026-06-18 uplift:2')
        await program(0).say('risks')
        await program(0).bring('inventory', `${inventory}\nW2,WS1,12,2026-06-01`)
      },
    ],
    [
      'somebody who takes up a risk again that nothing calls for',
      async ({ program }) => {
        const [risk] = program(0).rows<{ id: number }>(`select id from risk where identity = '["order","ACME","N1"]'`)
        await program(0).say(`ordered R-${risk?.id} PO-26 due:2026-06-05 units:7`)
        await program(0).bring(
          'inventory',
          `${inventory}\nN1,NS1,900,2026-06-01\nN1,NS2,900,2026-06-01\nN1,NDC,900,2026-06-01`,
        )
        await program(0).say('risks')
        await program(0).say('withdraw PO-26')
      },
    ],
    [
      'the hour by which orders must be in',
      async (world) => world.setClock(Temporal.Instant.from('2026-06-01T15:30:00Z')),
    ],
    ['a word on which promotion an order is for', ({ program }) => program(0).say('mark PO-2 for F-1')],
  ])('is so after %s', async (_, make) => {
    await using world = await openWorld()
    for (const which of [0, 1]) expect(await differencesIn(world, which, fresh.judge)).toEqual([])
    await make(world)
    for (const which of [0, 1]) expect(await differencesIn(world, which, fresh.judge)).toEqual([])
  })
})
