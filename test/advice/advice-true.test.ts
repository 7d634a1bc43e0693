import { beforeAll, describe, expect, it } from 'vitest'
import { type Proof, proveAdvice, type Untrue } from './advice-true.ts'
import { situationOf } from './company.ts'
import { frequencies, truths } from './table.ts'
import { tellInChat } from './told-in-chat.ts'

const isFull = process.env.PROOF === 'full'

const verdicts = ['ready', 'at-risk', 'not-ready', 'unknown']
const codes = [
  ...[
    'ALLOCATED',
    'DISCONTINUED',
    'LEAD_TIME_PROTECTED',
    'ORDINARY_ORDERS',
    'OVERDUE_ORDER',
    'OVERLAP',
    'PARTLY_IN_TIME',
  ],
  ...['PLANNED_ORDER', 'STOCK_STALE', 'SUPPLIED_BY_LOCATION', 'TOO_LATE_TO_ORDER', 'UNDATED_ORDER', 'WEEKLY_LIMIT'],
]

describe('advice in random companies', () => {
  let proof: Proof
  beforeAll(async () => {
    proof = await proveAdvice(20, { count: isFull ? 2_000 : 60 })
  }, 3_600_000)
  const said = (of: (untrue: Untrue) => boolean) =>
    proof.untrue.filter(of).map(({ situation, line, how, came }) => `${situation.id} ${line} ${how}: ${came}`)

  it('is true: what is ordered as asked, on whichever of its days, makes each line ready that it covers', () => {
    expect(
      said(({ came, how }) => came !== 'enough' && !how.includes('for the warehouse')),
      truths(proof),
    ).toEqual([])
  })

  // Where a weekly limit parts an order for the warehouse, or promotions overlap on a shelf, marks may leave a line short. A planned order is
  // placed beside the row.
  it('is true of rows that are ordered at a location of our own, but for overlaps and weekly limits', () => {
    const tried = proof.tried.get('row for the warehouse, told') ?? 0
    const isOutside = ({ situation: { traits }, before }: Untrue) =>
      traits.includes('overlap') || traits.includes('weekly limit') || before.window.order_units === 0
    const isRow = ({ how }: Untrue) => how.startsWith('row for the warehouse')
    expect(tried).toBeGreaterThan(10)
    expect(
      said((one) => isRow(one) && !isOutside(one)),
      truths(proof),
    ).toEqual([])
    expect(said((one) => isRow(one) && one.how.endsWith('told')).length, truths(proof)).toBeLessThan(tried / 6)
  })

  it.runIf(isFull)('mixes what a company may be: no verdict and no reason of these is rare', () => {
    const { lines } = proof
    const isRare = (has: (line: (typeof lines)[number]['line']) => boolean) =>
      lines.filter(({ line }) => has(line)).length < 0.03 * lines.length
    expect(verdicts.filter((one) => isRare(({ verdict }) => verdict === one))).toEqual([])
    expect(codes.filter((one) => isRare(({ reasons }) => reasons.some(({ code }) => code === one)))).toEqual([])
    console.log(`${frequencies(proof)}\n${truths(proof)}`)
  })

  it('asks for no more than it takes: one multiple less is too little', () => {
    expect(
      said(({ came }) => came === 'enough'),
      truths(proof),
    ).toEqual([])
  })
})

describe('an order told in chat as the row asks for it', () => {
  it('makes the lines ready that the row covers', async () => {
    const found: string[] = []
    let lines = 0
    for (let book = 0; book < (isFull ? 20 : 1); book++) {
      const told = await tellInChat(Array.from({ length: 50 }, (_, i) => situationOf(21, book * 50 + i)))
      lines += told.length
      for (const { line, risk, verdict, answer } of told)
        if (verdict !== 'ready') found.push(`${line}, ${risk}: ${verdict}\n${answer}`)
    }
    expect(lines).toBeGreaterThan(10)
    expect(found).toEqual([])
  })
})
