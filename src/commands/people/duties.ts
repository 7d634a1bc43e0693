import { dutyFacts, setCard } from '../../cards/escalation/standby-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { mostPlanners } from '../../domain/policy.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Person } from '../../services/context.ts'
import type { Duty } from '../../store/escalation/duty-table.ts'
import { type DutyOf, loadDuties } from '../../store/escalation/standby.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { isOutcome } from '../promotions/find-promotion.ts'
import { personNamed } from '../risks/risk-assign.ts'
import { refused } from '../risks/risk-settle.ts'

/** Says who is asked when nobody deals with a risk of this channel. */
export const planners: Command = {
  name: 'shelfready planners',
  takes: [
    { name: 'PERSON', value: null, says: 'one or several, such as @ben @dora; none for nobody' },
    { name: 'for', value: 'company', says: 'for every channel that has named nobody; this channel, unless you say' },
  ],
  does: 'says who is asked about the risks of this channel that nobody deals with',
  examples: ['/shelfready planners @ben @dora', '/shelfready planners @ben for:company'],
  right: 'set-up-channel',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(planners))
    const whose = given.keyed.get('for')?.trim().toLowerCase() ?? 'channel'
    if (whose !== 'channel' && whose !== 'company')
      given.problems.push(`for: "${whose}" is neither channel nor company.`)
    if (given.bare.length > mostPlanners) given.problems.push(`More than ${mostPlanners} planners are too many to ask.`)
    if (given.problems.length > 0) return refused(given.problems)
    const place = whose === 'company' ? '' : context.place
    const people = await peopleNamed(context, given.bare)
    if (people === null) return shown(context)
    if (isOutcome(people)) return people
    const where = place === '' ? 'the company' : context.placeName
    const title =
      people.length === 0
        ? `Nobody plans for ${where} any more.`
        : `${listWords(people.map(({ name }) => name))} ${people.length === 1 ? 'plans for' : 'plan for'} ${where}, and ${people.length === 1 ? 'is' : 'are'} asked about risks that nobody deals with.`
    return kept(context, { duty: 'planner', place, people }, title)
  },
}

/** Says who is accountable: who is asked last about what nobody settles. */
export const executive: Command = {
  name: 'shelfready executive',
  takes: [{ name: 'PERSON', value: null, says: 'who is accountable, such as @chloe; none for nobody' }],
  does: 'says who is asked last about what nobody settles',
  examples: ['/shelfready executive @chloe'],
  right: 'administer',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(executive))
    if (given.problems.length > 0) return refused(given.problems)
    const people = await peopleNamed(context, given.bare)
    if (people === null) return shown(context)
    if (isOutcome(people)) return people
    if (people.length > 1) return refused(['One person is accountable; name one.'])
    const [only] = people
    return kept(
      context,
      { duty: 'executive', place: '', people },
      only === undefined
        ? 'Nobody is accountable any more: risks climb no further than the planners.'
        : `${only.name} is asked last about what nobody else has settled, in time before the last day.`,
    )
  },
}

/** Finds the people that are named, each once; null where nobody is said, none where that is said. */
const peopleNamed = async (
  context: CommandContext,
  said: readonly string[],
): Promise<readonly Person[] | Outcome | null> => {
  const names = said.flatMap((word) => word.split(',')).filter((word) => word !== '')
  if (names.length === 0) return null
  if (names.length === 1 && /^(none|nobody)$/i.test(names[0] as string)) return []
  const found = new Map<string, Person>()
  for (const name of names) {
    const person = await personNamed(context, name)
    if (isOutcome(person)) return person
    found.set(person.id, person)
  }
  return [...found.values()]
}

/** Says who is asked about the risks of a channel, and who last. */
export const dutyFactsOf = (duties: readonly DutyOf[], place: string) => {
  const of = (duty: Duty, where: string) => duties.filter((one) => one.duty === duty && one.place === where)
  return dutyFacts(of('planner', place), of('planner', ''), of('executive', '')[0] ?? null)
}

const shown = async ({ workspace, place, placeName }: CommandContext): Promise<Outcome> =>
  answer(setCard(`Who is asked about the risks of ${placeName}`, dutyFactsOf(await loadDuties(workspace), place)))

const kept = async (
  context: CommandContext,
  { duty, place, people }: { readonly duty: Duty; readonly place: string; readonly people: readonly Person[] },
  title: string,
): Promise<Outcome> => {
  const duties = await loadDuties(context.workspace)
  const isThis = (one: DutyOf) => one.duty === duty && one.place === place
  const names = (some: readonly Person[]): Fields => ({ [duty]: some.map(({ name }) => name).toSorted() })
  return {
    changes: [
      { kind: 'set-duty', duty, place, people, by: context.person.id },
      auditEntry(context, { action: duty, entity: place, before: names(duties.filter(isThis)), after: names(people) }),
    ],
    reply: setCard(
      title,
      dutyFactsOf(
        [...duties.filter((one) => !isThis(one)), ...people.map((one) => ({ ...one, duty, place }))],
        context.place,
      ),
    ),
  }
}
