import { tell } from '../../common/happenings.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { IncomingFile, Taken } from './incoming-file.ts'

/** Takes a file, and tells who sent it, what became of it, and how long that took. */
export const tellImport = async (
  { name: company }: Pick<Workspace, 'name'>,
  { sender, door, kind, isOnlyLookedAt = false }: IncomingFile,
  work: () => Promise<Taken>,
): Promise<Taken> => {
  const begun = performance.now()
  // In chat the sender is called by name; the command that brought the file tells the account.
  const who = door === 'chat' ? null : sender
  const ended = (outcome: Taken['kind'] | 'failed', report: Taken['report'] = null) => {
    if (isOnlyLookedAt) return
    const { batch = null, rows = null } = report ?? {}
    const milliseconds = performance.now() - begun
    tell({ kind: 'import', company, who, door, feed: report?.kind ?? kind, outcome, batch, rows, milliseconds })
  }
  try {
    const taken = await work()
    ended(taken.kind, taken.report)
    return taken
  } catch (error) {
    ended(error instanceof Refusal ? 'refused' : 'failed')
    throw error
  }
}
