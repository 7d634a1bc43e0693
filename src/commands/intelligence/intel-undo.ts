import { noteId } from '../../cards/intelligence/note-words.ts'
import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { agoWords } from '../../cards/language/words.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { undoMilliseconds } from '../../domain/policy.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadLastUndoEntry } from '../../store/changes/undo-entries.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadNoteVersions } from '../../store/promotions/intelligence.ts'
import { answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { fieldsOfNote, judgeNoteChange } from './note-change.ts'

type Entry = NonNullable<Awaited<ReturnType<typeof loadLastUndoEntry>>>

const words: Readonly<Record<string, string>> = {
  'intelligence add': 'adding',
  'intelligence edit': 'the correction of',
  'intelligence end': 'ending',
}

/** Undoes a person's last step on a note of the last ten minutes, unless the note has changed since. */
export const intelUndo: Command = {
  name: 'intel undo',
  takes: [],
  does: 'undo your last step on a note, within ten minutes',
  examples: ['/intel undo'],
  right: 'note-intelligence',
  run: async (context) => {
    const since = after(context.now, -undoMilliseconds)
    const entry = await loadLastUndoEntry(context.workspace, context.person.id, since)
    return entry?.undo.note === undefined
      ? answer(
          refusalCard(
            'There is nothing to undo: your last step of the last ten minutes was not about a note. Nothing was changed.',
            ['End a note: /intel end N-1'],
          ),
        )
      : undoNote(context, entry)
  },
}

/** Takes back what somebody did about a note: what counted before it counts again. */
export const undoNote = async (context: CommandContext, entry: Entry): Promise<Outcome> => {
  const { workspace, today, person } = context
  const { id, restore, versions } = entry.undo.note as NonNullable<Entry['undo']['note']>
  const known = await loadNoteVersions(workspace, id)
  const last = known.at(-1)
  const isEnded = last !== undefined && last.ended !== null
  if (last === undefined || known.length !== versions || isEnded !== (entry.what === 'intelligence end'))
    return answer(refusalCard(`${noteId(id)} has changed since then. Nothing was undone. See it: /intel list`))
  const counting = last.ended === null ? last.note : null
  const note = restore === null ? null : { ...restore, at: context.now }
  const visibility = await loadVisibility(workspace, isoOf(today))
  const judged = await judgeNoteChange(context, visibility, {
    ...{ after: note, before: counting, done: 'taken back' },
  })
  const change: Change =
    note === null
      ? { kind: 'end-intelligence', id, on: today, by: person.name, why: null, items: judged.items }
      : { kind: 'keep-intelligence', note, on: today, isNew: false, items: judged.items }
  return {
    changes: [
      { kind: 'mark-undone', id: entry.id },
      change,
      ...judged.changes,
      auditEntry(context, {
        action: 'undo',
        entity: noteId(id),
        ...(counting === null ? {} : { before: fieldsOfNote(counting) }),
        ...(note === null ? {} : { after: fieldsOfNote(note) }),
        detail: { what: entry.what },
      }),
    ],
    reply: noteCard(`Undone, ${agoWords(entry.at, context.now)}: ${words[entry.what] ?? entry.what} ${noteId(id)}.`),
  }
}
