import type { Day } from '../../domain/day.ts'
import {
  againstLastWeek,
  type Deadline,
  type DueDecision,
  type Overview,
  type OwnedAgainst,
} from '../../domain/digest/overview.ts'
import { addMoney, type Money, moneySize } from '../../domain/money.ts'
import { tolerableStockoutRate } from '../../domain/policy.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  digitWords,
  listWords,
  moneyWords,
  numberWords,
  percentWords,
  verdictSymbol,
} from '../language/words.ts'
import { optionName } from '../options/option-words.ts'
import { sumWords } from '../risks/risk-words.ts'

const mostOwners = 3
const mostThanks = 2

/** The executive's overview, in about ten lines. `deciding` counts all decisions that wait, shown or not. */
export const overviewCard = (overview: Overview, deciding: number): Card => {
  const { day, decisions, atRisk, lastWeek } = overview
  const now = addMoney(atRisk.owners.map(({ money }) => money))
  const then = lastWeek === null ? null : addMoney(lastWeek.owners.map(({ money }) => money))
  const waiting = deciding === 0 ? 'no decisions waiting' : `${countWords(deciding, 'decision')} waiting`
  const title = `Overview, ${dateWords(day, day)} · ${waiting} · ${atRiskWords(now, atRisk.owners.length > 0)} in the next 8 weeks`
  const owners = againstLastWeek(atRisk, lastWeek).filter(
    ({ money, risks, before }) =>
      moneySize(money) >= 0.5 || moneySize(before ?? {}) >= 0.5 || (risks > 0 && isUnknown(money)),
  )
  const { shown, left } = firstOf(owners, mostOwners)
  return {
    tone: deciding > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      ...list(
        'Waiting for a decision',
        decisions.map((one) => decisionItem(one, day)),
        deciding - decisions.length,
        '/shelfready risks',
      ),
      ...list(
        then === null || lastWeek === null
          ? 'At risk by owner (no comparison with last week yet)'
          : `At risk by owner (${amount(then)} in total on ${dateWords(lastWeek.day, day)})`,
        shown.map(ownerItem),
        left,
        '/shelfready risks',
      ),
      ...list('The last 8 weeks', wentItems(overview), 0, ''),
    ],
    footer:
      decisions[0] === undefined
        ? 'All risks: /shelfready risks'
        : `Decide: /promo options ${decisions[0].promotionId}. All risks: /shelfready risks`,
  }
}

const amount = (money: Money): string => sumWords(money) ?? 'nothing'

/** Risks without a known price or quantity have no amount in any currency, which is not the same as zero. */
const isUnknown = (money: Money): boolean => Object.keys(money).length === 0

const atRiskWords = (money: Money, isAny: boolean): string =>
  isAny && isUnknown(money) ? 'money at risk unknown' : `${amount(money)} at risk`

const list = (title: string, items: readonly Item[], left: number, where: string): readonly Block[] =>
  items.length === 0 && left === 0 ? [] : [{ kind: 'items', title, items, left, where }]

const decisionItem = (one: DueDecision, today: Day): Item => ({
  symbol: verdictSymbol('not-ready'),
  text: [
    `${one.name} (${one.promotionId}), ${dateWords(one.start, today)}`,
    bestWords(one.best),
    deadlineWords(one.deadline, today),
    atRiskWords(one.money, true),
    one.owner === null ? 'Unassigned' : one.owner.name,
  ].join(' · '),
  detail: [],
})

const bestWords = (best: DueDecision['best']): string => {
  if (best === null) return 'no option has a price'
  const gain = best.gain === null ? null : sumWords(best.gain)
  return best.kind === 'nothing'
    ? 'best: leave it as it is'
    : `best: ${optionName(best.kind)}${gain === null ? '' : `, worth ${gain}`}`
}

const deadlineWords = (deadline: Deadline | null, today: Day): string => {
  if (deadline === null) return 'cost of waiting unknown'
  const { by, perDay, currency } = deadline
  if (perDay === null) return `waiting costs nothing before ${dateWords(by, today)}`
  return `decide ${by <= today ? 'today' : `by ${dateWords(by, today)}`}, then ${moneyWords(perDay, currency)} a day`
}

const ownerItem = ({ owner, money, risks, before }: OwnedAgainst): Item => ({
  symbol: '·',
  text: `${owner?.name ?? 'Unassigned'}: ${risks > 0 && isUnknown(money) ? 'amount unknown' : amount(money)}${risks === 0 ? '' : ` in ${countWords(risks, 'risk')}`}${before === null ? '' : `, ${amount(before)} a week ago`}`,
  detail: [],
})

const wentItems = ({ rate, prevented, concessions }: Overview): readonly Item[] => {
  const { shown, left } = firstOf(concessions, mostThanks)
  return [
    { symbol: '·', text: rateWords(rate), detail: [] },
    {
      symbol: '·',
      text:
        prevented.count === 0
          ? 'No losses prevented yet.'
          : `${countWords(prevented.count, 'loss', 'losses')} prevented, ${amount(prevented.money)} that was at risk: someone took it, and the promotion did not sell out.`,
      detail: [],
    },
    ...shown.map(({ by, what, saved }) => ({
      symbol: '·',
      text: `Thanks to ${by}: ${what}${sumWords(saved) === null ? '' : `, which saved ${sumWords(saved)}`}.`,
      detail: [],
    })),
    ...(left === 0 ? [] : [{ symbol: '·', text: `${digitWords(left)} more made a trade-off.`, detail: [] }]),
  ]
}

const rateWords = ({ stockedOut, of, cancelled, untold, lost }: Overview['rate']): string => {
  const unknown = untold === 0 ? '' : `; no sales yet for ${countWords(untold, 'more', 'more')}`
  if (of === 0) return `No ended promotion has sales yet${untold === 0 ? '' : ` (${numberWords(untold)} ended)`}.`
  const share = stockedOut / of
  const flag = share > tolerableStockoutRate ? ', above 5 %' : ', within 5 %'
  const why = [
    ...(cancelled === 0 ? [] : [`${numberWords(cancelled)} cancelled because of supply`]),
    ...(sumWords(lost) === null ? [] : [`${sumWords(lost)} lost`]),
  ]
  return `${numberWords(stockedOut)} of ${countWords(of, 'promotion')} ran out of stock: ${percentWords(share)}${flag}${why.length === 0 ? '' : `; ${listWords(why)}`}${unknown}.`
}
