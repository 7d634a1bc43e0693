import type { Context } from '../services/context.ts'
import { beginNotes } from '../services/intelligence/begin-notes.ts'
import { scoreNotes } from '../services/intelligence/score-notes.ts'
import { apply } from '../store/changes/apply.ts'

/** Keeps what is expected without the notes that begin, and scores those that are over, each in a transaction of its own. */
export const tendNotes = async (context: Pick<Context, 'workspace' | 'timeZone' | 'today' | 'now'>): Promise<void> => {
  for (const find of [beginNotes, scoreNotes])
    for (const change of await find(context)) await apply(context.workspace, [change], null, context.now)
}
