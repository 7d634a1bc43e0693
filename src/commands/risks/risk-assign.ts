import { refusalCard } from '../../cards/language/plain-card.ts'
import { may, rolesOfAccount } from '../../domain/people/permission.ts'
import type { Person } from '../../services/context.ts'
import { loadRoleHolders } from '../../store/people/roles.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findPersonNamed } from '../people/find-person-named.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './handle-risks.ts'
import { risksAre } from './named-risks.ts'

/** Assigns risks to somebody, who is asked to acknowledge them. */
export const riskAssign: Command = {
  name: 'shelfready assign',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or P-1 for every risk of a promotion', isNeeded: true },
    { name: 'to', value: '@ben', says: 'a name, an email address or an id', isNeeded: true },
  ],
  does: 'give a risk to someone, who is asked to acknowledge it',
  examples: ['/shelfready assign R-1 to:@ben'],
  right: 'handle-risks',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskAssign))
    if (given.problems.length > 0) return refused(given.problems)
    const typed = given.keyed.get('to') ?? given.bare.find((word) => word.startsWith('@'))
    if (typed === undefined || typed.trim() === '') return refused(['Assign it to whom? For example: to:@ben.'])
    const lookup = await findPersonNamed(context, typed)
    if (!lookup.ok) return answer(lookup.error)
    const to = lookup.value
    if (!(await mayHandleRisks(context, to)))
      return answer(
        refusalCard(
          `${to.name} has no role that handles risks. Nothing was changed. Choose someone else, or ask an administrator: /shelfready role ${to.id} planner`,
        ),
      )
    const isMe = to.id === context.person.id
    return handleRisks(context, {
      names: riskNames(given.bare.filter((word) => word !== typed)),
      command: '/shelfready assign',
      transition: () => (isMe ? { kind: 'take', by: context.person } : { kind: 'assign', by: context.person, to }),
      announcement: isMe ? 'took over' : `assigned to ${to.name}:`,
      detail: { to: to.name },
      title: (named) => risksAre(named, isMe ? 'yours' : `with ${to.name}`),
      line: (before) => (before.owner === null ? 'it was unassigned' : `it was with ${before.owner.name}`),
    })
  },
}

/** Tells whether one of a person's accounts has the right to handle risks. */
const mayHandleRisks = async (
  { workspace, administrators, areRolesOn }: CommandContext,
  { id }: Person,
): Promise<boolean> => {
  const own = (await loadRoleHolders(workspace)).filter(({ personId }) => personId === id)
  return [id, ...own.map((account) => account.id)].some((account) =>
    may(rolesOfAccount(account, own, { administrators, areRolesOn }), 'handle-risks'),
  )
}
