import { large, sure } from './formats.ts'

/** A term of a sum: its exact value, signed, and whether it is told elsewhere too, so that another one should give way. */
export type Term = { readonly value: number; readonly isTold: boolean }

/** Rounds to a step, a whole number or tenths. */
export const toStep = (value: number, step: number): number => {
  const perUnit = Math.round(1 / step)
  return Math.round(sure(value * perUnit)) / perUnit
}

/** Rounds down to a step; what floats lose of one counts as whole. */
export const downToStep = (value: number, step: number): number => toStep(Math.floor(value / step + 1e-6) * step, step)

/**
 * Rounds the terms of a sum to a step so that what is shown adds up to `total`, a multiple of it: each by as little as can be,
 * and those that are told elsewhere only where no other term is left.
 */
export const addingUp = (terms: readonly Term[], total: number, step: number): readonly number[] => {
  const exact = terms.map(({ value }) => value / step)
  const shown = exact.map(Math.round)
  const missing = Math.round(total / step) - shown.reduce((sum, units) => sum + units, 0)
  const by = Math.sign(missing)
  for (let left = Math.abs(missing); left > 0; left--) {
    const cost = (i: number) => {
      const next = (shown[i] as number) + by
      const keepsSign = next * Math.sign(exact[i] as number) >= 0 && exact[i] !== 0
      return Math.abs(next - (exact[i] as number)) + (terms[i]?.isTold ? 10 : 0) + (keepsSign ? 0 : 1000)
    }
    const cheapest = shown.reduce((best, _, i) => (cost(i) < cost(best) ? i : best), 0)
    shown[cheapest] = (shown[cheapest] as number) + by
  }
  return shown.map((units) => units / Math.round(1 / step))
}

/** Rounds a quantity as it is shown alone, so that a difference of two shown ones can be shown. */
export const shownUnits = (value: number): number => toStep(value, Math.abs(value) < large ? 0.1 : 1)
