import { reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import type { DigestEntry, RiskRow } from '../../domain/digest/digest-entry.ts'
import { addMoney } from '../../domain/money.ts'
import { defaultStaleDays } from '../../domain/policy.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import { canWait } from '../../domain/risks/risk-candidate.ts'
import { itemsNeededWords } from '../calendar/items-follow-words.ts'
import { onlyWords } from '../channels/filter-words.ts'
import { behindPlanWords } from '../drops/drop-words.ts'
import { itemWords } from '../gate/item-words.ts'
import { heardWords } from '../intelligence/note-words.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  digitWords,
  numberWords,
  sinceWords,
  verdictCountsWords,
  verdictSymbol,
} from '../language/words.ts'
import { coverWords, launchDayWords } from '../live/live-words.ts'
import { isAsPlanned, paceWords, soldSoFarWords } from '../promotions/pace-words.ts'
import { expectedWords, sendingWords } from '../promotions/problem-words.ts'
import { takeWords } from '../risks/redraw-rows.ts'
import { riskId } from '../risks/risk-id.ts'
import { sumWords } from '../risks/risk-words.ts'
import { actItem, answerItem, laterItem, waitingItem } from './act-item.ts'
import { nameWords } from './digest-change-item.ts'
import { newsItems } from './digest-news.ts'
import { outcomeWords } from './ended-words.ts'
import { nextWeeksBlocks } from './next-weeks.ts'

const mostRows = 10
const mostHeard = 3
const mostSendings = 3
const mostToDo = 2

/** The digest card: what somebody can do first, soonest first; then who is waited for, what changed, launches, live and ended promotions. */
export const digestCard = (digest: Digest, place: string, late: string | null = null): Card => {
  const { asOf, day, acts, answers, following, next, live, ended, heard, verdicts, promotions } = digest
  const heading = `Launch readiness, ${dateWords(day, asOf)}`
  if (isEmpty(digest))
    return {
      tone: 'plain',
      title: `${heading} · ${place}`,
      plain: heading,
      blocks: [{ kind: 'text', text: nothingWords(digest) }],
      footer: footerOf([late, missedWords(digest), onlyWords(digest.filter)]),
    }
  const counts = promotions === 0 ? 'nothing running or coming up' : verdictCountsWords(verdicts)
  return {
    tone: acts.length === 0 ? 'good' : verdicts['not-ready'] > 0 ? 'bad' : 'warning',
    title: `${heading} · ${place} · ${counts}`,
    plain: `${heading}: ${[todoWords(digest), counts].filter((words) => words !== null).join('; ')}`,
    blocks: [
      ...listed('To do, soonest first', acts, (act) => actItem(act, asOf, day), '/shelfready risks').map((block) => ({
        ...block,
        isNumbered: true,
      })),
      ...listed('Waiting for an answer', answers, (proposal) => answerItem(proposal, day), '/promo decisions'),
      ...listed('Items follow', following, (entry) => followingItem(entry, asOf), '/promo list'),
      ...listed(
        'Due apart from stock',
        digest.itemsDue,
        ({ entry, item }) => ({ symbol: '·', text: `${nameWords(entry)}: ${itemWords(item, day)}`, detail: [] }),
        '/promo items PROMOTION',
      ),
      ...listed('Under way', underWay(digest), (row) => waitingItem(row, asOf), '/shelfready risks'),
      ...changeBlocks(digest),
      ...listed(
        'Heard',
        heard,
        ({ note, counted }) => ({ symbol: '·', text: heardWords(note, counted, asOf), detail: [] }),
        '/intel list',
        mostHeard,
      ),
      ...listed('Next to launch', next, (entry) => nextItem(entry, asOf), '/promo list'),
      ...listed('Live', live, (entry) => liveItem(entry, asOf), '/promo list'),
      ...listed('Ended', ended, endedItem, '/promo history PROMOTION'),
      ...nextWeeksBlocks(digest),
      ...laterBlocks(digest),
    ],
    footer: footerOf([late, missedWords(digest), stockWords(digest), onlyWords(digest.filter), offerToTake(digest)]),
  }
}

const isEmpty = ({ promotions, acts, waiting, later, ended, changes }: Digest): boolean =>
  promotions + acts.length + waiting.length + later.length + ended.length === 0 &&
  (changes === null || changes.items.length === 0)

const nothingWords = ({ filter }: Digest): string =>
  filter === null
    ? 'No promotions are running or coming up. Register one: /promo add'
    : 'No matching promotions are running or coming up.'

/** The digest of a day without changes, in one line. */
export const quietDigestCard = (digest: Digest, late: string | null = null): Card => {
  const { verdicts, promotions, later } = digest
  const rows = [...digest.acts.flatMap((act) => (act.kind === 'risk' ? act.row : [])), ...digest.waiting]
  const waiting = rows.filter(
    ({ record }) => record === null || record.state === 'open' || record.state === 'acknowledged',
  )
  const byOwner = Map.groupBy(waiting, ({ record }) => record?.owner?.name ?? null)
  const unassigned = byOwner.get(null) ?? []
  const owned = [...byOwner].flatMap(([name, own]) => (name === null ? [] : [{ name, own }]))
  const parts = [
    promotions === 0 ? 'no promotions running or coming up' : `${numberWords(verdicts.ready)} ready`,
    ...(unassigned.length === 0
      ? []
      : [`${numberWords(unassigned.length)} unassigned${inBrackets(unassigned, digest.asOf)}`]),
    ...owned.map(({ name, own }) => `${numberWords(own.length)} waiting for ${name}${inBrackets(own, null)}`),
    ...(digest.answers.length === 0 ? [] : [`${countWords(digest.answers.length, 'proposal')} waiting for an answer`]),
    ...(later.length === 0 ? [] : [`${numberWords(later.length)} to order later`]),
  ]
  const title = `Launch readiness, ${dateWords(digest.day, digest.asOf)}: nothing changed. ${parts.join(', ')}.`
  return { tone: 'plain', title, plain: title, blocks: [], footer: footerOf([late, onlyWords(digest.filter)]) }
}

/** Says the money of risks, and since when the oldest of them waits where that is asked. */
const inBrackets = (rows: readonly RiskRow[], asOf: Day | null): string => {
  const known = [
    sumWords(addMoney(rows.map(({ candidate }) => candidate.money))),
    asOf === null
      ? null
      : rows
          .slice(0, mostNamed)
          .flatMap(({ record }) => (record ? riskId(record) : []))
          .join(' '),
    asOf === null ? null : oldestWords(rows, asOf),
  ].filter((part) => part !== null && part !== '')
  return known.length === 0 ? '' : ` (${known.join(', ')})`
}

const mostNamed = 5

const footerOf = (parts: readonly (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join(' ') || null

/** Says since when the oldest question waits for an answer; nothing for those of today. */
const oldestWords = (rows: readonly RiskRow[], asOf: Day): string | null => {
  const days = rows.flatMap(({ record }) => record?.openedOn ?? [])
  const oldest = Math.min(...days)
  return days.length === 0 || oldest >= asOf ? null : `since ${sinceWords(oldest, asOf)}`
}

const todoWords = ({ acts }: Digest): string | null => {
  if (acts.length === 0) return null
  const today = acts.filter(({ isLastDay }) => isLastDay).length
  return `${numberWords(acts.length)} to do${today === 0 ? '' : `, ${numberWords(today)} today`}`
}

const offerToTake = ({ acts }: Digest): string | null => {
  const open = acts.flatMap((act) =>
    act.kind === 'risk' && act.row.record?.state === 'open' && act.row.record.id > 0 ? act.row.record : [],
  )
  return open[0] === undefined ? null : takeWords(riskId(open[0]))
}

const listed = <T>(
  title: string,
  list: readonly T[],
  item: (one: T) => Item,
  where: string,
  most = mostRows,
): readonly Extract<Block, { kind: 'items' }>[] => {
  if (list.length === 0) return []
  const { shown, left } = firstOf(list, most)
  return [{ kind: 'items', title, items: shown.map(item), left, where }]
}

/** A channel with a weekly outlook reads there of what can wait. */
const underWay = ({ waiting, outlook, asOf }: Digest): readonly RiskRow[] =>
  outlook.later === 'omitted' ? waiting.filter(({ candidate }) => !canWait(candidate, asOf)) : waiting

/** What can wait is listed once a week, one line each. */
const laterBlocks = ({ later, outlook, asOf }: Digest): readonly Block[] => {
  if (outlook.later === 'omitted' || later.length === 0) return []
  if (outlook.later === 'listed') return listed('Can wait', later, (row) => laterItem(row, asOf), '/shelfready risks')
  const first = Math.min(...later.map(({ candidate }) => candidate.orderBy ?? Number.POSITIVE_INFINITY))
  const until = Number.isFinite(first) ? `, the first until ${dateWords(first, asOf)}` : ''
  return [{ kind: 'text', text: `${countWords(later.length, 'risk')} can wait${until}: /shelfready risks` }]
}

const changeBlocks = (digest: Digest): readonly Block[] => {
  const { changes, asOf } = digest
  if (changes === null) return []
  const day = changes.since === asOf ? "this morning's digest" : sinceWords(changes.since, asOf)
  if (changes.items.length === 0) return [{ kind: 'text', text: `Nothing changed since ${day}.` }]
  return listed(`Changed since ${day}`, newsItems(digest, changes), (item) => item, '/promo list')
}

const followingItem = (entry: DigestEntry, asOf: Day): Item => ({
  symbol: '?',
  text: `${nameWords(entry)}, ${dateWords(entry.start, asOf)} · ${itemsNeededWords(entry, asOf)} · ${entry.owner ?? 'Unassigned'}`,
  detail: [],
})

const nextItem = (entry: DigestEntry, asOf: Day): Item => ({
  symbol: verdictSymbol(entry.readiness.verdict),
  text: `${nameWords(entry)}, ${dateWords(entry.start, asOf)} · ${expectedWords(entry.readiness.lines)}`,
  detail: [...behindWords(entry), ...firstOf(sendingWords(entry.readiness.lines), mostSendings).shown],
})

/** Says of a coming promotion that what it rests on sells below plan, of the line that matters most. */
const behindWords = ({ readiness }: DigestEntry): readonly string[] => {
  const behind = readiness.lines.flatMap((line) => {
    const reason = reasonOf(line, 'BEHIND_PLAN')
    return reason === null ? [] : [{ line, reason }]
  })
  const [worst] = behind.toSorted((a, b) => b.reason.less - a.reason.less)
  return worst === undefined
    ? []
    : [`${worst.line.facts.item.name} ${behindPlanWords(worst.reason, worst.line.facts.asOf, 'short')}`]
}

const liveItem = (entry: DigestEntry, asOf: Day): Item => {
  const { cover, pace } = entry
  const toDo = launchDayWords(entry, asOf)
  return {
    symbol:
      pace?.slow !== undefined && entry.readiness.verdict === 'ready' ? '▼' : verdictSymbol(entry.readiness.verdict),
    text: [
      nameWords(entry),
      `day ${digitWords(asOf - entry.start + 1)} of ${digitWords(entry.end - entry.start + 1)}`,
      coverWords(cover, entry.end - asOf + 1),
      pace === null ? null : paceWords(pace),
    ]
      .filter((part) => part !== null)
      .join(' · '),
    detail: [
      ...firstOf(toDo, mostToDo).shown,
      ...(pace === null || isAsPlanned(pace) ? [] : [soldSoFarWords(pace, asOf)]),
    ].slice(0, mostToDo),
  }
}

const endedItem = (promotion: EndedPromotion): Item => ({
  symbol: promotion.stockedOut === null ? '·' : promotion.stockedOut ? '✖' : '●',
  text: `${nameWords(promotion)} · ${outcomeWords(promotion)}${promotion.isReviewed ? ' · review in its thread' : ''}`,
  detail: [],
})

const missedWords = ({ missed, asOf }: Digest): string | null =>
  missed === null ? null : `The digest of ${dateWords(missed, asOf)} was not delivered.`

const stockWords = ({ asOf, stock }: Digest): string | null => {
  if (stock === null) return null
  const date = (day: Day) => (day === asOf ? 'today' : dateWords(day, asOf))
  const age = asOf - stock.newest > defaultStaleDays ? `, ${countWords(asOf - stock.newest, 'day')} old` : ''
  return stock.oldest === stock.newest
    ? `Stock of ${date(stock.newest)}${age}.`
    : `Stock of ${date(stock.newest)}${age}, the oldest of ${dateWords(stock.oldest, asOf)}.`
}
