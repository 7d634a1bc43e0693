import type { Day } from '../../domain/day.ts'
import { dailyRiskTotals, type OwnedRisk, type RiskOwner } from '../../domain/digest/overview.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadDailyRiskTotals } from '../../store/risks/daily-risk-totals.ts'

/** Gives whom a risk is with. */
export const ownerOf = (record: RiskRecord | null): RiskOwner =>
  record?.owner ? { id: record.owner.personId, name: record.owner.name } : null

/** Puts beside each risk who has it. */
export const ownedRisks = (
  candidates: Iterable<RiskCandidate>,
  records: ReadonlyMap<string, RiskRecord>,
): readonly OwnedRisk[] =>
  [...candidates].map((candidate) => ({ candidate, owner: ownerOf(records.get(candidate.identity) ?? null) }))

/** Gives what has to be kept of a day's risks, to compare later days with: what is at risk by owner, once a day. */
export const dailyRiskTotalChanges = async (
  workspace: Workspace,
  today: Day,
  risks: readonly OwnedRisk[],
): Promise<readonly Change[]> =>
  (await loadDailyRiskTotals(workspace, { from: today, to: today })) === null
    ? [{ kind: 'keep-daily-risk-totals', totals: dailyRiskTotals(today, risks) }]
    : []
