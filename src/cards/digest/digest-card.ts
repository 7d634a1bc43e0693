import type { Day } from '../../domain/day.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import type { DigestEntry, RiskRow } from '../../domain/digest/digest-entry.ts'
import { addMoney } from '../../domain/money.ts'
import { defaultStaleDays } from '../../domain/policy.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import { subjectOf } from '../../domain/risks/risk.ts'
import { onlyWords } from '../channels/filter-words.ts'
import { decidedWords } from '../decisions/decision-list-card.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  digitWords,
  listWords,
  numberWords,
  sinceWords,
  unitWords,
  verdictSymbol,
  verdictWord,
} from '../language/words.ts'
import { cameInWords, paceWords, soldSoFarWords } from '../promotions/pace-words.ts'
import { expectedWords, sendingWords } from '../promotions/problem-words.ts'
import { riskId, riskItem, riskLine, standing, sumWords, takeWords } from '../risks/risk-words.ts'
import { digestChangeItem, nameWords } from './digest-change-item.ts'
import { nextWeeksBlocks } from './next-weeks.ts'

const mostRows = 10
const mostSendings = 3

/** The digest card: risks that need somebody first, then changes, launches, live and ended promotions. */
export const digestCard = (digest: Digest, place: string, late: string | null = null): Card => {
  const { asOf, needs, waiting, next, live, ended, readyLater, promotions } = digest
  const heading = `Launch readiness, ${dateWords(digest.day, asOf)}`
  if (isEmpty(digest))
    return {
      tone: 'plain',
      title: `${heading} · ${place}`,
      plain: heading,
      blocks: [{ kind: 'text', text: nothingWords(digest) }],
      footer: footerOf([late, missedWords(digest), onlyWords(digest.filter)]),
    }
  const title = [heading, place, ...(promotions === 0 ? [] : [runningWords(promotions)])].join(' · ')
  const blocks: Block[] = [
    ...listed('Needs someone', needs, (row) => riskItem(row, subjectOf(row.candidate), asOf), '/shelfready risks'),
    ...listed('Waiting', waiting, (row) => waitingItem(row, asOf), '/shelfready risks'),
    ...laterBlocks(digest),
    ...changeBlocks(digest),
    ...listed('Next to launch', next, (entry) => nextItem(entry, asOf), '/promo list'),
    ...listed('Live', live, (entry) => liveItem(entry, asOf), '/promo list'),
    ...listed('Ended', ended, (promotion) => endedItem(promotion, asOf), '/promo history PROMOTION'),
    ...(readyLater > 0 ? [{ kind: 'text' as const, text: readyWords(readyLater, promotions) }] : []),
    ...nextWeeksBlocks(digest),
    ...(digest.weekly === 'today' ? laterList(digest) : []),
  ]
  return {
    tone: needs.length === 0 ? 'good' : needs.some((row) => row.candidate.verdict === 'not-ready') ? 'bad' : 'warning',
    title,
    plain: `${heading}: ${plainWords(digest)}`,
    blocks,
    footer: footerOf([
      late,
      missedWords(digest),
      stockWords(digest),
      onlyWords(digest.filter),
      needs.length === 0 ? null : offerToTake(needs),
    ]),
  }
}

const runningWords = (promotions: number) => `${countWords(promotions, 'promotion')} running or coming up`

const isEmpty = ({ promotions, needs, waiting, later, ended, changes }: Digest): boolean =>
  promotions + needs.length + waiting.length + later.length + ended.length === 0 &&
  (changes === null || changes.items.length === 0)

const nothingWords = ({ filter }: Digest): string =>
  filter === null
    ? 'No promotion is running or coming up. Register one: /promo add'
    : 'No promotion that this is about is running or coming up.'

/** The digest of a day without changes, in one line. */
export const quietDigestCard = (digest: Digest, late: string | null = null): Card => {
  const { needs, waiting, later, ready, promotions } = digest
  const who = [...new Set(waiting.flatMap(({ record }) => record?.owner?.name ?? []))]
  const money = (rows: readonly RiskRow[]) => sumWords(addMoney(rows.map(({ candidate }) => candidate.money)))
  const inBrackets = (...parts: (string | null)[]) => {
    const known = parts.filter((part) => part !== null && part !== '')
    return known.length === 0 ? '' : ` (${known.join(', ')})`
  }
  const parts = [
    promotions === 0 ? 'no promotion is running or coming up' : `${numberWords(ready)} ready`,
    ...(needs.length === 0
      ? []
      : [
          `${countWords(needs.length, 'needs', 'need')} someone${inBrackets(
            money(needs),
            needs
              .slice(0, 5)
              .flatMap(({ record }) => (record ? riskId(record) : []))
              .join(' '),
            oldestWords(needs, digest.asOf),
          )}`,
        ]),
    ...(waiting.length === 0
      ? []
      : [`${numberWords(waiting.length)} waiting${inBrackets(listWords(who), money(waiting))}`]),
    ...(later.length === 0 ? [] : [`${numberWords(later.length)} to order later`]),
  ]
  const title = `Launch readiness, ${dateWords(digest.day, digest.asOf)}: nothing changed. ${parts.join(', ')}.`
  return { tone: 'plain', title, plain: title, blocks: [], footer: footerOf([late, onlyWords(digest.filter)]) }
}

const footerOf = (parts: readonly (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join(' ') || null

/** Says since when the oldest question waits for an answer; nothing for those of today. */
const oldestWords = (needs: readonly RiskRow[], asOf: Day): string | null => {
  const days = needs.flatMap(({ record }) => record?.openedOn ?? [])
  const oldest = Math.min(...days)
  return days.length === 0 || oldest >= asOf ? null : `since ${sinceWords(oldest, asOf)}`
}

const plainWords = ({ needs, waiting, later, promotions }: Digest): string => {
  if (needs.length > 0) return `${countWords(needs.length, 'risk needs', 'risks need')} someone`
  if (waiting.length > 0) return `${countWords(waiting.length, 'risk is', 'risks are')} being dealt with`
  if (later.length > 0) return `nobody is needed today, ${numberWords(later.length)} to order later`
  return promotions === 0 ? 'nothing is running or coming up' : `all ${numberWords(promotions)} ready`
}

const offerToTake = (needs: readonly RiskRow[]): string | null => {
  const first = needs.find(({ record }) => record !== null && record.id > 0)?.record
  return first ? takeWords(riskId(first)) : null
}

const listed = <T>(title: string, list: readonly T[], item: (one: T) => Item, where: string): Block[] => {
  if (list.length === 0) return []
  const { shown, left } = firstOf(list, mostRows)
  return [{ kind: 'items', title, items: shown.map(item), left, where }]
}

const waitingItem = (row: RiskRow, asOf: Day): Item => ({
  symbol: verdictSymbol(row.candidate.verdict),
  text: riskLine(row, subjectOf(row.candidate), asOf),
  ...standing(row.record, asOf),
  detail: [],
})

/** A digest that shows the coming weeks also shows the orders that can wait, once a week. */
const laterBlocks = (digest: Digest): readonly Block[] => {
  if (digest.weekly === 'never') return laterList(digest)
  return digest.weekly === 'today' || digest.later.length === 0
    ? []
    : [
        {
          kind: 'text',
          text: `${countWords(digest.later.length, 'risk')} can wait; the week's first digest lists them.`,
        },
      ]
}

const laterList = ({ later, asOf }: Digest): readonly Block[] =>
  listed('Can wait', later, (row) => waitingItem(row, asOf), '/shelfready risks')

const readyWords = (later: number, promotions: number) =>
  later === promotions
    ? `${countWords(later, 'promotion is', 'promotions are')} ready, with nothing to do.`
    : `${countWords(later, 'other is', 'others are')} ready.`

const changeBlocks = ({ changes, asOf }: Digest): Block[] => {
  if (changes === null) return []
  const { since, items } = changes
  const day = since === asOf ? "this morning's digest" : sinceWords(since, asOf)
  if (items.length === 0) return [{ kind: 'text', text: `Nothing changed since ${day}.` }]
  return listed(`Changed since ${day}`, items, (change) => digestChangeItem(change, asOf), '/promo list')
}

const nextItem = (entry: DigestEntry, asOf: Day): Item => ({
  symbol: verdictSymbol(entry.readiness.verdict),
  text: `Ready: ${nameWords(entry)}, ${dateWords(entry.start, asOf)} · ${countWords(entry.readiness.lines.length, 'line')}, ${expectedWords(entry.readiness.lines)}`,
  detail: firstOf(sendingWords(entry.readiness.lines), mostSendings).shown,
})

const liveItem = (entry: DigestEntry, asOf: Day): Item => {
  const { cover, pace } = entry
  const left = entry.end - asOf + 1
  const lasts =
    cover === null
      ? 'cover unknown'
      : `${cover.days >= left ? 'covered to its end' : `${countWords(Math.floor(cover.days * 10) / 10, 'day')} of cover @ ${cover.location} from what is placed`}${cover.isOfNormalSales ? ' at normal sales' : ''}`
  return {
    symbol: verdictSymbol(entry.readiness.verdict),
    text: [
      `${verdictWord(entry.readiness.verdict)}: ${nameWords(entry)}`,
      `day ${digitWords(asOf - entry.start + 1)} of ${digitWords(entry.end - entry.start + 1)}`,
      lasts,
      pace === null ? null : paceWords(pace),
    ]
      .filter((part) => part !== null)
      .join(' · '),
    detail: pace === null ? [] : [soldSoFarWords(pace)],
  }
}

const endedItem = (promotion: EndedPromotion, asOf: Day): Item => {
  const { soldUnits, expectedUnits, fillRate, cameIn } = promotion
  const known = cameInWords(cameIn)
  const lost = sumWords(promotion.lost)
  const sold =
    soldUnits === null
      ? 'nobody has told what it sold yet: import sales'
      : known !== ''
        ? `sold ${numberWords(soldUnits)}${known}`
        : `sold ${numberWords(soldUnits)}${expectedUnits === null ? ' units' : ` of ${unitWords(expectedUnits)} expected`}`
  return {
    symbol: '·',
    text: [
      `${nameWords(promotion)}, until ${dateWords(promotion.end, asOf)}`,
      sold,
      fillRate === null ? null : `fill rate ${rateWords(fillRate)}${known === '' ? '' : ' there'}`,
      lost === null ? null : `${lost} lost`,
      promotion.decided === null ? null : decidedWords(promotion.decided),
    ]
      .filter((part) => part !== null)
      .join(' · '),
    detail: [],
  }
}

const rateWords = (rate: number) => `${(Math.floor(rate * 1000) / 10).toFixed(1)} %`

const missedWords = ({ missed, asOf }: Digest): string | null =>
  missed === null ? null : `The digest of ${dateWords(missed, asOf)} was not delivered.`

const stockWords = ({ asOf, stock }: Digest): string | null => {
  if (stock === null) return null
  const age = asOf - stock.newest > defaultStaleDays ? `, ${countWords(asOf - stock.newest, 'day')} old` : ''
  return stock.oldest === stock.newest
    ? `Stock of ${dateWords(stock.newest, asOf)}${age}.`
    : `Stock of ${dateWords(stock.newest, asOf)}${age}, the oldest of ${dateWords(stock.oldest, asOf)}.`
}
