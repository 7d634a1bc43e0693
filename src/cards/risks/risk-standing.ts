import type { Day } from '../../domain/day.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { askedWords, untakenWords } from '../escalation/escalation-words.ts'
import type { Item } from '../language/card.ts'
import { dateWords, sinceWords } from '../language/words.ts'
import { riskActions } from './risk-actions.ts'
import { riskId } from './risk-id.ts'

/** Says whom a risk is with, `Ben since Fri`; a risk without an owner says `Unassigned`. */
export const ownerWords = (record: RiskRecord | null, today: Day): string => {
  if (record === null) return 'Unassigned'
  const { owner, handled, state } = record
  if (state === 'open' || handled === null)
    return owner === null
      ? `Unassigned${untakenWords(record, today)}`
      : `waiting for ${owner.name}${heldSince(owner.on, today)}${askedWords(record, today)}`
  const { name, reason } = handled
  const why = reason === null ? '' : `: ${reason}`
  if (state === 'resolved') return `resolved by ${name}${why}`
  if (state === 'accepted') return `accepted by ${name}${why}`
  const whose = owner ?? handled
  if (record.snoozedUntil !== null) return `snoozed by ${name} until ${dateWords(record.snoozedUntil, today)}`
  const how = state === 'mitigating' && reason !== null ? `, ${reason}` : ''
  return `${whose.name}${heldSince(whose.on, today)}${how}`
}

const heldSince = (day: Day, today: Day): string => (day >= today ? '' : ` since ${sinceWords(day, today)}`)

/** Gives the status of a risk and its actions: the part of a row that changes when somebody acts. */
export const standing = (
  record: RiskRecord | null,
  today: Day,
): Pick<Item, 'status'> & Partial<Pick<Item, 'about' | 'actions'>> => {
  if (record === null || record.id === 0) return { status: ownerWords(null, today) }
  return {
    status: `${ownerWords(record, today)} · ${riskId(record)}`,
    about: riskId(record),
    actions: riskActions(record),
  }
}
