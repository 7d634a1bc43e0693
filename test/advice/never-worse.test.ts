import { describe, expect, it } from 'vitest'
import { keyOf } from './advised-orders.ts'
import { type Situation, situationOf } from './company.ts'
import type { Judged } from './office.ts'
import { randomOf } from './random.ts'
import { plus, type Row } from './rows.ts'
import { judgeWorlds, type World } from './worlds.ts'

const severity = ['ready', 'at-risk', 'not-ready']

/** Says what is worse in the second judgement of a line, or nothing; where one is `unknown` nothing can be said. */
const worsened = (before: Judged, after: Judged, tolerance: number): string | null => {
  if (before.verdict === 'unknown' || after.verdict === 'unknown') return null
  if (severity.indexOf(after.verdict) > severity.indexOf(before.verdict)) return `${before.verdict} to ${after.verdict}`
  const [was, is] = [before.revenue_at_risk ?? 0, after.revenue_at_risk ?? 0]
  return is > was + Math.max(0.01, was * 1e-6) + tolerance * (was + 10) ? `at risk ${was} to ${is}` : null
}

const books = process.env.PROOF === 'full' ? 20 : 2
const all = Array.from({ length: books }, (_, book) =>
  Array.from({ length: 50 }, (_, i) => situationOf(30, book * 50 + i)),
)

const expectNeverWorse = async (
  worse: World,
  better: World,
  of: (situation: Situation) => boolean = () => true,
  tolerance = 0,
) => {
  const found: string[] = []
  let lines = 0
  for (const book of all)
    for (const {
      situation,
      lines: [before, after],
    } of await judgeWorlds(book.filter(of), [worse, better])) {
      const what = worsened(before as Judged, after as Judged, tolerance)
      lines++
      if (what !== null) found.push(`${situation.id} ${keyOf(after as Judged)}: ${what}`)
    }
  expect(lines).toBeGreaterThan(10)
  expect(found).toEqual([])
}

const same: World = () => ({})
const randomFor = ({ id }: Situation) => randomOf(...id.split('/').map(Number))

const counted =
  (change: (row: Row, situation: Situation) => Row): World =>
  (situation) => ({ inventory: (situation.rows.inventory ?? []).map((row) => change(row, situation)) })

describe('a verdict and the money at risk never worsen', () => {
  // With more on hand less is lost before the window; the expected shortage in it, a difference, may then seem a little more.
  it.each([1, 5, 60])('with %i more on hand', async (units) => {
    const more = counted((row) => ({ ...row, on_hand: Number(row.on_hand) + units }))
    await expectNeverWorse(same, more, () => true, 0.1)
  })

  it.each([0, 0.3, 0.9, 1.5])('with fewer allocated than %d of the stock', async (share) => {
    const allocating = (of: number) => counted((row) => ({ ...row, allocated: Math.round(Number(row.on_hand) * of) }))
    await expectNeverWorse(allocating(share + 0.2), allocating(share))
  })

  it('where ordinary orders go on and an order marked for the promotion comes earlier', async () => {
    const marked =
      (earlier: boolean): World =>
      (situation) => {
        const random = randomFor(situation)
        const promotion = random.pick(situation.rows.promotions ?? []) as Row
        const [late, early] = [random.whole(4, 40), random.between(0, 1)]
        return {
          inbound: [
            {
              order_id: 'MARKED',
              sku: promotion.sku as string,
              location: promotion.location as string,
              quantity: random.whole(1, 300),
              due_date: plus(situation.asOf, earlier ? 1 + Math.floor(early * (late - 1)) : late),
              promotion_id: promotion.promotion_id as string,
            },
          ],
        }
      }
    const isOrdinary = ({ traits }: Situation) => traits.includes('ordinary') && !traits.includes('shelf life')
    await expectNeverWorse(marked(false), marked(true), isOrdinary)
  })

  it('and no volume below normal sales is called safe', async () => {
    const found: string[] = []
    for (const book of all)
      for (const {
        situation,
        lines: [line],
      } of await judgeWorlds(book, [same])) {
        const { safe_units: safe } = (line as Judged).window
        const normal = (line as Judged).baseline_units ?? 0
        if (safe !== null && safe !== 0 && safe < Math.floor(normal))
          found.push(`${situation.id} ${keyOf(line as Judged)}: ${safe} of ${normal}`)
      }
    expect(found).toEqual([])
  })
})
