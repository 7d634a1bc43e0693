import { refusalCard } from '../../cards/language/plain-card.ts'
import { aRoleWords } from '../../cards/people/role-words.ts'
import { roleGivenCard } from '../../cards/people/roles-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { type GivenRole, givenRoles, isGivenRole } from '../../domain/people/permission.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Word } from '../../parsing/words.ts'
import { loadRoleHolders } from '../../store/people/roles.ts'
import { answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { findAccount } from './find-account.ts'
import { holdersOf } from './role-holders.ts'

/** Gives somebody their roles, in the place of those they had. */
export const role: Command = {
  name: 'shelfready role',
  takes: [
    { name: 'PERSON', value: null, says: 'a name, an email address or the id that whoami shows', isNeeded: true },
    {
      name: 'ROLE',
      value: null,
      says: `${givenRoles.join(', ')}; several with commas; none to remove all`,
      isNeeded: true,
    },
  ],
  does: 'give someone their roles',
  examples: [
    '/shelfready role @ben planner',
    '/shelfready role ana@example.com marketer,approver',
    '/shelfready role @ben none',
  ],
  right: 'administer',
  run: async (context) => {
    const typed = readRoles(context.words)
    if (!typed.ok) return answer(refusalCard(`${typed.error} Nothing was changed.`, ['/shelfready role @ben planner']))
    const lookup = await findAccount(context, typed.value.person, 'person')
    return lookup.ok ? giveRoles(context, lookup.value.id, typed.value.roles) : answer(lookup.error)
  },
}

type PersonAndRoles = { readonly person: string; readonly roles: readonly GivenRole[] }

/** Reads a person and their roles: the last words that are roles are the roles, all before is the person, whose name may have blanks. */
const readRoles = (words: readonly Word[]): Result<PersonAndRoles, string> => {
  const typed = words
    .map(({ key, value }) => (key === null ? value : `${key}:${value}`))
    .filter((word, i) => i === 0 || !/^(?:and|und|&|\+|as)$/i.test(word))
  const parts = (word: string) =>
    word
      .toLowerCase()
      .split(',')
      .filter((part) => part !== '')
  const isRole = (word: string) => parts(word).every((part) => isGivenRole(part) || part === 'none')
  const from = typed.findLastIndex((word) => !isRole(word)) + 1
  const [person, roles] = [typed.slice(0, from).join(' '), typed.slice(from).flatMap(parts)]
  if (roles.length === 0) return failed(noRoleWords(typed))
  if (roles.includes('none'))
    return roles.length === 1 ? ok({ person, roles: [] }) : failed('none removes every role, so write it alone.')
  return ok({ person, roles: givenRoles.filter((one) => roles.includes(one)) })
}

/** Says that no role was named, or that the last word is none, and which one was probably meant. */
const noRoleWords = (typed: readonly string[]): string => {
  const all = `The roles are ${givenRoles.join(', ')}, or none.`
  const last = typed.length < 2 ? '' : (typed.at(-1) ?? '')
  if (last === '') return `Which role? ${all}`
  const wrong = last.split(',').find((part) => !isGivenRole(part.toLowerCase())) ?? last
  const meant = nearest(wrong.toLowerCase(), givenRoles, (one) => one)
  return `There is no role ${wrong.slice(0, 60)}. ${meant === null ? all : `Did you mean ${meant}?`}`
}

/** Gives roles to a person, in place of the roles that any of their linked accounts had; an audit entry keeps both. */
const giveRoles = async (context: CommandContext, account: string, wanted: readonly GivenRole[]): Promise<Outcome> => {
  const { workspace, administrators, person, placeName: place, now } = context
  const accounts = await loadRoleHolders(workspace)
  const holder = holdersOf(accounts, administrators).find((one) => one.accounts.some(({ id }) => id === account))
  if (holder === undefined) throw new Error('An account was found and belongs to nobody')
  const name = accounts.find(({ id }) => id === account)?.name ?? holder.name
  if (holder.roles.join() === wanted.join())
    return answer(
      refusalCard(
        `${name} ${wanted.length === 0 ? 'has no role' : `is ${aRoleWords(wanted)} already`}. Nothing was changed. See all roles: /shelfready roles`,
      ),
    )
  const own = new Set(holder.accounts.map(({ id }) => id))
  const others = accounts.filter(({ id }) => !own.has(id))
  if (context.areRolesOn && administrators.length === 0 && !wanted.includes('admin') && !others.some(isAdmin))
    return answer(
      refusalCard(
        'That would leave no administrator. Nothing was changed. Make someone else admin first, or list one in SHELFREADY_ADMINS.',
      ),
    )
  const given = wanted.length === 0 ? null : { by: person.name, at: now }
  return {
    changes: [
      ...accounts
        .filter(({ id, roles }) => own.has(id) && (id === account || roles.length > 0))
        .map(({ id, roles }) => ({
          kind: 'give-roles' as const,
          account: id,
          roles: id === account ? wanted : [],
          basedOn: roles,
          by: person.id,
        })),
      {
        kind: 'audit',
        actor: person.id,
        place,
        action: 'role',
        entity: account,
        detail: { name: person.name, of: name, before: holder.roles, after: wanted },
      },
    ],
    reply: roleGivenCard({ ...holder, name, roles: wanted, given }, holder.roles, context.areRolesOn),
  }
}

const isAdmin = ({ roles }: { readonly roles: readonly GivenRole[] }) => roles.includes('admin')
