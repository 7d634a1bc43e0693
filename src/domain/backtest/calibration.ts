import { type Demand, probabilityAbove } from '../demand/distribution.ts'

/** Where sales fell in their forecast distribution: windows by tenth of it, counted in place. */
export type Calibration = { windows: number; readonly tenths: number[] }

/** The shares of windows whose sales were below P10, between P10 and P90, and above P90; null where there are no windows. */
export type CalibrationFigures = {
  readonly windows: number
  readonly below: number | null
  readonly inside: number | null
  readonly above: number | null
}

const tenths = 10

/** Gives the calibration of no windows. */
export const noCalibration = (): Calibration => ({ windows: 0, tenths: Array(tenths).fill(0) })

/**
 * Adds a window, in place: its forecast distribution, and the units sold. Whole units fall on an interval of chances
 * rather than on a point; a window is shared out over it evenly, which is what drawing lots at the ends comes to on
 * average (Czado, Gneiting and Held, Biometrics 65, 2009).
 */
export const addToCalibration = (calibration: Calibration, demand: Demand, sold: number): void => {
  const upper = 1 - probabilityAbove(demand, sold)
  const lower = Math.min(upper, sold <= 0 ? 0 : 1 - probabilityAbove(demand, sold - 1))
  calibration.windows += 1
  for (let i = 0; i < tenths; i++) {
    const [from, to] = [i / tenths, (i + 1) / tenths]
    const part =
      upper > lower
        ? Math.max(0, Math.min(upper, to) - Math.max(lower, from)) / (upper - lower)
        : i === Math.min(tenths - 1, Math.floor(upper * tenths))
          ? 1
          : 0
    calibration.tenths[i] = (calibration.tenths[i] as number) + part
  }
}

/** Gives the figures of a calibration. */
export const calibrationFigures = ({ windows, tenths: counts }: Calibration): CalibrationFigures => {
  if (windows === 0) return { windows, below: null, inside: null, above: null }
  const [below, above] = [(counts[0] as number) / windows, (counts.at(-1) as number) / windows]
  return { windows, below, inside: Math.max(0, 1 - below - above), above }
}
