import type { App } from '../../app.ts'
import type { Card } from '../../cards/language/card.ts'
import { noteCard } from '../../cards/language/plain-card.ts'
import { requirementsCard } from '../../cards/risks/requirements-card.ts'
import { findRequirements } from '../../commands/risks/requirements.ts'
import { requirementColumns, requirementRows } from '../../commands/risks/requirements-rows.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { Requirement, Requirements } from '../../domain/risks/requirement.ts'
import { csvFile } from '../../feeds/csv-write.ts'
import { judgePresent } from '../../services/risks/risk-register.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'

/** Of which supplier (all when null), as of which day, and how to say it. */
export type RequirementsOptions = {
  readonly supplier: string | null
  readonly asOf: Day
  /** The moment, now or of the digest of the day that was named. */
  readonly moment: Moment
  readonly format: 'text' | 'json' | 'csv'
  readonly render: (card: Card) => string
}

const nothing: Requirements = {
  orders: [],
  withoutSupplier: [],
  tooLate: [],
  planned: [],
  untold: [],
  unwise: [],
  unjudged: 0,
}

/** Says what has to be ordered, and beside it what to tell whoever named a supplier that nothing concerns; writes nothing. */
export const requirements = async (
  app: App,
  { supplier, asOf, moment, format, render }: RequirementsOptions,
): Promise<{ readonly out: string; readonly told: string | null }> => {
  const { candidates } = await judgePresent({ ...app, ...moment, today: asOf })
  const found = findRequirements(candidates, supplier)
  const told = found.ok ? null : found.error
  const { all, supplier: at } = found.ok ? found.value : { all: nothing, supplier }
  switch (format) {
    case 'text':
      return {
        out: `${render(told === null ? requirementsCard(all, { today: asOf, supplier: at }) : noteCard(told))}\n`,
        told: null,
      }
    case 'csv':
      return { out: csvFile(requirementColumns, requirementRows(all)), told }
    case 'json':
      return { out: `${JSON.stringify(requirementsJson(all, asOf))}\n`, told }
  }
}

const isoOrNull = (day: Day | null): string | null => (day === null ? null : isoOf(day))

const requirementsJson = (all: Requirements, asOf: Day) => ({
  as_of: isoOf(asOf),
  orders: all.orders.map(requirementJson),
  without_supplier: all.withoutSupplier.map(requirementJson),
  too_late: all.tooLate.map((one) => ({
    ...namesOf(one),
    quantity: one.units,
    too_late_since: isoOrNull(one.since),
    locations: one.locations,
    late_order: one.chase?.orderId ?? null,
    late_order_by: isoOrNull(one.chase?.by ?? null),
    promotions: one.promotions.map(({ promotionId }) => promotionId),
    revenue_at_risk: one.money,
  })),
  planned: all.planned.map((one) => ({
    ...namesOf(one),
    order_id: one.orderId,
    quantity: one.units,
    place_by: isoOrNull(one.placeBy),
    promotions: one.promotions.map(({ promotionId }) => promotionId),
  })),
  quantity_unknown: all.untold.map((one) => ({
    ...namesOf(one),
    promotions: one.promotions.map(({ promotionId }) => promotionId),
  })),
  not_worth_it: all.unwise.map((one) => ({
    ...namesOf(one),
    quantity: one.units,
    costs_more_by: one.loss,
    currency: one.currency,
    promotions: one.promotions.map(({ promotionId }) => promotionId),
  })),
  unjudged: all.unjudged,
})

const namesOf = ({ supplier, sku, item }: Pick<Requirement, 'supplier' | 'sku' | 'item'>) => ({
  supplier,
  sku,
  name: item,
})

const requirementJson = (one: Requirement) => ({
  ...namesOf(one),
  minimum: one.rule.minimum,
  multiple: one.rule.multiple,
  supplier_minimum:
    one.lacking === undefined
      ? null
      : {
          in: one.lacking.in,
          minimum: one.lacking.minimum,
          missing: one.lacking.missing,
          currency: one.lacking.currency,
        },
  orders: one.orders.map(({ units, orderBy, destinations }, i) => ({
    quantity: units,
    order_by: isoOf(orderBy),
    order_by_hour: i === 0 ? one.cutoff : null,
    destinations: destinations.map(({ location, units: missing, usableOn, notBefore, shares }) => ({
      location,
      missing,
      usable_by: isoOrNull(usableOn),
      not_before: isoOrNull(notBefore),
      promotions: shares.map(({ promotionId, units: quantity }) => ({ promotion_id: promotionId, quantity })),
    })),
  })),
  missing: one.missingUnits,
  left_over: one.overUnits,
  left_over_cost: one.overCost,
  currency: one.currency,
  revenue_at_risk: one.money,
  promotions: one.promotions.map(({ promotionId }) => promotionId),
})
