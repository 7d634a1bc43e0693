import { describe, expect, it } from 'vitest'
import { keyOf, type Trial, trialsOfLine } from './advised-orders.ts'
import { usableOn } from './calendar.ts'
import { type Situation, situationOf } from './company.ts'
import { shelfOf } from './judged-shelf.ts'
import type { Judged } from './office.ts'
import { daysFrom } from './rows.ts'
import { type Shelf, simulate } from './simulation.ts'
import { judgeWorlds } from './worlds.ts'

const isFull = process.env.PROOF === 'full'
/** What plans and stated uplifts are off by: on a day, in level, and in the extra units. */
const errors = { dayCv: 0.2, levelCv: 0.1, upliftCv: 0.15 }
/** Families whose shelves the simulation does not know: there is more on them than a plan, a promotion and placed orders. */
const intricate = [
  'overlap',
  'backorder',
  'allocated',
  'shelf life',
  'ordinary',
  'running',
  'warehouse',
  'stale',
  'order planned',
]
/** Two points, and what so many runs are off by in one case of a thousand. */
const [runs, tolerance] = [20_000, 0.03]

/** Judges the plain lines of some books, and does something with each. */
const ofPlainLines = async (
  seed: number,
  books: number,
  look: (situation: Situation, line: Judged, n: number) => string | null,
): Promise<{ readonly lines: number; readonly found: readonly string[] }> => {
  const found: string[] = []
  let lines = 0
  for (let book = 0; book < books; book++) {
    const plain = Array.from({ length: 50 }, (_, i) => situationOf(seed, book * 50 + i)).filter(
      ({ traits }) => !traits.some((trait) => intricate.includes(trait)),
    )
    for (const {
      situation,
      lines: [line],
    } of await judgeWorlds(plain, [() => ({})])) {
      if (line === undefined || line.window.p0 === null) continue
      const told = look(situation, line, ++lines)
      if (told !== null) found.push(`${situation.id} ${keyOf(line)}: ${told}`)
    }
  }
  return { lines, found }
}

/** Adds to a shelf what is ordered. */
const withOrders = (shelf: Shelf, { asOf, rows }: Situation, { inbound }: Trial): Shelf => {
  const receipts = [...shelf.receipts]
  for (const { location, due_date, quantity } of inbound) {
    const day = daysFrom(asOf, usableOn(rows, `${location}`, `${due_date}`))
    receipts[day] = (receipts[day] ?? 0) + Number(quantity)
  }
  return { ...shelf, receipts }
}

describe('a simulation that sells shelves empty day by day', () => {
  it('runs out no more often than the probability says', async () => {
    const { lines, found } = await ofPlainLines(60, isFull ? 20 : 2, (situation, line, n) => {
      const shelf = shelfOf(situation, line)
      const [first] = shelf.window
      if (shelf.receipts.some((units, day) => units > 0 && day > first)) return null
      const { stockout } = simulate(shelf, errors, { runs, seed: n })
      const isNear = stockout - (line.window.p0 as number) <= tolerance
      return isNear ? null : `${line.window.p0}, simulated ${stockout}`
    })
    expect(lines).toBeGreaterThan(10)
    expect(found).toEqual([])
  })

  it('runs out within policy with the order that is advised', async () => {
    const { lines, found } = await ofPlainLines(61, isFull ? 20 : 2, (situation, line, n) => {
      if (line.verdict !== 'at-risk') return null
      const shelf = shelfOf(situation, line)
      const trials = trialsOfLine(situation, line).filter(
        ({ how, isLess }) => !isLess && !['planned', 'earlier'].includes(how),
      )
      const most = (some: readonly Trial[]) =>
        Math.max(
          ...some.map(
            (trial) => simulate(withOrders(shelf, situation, trial), errors, { runs: runs / 2, seed: n }).stockout,
          ),
        )
      const asAsked = most(trials)
      const { policy, order_units: units } = line.window
      return asAsked > policy + tolerance ? `${units} ordered, simulated ${asAsked}` : null
    })
    expect(lines).toBeGreaterThan(10)
    expect(found).toEqual([])
  })
})
