import { isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import {
  type AskedUnits,
  capacityOf,
  type SupplierCapacity,
  type WeeklyLimitOf,
} from '../../domain/reviews/capacity.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import { promotionsShown, type View } from '../../domain/subscriptions/filter-match.ts'
import type { Reader } from '../../store/database/workspace.ts'
import { loadLeadTimes, mostSpecific } from '../../store/facts/lead-times.ts'
import { loadSupplied } from '../../store/feeds/catalogue.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadAskedBefore } from '../../store/reviews/asked-before.ts'
import { loadReceipts } from '../../store/reviews/receipts.ts'
import type { Context } from '../context.ts'
import type { Present } from '../present/present.ts'

/**
 * Loads what promotions ask of each supplier by month of a period, and of the locations of our own that send goods on: what
 * those that are over sold and lost, and what those that run or come up are expected to sell.
 */
export const loadCapacity = async (
  { workspace, today }: Pick<Context, 'workspace' | 'today'>,
  { period, view }: { readonly period: Period; readonly view: View },
  { entries }: Pick<Present, 'entries'>,
): Promise<readonly SupplierCapacity[]> => {
  const visibility = await loadVisibility(workspace, isoOf(today))
  const present = promotionsShown(view, entries)
  const alive = new Set(entries.map(({ promotionId }) => promotionId))
  const before = view.filter === null ? await loadAskedBefore(workspace, period) : []
  const direct = [...before.filter(({ promotionId }) => !alive.has(promotionId)), ...present.flatMap(askedOf)].filter(
    ({ supplier, start, end }) => supplier !== '' && end >= period.from && start <= period.to,
  )
  const supplied = await loadSupplied(workspace, visibility)
  const own = new Set(supplied.values())
  const sentOn = direct.flatMap((one) => {
    const source = supplied.get(one.location)
    return source === undefined ? [] : [{ ...one, supplier: source }]
  })
  const asked = [...direct, ...sentOn]
  return capacityOf(asked, period, {
    receipts: asked.length === 0 ? [] : await loadReceipts(workspace, visibility),
    limitOf: await weeklyLimits(workspace, visibility, asked),
    isOwn: (supplier) => own.has(supplier),
  })
}

const askedOf = ({ readiness, status }: JudgedPromotion): readonly AskedUnits[] =>
  status === 'cancelled'
    ? []
    : readiness.lines.flatMap(({ line, facts, demand }) =>
        demand === null
          ? []
          : [
              {
                ...{ supplier: facts.item.supplier ?? '', sku: line.sku, location: line.location },
                ...{ start: line.start, end: line.end, units: demand.mean },
              },
            ],
      )

/** The most specific row of the lead-time feed says how much a supplier gives a week. */
const weeklyLimits = async (
  workspace: Reader,
  visibility: Visibility,
  asked: readonly AskedUnits[],
): Promise<WeeklyLimitOf> => {
  const suppliers = [...new Set(asked.map(({ supplier }) => supplier))]
  const rows = await loadLeadTimes(workspace, visibility, suppliers, [...new Set(asked.map(({ sku }) => sku))])
  const bySupplier = Map.groupBy(rows, ({ supplier }) => supplier)
  return (one) => {
    const row = mostSpecific(bySupplier.get(one.supplier) ?? [], one)
    return row?.max_per_week == null
      ? null
      : { row: `${row.supplier}\u0000${row.sku}\u0000${row.location}`, perWeek: Number(row.max_per_week) }
  }
}
