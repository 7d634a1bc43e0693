import type { App } from '../../app.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { Refusal } from '../../domain/refusal.ts'
import { assessPromotions, type FingerprintedLine } from '../../services/assessment/assess-promotions.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'
import { refuseEmpty } from './assess.ts'

const byScarcity = (a: FingerprintedLine, b: FingerprintedLine): number =>
  byUrgency(a.verdict, b.verdict) || (b.shortageUnits ?? 0) - (a.shortageUnits ?? 0)

/** Finds and judges the promotion line to explain; of a kit that of its scarcest component. Throws a Refusal when there is no such line. */
export const explain = async (
  app: App,
  promotion: string,
  sku: string,
  location: string,
  asOf: Day,
  moment: Moment,
): Promise<FingerprintedLine> => {
  for await (const assessed of assessPromotions(app.workspace, [promotion], asOf, app.policy, moment)) {
    refuseEmpty(assessed)
    const here = assessed.lines.filter(({ line: one }) => one.location === location)
    const line =
      here.find((one) => one.line.sku === sku) ??
      here.toSorted(byScarcity).find((one) => one.line.kits?.some((kit) => kit.sku === sku))
    if (line) return line
    const has = assessed.lines.slice(0, 5).map((one) => `${one.line.sku} ${one.line.location}`)
    throw new Refusal(
      `${promotion} has no line ${sku} at ${location}. It has ${has.join(', ')}${assessed.lines.length > 5 ? ` and ${assessed.lines.length - 5} more` : ''}.`,
    )
  }
  throw new Refusal(`There is no promotion ${promotion} as of ${isoOf(asOf)}. "assess --all" lists all of them.`)
}
