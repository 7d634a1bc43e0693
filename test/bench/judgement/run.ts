import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { areaUnderCurve, brierScore, reliabilityOf } from '../../../src/domain/backtest/warnings.ts'
import { readRetailer } from './data.ts'
import { type Forecast, forecasts } from './forecasts.ts'
import { judgeMany, learnMany } from './speed.ts'
import { replay } from './warnings.ts'

/** `npm run bench:judgement -- --data FOLDER`: two retailers in `daily` and `weekly`, beside what other methods reach on them. */
const { data } = parseArgs({ options: { data: { type: 'string' } } }).values

const rows: [name: string, ours: string, wanted: string, references: string][] = []
const share = (value: number, digits = 3) => value.toFixed(digits)

const tenths = Array.from({ length: 11 }, (_, i) => i / 10)

const sums = (found: readonly Forecast[]) => {
  let [missed, sold, bias, units, inside] = [0, 0, 0, 0, 0]
  for (const { said, sold: actual, weight } of found) {
    missed += weight * Math.abs(said.mean - actual)
    sold += weight * actual
    bias += said.mean - actual
    units += actual
    const isEnd = actual === said.p10 || actual === said.p90
    if (actual >= said.p10 && actual <= said.p90) inside += isEnd ? 0.5 : 1
  }
  return { wape: missed / sold, bias: bias / units, coverage: inside / found.length, count: found.length }
}

const tell = (name: string, ours: string, wanted: string, references: string) =>
  rows.push([name, ours, wanted, references])

const judgeRetailer = (
  folder: string,
  name: 'daily' | 'weekly',
  wanted: { readonly wape: string; readonly bias: string; readonly warnings: string },
  references: { readonly wape: string; readonly warnings: string },
) => {
  const retailer = readRetailer(join(folder, name))
  const { wape, bias, coverage, count } = sums(forecasts(retailer))
  tell(`${name}: ${count} promotions, WAPE`, share(wape), wanted.wape, references.wape)
  tell(`${name}: bias`, share(bias), wanted.bias, '')
  tell(`${name}: within P10-P90`, share(coverage), '.75 to .85', '')
  const said = replay(retailer)
  const scores = `${share(areaUnderCurve(said) ?? Number.NaN)} / ${share(brierScore(said) ?? Number.NaN)}`
  tell(`${name}: ${said.length} warnings, AUC / Brier`, scores, wanted.warnings, references.warnings)
  const bins = reliabilityOf(said, tenths).flatMap(({ promotions, said, happened }) =>
    promotions < 50 || said === null || happened === null ? [] : [{ promotions, said, happened }],
  )
  const worst = bins.reduce((most, bin) => Math.max(most, Math.abs(bin.said - bin.happened)), 0)
  tell(`${name}: said against happened, worst bin`, share(worst), '<= .10', '')
  return bins.map(
    (bin) => `${name}  said ${share(bin.said, 2)}  happened ${share(bin.happened, 2)}  ${bin.promotions} times`,
  )
}

const reliabilities =
  data === undefined
    ? []
    : [
        ...judgeRetailer(
          data,
          'weekly',
          { wape: '<= .517 (revenue)', bias: '+-.10', warnings: '>= .857 / <= .103' },
          {
            wape: 'boosting .507, ratio .600, SCAN*PRO .663, ETS .732',
            warnings: 'ratio .857/.131, boosting .841/.103',
          },
        ),
        ...judgeRetailer(
          data,
          'daily',
          { wape: '<= .285', bias: '+-.05', warnings: '>= .909 / <= .093' },
          {
            wape: 'boosting .295, mean of both .285, 28-day mean .320, ratio .348',
            warnings: 'boosting .909/.093, ratio .857/.110',
          },
        ),
      ]

const { milliseconds, learner } = learnMany(2_000, 730)
tell('learning 2,000 histories of two years', `${share(milliseconds / 1e3, 1)} s`, '< 30 s', '')
const many = judgeMany(learner, 50_000)
tell(
  'judging 50,000 lines over 60 days',
  `${share(many.milliseconds / 1e3, 1)} s`,
  '< 1.8 s',
  'an open C++ engine 18 s',
)
tell(
  'the same against a plain projection',
  `${Math.round(many.milliseconds / many.plainMilliseconds)} times`,
  '',
  'one loop over 60 balances',
)
tell('memory', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, '< 500 MB', '2.9 GB')

const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => (row[i] as string).length)))
for (const row of rows)
  console.log(
    row
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  )
for (const line of reliabilities) console.log(line)
