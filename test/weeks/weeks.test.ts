import { beforeAll, describe, expect, it } from 'vitest'
import { readSums } from '../cards/read-sums.ts'
import { readChanges, readCounts, readRows, readVerdicts } from './read-digest.ts'
import { items } from './shops.ts'
import { type Morning, type Telling, threeWeeks } from './story.ts'

const full: readonly Telling[] = [1, 2, 3, 4].flatMap((seed) =>
  (['nothing', 'inventory', 'inbound', 'sales', 'stock in the north'] as const).flatMap((silent) =>
    [true, false].map((hasChance) => ({ seed, days: 19, silent, hasChance })),
  ),
)
const short: readonly Telling[] = [
  { seed: 1, days: 19, silent: 'nothing', hasChance: false },
  { seed: 1, days: 19, silent: 'inventory', hasChance: true },
  { seed: 2, days: 16, silent: 'inbound', hasChance: true },
]

const nameOf = (sku: string) => items.find((item) => item.sku === sku)?.name

/** The places that the warehouse does not supply: an order there is made in one step. */
const direct = ['P-3', 'P-4', 'P-5']

describe.each(process.env.PROOF === 'full' ? full : short)(
  'three weeks with seed $seed, $silent silent, chance $hasChance',
  (telling) => {
    let mornings: readonly Morning[] = []
    beforeAll(async () => {
      mornings = await threeWeeks(telling)
    })
    const each = <Found>(find: (morning: Morning) => readonly Found[]) =>
      mornings.flatMap((morning) => find(morning).map((found) => ({ day: morning.day, found })))

    it('have a digest on every working day', () => {
      expect(mornings.filter(({ posted }) => posted.split('Launch readiness').length !== 2)).toEqual([])
    })

    it('say the same when looked back at, and when tried out before, but for the numbers of risks', () => {
      const bare = (text: string) =>
        text
          .replace(/^#launches: /, '')
          .replaceAll(/ · R-\d+$/gm, '')
          .replaceAll(/,? ?since (\w{3}( \d+ \w{3})?|yesterday)(?= *($|,|\)|\.))/gm, '')
          .replaceAll(/ ?Take one: .*$/gm, '')
          .replaceAll(/R-\d+ ?/g, '')
          .trimEnd()
      for (const { posted, dryRun } of mornings) expect(bare(dryRun)).toBe(bare(posted))
    })

    it('add up wherever a sum is shown', () => {
      for (const { day, posted, cards, risks } of mornings)
        for (const text of [posted, risks, ...cards.values()])
          for (const { terms, balance, text: sum } of readSums(text))
            expect(Math.abs(terms.reduce((all, term) => all + term, 0) - balance), `${day} ${sum}`).toBeLessThan(0.051)
    })

    it('ask for one order in the row, in the requirements and on the card', () => {
      const other = mornings.flatMap(({ day, posted, asked, cards, details }) =>
        readRows(posted).flatMap(({ text, order, promotions }) => {
          if (order === null) return []
          const units = asked
            .filter(({ sku, supplier }) => nameOf(sku) === order.item && supplier === order.supplier)
            .flatMap(({ orders }) => orders.map(({ quantity }) => quantity))
          const words = `order ${order.units.toLocaleString('en')} unit`
          const isOn = (card = '') => card.toLowerCase().includes(words)
          // A card says its first action and counts the others, which stand in its details.
          const onCards = promotions.filter((id) => {
            const hasMore = / · \+ \d+ actions?$/m.test(cards.get(id) ?? '')
            return !isOn(cards.get(id)) && !(hasMore && isOn(details.get(id)))
          })
          return units.includes(order.units) && onCards.length === 0 ? [] : [{ day, text, units, onCards }]
        }),
      )
      expect(other).toEqual([])
    })

    it('name a cause of every verdict that changed', () => {
      expect(each(({ posted }) => readChanges(posted).filter(({ cause }) => cause === null))).toEqual([])
    })

    it('tell no worse and no better of a promotion than its card', () => {
      for (const { day, posted, judged, cards } of mornings)
        for (const [id, verdicts] of readVerdicts(posted)) {
          // Rows about single lines of one that is not ready may ask for orders in time beside it.
          const worst = ['not ready', 'at risk', 'unknown', 'ready'].find((verdict) => verdicts.has(verdict))
          expect(verdicts.has('ready') ? verdicts.size : 1, `${day} ${id}\n${posted}`).toBe(1)
          if (judged.some((line) => line.promotion_id === id))
            expect(cards.get(id)?.toLowerCase(), `${day} ${id}`).toMatch(new RegExp(`^\\S ${worst} `))
        }
    })

    it('count every promotion, and name each that is not ready', () => {
      for (const { day, posted, judged, cards } of mornings) {
        const counts = readCounts(posted)
        if (counts === null) continue
        const ids = [...new Set(judged.map(({ promotion_id }) => promotion_id))]
        expect(counts.told, `${day}\n${posted}`).toBe(ids.length)
        // A row about several promotions names one of them, and what can wait is counted.
        if (/ and \d+ more|can wait, the first/.test(posted)) continue
        const isReady = (id: string) => cards.get(id)?.toLowerCase().startsWith('● ready')
        expect(
          ids.filter((id) => !isReady(id) && !counts.named.has(id)),
          `${day}\n${posted}`,
        ).toEqual([])
      }
    })

    it('keep the number of a risk', () => {
      const numbers = new Map<string, Set<string>>()
      for (const { posted } of mornings)
        for (const { id, order, promotions } of readRows(posted))
          for (const promotion of order === null ? [] : promotions) {
            const key = `${promotion} ${order?.item} ${order?.supplier}`
            numbers.set(key, (numbers.get(key) ?? new Set()).add(id))
          }
      expect([...numbers].filter(([, ids]) => ids.size > 1)).toEqual([])
    })

    it('say nothing twice', () => {
      const twice = each(({ posted }) => {
        const all = posted.split('\n').filter((text) => text.trim() !== '')
        return all.filter((text, i) => all.indexOf(text) < i)
      })
      expect(twice).toEqual([])
    })

    it('call no order overdue while the feed that would show its receipt is silent', () => {
      const silent = telling.silent === 'inventory' || telling.silent === 'inbound'
      const during = mornings.filter(({ day }) => silent && day >= '2026-06-08' && day < '2026-06-15')
      for (const { posted, cards, risks } of during)
        for (const text of [posted, risks, ...cards.values()]) expect(text).not.toMatch(/overdue|it is late/i)
    })

    it('send on what came to the warehouse for a promotion, once, and keep it ready', () => {
      if (telling.hasChance || telling.silent !== 'nothing') return
      const sent = mornings.flatMap(({ talk }) =>
        talk.flatMap((text) => /^\(sent (\d+) COLA .* for P-1\)$/.exec(text)?.[1] ?? []),
      )
      const came = mornings
        .flatMap(({ placed }) => placed)
        .filter(({ sku, location, promotion }) => sku === 'COLA' && location === 'DC' && promotion === 'P-1')
      const sum = (units: readonly number[]) => units.reduce((all, one) => all + one, 0)
      // What the shops turn out not to need stays at the warehouse.
      expect(sum(sent.map(Number))).toBeGreaterThan(0)
      expect(sum(sent.map(Number))).toBeLessThanOrEqual(sum(came.map(({ units }) => units)))
      const verdicts = mornings.map(({ judged }) => judged.filter((line) => line.promotion_id === 'P-1'))
      const first = verdicts.findIndex((own) => own.length > 0 && own.every(({ verdict }) => verdict === 'ready'))
      expect(verdicts.slice(first).flatMap((own) => own.filter(({ verdict }) => verdict !== 'ready'))).toEqual([])
    })

    it('find ready what was ordered as asked, and keep it so while sales are as expected', () => {
      if (telling.hasChance || telling.silent !== 'nothing') return
      for (const id of direct) {
        const ordered = mornings.filter(({ placed }) => placed.some(({ promotion }) => promotion === id))
        expect(ordered, id).toHaveLength(1)
        const after = mornings.filter(({ day }) => day > (ordered[0]?.day ?? ''))
        const fallen = after.filter(({ judged }) =>
          judged.some((line) => line.promotion_id === id && line.verdict !== 'ready'),
        )
        expect(fallen.map(({ day }) => `${id} ${day}`)).toEqual([])
      }
    })
  },
)
