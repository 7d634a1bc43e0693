import { intelEndedCard } from '../../cards/intelligence/intel-card.ts'
import { noteId } from '../../cards/intelligence/note-words.ts'
import { isoOf } from '../../domain/day.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, type Command, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findNote } from './find-note.ts'
import { fieldsOfNote, judgeNoteChange } from './note-change.ts'
import { undoOfNote } from './undo-note.ts'

const takes: readonly Argument[] = [
  { name: 'NOTE', value: null, says: 'its number, N-1', isNeeded: true },
  { name: 'reason', value: '"..."', says: 'why' },
]

/** Ends a note before its last day, and judges what it touched anew. */
export const intelEnd: Command = {
  name: 'intel end',
  aliases: ['intel remove'],
  takes,
  does: 'end a note that no longer holds',
  examples: ['/intel end N-1 reason:"the competitor opened again"'],
  right: 'note-intelligence',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const why = readReason(given, null) || null
    const found = await findNote(context, given.bare[0])
    const problems = [...given.problems, ...(found.ok ? [] : [found.error])]
    if (problems.length > 0 || !found.ok) return refused(problems)
    const { note, versions } = found.value
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const judged = await judgeNoteChange(context, visibility, {
      ...{ after: null, before: note, done: 'ended' },
    })
    return {
      changes: [
        { kind: 'end-intelligence', id: note.id, on: context.today, by: context.person.name, why, items: judged.items },
        ...judged.changes,
        auditEntry(context, {
          action: 'end-intelligence',
          entity: noteId(note.id),
          before: fieldsOfNote(note),
          detail: { reason: why },
        }),
        undoOfNote(context, 'end', note.id, note, versions),
      ],
      reply: intelEndedCard(note, judged.impact, context.today),
    }
  },
}
