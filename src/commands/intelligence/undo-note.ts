import type { IntelligenceNote } from '../../domain/intelligence/note.ts'
import type { Change } from '../../store/changes/change.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** What somebody did about a note. */
export type DoneToNote = 'add' | 'edit' | 'end'

/** Keeps, for as long as it can be undone, what somebody did about a note; `restore` is the note that counted before, `versions` how many it has now. */
export const undoOfNote = (
  { person }: Pick<CommandContext, 'person'>,
  done: DoneToNote,
  id: number,
  restore: IntelligenceNote | null,
  versions: number,
): Change => ({
  kind: 'keep-undo-entry',
  entry: {
    personId: person.id,
    what: `intelligence ${done}`,
    undo: { risks: [], orders: [], corrections: [], promotions: [], note: { id, restore, versions } },
  },
})
