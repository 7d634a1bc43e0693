import { cellKey } from '../../domain/cell.ts'
import { isoOf } from '../../domain/day.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { keepAssessment } from '../../services/assessment/keep-assessment.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { liveRows, statusOf } from '../../store/promotions/stored-promotion.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { promotionFields } from './promotion-fields.ts'

/** Gives the changes of a promotion that is registered, edited or cancelled: its rows, its assessment, and an audit entry with its fields before and after. */
export const promotionChanges = (
  context: CommandContext,
  before: StoredPromotion | null,
  promotion: StoredPromotion,
  assessed: PromotionAssessment,
  action: 'register' | 'edit' | 'cancel',
  detail: Fields,
): readonly Change[] => [
  {
    kind: 'write-promotion',
    promotionId: promotion.promotionId,
    rows: promotion.rows,
    basedOn: promotion.version,
    knownOn: isoOf(context.today),
  },
  keepAssessment(assessed, action === 'cancel' ? 'cancelled' : assessed.readiness.verdict),
  auditEntry(context, { action, entity: promotion.promotionId, ...fieldsOf(before, promotion), detail }),
]

const fieldsOf = (before: StoredPromotion | null, promotion: StoredPromotion) => {
  const was = before === null ? [] : liveRows(before)
  const counted = new Set(was.map(rowKey))
  const is =
    statusOf(promotion) === 'cancelled' ? promotion.rows.filter((row) => counted.has(rowKey(row))) : liveRows(promotion)
  return { ...promotionFields(was, is), ...(before === null ? { before: null } : {}) }
}

const rowKey = ({ sku, location }: PromotionRow) => cellKey({ sku, location })
