import { boundedMap } from '../../common/bounded-map.ts'
import { ofEach } from '../../common/of-each.ts'
import type { CellFacts } from '../assessment/cell.ts'
import type { PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { type Money, moneySize } from '../money.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { RiskRecord } from '../risks/risk.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'
import { type Filter, fits, isNamed } from './filter.ts'
import { type LineFacts, reachOf, varietyOf, type Whole } from './filter-reach.ts'

/** The person whose filter it is: `mine` means theirs. */
export type FilterReader = { readonly personId: string; readonly names: readonly string[] }

/** A filter and its reader. A channel has no reader; without a filter everything is shown. */
export type View = { readonly filter: Filter | null; readonly reader: FilterReader | null }

/** The view without a filter. */
export const everything: View = { filter: null, reader: null }

type Owned = { readonly owner: string | null; readonly readiness: PromotionReadiness }

type Line = { readonly facts: Pick<CellFacts, 'item' | 'location'> }

/** Gives the facts of a line that a filter tests. */
const factsOf = ({ facts: { item, location } }: Line): LineFacts => ({
  category: item.category,
  item,
  at: location,
  supplier: item.supplier,
})

/** What judged lines are, and what they have at risk, is asked for by one channel after the other. */
const varietyOfLines = ofEach((lines: readonly Line[]) => varietyOf(lines.map(factsOf)))
const worthOf = ofEach((readiness: PromotionReadiness) => moneySize(moneyAtRiskOf(readiness)))

const isOwn = (owner: string | null, reader: FilterReader | null): boolean =>
  reader !== null && isNamed(owner, reader.names)

const listed = (...owners: readonly (string | null)[]) => owners.filter((owner) => owner !== null)

/** Tells whether a filter matches one of the lines. */
const matchesOne = (filter: Filter, lines: readonly Line[], whole: Whole): boolean => {
  const reach = reachOf(filter, whole)
  if (reach !== null) return reach === 'every'
  return filter.kind === 'is' || lines.some((line) => fits(filter, { ...factsOf(line), ...whole.shared }))
}

/** Gives what a filter tests of a promotion, but for its reader. */
const wholeOf = ({ owner, readiness }: Owned): Whole => ({
  variety: varietyOfLines(readiness.lines),
  shared: { owners: listed(owner), verdict: readiness.verdict, value: worthOf(readiness), isMine: false },
})

const matchesPromotion = (filter: Filter, reader: FilterReader | null, one: Owned, whole: Whole): boolean => {
  const isMine = isOwn(one.owner, reader)
  const seen = isMine ? { ...whole, shared: { ...whole.shared, isMine } } : whole
  return matchesOne(filter, one.readiness.lines, seen)
}

/** Tells whether a view shows a promotion: whether the filter matches one of its lines. */
export const showsPromotion = ({ filter, reader }: View, one: Owned): boolean =>
  filter === null || matchesPromotion(filter, reader, one, wholeOf(one))

const wholes = ofEach((promotions: readonly Owned[]) => promotions.map(wholeOf))

/** So many views of the same promotions are remembered: what is told of them is large. */
const mostViews = 16
const viewsOf = ofEach((_: readonly Owned[]) => boundedMap<string, readonly Owned[]>(mostViews))

/** Lists the promotions that a view shows; the same list again while they are the same, and all of them where there is no filter. */
export const promotionsShown = <Promotion extends Owned>(
  { filter, reader }: View,
  promotions: readonly Promotion[],
): readonly Promotion[] => {
  if (filter === null) return promotions
  const views = viewsOf(promotions)
  const key = JSON.stringify([filter, reader?.names])
  const before = views.get(key) as readonly Promotion[] | undefined
  if (before !== undefined) return before
  const known = wholes(promotions)
  const shown = promotions.filter((one, i) => matchesPromotion(filter, reader, one, known[i] as Whole))
  views.set(key, shown)
  return shown
}

type OwnedPromotion = Owned & RiskCandidate['evidence'][number]['promotion']

/** Gives what a filter tests of each promotion in a risk's evidence, but for its reader and the risk's own owner. */
const wholesOf = ({ verdict, money, evidence }: RiskCandidate<OwnedPromotion>): readonly Whole[] => {
  const value = moneySize(money)
  return evidence.map(({ promotion: { owner }, lines }) => ({
    variety: varietyOfLines(lines),
    shared: { owners: listed(owner), verdict, value, isMine: false },
  }))
}

const wholesOfRisks = ofEach((candidates: readonly RiskCandidate<OwnedPromotion>[]) => candidates.map(wholesOf))

/** Lists the risks that a view shows, with their records: those of which the filter matches one line of the evidence. */
export const risksShown = <Promotion extends OwnedPromotion>(
  { filter, reader }: View,
  candidates: readonly RiskCandidate<Promotion>[],
  records: ReadonlyMap<string, RiskRecord>,
): readonly { readonly candidate: RiskCandidate<Promotion>; readonly record: RiskRecord | null }[] => {
  const rows = candidates.map((candidate) => ({ candidate, record: records.get(candidate.identity) ?? null }))
  if (filter === null) return rows
  const known = wholesOfRisks(candidates)
  return rows.filter(({ candidate, record }, i) => {
    const riskOwner = record?.owner ?? null
    const isTaken = riskOwner !== null && riskOwner.personId === reader?.personId
    return candidate.evidence.some(({ promotion: { owner }, lines }, k) => {
      const whole = known[i]?.[k] as Whole
      const isMine = isTaken || isOwn(owner, reader)
      if (riskOwner === null && !isMine) return matchesOne(filter, lines, whole)
      const shared = { ...whole.shared, owners: listed(owner, riskOwner?.name ?? null), isMine }
      return matchesOne(filter, lines, { ...whole, shared })
    })
  })
}

/** Tells whether a view shows a promotion that is over. It has no verdict, and its money is what it lost. */
export const showsEnded = (
  { filter, reader }: View,
  {
    promotion,
    owner,
    facts,
  }: {
    readonly promotion: Pick<EndedPromotion, 'lost'>
    readonly owner: string | null
    readonly facts: readonly Pick<CellFacts, 'item' | 'location'>[]
  },
): boolean => {
  if (filter === null) return true
  const shared = {
    owners: listed(owner),
    verdict: null,
    value: moneySize(promotion.lost),
    isMine: isOwn(owner, reader),
  }
  return facts.some((line) => fits(filter, { ...factsOf({ facts: line }), ...shared }))
}

/**
 * Tells whether a channel's subscription matches a promotion: its filter matches it as it is now, or as it was `announced`
 * last, so that the channel is announced what became of it. A person's own subscription matches none: it is for the digest alone.
 */
export const matchesSubscription = (
  { filter, person }: { readonly filter: Filter | null; readonly person: string | null },
  { owner, readiness }: Owned,
  announced: { readonly verdict: Verdict; readonly money: Money | null } | null = null,
): boolean => {
  if (person !== null) return false
  if (filter === null || showsPromotion({ filter, reader: null }, { owner, readiness })) return true
  if (announced === null) return false
  const { variety, shared } = wholeOf({ owner, readiness })
  const value = announced.money === null ? shared.value : moneySize(announced.money)
  const then = { variety, shared: { ...shared, verdict: announced.verdict, value } }
  return matchesOne(filter, readiness.lines, then)
}
