import type { Decision } from '../../domain/decisions/decision.ts'
import type { Action } from '../language/card.ts'
import { filling } from '../risks/risk-actions.ts'

/** Offers to answer a proposal: to agree, to propose something else, or to decline. */
export const answerActions = ({ promotionId, id, state }: Decision): readonly Action[] => [
  {
    label: state === 'approving' ? 'Approve' : 'Agree',
    does: 'agree',
    id: promotionId,
    revision: id,
    words: `/promo agree ${promotionId}`,
  },
  {
    ...filling('Counter...', `counter:${promotionId}`, id, `/promo counter ${promotionId} date reason:"..."`),
    isSecondary: false,
  },
  filling('Decline...', `decline:${promotionId}`, id, `/promo decline ${promotionId} reason:"..."`),
]
