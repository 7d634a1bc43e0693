import type { App } from '../app.ts'
import type { Card } from '../cards/card.ts'
import { explainCard } from '../cards/explain-card.ts'
import { assessPromotions } from '../commands/assessing.ts'
import { type Day, isoOf } from '../domain/day.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseEmpty } from './assess.ts'

/** Explains one promotion line: its reasons and its ledger day by day. Throws a Refusal when there is no such line. */
export const explain = async (app: App, promotion: string, sku: string, location: string, asOf: Day): Promise<Card> => {
  for await (const assessed of assessPromotions(app.workspace, [promotion], asOf, app.policy)) {
    refuseEmpty(assessed)
    const line = assessed.lines.find((one) => one.line.sku === sku && one.line.location === location)
    if (line) return explainCard(line, 'every-day')
    const has = assessed.lines.slice(0, 5).map((one) => `${one.line.sku} ${one.line.location}`)
    throw new Refusal(
      `${promotion} has no line ${sku} at ${location}. It has ${has.join(', ')}${assessed.lines.length > 5 ? ` and ${assessed.lines.length - 5} more` : ''}.`,
    )
  }
  throw new Refusal(`There is no promotion ${promotion} as of ${isoOf(asOf)}; "assess --all" shows those there are.`)
}
