/**
 * The rights. `ask` is to ask for help and for one's own account; `forecast` is to replace figures of feeds and forecasts: an
 * uplift, a stock, a lead time, a share; `import-feeds` is to bring in a feed as a file, `import-promotions` to bring in a marketing plan;
 * `propose` and `agree` are for trade-offs between marketing and supply, `propose` also to speak for one of them in a review; with `approve` the own
 * agreement to a proposal above the limit is final. No command requires `approve`: whoever may agree does, and only then it
 * shows whether an approver has to confirm.
 */
export const rights = [
  'ask',
  'see',
  'register',
  'note-intelligence',
  'handle-risks',
  'forecast',
  'import-feeds',
  'import-promotions',
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
 * The roles that hold rights: a guest is from another organisation; a member is anybody of the company while roles are
 * switched off; a newcomer is anybody without a role once they are switched on.
 */
export type Role = 'guest' | 'newcomer' | 'member' | GivenRole

const company: readonly Role[] = ['member', ...givenRoles]

/** The roles that hold each right: the only table of permissions. */
const holders: Readonly<Record<Right, readonly Role[]>> = {
  ask: ['newcomer', ...company],
  see: company,
  register: ['member', 'marketer', 'admin'],
  'note-intelligence': ['member', 'marketer', 'planner', 'approver', 'admin'],
  'handle-risks': ['member', 'planner', 'approver', 'admin'],
  forecast: ['member', 'planner', 'admin'],
  'import-feeds': ['member', 'planner', 'admin'],
  'import-promotions': ['member', 'marketer', 'planner', 'admin'],
  propose: ['member', 'marketer', 'planner', 'approver', 'admin'],
  agree: ['member', 'marketer', 'planner', 'approver', 'admin'],
  approve: ['approver', 'admin'],
  'set-up-channel': ['member', 'marketer', 'planner', 'approver', 'admin'],
  administer: ['admin'],
}

/** Tells whether one of these roles holds a right. */
export const may = (roles: readonly Role[], right: Right): boolean =>
  roles.some((role) => holders[right].includes(role))

/** Lists the roles that hold a right. */
export const rolesWith = (right: Right): readonly Role[] => holders[right]

/** What the roles of a person follow from. */
export type Standing = {
  readonly isGuest: boolean
  /** The settings name them as an administrator, which cannot be changed in chat. */
  readonly isNamed: boolean
  /** An administrator has switched roles on. */
  readonly areRolesOn: boolean
  readonly given: readonly GivenRole[]
}

/**
 * Gives the roles of a person. While roles are switched off everybody of the company is a member, and given roles only tell
 * their function; an administrator who is named in the settings always administers.
 */
export const rolesOf = ({ isGuest, isNamed, areRolesOn, given }: Standing): readonly Role[] => {
  if (isGuest) return ['guest']
  const isAdmin = isNamed || (areRolesOn && given.includes('admin'))
  const own = givenRoles.filter((role) => (role === 'admin' ? isAdmin : given.includes(role)))
  if (!areRolesOn) return ['member', ...own]
  return own.length === 0 ? ['newcomer'] : own
}

/** Tells whether a role is one that an administrator gives. */
export const isGivenRole = (role: string): role is GivenRole => givenRoles.some((given) => given === role)

/** An account, and the account of the same person that an administrator linked it to. */
type LinkedAccount = { readonly id: string; readonly linkedTo: string | null }

/**
 * Gives an account and all accounts that an administrator linked it to, directly or through others. Accounts that merely
 * share an e-mail address are left out: an address alone gives nobody rights.
 */
export const linkedAccounts = <Account extends LinkedAccount>(
  id: string,
  accounts: readonly Account[],
): readonly Account[] => {
  const reached = new Set([id])
  for (let before = 0; before < reached.size; ) {
    before = reached.size
    for (const { id: one, linkedTo } of accounts)
      if (linkedTo !== null && (reached.has(one) || reached.has(linkedTo))) reached.add(one).add(linkedTo)
  }
  return accounts.filter((account) => reached.has(account.id))
}

/** Gives the roles of an account: those given to it and to the accounts that it is linked to. */
export const rolesOfAccount = (
  id: string,
  accounts: readonly (LinkedAccount & { readonly roles: readonly GivenRole[] })[],
  { administrators, areRolesOn }: { readonly administrators: readonly string[]; readonly areRolesOn: boolean },
): readonly Role[] => {
  const linked = linkedAccounts(id, accounts)
  return rolesOf({
    isGuest: false,
    isNamed: administrators.includes(id) || linked.some((account) => administrators.includes(account.id)),
    areRolesOn,
    given: linked.flatMap(({ roles }) => roles),
  })
}
