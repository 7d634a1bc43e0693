import type { Day } from '../domain/day.ts'
import type { Exposure } from '../domain/exposure.ts'
import { type OwnedRisk, type Owner, riskDayOf } from '../domain/overview.ts'
import { isHandled, type RiskRecord } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { loadRiskDay } from '../store/risk-days.ts'
import type { Workspace } from '../store/workspace.ts'

/** Gives who has a risk: whoever acknowledged it, put it aside or settled it. */
export const ownerOf = (record: RiskRecord | null): Owner =>
  record?.handled && isHandled(record) ? { id: record.handled.personId, name: record.handled.name } : null

/** Puts beside each risk who has it. */
export const ownedRisks = (
  exposures: Iterable<Exposure>,
  records: ReadonlyMap<string, RiskRecord>,
): readonly OwnedRisk[] =>
  [...exposures].map((exposure) => ({ exposure, owner: ownerOf(records.get(exposure.identity) ?? null) }))

/** Gives what has to be kept of a day's risks, to compare later days with: what is at risk by owner, once a day. */
export const keepingRiskDay = async (
  workspace: Workspace,
  today: Day,
  risks: readonly OwnedRisk[],
): Promise<readonly Change[]> =>
  (await loadRiskDay(workspace, { from: today, to: today })) === null
    ? [{ kind: 'keep-risk-day', riskDay: riskDayOf(today, risks) }]
    : []
