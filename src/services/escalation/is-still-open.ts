import { isAskedAbout } from '../../domain/escalation/escalation.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { Claim } from '../../store/delivery/claims.ts'
import { loadEscalationSteps, messageKey } from '../../store/escalation/escalation.ts'
import { loadRisksNumbered } from '../../store/risks/risks.ts'

/** Tells whether a message about risks still asks anything: at least one of its risks was not taken, settled or snoozed meanwhile. */
export const isStillOpen = async (
  workspace: Workspace,
  { channel, entity }: Pick<Claim, 'channel' | 'entity'>,
): Promise<boolean> => {
  const steps = await loadEscalationSteps(workspace, messageKey(channel, entity))
  const risks = await loadRisksNumbered(
    workspace,
    steps.map(({ riskId }) => riskId),
  )
  return steps.some(({ riskId, episode, rung }) => {
    const record = risks.get(riskId)
    return (
      record !== undefined &&
      record.episode === episode &&
      isAskedAbout(record) &&
      (record.state === 'open') === (rung !== 'remind')
    )
  })
}
