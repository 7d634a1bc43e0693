import { termsWords } from '../../cards/decisions/decision-words.ts'
import { overviewCard } from '../../cards/digest/overview-card.ts'
import { withBehind } from '../../cards/language/behind.ts'
import type { OptionsView } from '../../cards/options/options-card.ts'
import { after } from '../../domain/delivery.ts'
import {
  byMoneyAndTime,
  type ConcessionCredit,
  type DueDecision,
  dailyRiskTotals,
  deadlineOf,
  lastWeekOf,
  type Outcomes,
  preventedOf,
  stockoutRateOf,
} from '../../domain/digest/overview.ts'
import { addMoney, moneySize } from '../../domain/money.ts'
import { mostPricedDecisions, overviewDays } from '../../domain/policy.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { assessPromotions } from '../../services/assessment/assess-promotions.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { momentOf } from '../../services/context.ts'
import { loadPresent } from '../../services/present/present.ts'
import { ownedRisks, ownerOf } from '../../services/risks/daily-risk-totals.ts'
import { countCancelledForSupply } from '../../store/changes/audit.ts'
import { loadConcessions } from '../../store/decisions/decisions.ts'
import { loadKeptEnded } from '../../store/present/present.ts'
import { loadDailyRiskTotals, loadHandledRisks } from '../../store/risks/daily-risk-totals.ts'
import { answer, type Command, type CommandContext } from '../dispatch/command.ts'

/** The decisions with the most money at risk are priced, at most so many; the others are only counted. */

const backMilliseconds = overviewDays * 24 * 60 * 60 * 1_000

/** Shows an executive's overview: the decisions that wait, the money at risk by owner, and the results of the last weeks. */
export const overview: Command = {
  name: 'shelfready overview',
  takes: [],
  does: 'show open decisions, money at risk by owner and how promotions went',
  examples: ['/shelfready overview'],
  right: 'see',
  run: async (context) => {
    const { workspace, today, now } = context
    const { candidates, records, behind } = await loadPresent(context)
    const ended = await loadKeptEnded(workspace, today - overviewDays, today)
    const since = after(now, -backMilliseconds)
    const deciding = decidingOf(candidates, records)
    const card = overviewCard(
      {
        day: today,
        decisions: (await decisionsOf(context, deciding.slice(0, mostPricedDecisions))).toSorted(byMoneyAndTime),
        atRisk: dailyRiskTotals(today, ownedRisks(candidates, records)),
        lastWeek: await loadDailyRiskTotals(workspace, lastWeekOf(today)),
        rate: stockoutRateOf(ended, await countCancelledForSupply(workspace, since)),
        prevented: preventedOf(
          await loadHandledRisks(workspace, since),
          new Set(candidates.map(({ identity }) => identity)),
          outcomesOf(ended),
        ),
        concessions: await concessionsOf(context),
      },
      deciding.length,
    )
    return answer(withBehind(card, behind, context))
  },
}

/** A promotion that needs a decision, with the money at risk and the owner of the risks that ask for it. */
type Deciding = Pick<DueDecision, 'promotionId' | 'money' | 'owner'>

/** Lists the promotions whose open risks ask for a decision (what to do, or which promotion gets shared units), the most money first. */
const decidingOf = (
  candidates: readonly RiskCandidate<JudgedPromotion>[],
  records: ReadonlyMap<string, RiskRecord>,
): readonly Deciding[] => {
  const toDecide = candidates.flatMap((candidate) => {
    const record = records.get(candidate.identity) ?? null
    const { action, money } = candidate
    return (action.kind !== 'decide' && action.kind !== 'share') || isSettled(record)
      ? []
      : [{ promotionId: action.promotionId, money, owner: ownerOf(record) }]
  })
  return [...Map.groupBy(toDecide, ({ promotionId }) => promotionId)]
    .map(([promotionId, own]) => ({
      promotionId,
      money: addMoney(own.map(({ money }) => money)),
      owner: own.find(({ owner }) => owner !== null)?.owner ?? null,
    }))
    .sort((a, b) => moneySize(b.money) - moneySize(a.money))
}

const isSettled = (record: RiskRecord | null): boolean =>
  record !== null && (record.state === 'resolved' || record.state === 'accepted')

/** Lists the concessions of the last weeks. Of the two people who agreed, the one whose function gave way is thanked. */
const concessionsOf = async ({ workspace, today }: CommandContext): Promise<readonly ConcessionCredit[]> =>
  (await loadConcessions(workspace, today - overviewDays)).toReversed().map(({ decision, concession }) => ({
    by: (decision.side === null || decision.side === concession.side ? decision.by : (decision.agreed ?? decision.by))
      .name,
    what: `${termsWords(decision.terms, today)} for ${decision.name} (${decision.promotionId})`,
    saved: concession.kept ?? {},
  }))

/** Prices the options of each promotion, and the cost of waiting. */
const decisionsOf = async (context: CommandContext, deciding: readonly Deciding[]): Promise<readonly DueDecision[]> => {
  const { workspace, today, policy } = context
  const wanted = new Map(deciding.map((one) => [one.promotionId, one]))
  const decisions: DueDecision[] = []
  for await (const assessed of assessPromotions(workspace, [...wanted.keys()], today, policy, momentOf(context))) {
    const { promotionId, name } = assessed.promotion
    const { money, owner } = wanted.get(promotionId) as Deciding
    const view = await loadOptions(context, assessed)
    const best = view.options.find(({ isBest }) => isBest)
    decisions.push({
      promotionId,
      name,
      start: view.promotion.start,
      money,
      owner,
      best: best === undefined ? null : { kind: best.kind, gain: best.total?.gain ?? null },
      deadline: deadlineOf(waitingOf(view)),
    })
  }
  return decisions
}

/** Gives the cost of waiting of all short lines together, or of the one line that is short; null where it is not known. */
const waitingOf = ({ waiting, lines, short }: OptionsView) => {
  if (waiting !== null) return waiting
  const only = short === 1 ? lines.find(({ isShort }) => isShort) : undefined
  return only?.waiting == null ? null : { days: only.waiting.days, currency: only.item.currency }
}

const outcomesOf = (ended: readonly EndedPromotion[]): Outcomes =>
  new Map(
    ended.flatMap(({ promotionId, stockedOut }) =>
      stockedOut === null ? [] : [[promotionId, stockedOut ? 'badly' : 'well'] as const],
    ),
  )
