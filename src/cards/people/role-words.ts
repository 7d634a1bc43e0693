import { type GivenRole, isGivenRole, may, type Right, type Role, rights } from '../../domain/people/permission.ts'
import type { Card } from '../language/card.ts'
import { refusalCard } from '../language/plain-card.ts'
import { listWords } from '../language/words.ts'

const names: Readonly<Record<GivenRole, string>> = {
  viewer: 'viewer',
  marketer: 'marketer',
  planner: 'planner',
  approver: 'approver',
  admin: 'administrator',
}

/** Names roles that somebody has, `planner and approver`. */
export const rolesWords = (roles: readonly GivenRole[]): string => listWords(roles.map((role) => names[role]))

/** Says what somebody is by their roles, `a planner and an approver`. */
export const aRoleWords = (roles: readonly GivenRole[]): string =>
  listWords(roles.map((role) => `${role.startsWith('a') ? 'an' : 'a'} ${names[role]}`))

/** Names whoever has one of these roles, `planners, approvers and administrators`. */
export const holdersWords = (roles: readonly Role[]): string =>
  listWords(roles.filter(isGivenRole).map((role) => `${names[role]}s`))

const deeds: Readonly<Record<Exclude<Right, 'ask'>, string>> = {
  see: 'sees everything',
  register: 'registers promotions',
  'note-intelligence': 'adds market intelligence',
  'handle-risks': 'handles risks',
  forecast: 'corrects figures',
  'import-feeds': 'imports feeds',
  'import-promotions': 'imports marketing plans',
  propose: 'proposes decisions',
  agree: 'answers proposals',
  approve: 'approves decisions',
  'set-up-channel': 'sets up channels',
  administer: 'assigns roles and links accounts',
}

/** Says what a role may. */
export const mayWords = (role: GivenRole): string => {
  const held = rights.filter((right): right is keyof typeof deeds => right !== 'ask' && may([role], right))
  return held.length === Object.keys(deeds).length ? 'does everything' : listWords(held.map((right) => deeds[right]))
}

/** Says as what somebody may act, for themselves. */
export const actingWords = (roles: readonly Role[], areRolesOn: boolean): string => {
  const given = roles.filter(isGivenRole)
  if (areRolesOn) return given.length === 0 ? 'none yet; you can only use help and whoami' : rolesWords(given)
  const kept = given.filter((role) => role !== 'admin')
  const now = given.includes('admin') ? 'administrator' : 'member'
  const later = kept.length === 0 ? '' : `; ${rolesWords(kept)} once they are on`
  return `${now}; roles are off${now === 'member' ? ': everyone can do everything except admin tasks' : ''}${later}`
}

/** Whom to ask for a role, and for which account. */
export type Whom = {
  /** The names of the administrators, as far as they are known. */
  readonly administrators: readonly string[]
  readonly account: string
  /** An account of the same address that may. */
  readonly twin: string | null
}

const mostNamed = 3

const askWords = ({ administrators }: Pick<Whom, 'administrators'>): string =>
  administrators.length === 0
    ? 'ask an administrator (listed in SHELFREADY_ADMINS)'
    : `ask ${administrators.slice(0, mostNamed).join(' or ')}`

/** Says whom to ask instead, with the line that they would write. */
const askFor = (why: string, whom: Whom, otherwise: string, line: string): Card =>
  refusalCard(
    whom.twin === null
      ? `${why} Nothing was done; ${otherwise}: ${line}`
      : `${why} Another account with your address can, but a matching address is not enough. Nothing was done; ${askWords(whom)} to confirm that both are yours: /shelfready link ${whom.account} ${whom.twin}`,
  )

/** Tells a person without a role what they may ask, and whom to ask for more. */
export const noRoleYetCard = (whom: Whom): Card =>
  askFor(
    'You have no role yet, so you can only use help and whoami.',
    whom,
    `${askWords(whom)} for one`,
    `/shelfready role ${whom.account} viewer`,
  )

/** Tells a person who may do what they asked for, and what to do next. */
export const notForYouCard = (
  view: Whom & {
    readonly what: string
    readonly holders: readonly GivenRole[]
    readonly roles: readonly GivenRole[]
    readonly areRolesOn: boolean
  },
): Card => {
  const { what, holders, roles, areRolesOn, account, twin } = view
  const who = `${what} is for ${holdersWords(holders)}${areRolesOn ? `; you are ${aRoleWords(roles)}` : ''}.`
  const [first = 'admin'] = holders
  if (first === 'admin' && twin === null) return refusalCard(`${who} Nothing was done; ${askWords(view)}.`)
  const wanted = [...roles.filter((role) => role !== 'viewer'), first]
  return askFor(
    who,
    view,
    `ask one of them to do it, or ${askWords(view)} for the role`,
    `/shelfready role ${account} ${wanted.join(',')}`,
  )
}
