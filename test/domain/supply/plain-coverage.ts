import type { DemandCoverage } from '../../../src/domain/supply/demand-coverage.ts'
import type { CumulativeOutlook, Window } from '../../../src/domain/supply/outlook.ts'

/** A line that shares its stock with no other promotion and has no ordinary orders. */
export const plainCoverage = (cumulative: CumulativeOutlook, window: Window, policy: number): DemandCoverage => ({
  cumulative,
  window,
  dedicatedFrom: window.start,
  policy,
  ordinary: null,
  dedicated: [],
  takenAsOrdinary: [],
  protectedLines: [],
  shortedLines: [],
  threats: [],
  seniorDemand: new Float64Array(0),
})
