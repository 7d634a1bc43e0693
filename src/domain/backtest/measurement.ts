import type { Day } from '../day.ts'
import type { Demand } from '../demand/distribution.ts'
import { addToCalibration, type CalibrationFigures, calibrationFigures, noCalibration } from './calibration.ts'
import { addError, type ErrorFigures, type Errors, errorFigures, noErrors } from './errors.ts'

/** The forecasts that ours is compared with. */
export const rivals = ['last-week', 'last-year', 'stated'] as const

export type RivalForecast = (typeof rivals)[number]

/** A window that has ended, with its forecasts and its sales. */
export type Measured = {
  readonly start: Day
  /** Our forecast from history, in units. */
  readonly forecast: number
  /** The demand distribution of the assessment, with the marketer's figure where there was one. */
  readonly judged: Demand
  readonly rivals: Readonly<Record<RivalForecast, number | null>>
  readonly sold: number
  readonly price: number | null
  readonly wasShort: boolean
}

/** The errors of another forecast, and of ours for the same windows. */
type Comparison = { readonly figures: ErrorFigures; readonly ours: ErrorFigures }

/** How well windows of one kind were forecast. */
export type ForecastReport = {
  readonly ours: ErrorFigures
  readonly against: Readonly<Record<RivalForecast, Comparison>>
  /** Our errors in windows without a stockout: in the others less was sold than demanded. */
  readonly neverShort: ErrorFigures
  readonly intervals: CalibrationFigures
  /** The share of windows by tenth of the distribution: a tenth in each where it is calibrated. */
  readonly tenths: readonly number[]
  /** Our errors by period, the oldest first. */
  readonly periods: readonly { readonly start: Day; readonly figures: ErrorFigures }[]
}

/** Sums up windows of one kind without keeping them. */
export type Measurement = { readonly add: (measured: Measured) => void; readonly report: () => ForecastReport }

/** Makes the measurement of windows of one kind; errors are also summed by periods of so many days from `from` on. */
export const openMeasurement = (from: Day, periodDays: number): Measurement => {
  const ours = noErrors()
  const neverShort = noErrors()
  const pairs = rivals.map((name) => ({ name, own: noErrors(), ours: noErrors() }))
  const calibration = noCalibration()
  const periods = new Map<number, Errors>()
  return {
    add: ({ start, forecast, judged, rivals: others, sold, price, wasShort }) => {
      addError(ours, forecast, sold, price)
      if (!wasShort) addError(neverShort, forecast, sold, price)
      for (const pair of pairs) {
        const other = others[pair.name]
        if (other === null) continue
        addError(pair.own, other, sold, price)
        addError(pair.ours, forecast, sold, price)
      }
      addToCalibration(calibration, judged, sold)
      const period = Math.floor((start - from) / periodDays)
      const errors = periods.get(period) ?? noErrors()
      periods.set(period, errors)
      addError(errors, forecast, sold, price)
    },
    report: () => ({
      ours: errorFigures(ours),
      against: Object.fromEntries(
        pairs.map((pair) => [pair.name, { figures: errorFigures(pair.own), ours: errorFigures(pair.ours) }]),
      ) as Record<RivalForecast, Comparison>,
      neverShort: errorFigures(neverShort),
      intervals: calibrationFigures(calibration),
      tenths: calibration.tenths.map((count) => (calibration.windows === 0 ? 0 : count / calibration.windows)),
      periods: [...periods]
        .sort(([a], [b]) => a - b)
        .map(([period, errors]) => ({ start: from + period * periodDays, figures: errorFigures(errors) })),
    }),
  }
}
