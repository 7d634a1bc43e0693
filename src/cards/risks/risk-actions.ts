import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { Action } from '../language/card.ts'

/** Offers to take a risk (`R-1`), or every one of a promotion (`P-1`). The revision is the risk's episode; 0 stands for whatever there is. */
export const acknowledging = (id: string, revision: number): Action => ({
  label: 'Acknowledge',
  does: 'acknowledge',
  id,
  revision,
  words: `/shelfready ack ${id}`,
})

/** Offers, behind the first button, to see why and the balance by day. */
export const lookingInto = (id: string, revision: number): readonly Action[] => [
  { label: 'Why', does: 'why', id, revision, words: `/promo why ${id}`, isSecondary: true },
  { label: 'Balance by day', does: 'balance', id, revision, words: `/promo balance ${id}`, isSecondary: true },
]

/** Offers, behind the first button, to put a risk aside. */
export const snoozing = (id: string, revision: number): Action => ({
  label: 'Snooze until the next working morning',
  does: 'snooze',
  id,
  revision,
  words: `/shelfready snooze ${id}`,
  isSecondary: true,
})

/** Offers to propose what is to be done about a promotion. */
export const deciding = (promotionId: string): Action => ({
  ...filling('Decide...', `decide:${promotionId}`, 0, `/promo decide ${promotionId}`),
  isSecondary: false,
})

/** Offers what can be done about a risk as it stands: two things first, the rest behind them; six in all, as many as a row takes on every platform. */
export const riskActions = (record: RiskRecord): readonly Action[] => {
  const id = `R-${record.id}`
  const { episode, state } = record
  const fill = (label: string, form: string, words: string, isSecondary = true): Action => ({
    ...filling(label, `${form}:${id}`, episode, words),
    isSecondary,
  })
  const notRight = fill('Not right...', 'correct', `/shelfready correct ${id} stock:120`)
  const ordered = fill('Ordered...', 'ordered', `/shelfready ordered ${id} PO-91 due:"24 Jun"`, false)
  const settle = fill('Settle...', 'resolve', `/shelfready resolve ${id} reason:"..."`)
  const aside = fill('Snooze until...', 'snooze', `/shelfready snooze ${id} until:monday`)
  const more = fill('More...', 'handle', `/shelfready assign ${id} to:@ben`)
  const [why] = lookingInto(id, episode) as [Action, Action]
  const isOrder = record.subject.action.kind === 'order'
  switch (state) {
    case 'open': {
      const { action } = record.subject
      const second =
        action.kind === 'order'
          ? [ordered, notRight]
          : action.kind === 'decide' || action.kind === 'share'
            ? [deciding(action.promotionId), notRight]
            : [{ ...notRight, isSecondary: false }]
      return [acknowledging(id, episode), ...second, why, aside, more]
    }
    case 'acknowledged':
    case 'mitigating':
      return [...(isOrder ? [ordered] : []), { ...settle, isSecondary: false }, notRight, why, aside, more]
    case 'resolved':
    case 'accepted':
      return [reopening(id, episode), why]
    case 'expired':
      return []
  }
}

const reopening = (id: string, revision: number): Action => ({
  label: 'Take up again',
  does: 'reopen',
  id,
  revision,
  words: `/shelfready reopen ${id}`,
  isSecondary: true,
})

/** Offers, behind the first button, to change a promotion. */
export const changing = (promotionId: string): Action =>
  filling('Change...', `edit:${promotionId}`, 0, `/promo edit ${promotionId} dates:"..."`)

/** Offers a form; `what` names it and, behind a colon, what it is about. */
export const filling = (label: string, what: string, revision: number, words: string): Action => ({
  label,
  does: 'fill',
  id: what,
  revision,
  words,
  isSecondary: true,
})
