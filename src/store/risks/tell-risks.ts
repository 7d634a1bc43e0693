import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { Writer } from '../database/workspace.ts'

/** What of a risk was stored before. */
type Before = { readonly owner_id: string | null; readonly ended_at: string | null }

/** Tells which risks were opened, got another owner, or ended. */
export const tellRisks = (
  { tell }: Pick<Writer, 'tell'>,
  risks: readonly RiskRecord[],
  stored: ReadonlyMap<number, Before>,
): void => {
  for (const { id: risk, owner, endedAt } of risks) {
    const before = stored.get(risk)
    const wasOpen = before !== undefined && before.ended_at === null
    const isOpen = endedAt === null
    const ownerId = owner?.personId ?? null
    if (isOpen && !wasOpen) tell({ kind: 'risk', what: 'opened', risk, owner: ownerId })
    else if (isOpen && ownerId !== null && ownerId !== before?.owner_id)
      tell({ kind: 'risk', what: 'owned', risk, owner: ownerId })
    if (!isOpen && wasOpen) tell({ kind: 'risk', what: 'ended', risk, owner: ownerId })
  }
}
