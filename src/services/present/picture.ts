import { turnOfOthers } from '../../common/turn-of-others.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { JointOrder } from '../../domain/risks/joint-order.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { isCalledFor } from '../../domain/risks/risk.ts'
import { byNeed, type Evidence, type RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { openRiskIndex } from '../../domain/risks/risk-index.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { openLineReader } from '../../store/present/line-text.ts'
import { ordersOfNamed } from '../../store/present/orders-text.ts'
import {
  loadKeptLines,
  loadKeptPromotions,
  loadOrdersKeptSince,
  loadPromotionsKeptSince,
  loadRevision,
} from '../../store/present/present.ts'
import { promotionOfText } from '../../store/present/promotion-text.ts'
import { loadRisksSince } from '../../store/risks/risks.ts'
import { lineName, readLineName } from '../assessment/line-name.ts'

type NamedOrders = Parameters<typeof ordersOfNamed>[0]
type Candidate = RiskCandidate<JudgedPromotion>

/** The kept assessments and risks as this process has read them from the store. */
export type Picture = {
  /** Reads what was kept since the last time. */
  readonly refresh: () => Promise<void>
  /** Takes the identities of the risks whose lines may have changed since the last time, whoever refreshed the picture meanwhile. */
  readonly takeTouched: () => ReadonlySet<string>
  /** Every promotion that is running or coming up, the first by id first. */
  readonly entries: () => readonly JudgedPromotion[]
  readonly entry: (promotionId: PromotionId) => JudgedPromotion | undefined
  /** Every risk that lines call for, in the order of need on a day. */
  readonly candidates: (today: Day) => readonly Candidate[]
  readonly candidate: (identity: string) => Candidate | undefined
  /** The lines that call for a risk. */
  readonly evidence: (identity: string) => readonly Evidence<JudgedPromotion>[]
  /** The identities of all risks that lines may call for. */
  readonly identities: () => readonly string[]
  /** The stored risks that the assessments call for, by identity. */
  readonly records: () => ReadonlyMap<string, RiskRecord>
  /** Takes the stored risks that were read since the last time, ended ones as well. */
  readonly takeChangedRecords: () => readonly RiskRecord[]
}

/** So many promotions are read at once; others are answered in between. */
const readTogether = 50

/** Opens the picture of a workspace; it is empty until it is refreshed. */
export const openPicture = (workspace: Workspace): Picture => {
  const read = openLineReader()
  const entries = new Map<PromotionId, JudgedPromotion>()
  const index = openRiskIndex<JudgedPromotion>()
  const orders = new Map<string, NamedOrders>()
  const candidates = new Map<string, Candidate>()
  const records = new Map<string, RiskRecord>()
  const changedRecords = new Map<string, RiskRecord>()
  let untaken = new Set<string>()
  const linesOf = new WeakMap<JudgedPromotion, ReadonlyMap<string, JudgedLine>>()
  let inOrder: readonly JudgedPromotion[] | null = null
  let byNeedOn: { readonly today: Day; readonly list: readonly Candidate[] } | null = null
  let revision = -1

  const lineNamed = (name: string): JudgedLine | undefined => {
    const entry = entries.get(readLineName(name).promotionId)
    if (entry === undefined) return undefined
    const lines = linesOf.get(entry) ?? new Map(entry.readiness.lines.map((line) => [lineName(line), line]))
    linesOf.set(entry, lines)
    return lines.get(name)
  }
  const ordersOf = (_: readonly JudgedLine[], identity: string): readonly JointOrder[] =>
    ordersOfNamed(orders.get(identity) ?? [], lineNamed) ?? []

  const readPromotions = async (changed: Set<string>): Promise<void> => {
    const kept = await loadPromotionsKeptSince(workspace, revision)
    for (let i = 0; i < kept.length; i += readTogether) {
      if (i > 0) await turnOfOthers()
      const slice = kept.slice(i, i + readTogether)
      const lines = await loadKeptLines(workspace, slice)
      for (const { promotionId, view } of await loadKeptPromotions(workspace, slice)) {
        const own = lines.get(promotionId) ?? []
        const entry = view === null ? null : promotionOfText(view, own, read)
        if (entry === null) entries.delete(promotionId)
        else entries.set(promotionId, entry)
        for (const identity of entry === null ? index.remove(promotionId) : index.put(entry)) {
          changed.add(identity)
          untaken.add(identity)
        }
      }
    }
    if (kept.length > 0) inOrder = null
  }
  const readOrders = async (touched: Set<string>): Promise<void> => {
    for (const { identity, orders: text } of await loadOrdersKeptSince(workspace, revision)) {
      if (text === null) orders.delete(identity)
      else orders.set(identity, JSON.parse(text) as NamedOrders)
      touched.add(identity)
    }
  }
  const readRecords = async (): Promise<void> => {
    for (const record of await loadRisksSince(workspace, revision)) {
      changedRecords.set(record.identity, record)
      if (isCalledFor(record)) records.set(record.identity, record)
      else records.delete(record.identity)
    }
  }
  const makeCandidates = async (touched: ReadonlySet<string>): Promise<void> => {
    let made = 0
    for (const identity of touched) {
      const candidate = index.candidate(identity, ordersOf)
      if (candidate === null) candidates.delete(identity)
      else candidates.set(identity, candidate)
      made += candidate === null ? 0 : candidate.evidence.length
      if (made > 500) {
        made = 0
        await turnOfOthers()
      }
    }
    if (touched.size > 0) byNeedOn = byNeedOn === null ? null : withChanged(byNeedOn, touched, candidates)
  }

  let last: Promise<void> = Promise.resolve()
  const refresh = async (): Promise<void> => {
    const upTo = await loadRevision(workspace)
    if (upTo === revision) return
    const changed = new Set<string>()
    await readPromotions(changed)
    await readOrders(changed)
    await readRecords()
    await makeCandidates(changed)
    revision = upTo
  }
  return {
    refresh: () => {
      last = last.then(refresh, refresh)
      return last
    },
    takeTouched: () => {
      const taken = untaken
      untaken = new Set()
      return taken
    },
    entries: () => {
      inOrder ??= [...entries.values()].sort((a, b) => (a.promotionId < b.promotionId ? -1 : 1))
      return inOrder
    },
    entry: (promotionId) => entries.get(promotionId),
    candidates: (today) => {
      if (byNeedOn?.today !== today) byNeedOn = { today, list: [...candidates.values()].sort(byNeed(today)) }
      return byNeedOn.list
    },
    candidate: (identity) => candidates.get(identity),
    evidence: index.evidence,
    identities: index.identities,
    records: () => records,
    takeChangedRecords: () => {
      const taken = [...changedRecords.values()]
      changedRecords.clear()
      return taken
    },
  }
}

/** Puts changed risks into the order of need, from which most others are the same. */
const withChanged = (
  { today, list }: { readonly today: Day; readonly list: readonly Candidate[] },
  touched: ReadonlySet<string>,
  candidates: ReadonlyMap<string, Candidate>,
): { readonly today: Day; readonly list: readonly Candidate[] } => {
  const order = byNeed(today)
  const changed = [...touched].flatMap((identity) => candidates.get(identity) ?? []).sort(order)
  const merged: Candidate[] = []
  let next = 0
  for (const one of list) {
    if (touched.has(one.identity)) continue
    while (next < changed.length && order(changed[next] as Candidate, one) < 0)
      merged.push(changed[next++] as Candidate)
    merged.push(one)
  }
  return { today, list: [...merged, ...changed.slice(next)] }
}
