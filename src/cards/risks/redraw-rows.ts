import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { DigestEntry, RiskRow } from '../../domain/digest/digest-entry.ts'
import { isCalledFor, isSettled, type RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { agreedWords } from '../decisions/decision-words.ts'
import type { Card, Item } from '../language/card.ts'
import { verdictSymbol, verdictWord } from '../language/words.ts'
import { riskId } from './risk-id.ts'
import { ownerWords, standing } from './risk-standing.ts'
import { namesWords } from './risk-words.ts'

/** How a risk on a card stands now. */
export type RiskNow = {
  readonly record: RiskRecord
  /** What the assessment calls for; null where it calls for nothing, or is not known. */
  readonly candidate: RiskCandidate<DigestEntry> | null
  /** The worst verdict of its promotions; null where all of them are over. */
  readonly verdict: Verdict | null
  /** What was agreed for its promotions; null where nothing was. */
  readonly agreed: Decision | null
}

/** Gives how a risk stands now, by its number; null for one that is not known. */
export type RisksNow = (about: string) => RiskNow | null

/** Tells whether nothing is left to do about a risk. */
const isOver = ({ record }: RiskNow): boolean => !isCalledFor(record) || isSettled(record) || record.state === 'expired'

/** Draws the rows of a list as their risks stand now, each by `draw` from what it was: what is settled is one line. */
export const withRowsNow = (card: Card, risks: RisksNow, today: Day, draw: (row: RiskRow, was: Item) => Item): Card =>
  redrawn(card, risks, (item, now) => {
    if (isOver(now)) return settledItem(now, item, today)
    const { candidate, record } = now
    return candidate === null ? { ...item, ...standing(record, today) } : draw({ candidate, record }, item)
  })

/** Draws the status of the risks on a card as they stand now and leaves what is said of them; what is settled is one line. */
export const withStandingsNow = (card: Card, risks: RisksNow, today: Day): Card =>
  redrawn(card, risks, (item, now) =>
    isOver(now) ? settledItem(now, item, today) : { ...item, ...standing(now.record, today) },
  )

const redrawn = (card: Card, risks: RisksNow, draw: (item: Item, now: RiskNow) => Item): Card => {
  const one = (item: Item): Item => {
    const now = item.about === undefined ? null : risks(item.about)
    return now === null ? item : draw(item, now)
  }
  return {
    ...card,
    footer: card.footer === null ? null : withOffer(card.footer, firstOpen(card, risks)),
    blocks: card.blocks.map((block) => (block.kind === 'items' ? { ...block, items: block.items.map(one) } : block)),
  }
}

/** Says in one line how a settled risk's promotions stand now and what settled it, `Cola double deal (P-1): ready, capped at 289 of 700 units, agreed by Ana and Ben`. */
const settledItem = ({ record, verdict, agreed }: RiskNow, item: Item, today: Day): Item => {
  const word = verdict === null ? 'over' : verdictWord(verdict).toLowerCase()
  const how = agreed === null ? howWords(record, today) : agreedWords(agreed, today)
  return {
    symbol: verdict === null ? '·' : verdictSymbol(verdict),
    text: `${namesWords(record.subject)}: ${word}${how === null ? '' : `, ${how}`}`,
    status: riskId(record),
    detail: [],
    ...(item.about === undefined ? {} : { about: item.about }),
    actions: [],
  }
}

/** Says what somebody did about a risk that is settled; null where it ended by itself. */
const howWords = (record: RiskRecord, today: Day): string | null => {
  const { handled, state } = record
  if (state === 'resolved' || state === 'accepted') return handled === null ? null : ownerWords(record, today)
  return null
}

/** Offers in the small print to take a risk by its number. */
export const takeWords = (id: string): string => `Take one: /shelfready ack ${id}`

const withOffer = (footer: string, id: string | null): string =>
  footer.replace(/ ?Take one: \S+ ack R-\d+/, id === null ? '' : ` ${takeWords(id)}`).trim()

const firstOpen = ({ blocks }: Card, risks: RisksNow): string | null =>
  blocks
    .flatMap((block) => (block.kind === 'items' ? block.items : []))
    .find(({ about }) => about !== undefined && risks(about)?.record.state === 'open')?.about ?? null
