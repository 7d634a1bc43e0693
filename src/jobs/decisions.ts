import { apply } from '../store/changes/apply.ts'
import type { Change } from '../store/changes/change.ts'
import type { Workspace } from '../store/database/workspace.ts'

/** What looking after decisions needs. */
export type Decisions = {
  readonly workspace: Workspace
  readonly now: () => string
  /** Finds what time has done to decisions, each promotion's apart. */
  readonly sweepDecisions: () => Promise<
    readonly { readonly promotionId: string; readonly changes: readonly Change[] }[]
  >
  /** Redraws with the next delivery what shows a promotion. */
  readonly touch: (promotionId: string) => void
  readonly onSurprise: (error: unknown) => void
}

/** Writes what time has done to decisions, one by one: a proposal that somebody answers in the same moment is looked at again a minute later. */
export const sweepDecisions = async ({ workspace, now, touch, onSurprise, ...decisions }: Decisions): Promise<void> => {
  for (const { promotionId, changes } of await decisions.sweepDecisions())
    try {
      if ((await apply(workspace, changes, null, now())) === 'applied') touch(promotionId)
    } catch (error) {
      onSurprise(new Error(`The decision on ${promotionId} could not be brought up to date`, { cause: error }))
    }
}
