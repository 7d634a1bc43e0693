import type { Day } from '../day.ts'
import { itemsDueDays } from '../policy.ts'
import type { JudgedPromotion } from './judged-promotion.ts'

/** Tells whether a promotion has no items yet: it is provisional, and nothing of it can be judged. */
export const doItemsFollow = ({ readiness }: Pick<JudgedPromotion, 'readiness'>): boolean =>
  readiness.lines.length === 0

/** Gives the day by which the items of a promotion are needed, so that an order for them can still be in time. */
export const itemsDueOn = ({ start }: { readonly start: Day }): Day => start - itemsDueDays
