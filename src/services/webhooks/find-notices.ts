import { termsWords } from '../../cards/decisions/decision-words.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { moneyAtRiskOf } from '../../domain/promotions/money-at-risk.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { loadSettledDecisions } from '../../store/decisions/decisions.ts'
import type { Told } from '../../store/webhooks/webhooks.ts'
import type { PresentContext } from '../present/notice-changes.ts'
import { loadPresent } from '../present/present.ts'
import { moneyJson, riskJson } from '../risks/risk-json.ts'
import type { EventName, Notice } from './notices.ts'

/** Something that systems are told of: its value now, and the notice that says so to whom another value was told; null where there is none to send. */
type Telling = Told & { readonly notice: (before: string | null) => Notice | null }

/** Loads what systems are told of as it stands now; null while it is still being judged. */
export const loadTellings = async (context: PresentContext): Promise<readonly Telling[] | null> => {
  const { entries, records, behind } = await loadPresent(context)
  if (behind !== undefined) return null
  const decisions = await loadSettledDecisions(context.workspace)
  const { now } = context
  return [
    ...entries.flatMap((entry) => [verdictTelling(entry, now), ...adsTelling(entry, now)]),
    ...[...records.values()].map((record) => riskTelling(record, now)),
    ...decisions.map((decision) => decisionTelling(decision, context)),
  ]
}

const dataOf = ({ promotionId, name, start, end, asOf }: JudgedPromotion) => ({
  promotion_id: promotionId,
  name,
  start: isoOf(start),
  end: isoOf(end),
  as_of: isoOf(asOf),
})

const verdictTelling = (entry: JudgedPromotion, now: string): Telling => ({
  about: 'verdict',
  entity: entry.promotionId,
  value: entry.readiness.verdict,
  notice: (before) => ({
    type: 'verdict.changed',
    timestamp: now,
    data: {
      ...dataOf(entry),
      from: before as JudgedPromotion['readiness']['verdict'] | null,
      to: entry.readiness.verdict,
      money_at_risk: moneyJson(moneyAtRiskOf(entry.readiness)),
    },
  }),
})

/** Ads stop for a promotion that is not ready and go on for one that is; what is only at risk, or unknown, changes nothing. */
const adsTelling = (entry: JudgedPromotion, now: string): readonly Telling[] => {
  const { verdict, lines } = entry.readiness
  if (verdict !== 'not-ready' && verdict !== 'ready') return []
  const telling = { about: 'ads', entity: entry.promotionId }
  if (verdict === 'ready')
    return [
      {
        ...telling,
        value: 'run',
        notice: (before) => (before === 'pause' ? { type: 'ads.resume', timestamp: now, data: dataOf(entry) } : null),
      },
    ]
  const items = lines
    .filter((line) => line.verdict === 'not-ready')
    .map((line) => ({ sku: line.line.sku, location: line.line.location, sells_out_on: sellsOutOn(line) }))
  return [
    {
      ...telling,
      value: 'pause',
      notice: () => ({ type: 'ads.pause', timestamp: now, data: { ...dataOf(entry), items } }),
    },
  ]
}

const sellsOutOn = ({ expected }: JudgedLine): string | null => isoOrNull(expected.firstStockout)

const isoOrNull = (day: Day | null): string | null => (day === null ? null : isoOf(day))

const riskTelling = (record: RiskRecord, now: string): Telling => ({
  about: 'risk',
  entity: `${record.id}`,
  value: `${record.episode}`,
  notice: () => ({ type: 'risk.opened', timestamp: now, data: riskJson(record) }),
})

const decisionTelling = (decision: Decision, { now, today }: PresentContext): Telling => ({
  about: 'decision',
  entity: decision.promotionId,
  value: `${decision.id}`,
  notice: () =>
    decision.agreed === null
      ? null
      : {
          type: 'decision.agreed',
          timestamp: now,
          data: {
            promotion_id: decision.promotionId,
            name: decision.name,
            decision: decision.id,
            option: decision.terms.kind,
            what: formattedForAll(() => termsWords(decision.terms, today)),
            agreed_by: (decision.approved ?? decision.agreed).name,
            agreed_at: (decision.approved ?? decision.agreed).at,
          },
        },
})

/** What has to be told to a system that was told something else before, and what it counts as told from then on. */
export const findNotices = (
  tellings: readonly Telling[],
  told: readonly Told[],
  events: readonly string[],
): { readonly notices: readonly Notice[]; readonly told: readonly Told[]; readonly gone: readonly Told[] } => {
  const before = new Map(told.map((one) => [keyOf(one), one]))
  const changed = tellings.filter((one) => before.get(keyOf(one))?.value !== one.value)
  const notices = changed.flatMap((one) => one.notice(before.get(keyOf(one))?.value ?? null) ?? [])
  const known = new Set(
    tellings.map(({ about, entity }) => keyOf({ about: about === 'ads' ? 'verdict' : about, entity })),
  )
  return {
    notices: notices.filter(({ type }) => (events as readonly EventName[]).includes(type)),
    told: changed.map(({ about, entity, value }) => ({ about, entity, value })),
    // A promotion that is only at risk has nothing to say about its ads: what was said of them stays said.
    gone: told.filter(({ about, entity }) => !known.has(keyOf({ about: about === 'ads' ? 'verdict' : about, entity }))),
  }
}

const keyOf = ({ about, entity }: Pick<Told, 'about' | 'entity'>): string => `${about} ${entity}`
