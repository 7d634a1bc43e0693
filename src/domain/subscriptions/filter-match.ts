import type { CellFacts } from '../assessment/cell.ts'
import type { PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { type Money, moneySize } from '../money.ts'
import type { EndedPromotion } from '../promotions/ended.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { RiskRecord } from '../risks/risk.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'
import { type Filter, type FilterFacts, fits, isNamed } from './filter.ts'

/** Whose filter it is: by it `mine` is known. */
export type FilterReader = { readonly personId: string; readonly names: readonly string[] }

/** What somebody asked for; a channel has no reader, and without a filter it is everything. */
export type View = { readonly filter: Filter | null; readonly reader: FilterReader | null }

/** What shows everything. */
export const everything: View = { filter: null, reader: null }

type Owned = { readonly owner: string | null; readonly readiness: PromotionReadiness }

type OwnFacts = Pick<FilterFacts, 'category' | 'item' | 'at' | 'supplier'>

/** What a line tells a filter of itself. */
const factsOf = ({ item, location }: Pick<CellFacts, 'item' | 'location'>): OwnFacts => ({
  category: item.category,
  item,
  at: location,
  supplier: item.supplier,
})

const isOwn = (owner: string | null, reader: FilterReader | null): boolean =>
  reader !== null && isNamed(owner, reader.names)

/** Tells whether a promotion is in a view: whether one of its lines is what the filter asks for. */
export const showsPromotion = ({ filter, reader }: View, { owner, readiness }: Owned): boolean => {
  if (filter === null) return true
  const shared = {
    owners: owner === null ? [] : [owner],
    verdict: readiness.verdict,
    value: moneySize(moneyAtRiskOf(readiness)),
    isMine: isOwn(owner, reader),
  }
  return readiness.lines.some((line) => fits(filter, { ...factsOf(line.facts), ...shared }))
}

/** Tells whether a risk is in a view: whether one line of its evidence is what the filter asks for. */
export const showsRisk = <Promotion extends Owned & RiskCandidate['evidence'][number]['promotion']>(
  { filter, reader }: View,
  { candidate, record }: { readonly candidate: RiskCandidate<Promotion>; readonly record: RiskRecord | null },
): boolean => {
  if (filter === null) return true
  const holder = record?.owner ?? null
  const isTaken = holder !== null && holder.personId === reader?.personId
  return candidate.evidence.some(({ promotion: { owner }, lines }) => {
    const shared = {
      owners: [owner, holder?.name ?? null].filter((name) => name !== null),
      verdict: candidate.verdict,
      value: moneySize(candidate.money),
      isMine: isTaken || isOwn(owner, reader),
    }
    return lines.some((line) => fits(filter, { ...factsOf(line.facts), ...shared }))
  })
}

/** Tells whether a promotion that is over is in a view. It has no verdict any more; what is counted of its money is what it lost. */
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
  return facts.some((line) => fits(filter, { ...factsOf(line), ...shared }))
}

/**
 * Tells whether a channel hears of a promotion without asking: one that it asked for as it stands now, or as it was told last,
 * so that it hears what became of it. A person's own subscription is a digest and nothing else.
 */
export const matchesSubscription = (
  { filter, person }: { readonly filter: Filter | null; readonly person: string | null },
  { owner, readiness }: Owned,
  told: { readonly verdict: Verdict; readonly money: Money | null } | null = null,
): boolean => {
  if (person !== null) return false
  if (filter === null || showsPromotion({ filter, reader: null }, { owner, readiness })) return true
  if (told === null) return false
  const shared = {
    owners: owner === null ? [] : [owner],
    verdict: told.verdict,
    value: moneySize(told.money ?? moneyAtRiskOf(readiness)),
    isMine: false,
  }
  return readiness.lines.some((line) => fits(filter, { ...factsOf(line.facts), ...shared }))
}
