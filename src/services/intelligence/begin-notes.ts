import { cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { isSameStory } from '../../domain/intelligence/effect.ts'
import { type IntelligenceNote, lastCounted, sourceKey } from '../../domain/intelligence/note.ts'
import type { BegunNote, CellExpectation } from '../../domain/intelligence/score.ts'
import { noteWeight } from '../../domain/intelligence/weight.ts'
import { mostScoredCells } from '../../domain/policy.ts'
import { cellOutlook } from '../../domain/supply/cell-outlook.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadItemsOfCategories } from '../../store/feeds/catalogue.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadBegunNumbers, loadTrackRecords } from '../../store/promotions/intelligence-scores.ts'
import { loadSellingLocations } from '../../store/promotions/promotions.ts'
import { loadCells } from '../assessment/load-cell-facts.ts'
import { type Context, visibilityFor } from '../context.ts'
import { pastMoment } from '../digest/past-moment.ts'

/** What looking after notes needs. */
export type TendNotesContext = Pick<Context, 'workspace' | 'timeZone' | 'today' | 'now'>

/** Keeps for each note that has begun what is expected without it, judged on the morning of its first day. */
export const beginNotes = async (context: TendNotesContext): Promise<readonly Change[]> => {
  const { workspace, today } = context
  const holding = await loadIntelligence(workspace, { heard: null }, isoOf(today))
  const started = holding.filter(({ from, effect }) => from <= today && effect !== null)
  if (started.length === 0) return []
  const begun = await loadBegunNumbers(workspace)
  const changes: Change[] = []
  for (const note of started)
    if (!begun.has(note.id)) changes.push({ kind: 'keep-begun-note', begun: await begunNote(context, note) })
  return changes
}

/** A note that was noted when its days had begun is measured from that day on. */
const firstDay = ({ from, at }: IntelligenceNote, { timeZone, today }: TendNotesContext): Day =>
  Math.min(
    today,
    Math.max(from, dayOf(Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString())),
  )

const begunNote = async (context: TendNotesContext, note: IntelligenceNote): Promise<BegunNote> => {
  const { workspace, timeZone, today } = context
  const from = firstDay(note, context)
  const to = lastCounted(note)
  const moment = from === today ? null : await pastMoment(workspace, from, timeZone)
  const visibility = await visibilityFor({ ...context, ...(moment ?? {}), today: from })
  const skus = [...new Set([...note.skus, ...(await loadItemsOfCategories(workspace, visibility, note.categories))])]
  const selling = note.places.length > 0 ? null : await loadSellingLocations(workspace, visibility, skus)
  const cells = skus.flatMap((sku) =>
    (selling === null ? note.places : (selling.get(sku) ?? [])).map((location) => ({ sku, location })),
  )
  const facts = await loadCells({ workspace, visibility, asOf: from, moment: null }, cells)
  const expected = facts.map(({ intelligence = [], ...known }): CellExpectation => {
    const others = intelligence.filter((other) => other.id !== note.id && !isSameStory(other, note))
    const { base, extra } = cellOutlook(
      { ...known, ...(others.length === 0 ? {} : { intelligence: others }) },
      to - from + 1,
    )
    return {
      ...{ sku: known.item.sku, location: known.location.location },
      perDay: Array.from(base, (units, i) => rounded(Math.max(0, units + (extra[i] as number)))),
    }
  })
  const { weight, prior } = noteWeight(note, await loadTrackRecords(workspace, visibility))
  const effect = note.effect as number
  return {
    ...{ id: note.id, kind: note.kind, source: sourceKey(note), what: note.what, by: note.by, from, to, effect },
    counted: effect * weight,
    documented: effect * prior,
    expected: largest(expected),
  }
}

const rounded = (units: number): number => Math.round(units * 1_000) / 1_000

/** The cells that sell most, in the order of their keys. */
const largest = (cells: readonly CellExpectation[]): readonly CellExpectation[] =>
  cells
    .map((cell) => ({ cell, units: cell.perDay.reduce((sum, units) => sum + units, 0) }))
    .filter(({ units }) => units > 0)
    .toSorted((a, b) => b.units - a.units || (cellKey(a.cell) < cellKey(b.cell) ? -1 : 1))
    .slice(0, mostScoredCells)
    .map(({ cell }) => cell)
    .toSorted((a, b) => (cellKey(a) < cellKey(b) ? -1 : 1))
