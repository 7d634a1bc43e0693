import type { Day } from '../../domain/day.ts'
import type { DigestChange } from '../../domain/digest/digest-snapshot.ts'
import type { VerdictCause } from '../../domain/digest/verdict-cause.ts'
import type { Item } from '../language/card.ts'
import {
  dateWords,
  digitWords,
  listWords,
  numberWords,
  percentWords,
  shortDateWords,
  unitWords,
  verdictSymbol,
  verdictWord,
  verdictWords,
  windowWords,
} from '../language/words.ts'
import { paceWords } from '../promotions/pace-words.ts'

/** Names a promotion with its number, `Summer BOGO (P-12)`. */
export const nameWords = ({ name, promotionId }: { readonly name: string; readonly promotionId: string }) =>
  `${name} (${promotionId})`

/** Writes one row of the digest about a change since the previous digest. */
export const digestChangeItem = (change: DigestChange, asOf: Day): Item => {
  switch (change.kind) {
    case 'new':
      return {
        symbol: verdictSymbol(change.verdict),
        text: `New: ${nameWords(change)}, ${shortDateWords(change.start, asOf)}`,
        detail: [],
      }
    case 'gone':
      return { symbol: '·', text: `${nameWords(change)} was cancelled`, detail: [] }
    case 'moved':
      return {
        symbol: '·',
        text: `${nameWords(change)} moved ${movedWords(change, asOf)}`,
        detail: [],
      }
    case 'verdict': {
      const because = change.cause === null ? '' : `: ${causeWords(change.cause, asOf)}`
      const verb = change.to === 'ready' ? 'is ready' : `is now ${verdictWord(change.to).toLowerCase()}`
      return {
        symbol: verdictSymbol(change.to),
        text: `${nameWords(change)} ${verb}${change.to === 'ready' && because !== '' ? '' : `, was ${verdictWord(change.from).toLowerCase()}`}${because}`,
        detail: [],
      }
    }
    case 'slow':
      return { symbol: '·', text: `${nameWords(change)} is ${paceWords(change)}`, detail: [] }
    case 'order':
      return { symbol: '·', text: orderChangeWords(change, asOf), detail: [] }
  }
}

/** Says to which days it moved; where its length stays, only to which start. */
const movedWords = ({ from, to }: Extract<DigestChange, { kind: 'moved' }>, asOf: Day): string =>
  from.end - from.start === to.end - to.start
    ? `to ${dateWords(to.start, asOf)}, was ${shortDateWords(from.start, asOf)}`
    : `to ${windowWords(to.start, to.end, asOf)}, was ${windowWords(from.start, from.end, asOf)}`

const lateWords = { later: 'comes later', undated: 'has no new date', gone: 'is no longer on order' } as const

const causeWords = (cause: VerdictCause, asOf: Day): string => {
  switch (cause.kind) {
    case 'confirmed':
      return confirmedWords(cause.orders, asOf)
    case 'late':
      return listWords(cause.orders.slice(0, 2).map(({ orderId, how }) => `${orderId} ${lateWords[how]}`))
    case 'moved':
      return 'it has other days'
    case 'demand':
      return `${unitWords(cause.to)} expected, was ${numberWords(cause.from)}`
    case 'beside':
      return cause.came
        ? `${nameWords(cause)} wants the same units`
        : `${nameWords(cause)} no longer wants the same units`
    case 'counted':
      return cause.isStale
        ? `its stock was last counted ${dateWords(cause.on, asOf)}`
        : `its stock was counted ${dateWords(cause.on, asOf)}`
    case 'chance':
      return chanceWords(percentWords(cause.to), percentWords(cause.from))
    case 'stock':
      return cause.units > 0
        ? `${unitWords(cause.units)} more in stock than expected`
        : `${unitWords(-cause.units)} fewer in stock than expected`
  }
}

const chanceWords = (to: string, from: string): string =>
  to === from ? `${to} likely to run out` : `${to} likely to run out, was ${from}`

/** Says which orders were confirmed, those of one day together: "PO-1 and PO-2 confirmed for Fri 12 Jun". */
const confirmedWords = (orders: Extract<VerdictCause, { kind: 'confirmed' }>['orders'], asOf: Day): string =>
  listWords(
    [...Map.groupBy(orders, ({ day }) => day)]
      .slice(0, 2)
      .map(
        ([day, own]) =>
          `${listWords(own.slice(0, 2).map(({ orderId }) => orderId))} confirmed for ${dateWords(day, asOf)}`,
      ),
  )

const mostTouched = 3

const orderChangeWords = (
  { orderId, how, to, units, touches }: Extract<DigestChange, { kind: 'order' }>,
  asOf: Day,
): string => {
  const what = {
    later: `slipped to ${to === null ? 'an unknown date' : dateWords(to, asOf)}`,
    earlier: `comes earlier, on ${to === null ? 'an unknown date' : dateWords(to, asOf)}`,
    undated: 'is delayed and has no new date',
    gone: 'is no longer on order',
  }[how]
  const named = touches
    .slice(0, mostTouched)
    .map((one) => `${nameWords(one)}, ${verdictWords(one.verdict).toLowerCase()}`)
  const others = touches.length > mostTouched ? [`${digitWords(touches.length - mostTouched)} more`] : []
  return `${orderId} (${unitWords(units)}) ${what}: touches ${listWords([...named, ...others])}`
}
