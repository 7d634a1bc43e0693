import type { RiskCode } from '../../domain/ids.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'

/** Names a risk, `R-3`. */
export const riskId = (record: Pick<RiskRecord, 'id'>): RiskCode => `R-${record.id}`

/** Reads the number of a risk as people type it, `R-7`; null where it is something else. */
export const riskNumber = (typed: string): number | null => {
  const [, digits] = /^r-(\d{1,15})$/i.exec(typed) ?? []
  return digits === undefined ? null : Number(digits)
}
