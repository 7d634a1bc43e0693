import { ofEach } from '../../common/of-each.ts'
import type { CellFacts } from '../assessment/cell.ts'
import type { PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { type Money, moneySize } from '../money.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { RiskRecord } from '../risks/risk.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'
import { type Filter, fits, isNamed } from './filter.ts'
import { type LineFacts, reachOf, type SharedFacts, varietyOf } from './filter-reach.ts'

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

/** Tells whether a filter matches one of the lines. */
const matchesOne = (filter: Filter, lines: readonly Line[], shared: SharedFacts): boolean => {
  const reach = reachOf(filter, varietyOfLines(lines), shared)
  if (reach !== null) return reach === 'every' && lines.length > 0
  return lines.some((line) => fits(filter, { ...factsOf(line), ...shared }))
}

const isOwn = (owner: string | null, reader: FilterReader | null): boolean =>
  reader !== null && isNamed(owner, reader.names)

/** Tells whether a view shows a promotion: whether the filter matches one of its lines. */
export const showsPromotion = ({ filter, reader }: View, { owner, readiness }: Owned): boolean => {
  if (filter === null) return true
  const shared = {
    owners: owner === null ? [] : [owner],
    verdict: readiness.verdict,
    value: worthOf(readiness),
    isMine: isOwn(owner, reader),
  }
  return matchesOne(filter, readiness.lines, shared)
}

/** Tells whether a view shows a risk: whether the filter matches one line of its evidence. */
export const showsRisk = <Promotion extends Owned & RiskCandidate['evidence'][number]['promotion']>(
  { filter, reader }: View,
  { candidate, record }: { readonly candidate: RiskCandidate<Promotion>; readonly record: RiskRecord | null },
): boolean => {
  if (filter === null) return true
  const riskOwner = record?.owner ?? null
  const isTaken = riskOwner !== null && riskOwner.personId === reader?.personId
  return candidate.evidence.some(({ promotion: { owner }, lines }) => {
    const shared = {
      owners: [owner, riskOwner?.name ?? null].filter((name) => name !== null),
      verdict: candidate.verdict,
      value: moneySize(candidate.money),
      isMine: isTaken || isOwn(owner, reader),
    }
    return matchesOne(filter, lines, shared)
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
    readonly promotion: EndedPromotion
    readonly owner: string | null
    readonly facts: readonly Pick<CellFacts, 'item' | 'location'>[]
  },
): boolean => {
  if (filter === null) return true
  const shared = {
    owners: owner === null ? [] : [owner],
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
  const shared = {
    owners: owner === null ? [] : [owner],
    verdict: announced.verdict,
    value: announced.money === null ? worthOf(readiness) : moneySize(announced.money),
    isMine: false,
  }
  return matchesOne(filter, readiness.lines, shared)
}
