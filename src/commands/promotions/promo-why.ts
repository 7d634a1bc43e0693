import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { balanceCard, explainCard } from '../../cards/promotions/explain-card.ts'
import { riskNumber } from '../../cards/risks/risk-id.ts'
import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { visibilityFor } from '../../services/context.ts'
import { loadProvenance } from '../../store/imports/provenance.ts'
import { loadLiveRisk } from '../../store/risks/risks.ts'
import { type Argument, answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { assessNamed } from './find-promotion.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name, or the number of a risk', isNeeded: true },
  { name: 'ITEM', value: null, says: 'one of its items (default: its worst line)' },
  { name: 'LOCATION', value: null, says: 'one of its locations' },
]

/** Explains the verdict of a promotion by its worst line, or by the line that is named. */
export const promoWhy: Command = {
  name: 'promo why',
  takes,
  does: 'explain a verdict with its figures',
  examples: ['/promo why P-1', '/promo why P-1 SKU-100 EAST', '/promo why R-1'],
  right: 'see',
  isLasting: true,
  run: (context) =>
    showLine(context, async (line, { override, shared }) => {
      const visibility = await visibilityFor(context)
      const provenance = await loadProvenance(context.workspace, visibility, line.line, context.today)
      return explainCard(line, 'eventful-days', {
        ...{ override, shared: shared.get(cellKey(line.line)) ?? null },
        provenance: { ...provenance, timeZone: context.timeZone },
      })
    }),
}

/** Shows the projected balance of a promotion line on every day. */
export const promoBalance: Command = {
  name: 'promo balance',
  takes,
  does: "show a promotion's stock day by day",
  examples: ['/promo balance P-1', '/promo balance P-1 SKU-100 EAST'],
  right: 'see',
  isLasting: true,
  run: (context) => showLine(context, async (line) => balanceCard(line)),
}

const showLine = async (
  context: CommandContext,
  show: (line: LineAssessment, view: JudgedPromotion) => Promise<Card>,
): Promise<Outcome> => {
  const [typed = '', ...rest] = context.words.map((word) => word.value)
  const [promotion, sku, location] = (await lineOfRisk(context, typed)) ?? [typed, ...rest]
  const judged = await assessNamed(context, promotion ?? '')
  if (!judged.ok) return answer(judged.error)
  const found = judged.value
  const candidates = [...found.readiness.problems, ...found.lines].filter(
    ({ line }) =>
      (sku === undefined || line.sku.toLowerCase() === sku.toLowerCase()) &&
      (location === undefined || line.location.toLowerCase() === location.toLowerCase()),
  )
  const line = candidates[0]
  if (line) return answer(await show(line, judgedPromotion(found)))
  const has = found.lines.slice(0, 5).map(({ line: { sku: item, location: place } }) => `${item} ${place}`)
  return answer(
    refusalCard(
      `${found.promotion.promotionId} has no line ${[sku, location].filter(Boolean).join(' at ')}. It has ${has.join(', ')}${found.lines.length > has.length ? ' and others' : ''}.`,
    ),
  )
}

/** Gives the first promotion of a named risk, and the item where the risk is about one; null where no open risk was named. */
const lineOfRisk = async ({ workspace }: CommandContext, typed: string): Promise<readonly string[] | null> => {
  const risk = await loadLiveRisk(workspace, riskNumber(typed))
  const [first] = risk?.subject.promotions ?? []
  if (risk === null || first === undefined) return null
  const { action } = risk.subject
  return 'sku' in action ? [first.promotionId, action.sku] : [first.promotionId]
}
