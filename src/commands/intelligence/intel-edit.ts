import { intelKeptCard } from '../../cards/intelligence/intel-card.ts'
import { noteId } from '../../cards/intelligence/note-words.ts'
import { isoOf } from '../../domain/day.ts'
import { noteWeight } from '../../domain/intelligence/weight.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadTrackRecords } from '../../store/promotions/intelligence-scores.ts'
import { oneLine, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, type Command, keysOf } from '../dispatch/command.ts'
import { refused, refusedList } from '../dispatch/refusals.ts'
import { findNote } from './find-note.ts'
import { besideOthers, fieldsOfNote, judgeNoteChange } from './note-change.ts'
import { noteArguments, readNote } from './parse-note.ts'
import { undoOfNote } from './undo-note.ts'

const takes: readonly Argument[] = [
  { name: 'NOTE', value: null, says: 'its number, N-1', isNeeded: true },
  { name: 'what', value: '"..."', says: 'what was heard, in other words' },
  ...noteArguments,
]

/** Corrects a note that holds, under the same number, and judges what it touches anew. */
export const intelEdit: Command = {
  name: 'intel edit',
  aliases: ['intel correct'],
  takes,
  does: 'correct a note that holds',
  examples: ['/intel edit N-1 effect:+10%', '/intel edit N-1 confidence:high until:"20 Jul"'],
  right: 'note-intelligence',
  run: async (context) => {
    const { workspace, today } = context
    const { bare, keyed, problems } = sortArguments(context.words, keysOf({ takes }))
    const found = await findNote(context, bare[0])
    if (!found.ok) return refused([...problems, found.error])
    const { note: before, versions } = found.value
    const what = oneLine(keyed.get('what') ?? '')
    const given = { bare: what === '' ? bare.slice(1) : [what], keyed, problems }
    const visibility = await loadVisibility(workspace, isoOf(today))
    const note = await readNote(context, visibility, given, before)
    if (note === null) return refusedList(problems, 'changed')
    if (isAsBefore(before, note))
      return refused([`${noteId(note.id)} already says that. Name what to change, for example effect:+10%.`])
    const judged = await judgeNoteChange(context, visibility, {
      ...{ after: note, before, done: 'corrected' },
    })
    const weight = noteWeight(note, await loadTrackRecords(workspace, { heard: null }))
    const holding = await loadIntelligence(workspace, { heard: null }, isoOf(today))
    const beside = await besideOthers(context, visibility, note, holding, judged.items)
    return {
      changes: [
        { kind: 'keep-intelligence', note, on: today, isNew: false, items: judged.items },
        ...judged.changes,
        auditEntry(context, {
          action: 'intelligence',
          entity: noteId(note.id),
          before: fieldsOfNote(before),
          after: fieldsOfNote(note),
        }),
        undoOfNote(context, 'edit', note.id, before, versions + 1),
      ],
      reply: intelKeptCard(note, weight, beside, judged.impact, {
        today,
        isNew: false,
      }),
    }
  },
}

const isAsBefore: (one: Parameters<typeof fieldsOfNote>[0], other: Parameters<typeof fieldsOfNote>[0]) => boolean = (
  one,
  other,
) =>
  haveSameFields(one, other, [
    ...(['kind', 'what', 'skus', 'categories', 'places', 'from', 'to', 'effect'] as const),
    ...(['confidence', 'source', 'expires'] as const),
  ])
