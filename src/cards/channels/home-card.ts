import type { Day } from '../../domain/day.ts'
import type { DigestEntry, RiskRow } from '../../domain/digest/digest-entry.ts'
import { addMoney } from '../../domain/money.ts'
import { subjectOf } from '../../domain/risks/risk.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import { countWords, dateWords, verdictSymbol, verdictWord } from '../language/words.ts'
import { filling } from '../risks/risk-actions.ts'
import { riskItem, sumWords } from '../risks/risk-words.ts'
import { promotionSteps, step } from './welcome-card.ts'

/** The content of a person's home page. */
export type HomeView = {
  readonly name: string
  readonly today: Day
  /** Risks that this person has taken, the most urgent first. */
  readonly mine: readonly RiskRow[]
  /** Risks that nobody has taken and that cannot wait, the most urgent first. */
  readonly open: readonly RiskRow[]
  /** What runs or launches next, the soonest first. */
  readonly upcoming: readonly DigestEntry[]
  /** The person may register promotions. */
  readonly mayRegister: boolean
}

const mostRisks = 6
const mostLaunches = 10

/** A person's home page: their risks, unassigned risks, the next launches, and the first steps. */
export const homeCard = ({ name, today, mine, open, upcoming, mayRegister }: HomeView): Card => {
  const title = `${dateWords(today, today)} · ${name}`
  const money = sumWords(addMoney(mine.map(({ candidate }) => candidate.money)))
  const own =
    mine.length === 0
      ? 'You have no open risks.'
      : `You have ${countWords(mine.length, 'open risk')}${money === null ? '' : `, ${money} at risk`}.`
  return {
    page: 'home',
    tone: open.length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: own },
      ...risks('Yours', mine, today, '/shelfready risks mine'),
      ...risks('Unassigned', open, today, '/shelfready risks'),
      ...launches(upcoming, today),
      ...(upcoming.length === 0 ? [{ kind: 'text' as const, text: 'No promotions are running or coming up.' }] : []),
    ],
    actions: [
      ...promotionSteps,
      { ...filling('Settings', 'settings', 0, '/shelfready settings'), isSecondary: false },
      step('Help', 'help'),
    ],
    footer: mayRegister
      ? 'New promotion in one line: /promo add "Summer BOGO" sku:SKU-100 dates:"6-12 Jul" uplift:+60%'
      : null,
  }
}

const risks = (title: string, rows: readonly RiskRow[], today: Day, where: string): readonly Block[] => {
  if (rows.length === 0) return []
  const { shown, left } = firstOf(rows, mostRisks)
  return [
    {
      kind: 'items',
      title,
      items: shown.map((row) => riskItem(row, subjectOf(row.candidate), today)),
      left,
      where,
    },
  ]
}

const launches = (upcoming: readonly DigestEntry[], today: Day): readonly Block[] => {
  if (upcoming.length === 0) return []
  const { shown, left } = firstOf(upcoming, mostLaunches)
  return [
    {
      kind: 'items',
      title: 'Next to launch',
      items: shown.map((entry) => launch(entry, today)),
      left,
      where: '/promo list',
    },
  ]
}

const launch = ({ readiness, name, promotionId, start, end, owner }: DigestEntry, today: Day): Item => ({
  symbol: verdictSymbol(readiness.verdict),
  text: [
    `${verdictWord(readiness.verdict)}: ${name} (${promotionId})`,
    start <= today ? `runs until ${dateWords(end, today)}` : dateWords(start, today),
    owner,
  ]
    .filter((part) => part !== null)
    .join(' · '),
  detail: [],
})
