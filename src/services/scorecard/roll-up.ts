import { turnOfOthers } from '../../common/turn-of-others.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import {
  type FreezingMoment,
  type FrozenForecast,
  frozenKey,
  lastNormalOrderDay,
} from '../../domain/scorecard/frozen-forecast.ts'
import type { PromotionResult } from '../../domain/scorecard/promotion-result.ts'
import { loadCancelledForSupply } from '../../store/changes/audit.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadAnnouncedOn, loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { keepFrozenForecasts, loadFrozenForecasts } from '../../store/scorecard/frozen-forecasts.ts'
import { keepResults, loadOutdatedResults, type OutdatedResult } from '../../store/scorecard/results.ts'
import { assessPromotions } from '../assessment/assess-promotions.ts'
import { frozenByJudgement } from './freeze-forecasts.ts'
import type { RollUpContext } from './roll-up-context.ts'
import { settleWeeks } from './settle-weeks.ts'
import { sumDays } from './sum-days.ts'
import { takeSnapshot } from './take-snapshot.ts'
import { workOutResult } from './work-out-result.ts'

/** When rolling up ends though results are left: when somebody stops it, or after so many. */
type RollUpLimits = {
  readonly isStopping?: () => boolean
  readonly atMost?: number
  /** Those of these promotions alone. */
  readonly only?: readonly PromotionId[]
}

/** Rolls up everything that is new: results, sums of days, the snapshot of a week, and how good the forecasts of weeks were. */
export const rollUpAll = async (context: RollUpContext, isStopping: () => boolean = () => false): Promise<void> => {
  await rollUp(context, { isStopping })
  await sumDays(context, isStopping)
  await takeSnapshot(context, isStopping)
  await settleWeeks(context, isStopping)
}

/** So many results are worked out in one piece and kept in one transaction. */
const resultsTogether = 10

/**
 * Works out the results of promotions that are over and of which something new is known, until none is left or a limit
 * is reached. Others are answered in between. Answers how many results were worked out.
 */
export const rollUp = async (
  context: RollUpContext,
  { isStopping = () => false, atMost = Number.POSITIVE_INFINITY, only }: RollUpLimits = {},
): Promise<number> => {
  let done = 0
  while (done < atMost && !isStopping()) {
    const outdated = await loadOutdatedResults(context.workspace, resultsTogether, only)
    if (outdated.length === 0) break
    await rollUpSome(context, outdated)
    done += outdated.length
    await turnOfOthers()
  }
  return done
}

const rollUpSome = async (context: RollUpContext, outdated: readonly OutdatedResult[]): Promise<void> => {
  const { workspace, now, today } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const ids = outdated.map(({ promotionId }) => promotionId)
  const cancelled = await loadCancelledForSupply(workspace, ids)
  const frozen = await loadFrozenForecasts(workspace, ids)
  const caughtUp: FrozenForecast[] = []
  const results: PromotionResult[] = []
  for (const promotion of await loadPromotions(workspace, visibility, ids)) {
    const announcedOn = dayOf(await loadAnnouncedOn(workspace, promotion))
    const known = frozen.get(promotion.promotionId) ?? []
    const late = await catchUp(context, promotion, announcedOn, known)
    caughtUp.push(...late)
    const result = await workOutResult(context, visibility, promotion, {
      frozen: [...known, ...late],
      announcedOn,
      isCancelledForSupply: cancelled.has(promotion.promotionId),
    })
    if (result !== null) results.push(result)
    await turnOfOthers()
  }
  await writeTogether(workspace, now, async (writer) => {
    await keepFrozenForecasts(writer, caughtUp)
    await keepResults(writer, outdated, results)
  })
}

/**
 * Freezes what was expected where nobody was there to do it: judged as on the morning of that day, by what was known then. A
 * promotion that was told of only afterwards was expected by nobody.
 */
const catchUp = async (
  { workspace, policy, today }: RollUpContext,
  { promotionId, rows }: StoredPromotion,
  announcedOn: Day,
  known: readonly FrozenForecast[],
): Promise<readonly FrozenForecast[]> => {
  const start = Math.min(...rows.map((row) => dayOf(row.start_on)))
  const late: FrozenForecast[] = []
  const orderDays = new Set<Day>()
  const isKnown = (moment: FreezingMoment) => known.some((one) => one.moment === moment)
  const freeze = async (moment: FreezingMoment, day: Day) => {
    if (isKnown(moment) || day > today || day > start || day < announcedOn) return
    for await (const judged of assessPromotions(workspace, [promotionId], day, policy)) {
      late.push(...frozenByJudgement(judged, new Set()).filter((one) => one.moment === moment))
      for (const line of judged.lines) {
        const last = lastNormalOrderDay(line)
        if (last !== null) orderDays.add(Math.max(last, announcedOn))
      }
    }
  }
  await freeze('registered', announcedOn)
  await freeze('launch', start)
  for (const day of [...orderDays].sort((a, b) => a - b)) await freeze('order-by', day)
  const first = new Map(late.map((one) => [frozenKey(one), one] as const).toReversed())
  return [...first.values()]
}
