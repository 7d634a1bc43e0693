import type { Day } from '../domain/day.ts'
import { actBy, type Digest, type DigestEntry, daysOfCover } from '../domain/digest.ts'
import { type Block, type Card, firstOf, type Item } from './card.ts'
import { doubtWords, moneyAtRisk, orderWords, problemWords } from './problem-words.ts'
import { toneOf } from './promotion-card.ts'
import { countWords, dateWords, numberWords, unitWords, verdictSymbol, verdictWord } from './words.ts'

const mostRows = 10

/** The morning's card of a channel: what needs somebody first, then what launches next and what is running. */
export const digestCard = (digest: Digest, place: string): Card => {
  const { asOf, needsAction, orderLater, next, live, later } = digest
  const all = needsAction.length + orderLater.length + next.length + live.length + later
  const heading = `Launch readiness, ${dateWords(asOf, asOf)}`
  const title = `${heading} · ${place} · ${countWords(all, 'promotion')} running or coming up`
  const first = needsAction[0]
  if (all === 0)
    return {
      tone: 'plain',
      title: `${heading} · ${place}`,
      plain: heading,
      blocks: [{ kind: 'text', text: 'No promotion is running or coming up. Register one: promo add' }],
      footer: null,
    }
  const blocks: Block[] = [
    ...listed('Needs someone', needsAction, (entry) => actionItem(entry, asOf), 'promo list'),
    ...listed('To order later', orderLater, (entry) => laterItem(entry, asOf), 'promo list'),
    ...listed('Next to launch', next, (entry) => nextItem(entry, asOf), 'promo list'),
    ...listed('Live', live, (entry) => liveItem(entry, asOf), 'promo list'),
    ...(later > 0 ? [{ kind: 'text' as const, text: `${countWords(later, 'other is', 'others are')} ready.` }] : []),
  ]
  return {
    tone: first ? toneOf(first.readiness.verdict) : 'good',
    title,
    plain: `${heading}: ${plainWords(digest, all)}`,
    blocks,
    footer: stockWords(digest),
  }
}

const plainWords = ({ needsAction, orderLater }: Digest, all: number): string => {
  if (needsAction.length > 0) return `${countWords(needsAction.length, 'promotion needs', 'promotions need')} someone`
  if (orderLater.length > 0) return `nobody is needed today, ${numberWords(orderLater.length)} to order later`
  return `all ${numberWords(all)} ready`
}

const listed = (
  title: string,
  entries: readonly DigestEntry[],
  item: (entry: DigestEntry) => Item,
  where: string,
): Block[] => {
  if (entries.length === 0) return []
  const { shown, more } = firstOf(entries, mostRows, where)
  return [{ kind: 'items', title, items: shown.map(item), more }]
}

const nameWords = (entry: DigestEntry, asOf: Day) =>
  `${entry.name} (${entry.promotionId}), ${dateWords(entry.start, asOf)}`

const actionItem = (entry: DigestEntry, asOf: Day): Item => {
  const { verdict, problems } = entry.readiness
  const worst = problems[0]
  const by = actBy(entry)
  const money = verdict === 'unknown' ? null : moneyAtRisk(problems)
  const what =
    verdict === 'unknown'
      ? 'cannot be judged'
      : verdict === 'not-ready'
        ? 'decide now: no normal order is in time'
        : `order by ${by === null ? 'the date below' : dateWords(by, asOf)}`
  const others =
    problems.length > 1 ? `and ${countWords(problems.length - 1, 'line')} more: promo check ${entry.promotionId}` : null
  const details =
    worst === undefined
      ? []
      : worst.verdict === 'unknown'
        ? [doubtWords(worst)]
        : [problemWords(worst), orderWords(worst)]
  return {
    symbol: verdictSymbol(verdict),
    text: [
      `${verdictWord(verdict)}: ${nameWords(entry, asOf)}`,
      what,
      money === null ? null : `${money} at risk`,
      entry.owner,
    ]
      .filter((part) => part !== null)
      .join(' · '),
    detail: [...details, others].filter((line) => line !== null),
  }
}

const laterItem = (entry: DigestEntry, asOf: Day): Item => {
  const by = actBy(entry)
  return {
    symbol: verdictSymbol(entry.readiness.verdict),
    text: `${verdictWord(entry.readiness.verdict)}: ${nameWords(entry, asOf)} · order by ${by === null ? 'its start' : dateWords(by, asOf)}`,
    detail: [],
  }
}

const nextItem = (entry: DigestEntry, asOf: Day): Item => ({
  symbol: verdictSymbol(entry.readiness.verdict),
  text: `Ready: ${nameWords(entry, asOf)} · ${countWords(entry.readiness.lines.length, 'line')}, ${expectedWords(entry)}`,
  detail: [],
})

const liveItem = (entry: DigestEntry, asOf: Day): Item => {
  const cover = daysOfCover(entry, asOf)
  const left = entry.end - asOf + 1
  const lasts =
    cover === null
      ? 'cover unknown'
      : cover >= left
        ? 'covered to its end'
        : `${numberWords(cover)} days of cover from what is placed`
  return {
    symbol: verdictSymbol(entry.readiness.verdict),
    text: `Ready: ${entry.name} (${entry.promotionId}) · day ${asOf - entry.start + 1} of ${entry.end - entry.start + 1} · ${lasts}`,
    detail: [],
  }
}

const expectedWords = (entry: DigestEntry) =>
  `${unitWords(entry.readiness.lines.reduce((sum, line) => sum + (line.demand?.mean ?? 0), 0))} expected`

const stockWords = ({ asOf, needsAction, orderLater, next, live }: Digest): string | null => {
  const counted = [...needsAction, ...orderLater, ...next, ...live].flatMap((entry) =>
    entry.readiness.lines.flatMap((line) => line.facts.stock?.asOf ?? []),
  )
  if (counted.length === 0) return null
  const [oldest, newest] = [Math.min(...counted), Math.max(...counted)]
  return oldest === newest
    ? `Stock of ${dateWords(newest, asOf)}.`
    : `Stock of ${dateWords(newest, asOf)}, the oldest of ${dateWords(oldest, asOf)}.`
}
