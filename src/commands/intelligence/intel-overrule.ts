import { noteId } from '../../cards/intelligence/note-words.ts'
import { noteCard } from '../../cards/language/plain-card.ts'
import { isoOf } from '../../domain/day.ts'
import { rulings } from '../../domain/intelligence/score.ts'
import { choice, Unfit } from '../../parsing/values.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { itemsLike } from '../../services/intelligence/score-notes.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadScoredNotes } from '../../store/promotions/intelligence-scores.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, type Command, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { noteNumber } from './find-note.ts'

const takes: readonly Argument[] = [
  { name: 'NOTE', value: null, says: 'its number, N-1', isNeeded: true },
  { name: 'RULING', value: null, says: 'hit, miss, or void where it says nothing', isNeeded: true },
  { name: 'reason', value: '"..."', says: 'why, in your words', isNeeded: true },
]

/** Puts a planner's word in place of the score of a note; weights learn from that. */
export const intelOverrule: Command = {
  name: 'intel overrule',
  takes,
  does: 'overrule the score of a note',
  examples: ['/intel overrule N-1 void reason:"the store was closed for two days"'],
  right: 'forecast',
  run: async (context) => {
    const { workspace, today, person } = context
    const given = sortArguments(context.words, keysOf({ takes }))
    const why = readReason(given, 'reason:"the store was closed for two days"')
    const [named = '', said = ''] = given.bare
    const number = noteNumber(named)
    const ruling = choice(...rulings)(said)
    const scored = await loadScoredNotes(workspace, { heard: null })
    const note = scored.find(({ id }) => id === number)
    const problems = [
      ...given.problems,
      ...(note === undefined ? [`There is no scored note ${named}. See them: /intel score`] : []),
      ...(ruling instanceof Unfit
        ? [`Say hit, miss or void: /intel overrule ${named || 'N-1'} void reason:"..."`]
        : []),
    ]
    if (problems.length > 0 || note === undefined || ruling instanceof Unfit) return refused(problems)
    const visibility = await loadVisibility(workspace, isoOf(today))
    const items = await itemsLike(workspace, visibility, note, today)
    return {
      changes: [
        { kind: 'overrule-note-score', id: note.id, ruling, by: person.name, why, items },
        auditEntry(context, {
          action: 'overrule-score',
          entity: noteId(note.id),
          before: { outcome: note.overruled?.ruling ?? note.outcome },
          after: { outcome: ruling },
          detail: { reason: why },
        }),
      ],
      reply: noteCard(
        `${noteId(note.id)} counts as ${ruling === 'void' ? 'nothing' : `a ${ruling}`} from now on. Notes like it are weighed again.`,
      ),
    }
  },
}
