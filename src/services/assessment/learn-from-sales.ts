import { turnOfOthers } from '../../common/turn-of-others.ts'
import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { type Common, nothingLearned } from '../../domain/demand/learning/learned.ts'
import { type Learner, openLearner } from '../../domain/demand/learning/learner.ts'
import type { HistoryRow } from '../../domain/demand/learning/read-row.ts'
import { skuOf } from '../../domain/demand/learning/rivals.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { heardBy, type Moment } from '../../store/facts/cut-offs.ts'
import { keepLearning, leftOutOf, loadAllLevels, loadLearning } from '../../store/facts/learned.ts'
import {
  hasOlderNews,
  loadFirstSale,
  loadGroups,
  loadRuns,
  loadSalesBetween,
  loadSettledBatch,
} from '../../store/facts/sales-history.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'

/**
 * Learns from all sales before a day and stores the result. Continues from what was learned before where no older sales have
 * changed since. Answers how many rows were read; 0 when there was nothing new. A row counts once its last day is over,
 * because its units are not known before. A past moment learns nothing of what came in after it.
 */
export const learn = async (
  workspace: Workspace,
  until: Day,
  now: string,
  moment: Moment | null = null,
): Promise<number> => {
  const visibility = await loadVisibility(workspace, isoOf(until), heardBy(moment))
  const batch = await loadSettledBatch(workspace, visibility, now)
  const first = await loadFirstSale(workspace)
  if (first === null || first >= until) return 0
  const known = await loadLearning(workspace, visibility, until)
  const groups = await loadGroups(workspace, visibility)
  const continues =
    known !== null &&
    isGroupedAs(known.common, groups) &&
    !(await hasOlderNews(workspace, visibility, known.salesBatch, known.through))
  if (continues && known.through >= until) return 0
  const runOf = await loadRuns(workspace, visibility)
  const learner = openLearner(
    continues ? structuredClone(known.common) : nothingLearned(first),
    continues ? await loadAllLevels(workspace, known.id) : new Map(),
    (sku) => groups.get(sku) ?? '',
  )
  let waiting: readonly HistoryRow[] = []
  let rows = 0
  // Sales are read by the day, and others are answered in between; days without any are passed over.
  for (let from = continues ? (known.common.waiting ?? known.through) : first; from < until; ) {
    const begun = await loadSalesBetween(workspace, visibility, from, from + 1, runOf)
    const before = begun.length > 0 ? from + 1 : Math.min((await loadFirstSale(workspace, from + 1)) ?? until, until)
    const unread = continues ? begun.filter((row) => endOf(row) >= known.through) : begun
    const { over = [], open = [] } = Object.groupBy([...waiting, ...unread], (row) =>
      endOf(row) < before ? 'over' : 'open',
    )
    read(learner, over)
    rows += over.length
    waiting = open
    from = before
    await turnOfOthers()
  }
  if (rows === 0) return 0
  const earliest = waiting.reduce<Day | null>((least, { day }) => (least === null ? day : Math.min(least, day)), null)
  await keepLearning(
    workspace,
    {
      salesBatch: batch,
      leftOut: leftOutOf(visibility, batch),
      common: { ...learner.common, waiting: earliest },
      levels: learner.levels,
    },
    now,
  )
  return rows
}

/** Tells whether all items are still in the groups in which they were when their sales were learned. */
const isGroupedAs = ({ items }: Common, groups: ReadonlyMap<string, string>): boolean =>
  Object.entries(items).every(([key, { group }]) => (groups.get(skuOf(key)) ?? '') === group)

const endOf = ({ day, days }: HistoryRow): Day => day + days - 1

const read = (learner: Learner, rows: readonly HistoryRow[]): void => {
  const byEnd = Map.groupBy(rows, endOf)
  for (const end of [...byEnd.keys()].sort((a, b) => a - b))
    learner.learnDay(
      end,
      (byEnd.get(end) as readonly HistoryRow[]).toSorted((a, b) => compare(cellKey(a), cellKey(b)) || a.day - b.day),
    )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
