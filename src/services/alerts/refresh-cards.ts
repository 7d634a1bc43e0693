import { proposedOn, withActsNow, withAnswers } from '../../cards/digest/act-item.ts'
import { withAskedStandings } from '../../cards/escalation/escalation-card.ts'
import { type Card, fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { closedCard, promotionCard, withPromotionStanding } from '../../cards/promotions/promotion-card.ts'
import { riskId } from '../../cards/risks/risk-id.ts'

import { isOnlyStale } from '../../domain/alerts/alert-policy.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import { after } from '../../domain/delivery.ts'
import type { PromotionId, RiskId } from '../../domain/ids.ts'
import { digestKeptMilliseconds } from '../../domain/policy.ts'
import { doItemsFollow } from '../../domain/promotions/items-follow.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscriptions } from '../../store/channels/subscriptions.ts'
import { loadDecisionsOf, loadOpenDecisions } from '../../store/decisions/decisions.ts'
import { loadDeferredAlerts } from '../../store/delivery/deferred-alerts.ts'
import {
  type LiveMessage,
  loadEntitiesWithLiveMessage,
  loadLiveMessages,
  loadLiveMessagesSince,
  unknownFingerprint,
} from '../../store/delivery/live-messages.ts'
import { loadAffectedBy, loadPromotionsWithItems } from '../../store/feeds/affected-promotions.ts'
import type { AlertCause } from '../../store/feeds/alert-causes.ts'
import { loadUnannouncedBatches, type UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import { loadRisksNumbered, loadRisksSince } from '../../store/risks/risks.ts'
import { assessPromotions } from '../assessment/assess-promotions.ts'
import { judgedPromotion } from '../assessment/judged-promotion.ts'
import { type Context, momentOf } from '../context.ts'
import { keeperOf } from '../present/present.ts'
import { loadRisksNow } from './risks-now.ts'
import { sendAlerts } from './send-alerts.ts'

/** What refreshing cards needs. */
type RefreshContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone' | 'reach'>

/** What may be outdated on the cards that channels see. */
export type Outdated = {
  /** Some promotions, or everything. */
  readonly promotions: readonly PromotionId[] | 'all'
  /** Risks, by number, that somebody did something about. */
  readonly risks?: readonly RiskId[]
  /** The revision after which risks are new to the cards; absent where all cards are to be looked at. */
  readonly since?: number
  /** No feeds are arriving: what the arrived feeds affect is judged as well, and channels are alerted. Otherwise only cards are redrawn. */
  readonly isQuiet?: boolean
  /** Why it may be outdated. */
  readonly because?: AlertCause['because']
}

/**
 * Redraws the cards that channels see: cards of the given promotions by judging those again, all other cards and the
 * digests by the present status of their risks. A card that could not be edited is tried again when somebody does something
 * about it, and when everything is refreshed. When no feeds are arriving, the promotions that feeds affected are judged as
 * well, and channels are alerted to verdicts that they do not know. Gives the changes to write.
 */
export const refreshCards = (context: RefreshContext, outdated: Outdated): Promise<readonly Change[]> =>
  formattedForAll(() => refreshed(context, outdated))

const refreshed = async (context: RefreshContext, outdated: Outdated): Promise<readonly Change[]> => {
  const { workspace, today, now, reach } = context
  const { risks = [], isQuiet = true, because = 'feed' } = outdated
  const batches = isQuiet ? await loadUnannouncedBatches(workspace) : []
  const { bringUpToDate, settle } = keeperOf(workspace)
  await (batches.length > 0 ? bringUpToDate(context) : settle(context))
  const promotions = isQuiet ? await withAffected(context, outdated.promotions, batches) : outdated.promotions
  const known = await loadKnown(context, promotions)
  const changed = promotions === 'all' ? null : await loadChanged(context, outdated)
  const actedOn = promotionsOf((changed ?? known.risks).filter(({ id }) => risks.includes(id)))
  const copies = await loadLiveMessages(
    workspace,
    'promotion',
    promotions === 'all' || changed === null ? null : [...new Set([...promotions, ...promotionsOf(changed)])],
  )
  const since = after(now, -digestKeptMilliseconds)
  const codes = changed === null ? null : changed.map(riskId)
  const proposed = promotions === 'all' ? [] : promotions.slice(0, mostLookedFor)
  const isNothingNew = codes !== null && codes.length + proposed.length === 0
  const loadRows = (about: 'digest' | 'escalation') =>
    !reach.edits || isNothingNew ? [] : loadLiveMessagesSince(workspace, about, since, codes, proposed)
  const digests = await loadRows('digest')
  const questions = await loadRows('escalation')
  const isWorthRedrawing = ({ channel, entity, fingerprint }: LiveMessage): boolean =>
    reach.reaches(channel) &&
    (fingerprint !== unknownFingerprint ||
      promotions === 'all' ||
      promotions.includes(entity) ||
      actedOn.includes(entity))
  const rows = [...digests, ...questions].filter(isWorthRedrawing)
  const risksNow = await loadRisksNow(
    context,
    known.risks,
    rows.map(({ card }) => card as Card),
  )
  const ids = digests.flatMap((copy) => proposedOn(copy.card as Card))
  const decisions = ids.length === 0 ? [] : await loadDecisionsOf(workspace, [...new Set(ids)])
  const drawOne = drawing(context, known, await loadOpenDecisions(workspace))
  const drawn = reach.edits
    ? [
        ...copies.filter(isWorthRedrawing).map((copy) => ({ copy, card: drawOne(copy) })),
        ...digests.filter(isWorthRedrawing).map((copy) => ({
          copy,
          card: withAnswers(withActsNow(copy.card as Card, risksNow, today), decisions, today),
        })),
        ...questions
          .filter(isWorthRedrawing)
          .map((copy) => ({ copy, card: withAskedStandings(copy.card as Card, risksNow, today) })),
      ]
    : []
  const alerts = isQuiet
    ? await sendAlerts(context, known.views, {
        ids: promotions === 'all' ? null : promotions,
        copies,
        batches,
        because,
      })
    : []
  return [
    ...alerts,
    ...(batches.length === 0
      ? []
      : [{ kind: 'mark-batches-announced' as const, batches: batches.map(({ id }) => id) }]),
    ...inTurn(drawn.flatMap(redrawn), promotions === 'all' || batches.length > 0 ? now : null),
  ]
}

/** Promotions as they are judged now, and the risks that the assessments call for, by their numbers. */
type Known = { readonly views: ReadonlyMap<string, JudgedPromotion>; readonly risks: readonly RiskRecord[] }

/** Reads some promotions, or all that channels may know: those that are over have no lines. */
const loadKnown = async (context: RefreshContext, promotions: Outdated['promotions']): Promise<Known> => {
  const { workspace } = context
  const { picture } = keeperOf(workspace)
  const risks = [...picture.records().values()].toSorted((a, b) => a.id - b.id)
  const copied = promotions === 'all' ? await loadEntitiesWithLiveMessage(workspace, 'promotion') : []
  const isSeen = promotions !== 'all' || copied.length > 0 || (await loadSubscriptions(workspace)).length > 0
  if (!isSeen) return { views: new Map(), risks }
  const ids =
    promotions === 'all' ? [...picture.entries().map(({ promotionId }) => promotionId), ...copied] : promotions
  const live = ids.flatMap((id) => picture.entry(id) ?? [])
  const views = new Map<string, JudgedPromotion>(live.map((entry) => [entry.promotionId, entry]))
  const others = [...new Set(ids.filter((id) => !views.has(id)))]
  return { views: new Map([...views, ...(await loadOver(context, others))]), risks }
}

/** Loads promotions of which nothing is left to judge. */
const loadOver = async (
  context: RefreshContext,
  ids: readonly PromotionId[],
): Promise<ReadonlyMap<string, JudgedPromotion>> => {
  const { workspace, today, policy } = context
  const views = new Map<string, JudgedPromotion>()
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(context)))
    views.set(assessed.promotion.promotionId, judgedPromotion(assessed))
  return views
}

/** Adds the promotions that feed batches affect, and those that the orders of their deferred alerts affect. */
const withAffected = async (
  { workspace, today }: RefreshContext,
  promotions: Outdated['promotions'],
  batches: readonly UnannouncedBatch[],
): Promise<readonly PromotionId[] | 'all'> => {
  if (promotions === 'all') return 'all'
  const kept = await loadDeferredAlerts(workspace, promotions)
  const cells = [...kept.values()].flatMap(({ orders }) => orders.flatMap((order) => order.cells))
  const withOrders = await loadPromotionsWithItems(workspace, [...new Set(cells.map(({ sku }) => sku))], today)
  const touched = batches.length === 0 ? [] : await loadAffectedBy(workspace, batches, today)
  return union([...promotions, ...withOrders], touched)
}

const union = (some: readonly PromotionId[], others: readonly PromotionId[] | 'all'): readonly PromotionId[] | 'all' =>
  others === 'all' ? 'all' : [...new Set([...some, ...others])]

/** More risks than this are not looked for one by one on cards: then all cards are looked at. */
const mostLookedFor = 50

/** Loads the risks that are new to the cards, and those that somebody did something about; null where all cards are to be looked at. */
const loadChanged = async (
  { workspace }: RefreshContext,
  { risks = [], since }: Outdated,
): Promise<readonly RiskRecord[] | null> => {
  if (since === undefined) return null
  const changed = new Map((await loadRisksSince(workspace, since)).map((record) => [record.id, record]))
  const others = await loadRisksNumbered(
    workspace,
    risks.filter((id) => !changed.has(id)),
  )
  const all = [...changed.values(), ...others.values()]
  return all.length > mostLookedFor ? null : all
}

const promotionsOf = (risks: readonly RiskRecord[]): readonly PromotionId[] =>
  risks.flatMap(({ subject }) => subject.promotions.map(({ promotionId }) => promotionId))

/**
 * Makes the function that draws a card anew. A promotion that was not judged again, or was judged on stale stock only, keeps
 * the judgement on its card: a feed that stopped is reported once, and not on two hundred cards.
 */
const drawing = (
  { today }: RefreshContext,
  { views, risks }: Known,
  open: readonly Decision[],
): ((copy: LiveMessage) => Card) => {
  const proposals = new Map(open.map((decision) => [decision.promotionId, decision]))
  const byPromotion = new Map<string, RiskRecord[]>()
  for (const record of risks)
    for (const { promotionId } of record.subject.promotions) {
      const known = byPromotion.get(promotionId)
      if (known === undefined) byPromotion.set(promotionId, [record])
      else known.push(record)
    }
  return (copy) => {
    const view = views.get(copy.entity)
    const own = byPromotion.get(copy.entity) ?? []
    const proposal = proposals.get(copy.entity) ?? null
    if (view === undefined || isOnlyStale(view.readiness))
      return withPromotionStanding(copy.card as Card, copy.entity, own, today, proposal)
    return view.status === 'cancelled' || (doItemsFollow(view) && (view.status !== 'tentative' || view.end < today))
      ? closedCard(view)
      : promotionCard(view, { risks: own, proposal })
  }
}

type Redraw = Extract<Change, { kind: 'update-live-message' }>

const redrawn = ({ copy, card }: { readonly copy: LiveMessage; readonly card: Card }): readonly Redraw[] => {
  const fingerprint = fingerprintOf(card)
  return fingerprint === copy.fingerprint ? [] : [{ kind: 'update-live-message', message: copy, card, fingerprint }]
}

/** Edits of many cards are so far apart: platforms limit the edits a minute, and most of them are left to people who click. */
const bulkMilliseconds = 1_500

/** Spreads the edits of many cards over time; without a start, as after somebody's action, all are made at once. */
const inTurn = (redraws: readonly Redraw[], from: string | null): readonly Redraw[] =>
  from === null ? redraws : redraws.map((one, i) => ({ ...one, notBefore: after(from, i * bulkMilliseconds) }))
