import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'

/** One transaction redraws at most so many cards, so that others can write in between. */
const redrawsTogether = 400

/**
 * Writes the changes of a refresh: alerts and everything else in one transaction, then the redrawn cards, many at a time.
 * Answers `stale` when something changed meanwhile; the parts written by then stay written.
 */
export const writeRefreshed = async (
  workspace: Workspace,
  changes: readonly Change[],
  now: string,
): Promise<'applied' | 'stale'> => {
  const redraws = changes.filter(({ kind }) => kind === 'update-live-message')
  const parts = [changes.filter(({ kind }) => kind !== 'update-live-message')]
  for (let i = 0; i < redraws.length; i += redrawsTogether) parts.push(redraws.slice(i, i + redrawsTogether))
  for (const part of parts)
    if (part.length > 0 && (await apply(workspace, part, null, now)) !== 'applied') return 'stale'
  return 'applied'
}
