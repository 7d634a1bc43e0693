import { isAskedAbout } from '../../domain/escalation/escalation.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { Claim } from '../../store/delivery/outbox.ts'
import { loadEscalationSteps, messageKey } from '../../store/escalation/escalation.ts'
import { loadRisks } from '../../store/risks/risks.ts'

/** Tells whether anything that a message asks is still a question: nobody has taken, settled or put aside all of its risks meanwhile. */
export const isStillOpen = async (
  workspace: Workspace,
  { channel, entity }: Pick<Claim, 'channel' | 'entity'>,
): Promise<boolean> => {
  const steps = await loadEscalationSteps(workspace, messageKey(channel, entity))
  const risks = new Map([...(await loadRisks(workspace, [])).values()].map((record) => [record.id, record]))
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
