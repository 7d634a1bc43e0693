import type { Day } from '../../domain/day.ts'
import type { DigestChange } from '../../domain/digest/digest-snapshot.ts'
import type { Item } from '../language/card.ts'
import {
  dateWords,
  digitWords,
  listWords,
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
  const date = (day: Day) => dateWords(day, asOf)
  switch (change.kind) {
    case 'new':
      return {
        symbol: verdictSymbol(change.verdict),
        text: `New: ${nameWords(change)}, ${date(change.start)} · ${verdictWord(change.verdict).toLowerCase()}`,
        detail: [],
      }
    case 'gone':
      return { symbol: '·', text: `${nameWords(change)} was cancelled`, detail: [] }
    case 'moved':
      return {
        symbol: '·',
        text: `${nameWords(change)} moved: was ${windowWords(change.from.start, change.from.end, asOf)}, is now ${windowWords(change.to.start, change.to.end, asOf)}`,
        detail: [],
      }
    case 'verdict': {
      const orders = change.confirmed.slice(0, 2).map(({ orderId, day }) => `${orderId} confirmed for ${date(day)}`)
      const because = orders.length === 0 ? '' : `: ${listWords(orders)}`
      const wasShort = change.from === 'not-ready' || change.from === 'at-risk'
      const verb =
        change.to === 'ready' && wasShort ? 'is ready again' : `is now ${verdictWord(change.to).toLowerCase()}`
      return {
        symbol: verdictSymbol(change.to),
        text: `${nameWords(change)} ${verb}, was ${verdictWord(change.from).toLowerCase()}${because}`,
        detail: [],
      }
    }
    case 'slow':
      return { symbol: '·', text: `${nameWords(change)} is ${paceWords(change)}`, detail: [] }
    case 'order':
      return { symbol: '·', text: orderChangeWords(change, asOf), detail: [] }
  }
}

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
