import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellKey } from '../../src/domain/cell.ts'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { normalLevel } from '../../src/domain/demand/learning/forecast.ts'
import { learn } from '../../src/services/assessment/learn-from-sales.ts'
import type { Workspace } from '../../src/store/database/workspace.ts'
import { loadAllLevels, loadLearning } from '../../src/store/facts/learned.ts'
import type { FeedRows } from '../../src/store/feeds/feed-rows.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { driverOf } from '../_helpers/engine.ts'
import { feed, open, openStore, row, secondWorkspace } from '../store/open-store.ts'

const now = '2026-06-01T08:00:00Z'
const today = dayOf('2026-06-01')

type Sold = FeedRows['sales']

/** Sells on each of so many days until before a day what `told` says, 10 where it says nothing. */
const selling = (days: number, before = today, told: Partial<Sold> = {}): readonly Sold[] =>
  Array.from({ length: days }, (_, i) =>
    row('sales', { units: 10, price: null, base_price: null, sold_on: isoOf(before - days + i), ...told }),
  )

/** What was learned by a day, as text that is the same where everything in it is. */
const taught = async (workspace: Workspace, until = today) => {
  const known = await loadLearning(workspace, await loadVisibility(workspace, isoOf(until)), until)
  if (known === null) return null
  const levels = await loadAllLevels(workspace, known.id)
  return {
    through: isoOf(known.through),
    common: JSON.stringify({ ...known.common, through: 0 }),
    levels: JSON.stringify([...levels].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** The normal sales a day that were learned of the cell that the example rows name. */
const normal = async (workspace: Workspace, until = today) => {
  const known = await loadLearning(workspace, await loadVisibility(workspace, isoOf(until)), until)
  const level = known && (await loadAllLevels(workspace, known.id)).get(cellKey({ sku: 'A', location: 'L' }))
  return level ? normalLevel(known.common, level, 'A') : null
}

/** Counts the turns of the event loop that others get while something is done. */
const countTurns = async (work: () => Promise<void>): Promise<{ readonly turns: number }> => {
  let turns = 0
  let isDone = false
  const others = (): void => {
    turns += 1
    if (!isDone) setImmediate(others)
  }
  setImmediate(others)
  await work()
  isDone = true
  return { turns }
}

const learningsOf = ({ id, database }: Workspace) =>
  driverOf(database).prepare('select id from learning where workspace_id = ? order by id').pluck().all(id)
const levelRowsOf = ({ id, database }: Workspace) =>
  driverOf(database)
    .prepare('select distinct learning_id from learned_level where workspace_id = ? order by 1')
    .pluck()
    .all(id)

/** Learns in a store of its own from batches of sales. */
const learnedAtOnce = async (...batches: readonly (readonly Sold[])[]) => {
  await using store = await openStore()
  for (const batch of batches) await feed(store.workspace, 'sales', batch)
  await learn(store.workspace, today, now)
  return await taught(store.workspace)
}

describe('learning from sales', () => {
  it('reads nothing where there is nothing, and keeps nothing', async () => {
    await using store = await openStore()
    expect(await learn(store.workspace, today, now)).toBe(0)
    expect(await loadLearning(store.workspace, await loadVisibility(store.workspace, isoOf(today)), today)).toBeNull()
    await feed(store.workspace, 'sales', selling(30, today + 60))
    expect(await learn(store.workspace, today, now)).toBe(0)
    expect(await loadLearning(store.workspace, await loadVisibility(store.workspace, isoOf(today)), today)).toBeNull()
  })

  it('reads every row once, and nothing again where nothing has come', async () => {
    await using store = await openStore()
    await feed(store.workspace, 'sales', selling(60))
    expect(await learn(store.workspace, today, now)).toBe(60)
    expect(await learn(store.workspace, today, now)).toBe(0)
    expect(await learn(store.workspace, today + 3, now)).toBe(0)
    expect(learningsOf(store.workspace)).toEqual([1])
  })

  it('passes over centuries without sales', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', [...selling(60), ...selling(1, dayOf('1026-06-01'))])
    const { turns } = await countTurns(async () => expect(await learn(workspace, today, now)).toBe(61))
    // A turn for each day with sales, and none for the 365,000 days between them; an answer of a server takes some itself.
    if (store.database.engine === 'sqlite') expect(turns).toBeLessThan(200)
    expect(await normal(workspace)).toBeCloseTo(10, 9)
  })

  it('answers others while it reads and writes many shelves', async () => {
    await using store = await openStore()
    const { workspace } = store
    const shelves = Array.from({ length: 4_000 }, (_, i) => `S${i}`)
    for (const before of [today - 1, today]) {
      await feed(
        workspace,
        'sales',
        shelves.flatMap((sku) => selling(1, before, { sku })),
      )
      const { turns } = await countTurns(async () => expect(await learn(workspace, before, now)).toBe(4_000))
      expect(turns).toBeGreaterThan(before === today ? 15 : 12)
    }
  })

  it('reads on after new sales, the new rows alone, to what reading all at once comes to', async () => {
    await using store = await openStore()
    const { workspace } = store
    const days = [
      ...selling(40, today - 20),
      ...selling(20, today, { units: 30 }),
      ...selling(60, today, { sku: 'B', units: 4 }),
    ]
    const [older, newer] = [20, 0].map((end) =>
      days.filter(({ sold_on }) => dayOf(sold_on) < today - end && dayOf(sold_on) >= today - end - (end ? 40 : 20)),
    ) as [Sold[], Sold[]]
    await feed(workspace, 'sales', older)
    expect(await learn(workspace, today - 20, now)).toBe(80)
    await feed(workspace, 'sales', newer)
    expect(await learn(workspace, today, now)).toBe(40)
    expect(await taught(workspace)).toEqual(await learnedAtOnce(days))
  })

  it('reads on where the feed is some days behind, as long as nothing older comes', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60, today - 3))
    expect(await learn(workspace, today - 1, now)).toBe(60)
    await feed(workspace, 'sales', selling(1, today - 2))
    expect(await learn(workspace, today, now)).toBe(1)
  })

  it('reads all again after a correction of the past, to what the corrected sales alone come to', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60))
    await learn(workspace, today, now)
    expect(await normal(workspace)).toBeCloseTo(10, 9)
    const corrected = selling(30, today, { units: 20 })
    await feed(workspace, 'sales', corrected)
    expect(await learn(workspace, today, now)).toBe(60)
    expect(await normal(workspace)).toBeGreaterThan(18)
    expect(await taught(workspace)).toEqual(await learnedAtOnce(selling(60), corrected))
  })

  it('reads all again when an import that began earlier ends later', async () => {
    await using store = await openStore()
    const { workspace } = store
    const slow = await open(workspace, 'sales', { now })
    await slow.stage(selling(30, today, { units: 20 }))
    await feed(workspace, 'sales', selling(60), { now })
    await learn(workspace, today, now)
    expect(await normal(workspace)).toBeCloseTo(10, 9)
    await slow.publish()
    expect(await learn(workspace, today, now)).toBe(60)
  })

  it('does not read again and again beside what a killed import has left', async () => {
    await using store = await openStore()
    const { workspace } = store
    const killed = await open(workspace, 'sales')
    await killed.stage(selling(30, today, { units: 20 }))
    await feed(workspace, 'sales', selling(60))
    const anHourLater = new Date(Date.now() + 3_600_000).toISOString()
    expect(await learn(workspace, today, anHourLater)).toBe(60)
    expect(await learn(workspace, today, anHourLater)).toBe(0)
  })

  it('takes no sale into account that is on its way in, and does not read again for it', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60))
    await learn(workspace, today, now)
    const slow = await open(workspace, 'sales', { now })
    await slow.stage(selling(30, today, { units: 20 }))
    expect(await learn(workspace, today, now)).toBe(0)
    expect(await normal(workspace)).toBeCloseTo(10, 9)
  })

  it('knows a promotion of the past whether it was told before its sales or after them', async () => {
    const promotion = row('promotions', { start_on: isoOf(today - 21), end_on: isoOf(today - 15), discount: 0.2 })
    const sold = [...selling(60), ...selling(7, today - 14, { units: 30 })]
    const told = async (first: 'promotion' | 'sales') => {
      await using store = await openStore()
      const { workspace } = store
      if (first === 'promotion') await feed(workspace, 'promotions', [promotion])
      await feed(workspace, 'sales', sold)
      await learn(workspace, today, now)
      if (first === 'sales') await feed(workspace, 'promotions', [promotion])
      await learn(workspace, today, now)
      return await taught(workspace)
    }
    expect(await told('sales')).toEqual(await told('promotion'))
  })

  it('forgets a promotion of the past that was moved to later days', async () => {
    const days = (from: number) => ({ start_on: isoOf(today + from), end_on: isoOf(today + from + 6), discount: 0.2 })
    const told = async (learnsBetween: boolean) => {
      await using store = await openStore()
      const { workspace } = store
      await feed(workspace, 'sales', [...selling(60), ...selling(7, today - 14, { units: 30 })])
      await feed(workspace, 'promotions', [row('promotions', days(-21))])
      if (learnsBetween) await learn(workspace, today, now)
      await feed(workspace, 'promotions', [row('promotions', days(21))])
      await learn(workspace, today, now)
      return await taught(workspace)
    }
    expect(await told(true)).toEqual(await told(false))
  })

  it('is the same whether groups were told before the sales or after them', async () => {
    const sold = ['A', 'B'].flatMap((sku) => selling(60, today, { sku, on_promo: 1 }))
    const items = ['A', 'B'].map((sku) => row('items', { sku, item_group: 'G' }))
    const told = async (first: 'groups' | 'sales') => {
      await using store = await openStore()
      const { workspace } = store
      if (first === 'groups') await feed(workspace, 'items', items)
      await feed(workspace, 'sales', sold)
      await learn(workspace, today, now)
      if (first === 'sales') await feed(workspace, 'items', items)
      await learn(workspace, today, now)
      expect(await learn(workspace, today, now)).toBe(0)
      return await taught(workspace)
    }
    expect(await told('sales')).toEqual(await told('groups'))
  })

  it('does not read again for a promotion that is still to come', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60))
    await learn(workspace, today, now)
    await feed(workspace, 'promotions', [row('promotions', { start_on: isoOf(today), end_on: isoOf(today + 6) })])
    expect(await learn(workspace, today, now)).toBe(0)
  })

  it('comes to the same bytes in whatever order the rows were imported', async () => {
    const rows = ['A', 'B', 'C'].flatMap((sku, i) =>
      selling(30, today, { sku, units: 5 + i }).map((sale, day) => ({
        ...sale,
        units: sale.units + (day % 7),
        on_promo: day % 10 === i ? 1 : 0,
      })),
    )
    const wanted = await learnedAtOnce(rows)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.integer({ min: 1, max: rows.length - 1 }),
        async (shuffled, cut) => {
          expect(await learnedAtOnce(shuffled.slice(0, cut), shuffled.slice(cut))).toEqual(wanted)
        },
      ),
      { numRuns: 8, seed: 20260601 },
    )
  })

  it('is of one company alone', async () => {
    await using store = await openStore()
    const other = await secondWorkspace(store)
    await feed(store.workspace, 'sales', selling(60))
    await feed(other, 'sales', selling(60, today, { units: 3 }))
    await learn(store.workspace, today, now)
    expect(await loadLearning(other, await loadVisibility(other, isoOf(today)), today)).toBeNull()
    await learn(other, today, now)
    expect([await normal(store.workspace), await normal(other)]).toEqual([expect.closeTo(10, 9), expect.closeTo(3, 9)])
  })
})

describe('what is learned by a day', () => {
  it('rests on no sale of that day or later', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', [...selling(60), ...selling(30, today + 30, { units: 999 })])
    await learn(workspace, today, now)
    expect(await taught(workspace)).toEqual(await learnedAtOnce(selling(60)))
    expect(await normal(workspace)).toBeCloseTo(10, 9)
  })

  it('is what it was, however much was learned since', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', [...selling(60), ...selling(30, today + 30, { units: 50 })])
    await learn(workspace, today, now)
    const first = await taught(workspace)
    await learn(workspace, today + 30, now)
    expect(await normal(workspace, today + 30)).toBeGreaterThan(45)
    expect(await taught(workspace)).toEqual(first)
    expect(await learn(workspace, today, now)).toBe(0)
  })

  const weeks = Array.from({ length: 10 }, (_, i) =>
    row('sales', {
      ...{ sold_on: isoOf(today - 70 + 7 * i), days: 7, price: null, base_price: null },
      units: i === 9 ? 7000 : 70,
    }),
  )
  it('rests on no week that is not over', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', weeks)
    for (const day of [today - 7, today - 4, today - 1]) await learn(workspace, day, now)
    expect(await normal(workspace, today - 1)).toBeCloseTo(10, 9)
  })

  it('takes a week in on the day after it, once, though its first days had passed before', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', weeks)
    expect(await learn(workspace, today - 4, now)).toBe(9)
    expect(await learn(workspace, today, now)).toBe(1)
    expect(await learn(workspace, today + 4, now)).toBe(0)
    expect(await taught(workspace)).toEqual(await learnedAtOnce(weeks))
  })

  it('goes on with a week that is imported when it is over', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', weeks.slice(0, 9))
    await learn(workspace, today - 2, now)
    await feed(workspace, 'sales', weeks.slice(9))
    expect(await learn(workspace, today, now)).toBe(1)
    expect(await taught(workspace)).toEqual(await learnedAtOnce(weeks))
  })
})

describe('two that learn at once', () => {
  it('leave what one of them would have left', async () => {
    await using store = await openStore()
    const { workspace } = store
    const rows = [...selling(60), ...selling(60, today, { sku: 'B', units: 3 })]
    await feed(workspace, 'sales', rows)
    await Promise.all([learn(workspace, today, now), learn(workspace, today, now), learn(workspace, today - 7, now)])
    expect(await taught(workspace)).toEqual(await learnedAtOnce(rows))
    expect(levelRowsOf(workspace)).toEqual(learningsOf(workspace))
    expect(await learn(workspace, today, now)).toBe(0)
  })
})

describe('old learnings', () => {
  it('are let go but for the last three, with all their levels', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60))
    for (let day = today - 7; day <= today; day++) await learn(workspace, day, now)
    expect(learningsOf(workspace)).toEqual([6, 7, 8])
    expect(levelRowsOf(workspace)).toEqual([6, 7, 8])
    expect(await normal(workspace)).toBeCloseTo(10, 9)
  })

  it('that were learned for past days leave what is known by now', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60))
    await learn(workspace, today, now)
    for (let day = today - 7; day < today; day++) await learn(workspace, day, now)
    expect((await taught(workspace))?.through).toBe(isoOf(today))
    expect(await learn(workspace, today, now)).toBe(0)
  })

  it('of one company are none of another one', async () => {
    await using store = await openStore()
    const other = await secondWorkspace(store)
    await feed(other, 'sales', selling(60))
    await learn(other, today, now)
    await feed(store.workspace, 'sales', selling(60))
    for (let day = today - 7; day <= today; day++) await learn(store.workspace, day, now)
    expect(learningsOf(other)).toEqual([1])
    expect(await normal(other)).toBeCloseTo(10, 9)
  })

  it('that were cut off are let go as well', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', selling(60))
    driverOf(workspace.database).prepare(`insert into learned_level values (1, 1, 'A', 'L', '{}')`).run()
    driverOf(workspace.database).prepare(`insert into counter values (1, 'learning', 1)`).run()
    for (let day = today - 7; day <= today; day++) await learn(workspace, day, now)
    expect(levelRowsOf(workspace)).toEqual([7, 8, 9])
  })
})
