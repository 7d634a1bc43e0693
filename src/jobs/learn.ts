import { type Day, isoOf } from '../domain/day.ts'
import { nothingLearned } from '../domain/demand/learning/learned.ts'
import { openLearner } from '../domain/demand/learning/learner.ts'
import { keepLearning, loadAllLevels, loadLearning } from '../store/learned.ts'
import { hasOlderNews, loadGroups, loadRuns, loadSalesBetween, loadSalesExtent } from '../store/sales-history.ts'
import { loadVisibility } from '../store/visibility.ts'
import type { Workspace } from '../store/workspace.ts'

/** Sales are read by the week, and others are answered in between. */
const slice = 7

/**
 * Learns from all sales before a day, going on from what was learned where nothing older has changed, and keeps it. Answers
 * how many rows were read; 0 when all was known.
 */
export const learn = async (workspace: Workspace, until: Day, now: string): Promise<number> => {
  const { batch, first } = await loadSalesExtent(workspace)
  if (first === null || first >= until) return 0
  const known = await loadLearning(workspace, until)
  const goesOn = known !== null && !(await hasOlderNews(workspace, known.salesBatch, known.through))
  if (goesOn && known.through >= until) return 0
  const visibility = await loadVisibility(workspace, isoOf(until))
  const groups = await loadGroups(workspace, visibility)
  const runOf = await loadRuns(workspace, visibility)
  const learner = openLearner(
    goesOn ? structuredClone(known.common) : nothingLearned(first),
    goesOn ? await loadAllLevels(workspace, known.id) : new Map(),
    (sku) => groups.get(sku) ?? '',
  )
  let rows = 0
  for (let from = goesOn ? known.through : first; from < until; from += slice) {
    const before = Math.min(from + slice, until)
    const days = await loadSalesBetween(workspace, visibility, from, before, runOf)
    for (let day = from; day < before; day++) {
      const sold = days.get(day)
      if (sold === undefined) continue
      learner.learnDay(day, sold)
      rows += sold.length
    }
    await turnOfOthers()
  }
  if (rows === 0 && goesOn) return 0
  await keepLearning(
    workspace,
    { salesBatch: batch, common: { ...learner.common, through: until }, levels: learner.levels },
    now,
  )
  return rows
}

const turnOfOthers = () => new Promise((resume) => setImmediate(resume))
