import type { Day } from '../domain/day.ts'
import type { Context } from '../services/context.ts'
import { expireDecisions } from '../services/decisions/expire-decisions.ts'
import { apply } from '../store/changes/apply.ts'

/** What expiring decisions needs. */
export type ExpireDecisionsContext = Pick<Context, 'workspace' | 'reach'> & {
  /** The moment, as ISO text. */
  readonly now: () => string
  readonly today: () => Day
  /** Redraws with the next refresh the cards that show a promotion. */
  readonly touch: (promotionId: string) => void
  readonly onSurprise: (error: unknown) => void
}

/**
 * Writes what the passing of time changes about decisions, one transaction for each: where somebody answers a proposal at
 * the same moment, that one is tried again a minute later.
 */
export const writeExpiredDecisions = async (context: ExpireDecisionsContext): Promise<void> => {
  const { workspace, reach, touch, onSurprise } = context
  const [now, today] = [context.now(), context.today()]
  for (const { promotionId, changes } of await expireDecisions({ workspace, reach, today, now }))
    try {
      if ((await apply(workspace, changes, null, context.now())) === 'applied') touch(promotionId)
    } catch (error) {
      onSurprise(new Error(`The decision on ${promotionId} could not be brought up to date`, { cause: error }))
    }
}
