import type { Day } from '../../domain/day.ts'
import type { Rung } from '../../domain/escalation/escalation.ts'
import { addMoney } from '../../domain/money.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { type Action, type Card, firstOf, type Item } from '../language/card.ts'
import { countWords, sinceWords, verdictSymbol, verdictWord } from '../language/words.ts'
import { actionWords } from '../risks/action-words.ts'
import { type RisksNow, takeWords, withStandingsNow } from '../risks/redraw-rows.ts'
import { riskId } from '../risks/risk-id.ts'
import { standing } from '../risks/risk-standing.ts'
import { promotionsWords, sumWords } from '../risks/risk-words.ts'

/** A risk that somebody is asked about, and why they are. */
export type AskedRisk = { readonly record: RiskRecord; readonly rung: Rung }

/** The most rows with actions that fit into a message. */
const mostRows = 6

/** The escalation message: the risks that need the person, what each needs, its money, and who was asked before. */
export const escalationCard = (
  asking: readonly AskedRisk[],
  to: { readonly id: string; readonly name: string; readonly account: string },
  today: Day,
): Card => {
  const money = sumWords(addMoney(asking.map(({ record }) => record.money)))
  const title = `${countWords(asking.length, 'risk needs', 'risks need')} you${money === null ? '' : `, ${money} at risk`}`
  const { shown, left } = firstOf(asking, mostRows)
  const [first] = asking
  const only = asking.length === 1 ? first : undefined
  return {
    tone: asking.some(({ record }) => record.verdict === 'not-ready') ? 'bad' : 'warning',
    title,
    plain: first === undefined ? title : `${title}: ${lineOf(first.record, today)}`,
    blocks: [
      {
        kind: 'call',
        people: [{ account: to.account, name: to.name }],
        text: only === undefined ? 'nobody is dealing with these.' : whyWords(only, to, today),
      },
      {
        kind: 'items',
        title: null,
        items: shown.map((one) => itemOf(one, only === undefined ? whyWords(one, to, today) : null, today)),
        left,
        where: '/shelfready risks',
      },
    ],
    ...(only === undefined ? {} : { actions: [stopping(only.record)] }),
    footer: [
      `Stop reminders: /shelfready stop ${first === undefined ? 'R-1' : riskId(first.record)}.`,
      'Set your working hours: /shelfready hours 9-17.',
      ...asking.flatMap(({ record }) => (record.state === 'open' ? [takeWords(riskId(record))] : [])).slice(0, 1),
    ].join(' '),
  }
}

const lineOf = (record: RiskRecord, today: Day): string =>
  [
    `${verdictWord(record.verdict)}: ${promotionsWords(record.subject, today)}`,
    actionWords(record.subject, record.orderBy, today),
    sumWords(record.money) === null ? null : `${sumWords(record.money)} at risk`,
  ]
    .filter((part) => part !== null)
    .join(' · ')

const itemOf = ({ record }: AskedRisk, why: string | null, today: Day): Item => ({
  symbol: verdictSymbol(record.verdict),
  text: lineOf(record, today),
  ...standing(record, today),
  detail: why === null ? [] : [`${why.slice(0, 1).toUpperCase()}${why.slice(1)}`],
})

/** Says why somebody is asked about a risk. */
const whyWords = ({ record, rung }: AskedRisk, { id }: { readonly id: string }, today: Day): string => {
  const { owner, handled } = record
  const whose = owner?.name ?? 'somebody'
  const isStandIn = owner !== null && owner.personId !== id
  switch (rung) {
    case 'owner':
      if (owner === null && record.subject.action.kind === 'commit')
        return 'you own this promotion or approve it, and its budget is committed soon.'
      return isStandIn
        ? `you are standing in for ${whose}, who is not back in time.`
        : 'it is yours, and you have not acknowledged it yet.'
    case 'remind': {
      const since = handled === null ? '' : ` since ${sinceWords(handled.on, today)}`
      return isStandIn
        ? `${whose} has had it${since} without an update, and is not back in time.`
        : `you have had it${since} without an update.`
    }
    case 'silence':
      return isStandIn
        ? `${whose} acknowledged it but added nothing since, so it is open again.`
        : 'you acknowledged it but added nothing since, so it is open again.'
    case 'backup':
      return `you are the backup of ${whose}.`
    case 'planners':
      return 'you are a planner here.'
    case 'executive':
      return 'you are accountable, and nobody before you has settled it.'
  }
}

const stopping = (record: RiskRecord): Action => ({
  label: 'Stop reminding me',
  does: 'stop',
  id: riskId(record),
  revision: record.episode,
  words: `/shelfready stop ${riskId(record)}`,
  isSecondary: true,
})

/** Redraws the status of the risks in an escalation message; a person whose risks are dealt with is not reminded any more. */
export const withAskedStandings = (card: Card, risks: RisksNow, today: Day): Card => {
  const drawn = withStandingsNow(card, risks, today)
  const isAsked = ({ does, id, revision }: Action) => {
    const record = risks(id)?.record
    return does !== 'stop' || (record !== undefined && record.state === 'open' && record.episode === revision)
  }
  return drawn.actions === undefined ? drawn : { ...drawn, actions: drawn.actions.filter(isAsked) }
}
