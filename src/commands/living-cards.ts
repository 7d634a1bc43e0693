import { type Card, fingerprintOf } from '../cards/card.ts'
import { manyNewsCard, type VerdictNews, verdictNewsCard } from '../cards/news-card.ts'
import { closedCard, type PromotionView, promotionCard, withPromotionStanding } from '../cards/promotion-card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { riskId, withStandings } from '../cards/risk-words.ts'
import { isoOf } from '../domain/day.ts'
import { after } from '../domain/delivery.ts'
import { isNews, isOnlyStale } from '../domain/news.ts'
import { byUrgency, type Verdict } from '../domain/readiness.ts'
import { isCalledFor, type RiskRecord } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { type Copy, doubtful, loadCopied, loadCopies, loadCopiesSince } from '../store/copies.ts'
import { loadRisks } from '../store/risks.ts'
import { assessPromotions } from './assessing.ts'
import { type Asked, momentOf } from './outcome.ts'
import { promotionView } from './promotion-view.ts'
import { loadEntries, loadRegister } from './risk-register.ts'

type Asking = Pick<Asked, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone' | 'reach'>

/** What may be out of date on the cards that channels see: those of some promotions, or everything. */
export type Outdated = { readonly promotions: readonly string[] | 'all' }

/**
 * Brings the cards that channels see to what is so now: those of promotions by judging them again, every other one and
 * the digests by where their risks stand. A card that could not be changed is tried again when something is done about
 * it, or everything is looked at. A verdict that a channel was not told yet is told, several at once in one message.
 */
export const refreshCards = (asked: Asking, outdated: Outdated): Promise<readonly Change[]> =>
  writtenForAll(() => refreshed(asked, outdated))

const refreshed = async (asked: Asking, { promotions }: Outdated): Promise<readonly Change[]> => {
  const { workspace, today, now, reach } = asked
  const known = promotions === 'all' ? await judgeAll(asked) : await judgeSome(asked, promotions)
  const since = after(now, -digestMilliseconds)
  const copies = await loadCopies(
    workspace,
    'promotion',
    promotions === 'all' ? null : concernedBy(promotions, known.risks),
  )
  const digests = reach.edits ? await loadCopiesSince(workspace, 'digest', since) : []
  const isWorthIt = ({ channel, entity, fingerprint }: Copy): boolean =>
    reach.reaches(channel) && (fingerprint !== doubtful || promotions === 'all' || promotions.includes(entity))
  const open = new Map(known.risks.map((record) => [riskId(record), record]))
  const drawn = [
    ...copies.filter(isWorthIt).map((copy) => redrawPromotion(asked, copy, known)),
    ...digests.filter(isWorthIt).map((copy) => ({
      copy,
      card: withStandings(copy.card as Card, open, today),
      verdict: null,
      news: null,
    })),
  ]
  return [
    ...known.changes,
    ...inTurn(
      drawn.flatMap((one) => redrawn(one, reach.edits)),
      promotions === 'all' ? now : null,
    ),
    ...tellNews(
      asked,
      drawn.flatMap(({ copy, news }) => (news === null ? [] : { copy, news })),
    ),
  ]
}

/** Where risks stand shows on the cards of their promotions. */
const concernedBy = (promotions: readonly string[], risks: readonly RiskRecord[]): readonly string[] => [
  ...new Set([
    ...promotions,
    ...risks.flatMap(({ subject }) => subject.promotions.map(({ promotionId }) => promotionId)),
  ]),
]

/** A digest is acted on for a week. */
export const digestMilliseconds = 7 * 24 * 60 * 60 * 1_000

type Known = {
  readonly views: ReadonlyMap<string, PromotionView>
  readonly risks: readonly RiskRecord[]
  readonly changes: readonly Change[]
}

const judgeAll = async (asked: Asking): Promise<Known> => {
  const copied = await loadCopied(asked.workspace, 'promotion')
  if (copied.length === 0) return judgeSome(asked, [])
  const entries = await loadEntries(asked)
  const register = await loadRegister(asked, entries)
  const views = new Map<string, PromotionView>(entries.map((entry) => [entry.promotionId, entry]))
  const over = await loadViews(
    asked,
    copied.filter((id) => !views.has(id)),
  )
  return {
    views: new Map([...views, ...over]),
    risks: [...register.records.values()].filter(isCalledFor),
    changes: register.changes,
  }
}

const judgeSome = async (asked: Asking, ids: readonly string[]): Promise<Known> => ({
  views: await loadViews(asked, ids),
  risks: [...(await loadRisks(asked.workspace, [])).values()],
  changes: [],
})

const loadViews = async (asked: Asking, ids: readonly string[]): Promise<ReadonlyMap<string, PromotionView>> => {
  const { workspace, today, policy } = asked
  const views = new Map<string, PromotionView>()
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(asked)))
    views.set(assessed.promotion.promotionId, promotionView(assessed))
  return views
}

type Drawn = {
  readonly copy: Copy
  readonly card: Card
  readonly verdict: Verdict | null
  readonly news: VerdictNews | null
}

/**
 * Draws a card anew. One that was not judged again, or was judged on stock which is stale by now, keeps its judgement: a
 * dead feed is one message, not two hundred cards.
 */
const redrawPromotion = ({ today }: Asking, copy: Copy, { views, risks }: Known): Drawn => {
  const view = views.get(copy.entity)
  const told = copy.verdict as Verdict | null
  const own = risks.filter(({ subject }) => subject.promotions.some(({ promotionId }) => promotionId === copy.entity))
  if (view === undefined || isOnlyStale(view.readiness)) {
    const card = withPromotionStanding(copy.card as Card, copy.entity, own, today)
    return { copy, card, verdict: told, news: null }
  }
  if (view.readiness.lines.length === 0 || view.status === 'cancelled')
    return { copy, card: closedCard(view), verdict: told, news: null }
  const card = promotionCard({ ...view, asOf: today }, { risks: own })
  return told !== null && isNews(told, view.readiness)
    ? { copy, card, verdict: view.readiness.verdict, news: { view, from: told } }
    : { copy, card, verdict: told, news: null }
}

const redrawn = ({ copy, card, verdict }: Drawn, edits: boolean): readonly Redraw[] => {
  const fingerprint = edits ? fingerprintOf(card) : copy.fingerprint
  const told = verdict ?? copy.verdict
  return fingerprint === copy.fingerprint && told === copy.verdict
    ? []
    : [{ kind: 'redraw', copy, card: edits ? card : copy.card, fingerprint, verdict: told }]
}

type Redraw = Extract<Change, { kind: 'redraw' }>

/** Platforms take so many changes a minute of everybody together; most of that is left to those who click. */
const bulkMilliseconds = 1_500

/** Changes of many cards follow each other; what somebody did shows at once. */
const inTurn = (redraws: readonly Redraw[], from: string | null): readonly Redraw[] =>
  from === null ? redraws : redraws.map((one, i) => ({ ...one, notBefore: after(from, i * bulkMilliseconds) }))

/** More changes at once in a channel are told together. */
const mostBroadcasts = 2

const newsMilliseconds = 24 * 60 * 60 * 1_000

const tellNews = (
  { today, now }: Asking,
  all: readonly { readonly copy: Copy; readonly news: VerdictNews }[],
): readonly Change[] =>
  [...Map.groupBy(all, ({ copy }) => copy.channel)].flatMap(([channel, own]): readonly Change[] => {
    const isMany = own.length > mostBroadcasts
    const inOrder = own
      .map(({ news }) => news)
      .toSorted((a, b) => byUrgency(a.view.readiness.verdict, b.view.readiness.verdict))
    const notAfter = after(now, newsMilliseconds)
    if (isMany)
      return [
        {
          kind: 'post',
          channel,
          about: 'news',
          entity: isoOf(today),
          card: manyNewsCard(inOrder, today),
          notAfter,
        },
      ]
    return inOrder.map((news) => ({
      kind: 'post',
      channel,
      about: 'promotion',
      entity: news.view.promotionId,
      card: verdictNewsCard(news),
      notAfter,
      form: 'broadcast',
    }))
  })
