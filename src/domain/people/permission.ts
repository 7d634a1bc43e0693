/**
 * What somebody may be allowed to do. `ask` is to ask for help and for who one is; `forecast` is to say figures of one's own:
 * an uplift, a stock, a lead time; `propose` and `agree` settle a trade-off between the two functions; `approve` makes the own
 * yes to a proposal above the limit the last word. No command asks for `approve`: whoever may agree says yes, and only then
 * it is told whether an approver has to confirm.
 */
export const rights = [
  'ask',
  'see',
  'register',
  'note-intelligence',
  'handle-risks',
  'forecast',
  'propose',
  'agree',
  'approve',
  'set-up-channel',
  'administer',
] as const

export type Right = (typeof rights)[number]

/** The roles that an administrator gives; somebody may have several. */
export const givenRoles = ['viewer', 'marketer', 'planner', 'approver', 'admin'] as const

export type GivenRole = (typeof givenRoles)[number]

/**
 * What somebody is as far as rights go: a guest is from outside; a member is anybody of the company while roles are off, a
 * newcomer whoever has none once they are on.
 */
export type Role = 'guest' | 'newcomer' | 'member' | GivenRole

const company: readonly Role[] = ['member', ...givenRoles]

/** The one table of who may do what. What is not said here nobody may. */
const holders: Readonly<Record<Right, readonly Role[]>> = {
  ask: ['newcomer', ...company],
  see: company,
  register: ['member', 'marketer', 'admin'],
  'note-intelligence': ['member', 'marketer', 'planner', 'approver', 'admin'],
  'handle-risks': ['member', 'planner', 'approver', 'admin'],
  forecast: ['member', 'planner', 'admin'],
  propose: ['member', 'marketer', 'planner', 'approver', 'admin'],
  agree: ['member', 'marketer', 'planner', 'approver', 'admin'],
  approve: ['approver', 'admin'],
  'set-up-channel': ['member', 'marketer', 'planner', 'approver', 'admin'],
  administer: ['admin'],
}

/** Tells whether somebody in these roles may use a right: one role that holds it is enough, none is not. */
export const may = (roles: readonly Role[], right: Right): boolean =>
  roles.some((role) => holders[right].includes(role))

/** Lists the roles that hold a right. */
export const rolesWith = (right: Right): readonly Role[] => holders[right]

/** Somebody who asks: from outside or not, named in the settings or not, with the roles that were given to them. */
export type Standing = {
  readonly isGuest: boolean
  /** The settings name them as an administrator, which nobody can take back in chat. */
  readonly isNamed: boolean
  /** An administrator has switched roles on. */
  readonly areRolesOn: boolean
  readonly given: readonly GivenRole[]
}

/**
 * Tells as what somebody may act. While roles are off everybody of the company is a member, and what was given says only of
 * which function they are; whoever is named administers always.
 */
export const rolesOf = ({ isGuest, isNamed, areRolesOn, given }: Standing): readonly Role[] => {
  if (isGuest) return ['guest']
  const isAdmin = isNamed || (areRolesOn && given.includes('admin'))
  const own = givenRoles.filter((role) => (role === 'admin' ? isAdmin : given.includes(role)))
  if (!areRolesOn) return ['member', ...own]
  return own.length === 0 ? ['newcomer'] : own
}

/** Tells the roles that were given from those that everybody has. */
export const isGivenRole = (role: string): role is GivenRole => givenRoles.some((given) => given === role)

/** An account as far as it says what another one of the same person may. */
type Vouched = { readonly id: string; readonly linkedTo: string | null }

/**
 * Gives an account and those of the same person that an administrator has said it is one with, directly or by way of others:
 * an address alone gives nobody rights, on either side and at no remove.
 */
export const vouchedWith = <Account extends Vouched>(id: string, accounts: readonly Account[]): readonly Account[] => {
  const reached = new Set([id])
  for (let before = 0; before < reached.size; ) {
    before = reached.size
    for (const { id: one, linkedTo } of accounts)
      if (linkedTo !== null && (reached.has(one) || reached.has(linkedTo))) reached.add(one).add(linkedTo)
  }
  return accounts.filter((account) => reached.has(account.id))
}

/** Tells as what somebody may act by an account: by what was given to it, and to those it is vouched to be one with. */
export const rolesOfAccount = (
  id: string,
  accounts: readonly (Vouched & { readonly roles: readonly GivenRole[] })[],
  { administrators, areRolesOn }: { readonly administrators: readonly string[]; readonly areRolesOn: boolean },
): readonly Role[] => {
  const vouched = vouchedWith(id, accounts)
  return rolesOf({
    isGuest: false,
    isNamed: administrators.includes(id) || vouched.some((account) => administrators.includes(account.id)),
    areRolesOn,
    given: vouched.flatMap(({ roles }) => roles),
  })
}
