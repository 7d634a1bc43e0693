import type { Day } from '../../domain/day.ts'
import { dailyRiskTotals, type OwnedRisk, type RiskOwner } from '../../domain/digest/overview.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadDailyRiskTotals } from '../../store/risks/daily-risk-totals.ts'

/** Gives the owner of a risk; null where nobody has it. */
export const ownerOf = (record: RiskRecord | null): RiskOwner =>
  record?.owner ? { id: record.owner.personId, name: record.owner.name } : null

/** Adds the owner to each risk. */
export const ownedRisks = (
  candidates: Iterable<RiskCandidate>,
  records: ReadonlyMap<string, RiskRecord>,
): readonly OwnedRisk[] =>
  [...candidates].map((candidate) => ({ candidate, owner: ownerOf(records.get(candidate.identity) ?? null) }))

/** Gives the change that stores the money at risk by owner, once a day, so that later days can be compared; empty where the day has it already. */
export const dailyRiskTotalChanges = async (
  workspace: Workspace,
  today: Day,
  risks: readonly OwnedRisk[],
): Promise<readonly Change[]> =>
  (await loadDailyRiskTotals(workspace, { from: today, to: today })) === null
    ? [{ kind: 'keep-daily-risk-totals', totals: dailyRiskTotals(today, risks) }]
    : []
