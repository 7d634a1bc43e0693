import { randomUUID } from 'node:crypto'
import { turnOfOthers } from '../../common/turn-of-others.ts'
import { isoOf } from '../../domain/day.ts'
import { type RiskRecord, reconcile } from '../../domain/risks/risk.ts'
import { isAnOrder } from '../../domain/risks/risk-action.ts'
import { byNeed } from '../../domain/risks/risk-candidate.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import {
  keepOrders,
  keepPromotions,
  loadOutdated,
  loadRevisionsOf,
  type OutdatedPromotion,
  takeMarks,
} from '../../store/present/present.ts'
import { loadPresentState, noteAllRisks, takeAllRisksNote } from '../../store/present/seen.ts'
import { keepDailyRiskTotals } from '../../store/risks/daily-risk-totals.ts'
import { keepRisks, loadRisks } from '../../store/risks/risks.ts'
import { keepFrozenForecasts } from '../../store/scorecard/frozen-forecasts.ts'
import { lineName, readLineName } from '../assessment/line-name.ts'
import { dailyRiskTotalChanges, ownedRisks } from '../risks/daily-risk-totals.ts'
import type { JudgedTexts, LinesOfRisk } from './judge-promotions.ts'
import type { Judges } from './judges.ts'
import { noticeChanges, type PresentContext } from './notice-changes.ts'
import type { Picture } from './picture.ts'

/** So many promotions are judged in one piece of work and kept in one transaction; some more where they begin with the same item. */
const judgedTogether = 25
const mostJudgedTogether = 60
/** So many risks are brought up to date in one piece of work and kept in one transaction. */
const risksTogether = 100

/** What bringing up to date works with: the picture that it leaves current, and whoever judges. */
type Work = { readonly context: PresentContext; readonly picture: Picture; readonly judges: Judges }

/** What is still to be judged. */
export type Backlog = { readonly promotions: readonly OutdatedPromotion[]; readonly isEveryRisk: boolean }

/** Finds what is outdated. */
export const loadBacklog = async (context: PresentContext): Promise<Backlog> => {
  await noticeChanges(context)
  const { workspace } = context
  const promotions = await loadOutdated(workspace)
  const since = (await loadPresentState(workspace))?.allRisksSince ?? null
  return { promotions, isEveryRisk: since !== null }
}

/**
 * Judges what is outdated, and brings the risks up to date whose lines it touches: promotions and then risks are kept in small
 * transactions. A process that ends in between leaves a note, and the next one looks through every risk.
 */
export const clearBacklog = async (work: Work, { promotions, isEveryRisk }: Backlog): Promise<void> => {
  const { context, picture } = work
  await picture.refresh()
  const note = `${context.now} ${randomUUID()}`
  const { atHand, hasTakenOver } = await judgeAll(work, promotions, note)
  await picture.refresh()
  const touched = picture.takeTouched()
  const isEvery = isEveryRisk || hasTakenOver
  const identities = isEvery ? new Set([...picture.identities(), ...picture.records().keys()]) : touched
  await updateRisks(work, [...identities], atHand)
  await writeTogether(context.workspace, context.now, (writer) => takeAllRisksNote(writer, note))
  await picture.refresh()
  await keepTotals(work)
}

/**
 * Brings risks up to date that somebody changed and that lines call for otherwise: whoever takes a risk up again does not ask
 * whether its lines do. Answers false where there were none.
 */
export const settleChangedRisks = async ({ context, picture }: Omit<Work, 'judges'>): Promise<boolean> => {
  const { today, now, policy } = context
  const moment = { today, now, moneyFloor: policy.moneyFloor }
  const unsettled = picture.takeChangedRecords().flatMap((record) => {
    const candidate = picture.candidate(record.identity) ?? null
    return reconcile(record, candidate, moment) === record ? [] : [record.identity]
  })
  await inPieces(piecesOf(unsettled, risksTogether), 1, (slice) =>
    bringRisksUpToDate({ context, picture }, slice, policy.moneyFloor),
  )
  if (unsettled.length > 0) await picture.refresh()
  return unsettled.length > 0
}

/** The orders of risks that were worked out with promotions, and the revision at which all of these were kept. */
type OrdersAtHand = ReadonlyMap<string, JudgedTexts['orders'][number] & { readonly revision: number }>

const judgeAll = async (
  { context, judges }: Work,
  promotions: readonly OutdatedPromotion[],
  note: string,
): Promise<{ readonly atHand: OrdersAtHand; readonly hasTakenOver: boolean }> => {
  const { workspace, now, today } = context
  let hasTakenOver = false
  if (promotions.length === 0) await writeTogether(workspace, now, (writer) => noteAllRisks(writer, note))
  const atHand = new Map<string, JudgedTexts['orders'][number] & { readonly revision: number }>()
  await inPieces(piecesByItem(promotions), judges.atOnce, async (piece) => {
    const judged = await judges.judge(
      context,
      piece.map(({ promotionId }) => promotionId),
    )
    const revision = await writeTogether(workspace, now, async (writer) => {
      if (await noteAllRisks(writer, note)) hasTakenOver = true
      const taken = await takeMarks(writer, piece)
      const own = judged.promotions.filter(({ promotionId }) => taken.has(promotionId))
      await keepFrozenForecasts(
        writer,
        judged.frozen.filter(({ promotionId }) => taken.has(promotionId)),
      )
      return keepPromotions(writer, isoOf(today), own)
    })
    for (const orders of judged.orders) atHand.set(orders.identity, { ...orders, revision })
  })
  return { atHand, hasTakenOver }
}

/** Cuts a list into pieces of about `judgedTogether`, between items where it can: what promotions share is then read once. */
const piecesByItem = (promotions: readonly OutdatedPromotion[]): readonly (readonly OutdatedPromotion[])[] => {
  const pieces: OutdatedPromotion[][] = []
  for (const promotion of promotions) {
    const piece = pieces.at(-1)
    const isFull =
      piece === undefined ||
      piece.length >= mostJudgedTogether ||
      (piece.length >= judgedTogether && piece.at(-1)?.item !== promotion.item)
    if (isFull) pieces.push([promotion])
    else piece.push(promotion)
  }
  return pieces
}

const piecesOf = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

/** Works through pieces of a list, so many of them at once. */
const inPieces = async <T>(
  pieces: readonly (readonly T[])[],
  atOnce: number,
  work: (piece: readonly T[]) => Promise<void>,
): Promise<void> => {
  const left = pieces.values()
  const worker = async () => {
    for (const piece of left) {
      await work(piece)
      await turnOfOthers()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Works out the orders of risks, and brings the stored risks up to date: opens, closes and reopens them. */
const updateRisks = async (work: Work, identities: readonly string[], atHand: OrdersAtHand): Promise<void> => {
  const { context, judges, picture } = work
  const inOrder = [...identities].sort()
  await inPieces(piecesOf(inOrder, risksTogether), judges.atOnce, async (slice) => {
    const asking = slice.filter(isAnOrder).flatMap((identity) => {
      const lines = picture.evidence(identity).flatMap((one) => one.lines.map(lineName))
      return lines.length === 0 ? [] : [{ identity, lines }]
    })
    const current = await stillCurrent(context, asking, atHand)
    const others = asking.filter(({ identity }) => !current.has(identity))
    const orders = [...current.values(), ...(others.length === 0 ? [] : await judges.join(context, others))]
    const known = new Set(orders.map(({ identity }) => identity))
    await writeTogether(context.workspace, context.now, (writer) =>
      keepOrders(writer, [
        ...orders.map(({ identity, orders: text }) => ({ identity, orders: text })),
        ...slice
          .filter((identity) => isAnOrder(identity) && !known.has(identity))
          .map((identity) => ({ identity, orders: null })),
      ]),
    )
  })
  await picture.refresh()
  const moneyFloor = context.policy.moneyFloor
  const byUrgency = inOrder.toSorted((a, b) => {
    const [one, other] = [picture.candidate(a), picture.candidate(b)]
    return one === undefined || other === undefined ? Number(one === undefined) : byNeed(context.today)(one, other)
  })
  await inPieces(piecesOf(byUrgency, risksTogether), 1, (slice) => bringRisksUpToDate(work, slice, moneyFloor))
}

/** Finds the orders at hand that were worked out with all lines that call for a risk, none of which was judged again since. */
const stillCurrent = async (
  { workspace }: PresentContext,
  asking: readonly LinesOfRisk[],
  atHand: OrdersAtHand,
): Promise<OrdersAtHand> => {
  const same = asking.flatMap(({ identity, lines }) => {
    const orders = atHand.get(identity)
    return orders !== undefined && orders.lines.join() === lines.join() ? [[identity, orders] as const] : []
  })
  const promotionsOf = (lines: readonly string[]) => lines.map((name) => readLineName(name).promotionId)
  const revisions = await loadRevisionsOf(workspace, [...new Set(same.flatMap(([, { lines }]) => promotionsOf(lines)))])
  return new Map(
    same.filter(([, { lines, revision }]) => promotionsOf(lines).every((id) => revisions.get(id) === revision)),
  )
}

/** A risk that somebody changes meanwhile is read and brought up to date again. */
const attempts = 5

const bringRisksUpToDate = async (
  { context, picture }: Omit<Work, 'judges'>,
  identities: readonly string[],
  moneyFloor: number,
): Promise<void> => {
  const { workspace, today, now } = context
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await loadRisks(workspace, identities)
    const changed = identities.flatMap((identity): readonly RiskRecord[] => {
      const before = stored.get(identity) ?? null
      const after = reconcile(before, picture.candidate(identity) ?? null, { today, now, moneyFloor })
      return after === null || after === before ? [] : [after]
    })
    if (changed.length === 0) return
    let next = await loadNextNumber(workspace, 'risk')
    const numbered = changed.map((risk) => (risk.id === 0 ? { ...risk, id: next++ } : risk))
    if (await writeTogether(workspace, now, (writer) => keepRisks(writer, numbered))) return
  }
  throw new Error('Risks kept changing while they were brought up to date')
}

/** Keeps the money at risk by owner once a day. */
const keepTotals = async ({ context, picture }: Work): Promise<void> => {
  const { workspace, today, now } = context
  const risks = ownedRisks(picture.candidates(today), picture.records())
  const [change] = await dailyRiskTotalChanges(workspace, today, risks)
  if (change?.kind === 'keep-daily-risk-totals')
    await writeTogether(workspace, now, (writer) => keepDailyRiskTotals(writer, change))
}
