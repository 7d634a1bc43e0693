import { dutyFacts, setCard } from '../../cards/escalation/standby-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { listWords } from '../../cards/language/words.ts'
import { mostPlanners } from '../../domain/policy.ts'
import { ok, type Result } from '../../domain/result.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Person } from '../../services/context.ts'
import type { Duty } from '../../store/escalation/duty-table.ts'
import { type DutyOf, loadDuties } from '../../store/escalation/standby.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findPersonNamed } from './find-person-named.ts'

/** Sets the planners of a channel or the company: they are asked about risks that nobody handles. */
export const planners: Command = {
  name: 'shelfready planners',
  takes: [
    { name: 'PERSON', value: null, says: 'one or more, such as @ben @dora; none to remove' },
    { name: 'for', value: 'company', says: 'for every channel without its own planners (default: this channel)' },
  ],
  does: "name the planners who are asked about this channel's risks",
  examples: ['/shelfready planners @ben', '/shelfready planners @ben for:company'],
  right: 'set-up-channel',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(planners))
    const whose = given.keyed.get('for')?.trim().toLowerCase() ?? 'channel'
    if (whose !== 'channel' && whose !== 'company')
      given.problems.push(`for: takes channel or company, not "${whose}".`)
    if (given.bare.length > mostPlanners) given.problems.push(`Name at most ${mostPlanners} planners.`)
    if (given.problems.length > 0) return refused(given.problems)
    const place = whose === 'company' ? '' : context.place
    const lookup = await findPeopleNamed(context, given.bare)
    if (lookup === null) return showDuties(context)
    if (!lookup.ok) return answer(lookup.error)
    const people = lookup.value
    const where = place === '' ? 'the company' : context.placeName
    const title =
      people.length === 0
        ? `${where} has no planners now.`
        : `${listWords(people.map(({ name }) => name))} ${people.length === 1 ? 'plans for' : 'plan for'} ${where}, and ${people.length === 1 ? 'gets' : 'get'} the risks that nobody has acknowledged in time.`
    return keepDuty(context, { duty: 'planner', place, people }, title)
  },
}

/** Sets the executive of the company: they are asked last about risks that nobody settles. */
export const executive: Command = {
  name: 'shelfready executive',
  takes: [{ name: 'PERSON', value: null, says: 'who is accountable, such as @chloe; none to remove' }],
  does: 'name who is asked last about what nobody has settled',
  examples: ['/shelfready executive @chloe'],
  right: 'administer',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(executive))
    if (given.problems.length > 0) return refused(given.problems)
    const lookup = await findPeopleNamed(context, given.bare)
    if (lookup === null) return showDuties(context)
    if (!lookup.ok) return answer(lookup.error)
    const people = lookup.value
    if (people.length > 1) return refused(['Only one person can be accountable. Name one.'])
    const [only] = people
    return keepDuty(
      context,
      { duty: 'executive', place: '', people },
      only === undefined
        ? 'Nobody is accountable now: risks stop at the planners.'
        : `${only.name} is now accountable, and is asked in time before the last day about anything nobody else has settled.`,
    )
  },
}

/** Finds the people that are named, each once; an empty list for `none`, and null where nothing was typed. */
const findPeopleNamed = async (
  context: CommandContext,
  words: readonly string[],
): Promise<Result<readonly Person[], Card> | null> => {
  const typed = words.flatMap((word) => word.split(',')).filter((word) => word !== '')
  const names: string[] = []
  // Names that are written without commas between them may be one name or several.
  for (const name of typed)
    names.push(...(/\s/.test(name) && !(await findPersonNamed(context, name)).ok ? name.split(/\s+/) : [name]))
  if (names.length === 0) return null
  if (names.length === 1 && /^(none|nobody)$/i.test(names[0] as string)) return ok([])
  const found = new Map<string, Person>()
  for (const name of names) {
    const lookup = await findPersonNamed(context, name)
    if (!lookup.ok) return lookup
    found.set(lookup.value.id, lookup.value)
  }
  return ok([...found.values()])
}

/** Makes the facts of who is asked about a channel's risks: its planners, the company's, and the executive. */
export const dutyFactsOf = (duties: readonly DutyOf[], place: string) => {
  const of = (duty: Duty, where: string) => duties.filter((one) => one.duty === duty && one.place === where)
  return dutyFacts(of('planner', place), of('planner', ''), of('executive', '')[0] ?? null)
}

const showDuties = async ({ workspace, place, placeName }: CommandContext): Promise<Outcome> =>
  answer(setCard(`Who is asked about risks in ${placeName}`, dutyFactsOf(await loadDuties(workspace), place)))

/** Stores who has a duty for a channel, or for the company where `place` is empty, with an audit entry. */
const keepDuty = async (
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
