import { type Day, isoOf } from '../../domain/day.ts'
import { lastCounted, sourceKey } from '../../domain/intelligence/note.ts'
import { type BegunNote, isToBeScored, resultOf, type ScoredNote } from '../../domain/intelligence/score.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { salesOf } from '../../store/facts/fact-rows.ts'
import { loadRowsOfCells } from '../../store/facts/rows-of-cells.ts'
import { loadItemsOfCategories } from '../../store/feeds/catalogue.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadIntelligence, loadNoteVersions } from '../../store/promotions/intelligence.ts'
import { loadBegunNotes } from '../../store/promotions/intelligence-scores.ts'
import type { TendNotesContext } from './begin-notes.ts'

/** The longest row of sales begins so many days before its last one: a month. */
const longestRowDays = 31

/** Scores the notes that are over and whose sales have come in. */
export const scoreNotes = async ({ workspace, today }: TendNotesContext): Promise<readonly Change[]> => {
  const waiting = await loadBegunNotes(workspace)
  if (waiting.length === 0) return []
  const visibility = await loadVisibility(workspace, isoOf(today))
  const changes: Change[] = []
  for (const known of waiting) {
    const begun = { ...known, to: Math.min(known.to, await lastDayOf(workspace, known.id)) }
    if (today <= begun.to) continue
    const rows = await loadRowsOfCells(workspace, visibility, 'sales', begun.expected, {
      from: isoOf(begun.from - longestRowDays),
      before: isoOf(today),
    })
    const sales = new Map([...rows].map(([key, own]) => [key, salesOf(own)]))
    const salesAt = (key: string) => sales.get(key) ?? []
    if (!isToBeScored(begun, salesAt, today)) continue
    changes.push({
      kind: 'keep-note-score',
      id: begun.id,
      result: resultOf(begun, salesAt),
      items: await itemsLike(workspace, visibility, begun, today),
    })
  }
  return changes
}

/** Gives the last day that a note moved: it may have been ended or shortened since it began. */
const lastDayOf = async (workspace: Workspace, id: number): Promise<Day> => {
  const last = (await loadNoteVersions(workspace, id)).at(-1)
  if (last === undefined) return Number.POSITIVE_INFINITY
  return Math.min(lastCounted(last.note), last.ended === null ? Number.POSITIVE_INFINITY : last.ended.on - 1)
}

/** Lists the items of the notes whose weight a score changes: those of the same kind or source that hold. */
export const itemsLike = async (
  workspace: Workspace,
  visibility: Visibility,
  { kind, source }: Pick<BegunNote | ScoredNote, 'kind' | 'source'>,
  today: Day,
): Promise<readonly string[]> => {
  const holding = await loadIntelligence(workspace, { heard: null }, isoOf(today))
  const alike = holding.filter((note) => note.kind === kind || sourceKey(note) === source)
  const categories = alike.flatMap((note) => note.categories)
  return [
    ...new Set([
      ...alike.flatMap(({ skus }) => skus),
      ...(await loadItemsOfCategories(workspace, visibility, categories)),
    ]),
  ]
}
