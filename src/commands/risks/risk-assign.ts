import { refusalCard } from '../../cards/language/plain-card.ts'
import { countWords } from '../../cards/language/words.ts'
import { may, rolesOfAccount } from '../../domain/people/permission.ts'
import type { Person } from '../../services/context.ts'
import { findPeople } from '../../store/people/finding-accounts.ts'
import { loadRoleHolders } from '../../store/people/roles.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './risk-handling.ts'
import { refused } from './risk-settle.ts'

/** Gives risks to somebody else, who is asked to acknowledge them. */
export const riskAssign: Command = {
  name: 'shelfready assign',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or every one of a promotion (P-1)', isNeeded: true },
    { name: 'to', value: '@ben', says: 'whom: a name, an address or an id', isNeeded: true },
  ],
  does: 'gives risks to somebody, who is asked to acknowledge them',
  examples: ['/shelfready assign R-1 to:@ben'],
  right: 'handle-risks',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskAssign))
    if (given.problems.length > 0) return refused(given.problems)
    const said = given.keyed.get('to') ?? given.bare.find((word) => word.startsWith('@'))
    if (said === undefined || said.trim() === '') return refused(['To whom? Say it, such as to:@ben.'])
    const to = await personNamed(context, said)
    if ('reply' in to) return to
    if (!(await mayHandleRisks(context, to)))
      return answer(
        refusalCard(
          `${to.name} has no role that handles risks. Nothing was changed; name somebody else, or let an administrator give one: /shelfready role ${to.id} planner.`,
        ),
      )
    const isMe = to.id === context.person.id
    return handleRisks(context, {
      said: riskNames(given.bare.filter((word) => word !== said)),
      command: '/shelfready assign',
      deed: () => (isMe ? { kind: 'take', by: context.person } : { kind: 'assign', by: context.person, to }),
      told: isMe ? 'has taken over' : `asks ${to.name} to deal with`,
      detail: { to: to.name },
      title: (count) => `${countWords(count, 'risk is', 'risks are')} ${isMe ? 'yours' : `with ${to.name}`}.`,
      line: (before) => (before.owner === null ? 'nobody had it' : `it was with ${before.owner.name}`),
    })
  },
}

/** Tells whether somebody may do anything about risks by one of their accounts. */
const mayHandleRisks = async (
  { workspace, administrators, areRolesOn }: CommandContext,
  { id }: Person,
): Promise<boolean> => {
  const own = (await loadRoleHolders(workspace)).filter(({ personId }) => personId === id)
  return [id, ...own.map((account) => account.id)].some((account) =>
    may(rolesOfAccount(account, own, { administrators, areRolesOn }), 'handle-risks'),
  )
}

/** Finds one person by what somebody calls them, or says why not. */
export const personNamed = async ({ workspace, person }: CommandContext, said: string): Promise<Person | Outcome> => {
  const wanted = said.trim().replace(/^@/, '')
  if (/^(me|myself)$/i.test(wanted)) return person
  const found = await findPeople(workspace, wanted)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  if (wanted.toLowerCase() === person.name.toLowerCase() && only === undefined) return person
  return answer(
    refusalCard(
      only === undefined
        ? `I know nobody called ${wanted}. People are known once they have done something here, or have asked whoami. Nothing was changed.`
        : `${found.length} people are called ${wanted}: ${found.map(({ id }) => id).join(', ')}. Which one? Nothing was changed.`,
    ),
  )
}
