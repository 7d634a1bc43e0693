/** What somebody may be allowed to do. */
export type Right = 'see' | 'register' | 'handle-risks' | 'set-up-channel' | 'administer'

export type Role = 'guest' | 'member' | 'administrator'

const members: readonly Role[] = ['member', 'administrator']

/** Until roles are turned on everybody in the company may do everything; people from outside only see what is posted. */
const holders: Readonly<Record<Right, readonly Role[]>> = {
  see: members,
  register: members,
  'handle-risks': members,
  'set-up-channel': members,
  administer: ['administrator'],
}

/** Tells whether somebody in a role may use a right. */
export const may = (role: Role, right: Right): boolean => holders[right].includes(role)

/** Lists the roles that hold a right. */
export const rolesWith = (right: Right): readonly Role[] => holders[right]
