import type { Behind } from '../../cards/language/behind.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { countClosings } from '../../store/facts/cut-offs.ts'
import { momentOf } from '../context.ts'
import { type Backlog, clearBacklog, loadBacklog, settleChangedRisks } from './bring-up-to-date.ts'
import { type Judges, ownJudges } from './judges.ts'
import type { PresentContext } from './notice-changes.ts'
import { openPicture, type Picture } from './picture.ts'

/** How every promotion that is running or coming up stands, and the risks that it calls for. */
export type Present = {
  /** The promotions, the first by id first. */
  readonly entries: readonly JudgedPromotion[]
  /** The risks, in the order of need. */
  readonly candidates: readonly RiskCandidate<JudgedPromotion>[]
  /** The stored risks, by identity. */
  readonly records: ReadonlyMap<string, RiskRecord>
  /** Absent where all of this is current. */
  readonly behind?: Behind
}

/** Keeps the assessments of a workspace current in this process. */
export type Keeper = {
  readonly picture: Picture
  /** Brings everything up to date, however long it takes. */
  readonly bringUpToDate: (context: PresentContext) => Promise<void>
  /** Does the same, and goes on by itself where much is to be judged and patience runs out. Tells what is left undone. */
  readonly settle: (context: PresentContext) => Promise<Behind | null>
}

/** How a process keeps assessments current. */
export type KeeperOptions = {
  /** Whoever asks waits for so many milliseconds where much is to be judged. */
  readonly patience: number
  /** Judges in bulk. */
  readonly bulkJudges: Judges
}

/** More outdated promotions than this are judged in bulk. */
const mostAtOnce = 40
/** Whoever keeps changing things cannot keep others from an answer: after so many rounds the rest is left. */
const mostRounds = 20

/** What one run does: whether it is a long one, known soon, and whether everything is current at its end. */
type Run = { readonly isLong: Promise<boolean>; readonly done: Promise<boolean> }

/** Opens the keeper of a workspace. */
const openKeeper = (workspace: Workspace, { patience, bulkJudges }: KeeperOptions): Keeper => {
  const picture = openPicture(workspace)
  let running: Run | null = null
  let settled: string | null = null
  let currentAt: string | null = null

  const keyOf = async (context: PresentContext): Promise<string> => {
    const { policy, today, timeZone } = context
    const closings = await countClosings(workspace, today, momentOf(context))
    return JSON.stringify([await workspace.database.version(), policy, today, timeZone, closings])
  }
  /** Brings up to date what is outdated by now; answers whether nothing is left. */
  const runOnce = async (context: PresentContext, tellLength: (isLong: boolean) => void): Promise<boolean> => {
    const key = await keyOf(context)
    if (key === settled) return true
    const backlog = await loadBacklog(context)
    if (isEmpty(backlog)) {
      await picture.refresh()
      picture.takeTouched()
      if (await settleChangedRisks({ context, picture })) return false
      settled = key
      return true
    }
    const isLong = backlog.isEveryRisk || backlog.promotions.length > mostAtOnce
    tellLength(isLong)
    await clearBacklog({ context, picture, judges: isLong ? bulkJudges : ownJudges }, backlog)
    return false
  }
  const run = async (context: PresentContext, tellLength: (isLong: boolean) => void): Promise<boolean> => {
    for (let round = 0; round < mostRounds; round++)
      if (await runOnce(context, tellLength)) {
        currentAt = context.now
        return true
      }
    return false
  }
  const start = (context: PresentContext): Run => {
    const { promise: isLong, resolve } = Promise.withResolvers<boolean>()
    const done = run(context, resolve).finally(() => {
      running = null
      resolve(false)
    })
    done.catch(() => {})
    running = { isLong, done }
    return running
  }
  /** A run that has begun may have looked before the latest change: whoever asks waits for one that begins after. */
  const after = async (context: PresentContext): Promise<Run> => {
    if (running === null) return start(context)
    await running.done.catch(() => {})
    return running ?? start(context)
  }
  return {
    picture,
    bringUpToDate: async (context) => {
      await (await after(context)).done
    },
    settle: async (context) => {
      const isWithinPatience = async ({ done }: Run) => (await withTimeout(done, patience)) === true
      const before = running as Run | null
      if (before !== null && (await before.isLong) && !(await isWithinPatience(before))) return { currentAt }
      const ask = await after(context)
      if (await ask.isLong) return (await isWithinPatience(ask)) ? null : { currentAt }
      return (await ask.done) ? null : { currentAt }
    },
  }
}

const isEmpty = ({ promotions, isEveryRisk }: Backlog): boolean => promotions.length === 0 && !isEveryRisk

const keepers = new WeakMap<Workspace['database'], Map<number, Keeper>>()

/** Gives the keeper of a workspace in this process. */
export const keeperOf = (workspace: Workspace): Keeper => {
  const own = keepers.get(workspace.database) ?? new Map<number, Keeper>()
  keepers.set(workspace.database, own)
  const known = own.get(workspace.id) ?? openKeeper(workspace, { patience: endless, bulkJudges: ownJudges })
  own.set(workspace.id, known)
  return known
}

/** Sets how the keeper of a workspace works in this process, before it is first asked for. */
export const setKeeper = (workspace: Workspace, options: KeeperOptions): void => {
  const own = keepers.get(workspace.database) ?? new Map<number, Keeper>()
  keepers.set(workspace.database, own)
  own.set(workspace.id, openKeeper(workspace, options))
}

/** The longest time that a timer can wait, in milliseconds. */
export const endless = 2 ** 31 - 1

/** Loads how everything stands now from what is kept, brought up to date. */
export const loadPresent = async (context: PresentContext): Promise<Present> => {
  const { picture, settle } = keeperOf(context.workspace)
  const behind = await settle(context)
  return {
    entries: picture.entries(),
    candidates: picture.candidates(context.today),
    records: picture.records(),
    ...(behind === null ? {} : { behind }),
  }
}

/** Lists the risks of a promotion, by their numbers. */
export const risksOf = ({ records }: Pick<Present, 'records'>, promotionId: PromotionId): readonly RiskRecord[] =>
  [...records.values()]
    .filter(({ subject }) => subject.promotions.some((one) => one.promotionId === promotionId))
    .sort((a, b) => a.id - b.id)
