/** The normal quantile of an interval that holds 90 % of the time. */
const z = 1.6448536269514722

/**
 * Gives the 90 % interval of a share of which `hits` of `n` were seen (Wilson, Journal of the American Statistical
 * Association 22, 1927); null where nothing was.
 */
export const wilsonInterval = (hits: number, n: number): readonly [number, number] | null => {
  if (n === 0) return null
  const share = hits / n
  const centre = share + (z * z) / (2 * n)
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const whole = 1 + (z * z) / n
  return [Math.max(0, (centre - half) / whole), Math.min(1, (centre + half) / whole)]
}
