import type { Policy } from '../../domain/assessment/readiness.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { overviewDays } from '../../domain/policy.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { countClosings } from '../../store/facts/cut-offs.ts'
import { loadNewestLearning } from '../../store/facts/learned.ts'
import {
  loadAffectedBy,
  loadAffectedByInputs,
  loadEndedAffectedBy,
  loadPromotionsWithCutoff,
} from '../../store/feeds/affected-promotions.ts'
import type { UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import { forgetChangedInputs, loadChangedInputs, type OutdatedInput } from '../../store/present/outdated-inputs.ts'
import { markOutdated } from '../../store/present/present.ts'
import { keepSeen, loadPresentState, loadUnseenBatches, markBatchesSeen, type Seen } from '../../store/present/seen.ts'
import { loadEndedBetween, loadResultsAffectedBy } from '../../store/scorecard/finding-results.ts'
import { markResultsOutdated } from '../../store/scorecard/results.ts'
import { markDaysOutdated } from '../../store/scorecard/sold-days.ts'
import { type Context, momentOf } from '../context.ts'

/** What bringing the kept assessments up to date needs. */
export type PresentContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone'>

/** Raised whenever the same inputs are judged differently, or what is kept of a judgement changes. */
const judgingVersion = 7

/**
 * Finds what has changed since the assessments were kept, and marks the promotions that it touches as outdated, in one
 * transaction with what was seen. A new day, other settings, new learning and the feeds that everybody works by touch all.
 */
export const noticeChanges = async (context: PresentContext): Promise<void> => {
  const { workspace, now, today } = context
  const before = (await loadPresentState(workspace))?.seen ?? null
  const seen = await seenNow(context)
  const batches = await loadUnseenBatches(workspace)
  const isSame = before !== null && JSON.stringify(before) === JSON.stringify(seen)
  const inputs = await loadChangedInputs(workspace)
  if (isSame && batches.length === 0 && inputs.length === 0) return
  const touched = before === null ? 'all' : await touchedBy(context, before, seen, { batches, inputs })
  const over = today - overviewDays
  const ended = before === null ? [] : await loadEndedAffectedBy(workspace, batches, over, today)
  const rolledUp = before?.rolledUp === undefined ? null : dayOf(before.rolledUp)
  const results = [
    ...(rolledUp === today ? [] : await loadEndedBetween(workspace, rolledUp, today)),
    ...(rolledUp === null ? [] : await loadResultsAffectedBy(workspace, batches, today)),
  ]
  await writeTogether(workspace, now, async (writer) => {
    await markOutdated(writer, touched, isoOf(before === null ? over : today))
    await markOutdated(writer, ended, isoOf(today))
    await markResultsOutdated(writer, results)
    await markDaysOutdated(writer, rolledUp === null ? 'all' : batches)
    await markBatchesSeen(writer, batches)
    await forgetChangedInputs(writer, inputs)
    await keepSeen(writer, seen)
  })
}

const seenNow = async (context: PresentContext): Promise<Seen> => {
  const { workspace, policy, today, timeZone } = context
  return {
    judging: judgedBy(policy, timeZone),
    day: isoOf(today),
    closings: await countClosings(workspace, today, momentOf(context)),
    learning: await loadNewestLearning(workspace),
    rolledUp: isoOf(today),
  }
}

const judgedBy = (policy: Policy, timeZone: string): string => JSON.stringify([judgingVersion, policy, timeZone])

const touchedBy = async (
  { workspace, today }: PresentContext,
  before: Seen,
  seen: Seen,
  { batches, inputs }: { readonly batches: readonly UnannouncedBatch[]; readonly inputs: readonly OutdatedInput[] },
): Promise<readonly PromotionId[] | 'all'> => {
  if (before.judging !== seen.judging || before.day !== seen.day || before.learning !== seen.learning) return 'all'
  const fed = batches.length === 0 ? [] : await loadAffectedBy(workspace, batches, today)
  if (fed === 'all') return 'all'
  const said = await loadAffectedByInputs(workspace, inputs, today)
  const closed = before.closings === seen.closings ? [] : await loadPromotionsWithCutoff(workspace, today)
  return [...fed, ...said, ...closed]
}
