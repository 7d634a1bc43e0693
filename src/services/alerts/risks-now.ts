import type { Card } from '../../cards/language/card.ts'
import type { RiskNow, RisksNow } from '../../cards/risks/redraw-rows.ts'
import { riskId, riskNumber } from '../../cards/risks/risk-id.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import { loadRisksNumbered } from '../../store/risks/risks.ts'
import type { Context } from '../context.ts'
import { keeperOf } from '../present/present.ts'

/** Loads how the risks on some cards stand now: those that are called for as they are known, and those that are settled. */
export const loadRisksNow = async (
  { workspace }: Pick<Context, 'workspace'>,
  calledFor: readonly RiskRecord[],
  cards: readonly Card[],
): Promise<RisksNow> => {
  const shown = new Set(cards.flatMap(aboutOf))
  const known = new Map(calledFor.map((record) => [riskId(record) as string, record]))
  const numbers = [...shown].filter((about) => !known.has(about)).flatMap((about) => riskNumber(about) ?? [])
  for (const record of (await loadRisksNumbered(workspace, numbers)).values()) known.set(riskId(record), record)
  const records = [...shown].flatMap((about) => known.get(about) ?? [])
  const ended = records.filter((record) => !isCalledFor(record))
  const agreed = await loadAgreed(workspace, ended)
  const { picture } = keeperOf(workspace)
  return (about) => {
    const record = known.get(about)
    return record === undefined ? null : riskNow(record, picture, agreed)
  }
}

const aboutOf = ({ blocks }: Card): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'items' ? block.items.flatMap(({ about }) => about ?? []) : []))

const riskNow = (
  record: RiskRecord,
  picture: ReturnType<typeof keeperOf>['picture'],
  agreed: ReadonlyMap<string, Decision>,
): RiskNow => {
  const ids = record.subject.promotions.map(({ promotionId }) => promotionId)
  const verdicts = ids.flatMap((id) => picture.entry(id)?.readiness.verdict ?? [])
  const decision = ids.flatMap((id) => agreed.get(id) ?? [])[0]
  return {
    record,
    candidate: isCalledFor(record) ? (picture.candidate(record.identity) ?? null) : null,
    verdict: verdicts.toSorted(byUrgency)[0] ?? null,
    agreed: decision ?? null,
  }
}

/** Loads what was agreed last for the promotions of risks that ended, unless it was agreed before the risk came up. */
const loadAgreed = async (
  workspace: Context['workspace'],
  ended: readonly RiskRecord[],
): Promise<ReadonlyMap<string, Decision>> => {
  const opened = new Map<string, string>()
  for (const { subject, openedAt, kind } of ended)
    if (kind === 'stockout' || kind === 'overlap')
      for (const { promotionId } of subject.promotions) opened.set(promotionId, openedAt)
  if (opened.size === 0) return new Map()
  const decisions = await loadDecisionsOf(workspace, [...opened.keys()])
  return new Map(
    decisions
      .filter(({ state }) => state === 'agreed' || state === 'carried-out')
      .filter(({ agreed, promotionId }) => agreed !== null && agreed.at >= (opened.get(promotionId) ?? ''))
      .map((decision) => [decision.promotionId, decision]),
  )
}
