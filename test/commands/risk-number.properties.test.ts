import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Company, colaCompany } from '../_helpers/company.ts'
import { registeredId } from '../_helpers/registered.ts'

/** What people change of the promotions that one order is for. */
type Change =
  | { readonly kind: 'units'; readonly of: number; readonly units: number }
  | { readonly kind: 'dates'; readonly of: number; readonly days: number; readonly length: number }
  | { readonly kind: 'join'; readonly days: number; readonly units: number }
  | { readonly kind: 'cancel'; readonly of: number }
  | { readonly kind: 'night' }

const of = fc.nat({ max: 5 })
const units = fc.integer({ min: 600, max: 1_500 })
const days = fc.integer({ min: 33, max: 60 })
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('units' as const), of, units }),
  fc.record({ kind: fc.constant('dates' as const), of, days, length: fc.integer({ min: 3, max: 12 }) }),
  fc.record({ kind: fc.constant('join' as const), days, units }),
  fc.record({ kind: fc.constant('cancel' as const), of }),
  fc.record({ kind: fc.constant('night' as const) }),
)

const dayAfter = (count: number) => Temporal.PlainDate.from('2026-06-01').add({ days: count }).toString()

/** The risk that asks for cola, as the list of risks tells it: its number, the day since when it is asked, and its owner. */
const colaRisk = async (cola: Company) => {
  const [row] = (await cola.say('/shelfready risks'))
    .split('\n')
    .filter((text) => /order .* units of Cola 1\.5 l at ACME/.test(text))
  return row === undefined
    ? null
    : {
        row,
        id: / · (R-\d+)$/.exec(row)?.[1],
        owner: / · (?:waiting for )?(\w+)(?: since \w+)?(?:; [^·]*)? · R-\d+$/.exec(row)?.[1],
      }
}

/** Makes one change through the chat, and answers the promotions that are left. */
const make = async (
  cola: Company,
  live: readonly string[],
  one: Change,
  nights: number,
): Promise<readonly string[]> => {
  const id = 'of' in one ? (live[one.of % live.length] as string) : ''
  const at = (from: number, length: number) => `from:${dayAfter(from)} to:${dayAfter(from + length - 1)}`
  switch (one.kind) {
    case 'units':
      expect(await cola.say(`/promo edit ${id} units:${one.units}`)).toMatch(/changed|nothing/i)
      return live
    case 'dates':
      expect(await cola.say(`/promo edit ${id} ${at(one.days, one.length)}`)).toMatch(/changed|nothing/i)
      return live
    case 'join': {
      const said = await cola.say(
        `/promo add "Also ${live.length} ${one.days} ${one.units}" sku:SKU-100 at:EAST ${at(one.days, 7)} units:${one.units} another:yes`,
      )
      return [...live, registeredId(said) as string]
    }
    case 'cancel':
      // Somebody always wants the cola: the last promotion stays.
      if (live.length === 1) return live
      expect(await cola.say(`/promo cancel ${id} why:other reason:"not wanted"`)).toContain('cancelled')
      return live.filter((other) => other !== id)
    case 'night': {
      const today = dayAfter(nights)
      cola.at(today)
      const [there] = cola.rows<{ on_hand: number }>('select on_hand from inventory order by as_of_on desc limit 1')
      await cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,${there?.on_hand ?? 400},${today}\n`)
      return live
    }
  }
}

describe('a risk', () => {
  it('keeps its number and its owner through changes of quantity, days and promotions of its order', async () => {
    let checked = 0
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 8 }), async (changes) => {
        await using cola = await colaCompany({ planDays: 200 })
        await cola.say('/promo add "Summer BOGO" sku:SKU-100 at:EAST from:2026-07-06 to:2026-07-12 units:700')
        await cola.say('/shelfready take P-1', { name: 'Ben' })
        const first = await colaRisk(cola)
        expect(first).toMatchObject({ owner: 'Ben' })
        let live: readonly string[] = ['P-1']
        let nights = 0
        for (const one of changes) {
          if (one.kind === 'night') nights++
          live = await make(cola, live, one, nights)
          const now = await colaRisk(cola)
          if (now === null) continue
          checked++
          expect(now.id, `${JSON.stringify(one)}\n${now.row}`).toBe(first?.id)
          expect(now.owner, `${JSON.stringify(one)}\n${now.row}`).toBe('Ben')
        }
      }),
      { numRuns: process.env.PROOF === 'full' ? 200 : 15 },
    )
    expect(checked).toBeGreaterThan(30)
  })
})
