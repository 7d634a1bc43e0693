/**
 * The chance side of demand: how likely it is above the stock, by how much, and the stock that covers it.
 * Sources by short name: A&S is Abramowitz & Stegun, Handbook of Mathematical Functions; FoSCT is Snyder & Shen,
 * Fundamentals of Supply Chain Theory, 2nd ed.; Zipkin is Foundations of Inventory Management.
 */

import { tailAt } from './whole-units.ts'

/** Demand over one window: its mean in units and its variance in units squared. It is never negative. */
export type Demand = { readonly mean: number; readonly variance: number }

const INVERSE_ROOT_TWO_PI = 0.3989422804014327
const DISCRETE_BELOW = 30
/** Bounds the walk over whole units: a ratio no cleaned sales history reaches, about 40,000 steps at the worst. */
const MAX_VARIANCE_TO_MEAN = 1000
const ALMOST_ONE = 1 - 2 ** -53

/**
 * Names the distribution: a constant when there is nothing to vary; below 30 units whole units (negative binomial when
 * the variance is above the mean, else Poisson); from there a normal whose mass below zero is put at zero.
 */
function family({ mean, variance }: Demand): 'constant' | 'discrete' | 'normal' {
  if (mean === 0 || variance === 0) return 'constant'
  return mean < DISCRETE_BELOW ? 'discrete' : 'normal'
}

/**
 * Returns the z with P(D > available) = P(Z <= z) where demand is normal, else NaN: of several chances the least is that
 * of the least z, which is found without working out each.
 */
export function normalScore(mean: number, variance: number, available: number): number {
  return available >= 0 && !(mean < DISCRETE_BELOW) && variance !== 0
    ? (mean - available) / Math.sqrt(variance)
    : Number.NaN
}

/** Returns P(D > available), a chance in [0, 1] that does not rise with `available` (units). */
export function probabilityAbove(demand: Demand, available: number): number {
  if (available < 0) return 1
  switch (family(demand)) {
    case 'constant':
      return demand.mean > available ? 1 : 0
    case 'discrete':
      return tailAt(demand.mean, spread(demand), available, 0).above
    case 'normal':
      return normalCdf((demand.mean - available) / Math.sqrt(demand.variance))
  }
}

/** Returns E[(D - available)+] in units: the expected shortage, which does not rise with `available` (FoSCT C.12). */
export function expectedAbove(demand: Demand, available: number): number {
  if (available < 0) return Math.min(expectedAbove(demand, 0) - available, Number.MAX_VALUE)
  switch (family(demand)) {
    case 'constant':
      return Math.max(0, demand.mean - available)
    case 'discrete':
      return discreteLoss(available, demand.mean, spread(demand))
    case 'normal':
      return normalLoss(available, demand.mean, Math.sqrt(demand.variance))
  }
}

/** Returns the least stock in units that covers demand with chance `p`, held in [0, 1 - 2^-53] so that it is finite. */
export function quantile(demand: Demand, p: number): number {
  const chance = Math.min(Math.max(p, 0), ALMOST_ONE)
  switch (family(demand)) {
    case 'constant':
      return demand.mean
    case 'discrete':
      return tailAt(demand.mean, spread(demand), Infinity, 1 - chance).units
    case 'normal':
      return Math.max(0, demand.mean + Math.sqrt(demand.variance) * normalQuantile(chance))
  }
}

/** Returns E[(D - x)+] in units for Poisson demand with this mean, at most 700 units (FoSCT C.41). */
export function poissonLoss(x: number, mean: number): number {
  return discreteLoss(x, mean, 0)
}

/** Returns E[(D - x)+] in units for D failures before the r-th success of chance p, mean r(1-p)/p (Zipkin C.2.3.6). */
export function negativeBinomialLoss(x: number, r: number, p: number): number {
  return discreteLoss(x, (r * (1 - p)) / p, (1 - p) / p)
}

/** Returns P(D > x) for the negative binomial of `negativeBinomialLoss` (DLMF 8.17.24 summed term by term). */
export function negativeBinomialTail(x: number, r: number, p: number): number {
  return x < 0 ? 1 : tailAt((r * (1 - p)) / p, (1 - p) / p, x, 0).above
}

/** Returns the least whole number of units with P(D > units) at most 1 - chance, for the same negative binomial. */
export function negativeBinomialQuantile(chance: number, r: number, p: number): number {
  return tailAt((r * (1 - p)) / p, (1 - p) / p, Infinity, 1 - chance).units
}

/** Returns E[(D - x)+] in units for normal demand that may be negative; sd > 0 (FoSCT C.31). */
export function normalLoss(x: number, mean: number, sd: number): number {
  return Math.max(0, mean - x) + sd * unitNormalLoss(Math.abs(x - mean) / sd)
}

/** Variance over mean less one, which is (1 - p) / p of the negative binomial; 0 is Poisson. */
function spread({ mean, variance }: Demand): number {
  return Math.min(Math.max((variance - mean) / mean, 0), MAX_VARIANCE_TO_MEAN - 1)
}

function discreteLoss(x: number, mean: number, odds: number): number {
  if (x < 0) return mean - x
  const { units, above, loss } = tailAt(mean, odds, x, 0)
  return Math.max(0, loss - Math.max(0, x - units) * above)
}

/** Returns the standard normal density at z (A&S 26.2.1). */
export function normalDensity(z: number): number {
  return INVERSE_ROOT_TWO_PI * bell(Math.abs(z))
}

/** Returns the standard normal P(Z <= z) to 15 digits, both tails (A&S 26.2.2; Cody, ACM TOMS Algorithm 715, 1993). */
export function normalCdf(z: number): number {
  if (z > CERTAIN) return 1
  const y = Math.abs(z)
  if (y <= NEAR) return 0.5 + z * near(y)
  const upper = bell(y) * (y <= FAR ? middle(y) : (INVERSE_ROOT_TWO_PI - far(y)) / y)
  return z < 0 ? upper : 1 - upper
}

/** Returns E[(Z - z)+] = density(z) - z P(Z > z), to 13 digits however large z is (FoSCT C.22). */
export function unitNormalLoss(z: number): number {
  const y = Math.abs(z)
  let loss: number
  if (y <= NEAR) loss = normalDensity(y) - y * (0.5 - y * near(y))
  else loss = bell(y) * (y <= FAR ? INVERSE_ROOT_TWO_PI - y * middle(y) : far(y))
  return z < 0 ? loss - z : loss
}

/** Returns the z with P(Z <= z) = p to 15 digits, infinite at 0 and 1 (Wichura, Algorithm AS 241, 1988). */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(QUANTILE_NEAR, 0.180625 - q * q)
  const tail = q < 0 ? p : 1 - p
  if (tail <= 0) return tail < 0 ? Number.NaN : Math.sign(q) * Infinity
  const r = Math.sqrt(-Math.log(tail))
  return Math.sign(q) * (r <= 5 ? ratio(QUANTILE_MIDDLE, r - 1.6) : ratio(QUANTILE_FAR, r - 5))
}

/** exp(-y^2 / 2), in two factors so that the rounding of y^2 does not reach the answer (Cody). */
function bell(y: number): number {
  if (y > 39) return 0
  const head = Math.trunc(y * 16) / 16
  return Math.exp((-head * head) / 2) * Math.exp((-(y - head) * (y + head)) / 2)
}

/** Above this, what is missing to 1 is less than half of a last digit. */
const CERTAIN = 8.3
const NEAR = 0.67448975
const FAR = Math.sqrt(32)

/** (P(Z <= y) - 1/2) / y for y up to NEAR. */
const near = (y: number) => ratio(CDF_NEAR, y * y)
/** P(Z > y) / bell(y) for y from NEAR to FAR. */
const middle = (y: number) => ratio(CDF_MIDDLE, y)
/** E[(Z - y)+] / bell(y) for y above FAR, where P(Z > y) is bell(y) (1 / sqrt(2 pi) - this) / y. */
const far = (y: number) => ratio(CDF_FAR, 1 / (y * y)) / (y * y)

type Ratio = { readonly over: readonly number[]; readonly under: readonly number[] }

function ratio({ over, under }: Ratio, x: number): number {
  let top = 0
  let bottom = 0
  for (let i = 0; i < over.length; i++) {
    top = top * x + (over[i] as number)
    bottom = bottom * x + (under[i] as number)
  }
  return top / bottom
}

// Highest power first. The published digits, rounded to doubles.
const CDF_NEAR: Ratio = {
  over: [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  under: [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
}
const CDF_MIDDLE: Ratio = {
  over: [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
    2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  under: [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
    34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
}
const CDF_FAR: Ratio = {
  over: [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    2.9112874951168793e-5,
  ],
  under: [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5],
}
const QUANTILE_NEAR: Ratio = {
  over: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  under: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
}
const QUANTILE_MIDDLE: Ratio = {
  over: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  under: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
}
const QUANTILE_FAR: Ratio = {
  over: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  under: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
}
