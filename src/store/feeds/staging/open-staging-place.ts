import type { Workspace } from '../../database/workspace.ts'
import type { FeedKind } from '../feed-rows.ts'
import { stageInScratch } from '../scratch/stage-in-scratch.ts'
import { type StagingPlace, stageInStore } from './staging-place.ts'

/** What is staged: a batch of a kind; the moment of now; and how long a transaction may hold several slices on SQLite. */
type ToStage = {
  readonly batchId: number
  readonly kind: FeedKind
  readonly now: () => string
  readonly holdFor: () => number
}

/** Opens the place where the rows of a batch are staged. */
export const openStagingPlace = async (
  workspace: Workspace,
  { batchId, kind, now, holdFor }: ToStage,
): Promise<StagingPlace> => {
  const { database } = workspace
  return database.engine === 'sqlite'
    ? stageInStore(database, holdFor)
    : stageInScratch(workspace, { url: database.url, now, workspaceId: workspace.id, batchId, kind })
}
