import { isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { keeperOf, loadPresent } from '../../services/present/present.ts'
import { loadFilterNames } from '../../store/channels/filter-names.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadAccountNames } from '../../store/people/finding-accounts.ts'
import type { CallerContext } from '../dispatch/identify.ts'
import type { Named, NameKind } from './match-names.ts'

/** What a question can name in a company, and its promotions that are running or coming up. */
export type Names = {
  readonly all: readonly Named[]
  readonly promotions: readonly JudgedPromotion[]
}

/** Loads everything that a question can name; where it may be none, from what is judged already. */
export const loadNames = async (context: CallerContext, isLoose: boolean): Promise<Names> => {
  const { workspace, today } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const entries = isLoose ? await judgedAlready(context) : (await loadPresent(context)).entries
  const promotions = entries.filter(({ status }) => status !== 'cancelled')
  const of = async (kind: NameKind, known: 'item' | 'at' | 'category' | 'supplier') =>
    (await loadFilterNames(workspace, visibility, known)).map((one) => ({ kind, ...one }))
  const people = [...(await loadAccountNames(workspace)), ...promotions.flatMap(({ owner }) => owner ?? [])]
  return {
    promotions,
    all: [
      ...promotions.map(({ promotionId, name }) => ({ kind: 'promotion' as const, code: promotionId, name })),
      ...(await of('item', 'item')),
      ...(await of('location', 'at')),
      ...(await of('category', 'category')),
      ...(await of('supplier', 'supplier')),
      ...[...new Set(people.map((name) => name.replace(/^@/, '')))].map((name) => ({
        kind: 'person' as const,
        code: name,
        name,
      })),
    ],
  }
}

const judgedAlready = async ({ workspace }: CallerContext) => {
  const { picture } = keeperOf(workspace)
  await picture.refresh()
  return picture.entries()
}
