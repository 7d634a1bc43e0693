import { accuracyBackWeeks, weekAwaitedDays } from '../../domain/policy.ts'
import { accuracyFallOf } from '../../domain/scorecard/accuracy-fall.ts'
import { daysOfWeek } from '../../domain/scorecard/week-forecast.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { noteChangedItems } from '../../store/present/outdated-inputs.ts'
import { keepAccuracyFalls } from '../../store/scorecard/accuracy-falls.ts'
import { loadWeekTotals } from '../../store/scorecard/weeks.ts'
import type { RollUpContext } from './roll-up-context.ts'

/**
 * Finds the categories whose forecast was worse in weeks with a promotion than in others, over the quarter whose sales have come
 * in. Promotions of the items of a category that came, changed or went are judged again.
 */
export const findAccuracyFalls = async (
  { workspace, today, now }: RollUpContext,
  itemsOf: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> => {
  const to = today - daysOfWeek - weekAwaitedDays
  const totals = await loadWeekTotals(workspace, { from: to - accuracyBackWeeks * daysOfWeek + 1, to }, 'category')
  const falls = [...totals]
    .filter(([category]) => category !== '')
    .flatMap(([category, weeks]) => accuracyFallOf(category, weeks) ?? [])
  await writeTogether(workspace, now, async (writer) => {
    const changed = await keepAccuracyFalls(writer, falls, today)
    const items = changed.flatMap((category) => [...(itemsOf.get(category) ?? [])])
    await noteChangedItems(
      writer,
      items.map((sku) => ({ sku })),
    )
  })
}
