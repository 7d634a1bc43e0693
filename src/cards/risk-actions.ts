import type { Action } from './card.ts'

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

/** Offers, behind the first button, to put a risk aside until a day of one's choice, and to settle it. */
export const settling = (id: string, revision: number): readonly Action[] => [
  filling('Snooze until...', `snooze:${id}`, revision, `/shelfready snooze ${id} until:monday`),
  filling('Settle...', `resolve:${id}`, revision, `/shelfready resolve ${id} reason:"..."`),
]

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
