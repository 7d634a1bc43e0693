import type { MissingData } from '../../domain/assessment/reason.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskAction } from '../../domain/risks/risk-action.ts'
import { asking } from '../language/asking.ts'
import type { Action } from '../language/card.ts'

/** Offers to take a risk (`R-1`), or every one of a promotion (`P-1`). The revision is the risk's episode; 0 stands for whatever there is. */
export const acknowledging = (id: string, revision: number): Action => ({
  label: 'Acknowledge',
  does: 'acknowledge',
  id,
  revision,
  words: `/shelfready ack ${id}`,
})

/** Offers, behind the first button, to see why, with the balance by day. */
export const explaining = (id: string, revision: number): Action => ({
  label: 'Why',
  does: 'why',
  id,
  revision,
  words: `/promo why ${id}`,
  isSecondary: true,
})

/** Offers what comes next after somebody acted on a risk: its next action, to snooze it, and to undo what was done. */
export const afterActing = (record: RiskRecord): readonly Action[] => {
  const id: string = `R-${record.id}`
  const isOpen = record.state === 'acknowledged' && record.snoozedUntil === null
  return [
    ...(isOpen ? nextActions(record.subject.action, id, record.episode) : []),
    ...(isOpen ? [{ ...snoozing(id, record.episode), label: 'Snooze', isSecondary: false }] : []),
    undoing(id),
  ]
}

/** Offers, behind the first button, to put a risk aside. */
export const snoozing = (id: string, revision: number): Action => ({
  label: 'Snooze until the next working morning',
  does: 'snooze',
  id,
  revision,
  words: `/shelfready snooze ${id}`,
  isSecondary: true,
})

/** Offers everything behind the card of a promotion, for the one who asks. */
export const detailing = (promotionId: string): Action => asking('Details', `promo details ${promotionId}`)

/** Offers the card of a promotion. */
export const seeingCard = (promotionId: string): Action => ({
  label: 'See card',
  does: 'see',
  id: promotionId,
  revision: 0,
  words: `/promo show ${promotionId}`,
})

/** Offers the priced options of a promotion. */
export const optionsOf = (promotionId: string): Action => asking('Options', `promo options ${promotionId}`)

const undoing = (id: string): Action => ({
  label: 'Undo',
  does: 'undo',
  id,
  revision: 0,
  words: `/shelfready undo ${id}`,
})

const fixLabels: Readonly<Partial<Record<MissingData, string>>> = {
  LEAD_TIME_UNKNOWN: 'Tell the lead time...',
  STOCK_UNKNOWN: 'Tell the stock...',
}

const fixLabel = (action: RiskAction): string =>
  (action.kind === 'tell' ? fixLabels[action.doubt] : action.kind === 'count' ? 'Tell the count...' : undefined) ??
  'Fix data...'

/** Offers to say what is right where data are missing or wrong, named after what is missing. */
export const fixing = (action: RiskAction, id: string, revision: number): Action => {
  const example = action.kind === 'tell' && action.doubt === 'LEAD_TIME_UNKNOWN' ? 'lead:14' : 'stock:120'
  return {
    ...filling(fixLabel(action), `correct:${id}`, revision, `/shelfready correct ${id} ${example}`),
    isSecondary: false,
  }
}

/** Offers to resolve a risk by what was done about it. */
export const resolving = (id: string, revision: number): Action => ({
  ...filling('Resolve...', `resolve:${id}`, revision, `/shelfready resolve ${id} reason:"..."`),
  isSecondary: false,
})

/** Offers the action that a risk asks for: to report the order, to decide, or to fix data. It stays until that is done. */
export const nextActions = (action: RiskAction, id: string, revision: number): readonly Action[] => {
  switch (action.kind) {
    case 'order':
      return [
        {
          ...filling('Ordered...', `ordered:${id}`, revision, `/shelfready ordered ${id} PO-91 due:"24 Jun"`),
          isSecondary: false,
        },
      ]
    case 'decide':
    case 'share':
      return [
        {
          ...filling('Decide...', `decide:${action.promotionId}`, 0, `/promo decide ${action.promotionId}`),
          isSecondary: false,
        },
      ]
    case 'commit':
      return [asking('Options', `promo options ${action.promotionId}`)]
    case 'forecast':
      return [asking('Scorecard', 'shelfready scorecard by:category')]
    case 'count':
    case 'tell':
    case 'chase':
      return [fixing(action, id, revision)]
    case 'reprice':
    case 'clear':
    case 'review':
      return []
  }
}

/** Offers what can be done about a risk as it stands: its next action, which stays until it is done, and one more; the rest behind them. Six in all, as many as a row takes on every platform. */
export const riskActions = (record: RiskRecord): readonly Action[] => {
  const id: string = `R-${record.id}`
  const { episode, state, subject } = record
  const next = nextActions(subject.action, id, episode)
  const fix = next.some((one) => one.id.startsWith('correct:'))
    ? []
    : [{ ...fixing(subject.action, id, episode), isSecondary: true }]
  const aside = filling('Snooze until...', `snooze:${id}`, episode, `/shelfready snooze ${id} until:monday`)
  const more = filling('More...', `handle:${id}`, episode, `/shelfready assign ${id} to:@ben`)
  const why = explaining(id, episode)
  switch (state) {
    case 'open':
      return [...next, acknowledging(id, episode), ...fix, why, aside, more]
    case 'acknowledged':
    case 'mitigating':
      return [...next, resolving(id, episode), ...fix, aside, more, { ...undoing(id), isSecondary: true }]
    case 'resolved':
    case 'accepted':
      return [reopening(id, episode), why, { ...undoing(id), isSecondary: true }]
    case 'expired':
      return []
  }
}

const reopening = (id: string, revision: number): Action => ({
  label: 'Reopen',
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
