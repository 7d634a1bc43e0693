import { intelKeptCard } from '../../cards/intelligence/intel-card.ts'
import { noteId } from '../../cards/intelligence/note-words.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { isoOf } from '../../domain/day.ts'
import type { IntelligenceNote } from '../../domain/intelligence/note.ts'
import { noteWeight } from '../../domain/intelligence/weight.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadIntelligence, loadNextNoteNumber } from '../../store/promotions/intelligence.ts'
import { loadTrackRecords } from '../../store/promotions/intelligence-scores.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, keysOf } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import { besideOthers, fieldsOfNote, judgeNoteChange } from './note-change.ts'
import { noteArguments, readNote } from './parse-note.ts'
import { undoOfNote } from './undo-note.ts'

const takes: readonly Argument[] = [
  { name: 'WHAT', value: null, says: 'what you heard, in quotes', isNeeded: true },
  ...noteArguments,
]

/** Stores market intelligence that may change demand, judges what it touches anew, and posts it in the threads of the promotions it concerns. */
export const intelAdd: Command = {
  name: 'intel add',
  aliases: ['intel note'],
  takes,
  does: 'note what you have heard that may change demand',
  examples: [
    '/intel add "Competitor runs cola at -30 %" kind:competitor sku:SKU-100 dates:"6-12 Jul" effect:-20% confidence:medium',
    '/intel add "A post about the lemonade goes round" kind:viral sku:SKU-110 at:EAST dates:"next week" direction:up size:large',
  ],
  right: 'note-intelligence',
  run: async (context) => {
    const { workspace, today } = context
    const given = sortArguments(context.words, keysOf({ takes }))
    const visibility = await loadVisibility(workspace, isoOf(today))
    const read = await readNote(context, visibility, given, null)
    if (read === null) return refusedList(given.problems, 'saved')
    const holding = await loadIntelligence(workspace, { heard: null }, isoOf(today))
    const duplicate = holding.find((known) => isSameNote(known, read))
    if (duplicate !== undefined)
      return answer(
        refusalCard(
          `${duplicate.by} has already added that note (${noteId(duplicate.id)}). Nothing was saved twice. See it: /intel list`,
        ),
      )
    const note = { ...read, id: await loadNextNoteNumber(workspace) }
    const judged = await judgeNoteChange(context, visibility, {
      after: note,
      before: null,
      done: 'added',
    })
    const weight = noteWeight(note, await loadTrackRecords(workspace, { heard: null }))
    const beside = await besideOthers(context, visibility, note, holding, judged.items)
    return {
      changes: [
        { kind: 'keep-intelligence', note, on: today, isNew: true, items: judged.items },
        ...judged.changes,
        auditEntry(context, { action: 'intelligence', entity: noteId(note.id), after: fieldsOfNote(note) }),
        undoOfNote(context, 'add', note.id, null, 1),
      ],
      reply: intelKeptCard(note, weight, beside, judged.impact, {
        today,
        isNew: true,
      }),
    }
  },
}

const isSameNote = (one: IntelligenceNote, other: IntelligenceNote): boolean =>
  haveSameFields(one, other, [
    ...(['kind', 'what', 'skus', 'categories', 'places', 'from', 'to', 'effect'] as const),
    ...(['confidence', 'source', 'expires'] as const),
  ])
