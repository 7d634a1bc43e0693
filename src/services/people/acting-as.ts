import { type Role, rolesOfAccount } from '../../domain/people/permission.ts'
import type { KnownUser } from '../../store/people/accounts.ts'

/** Somebody's account, as its platform tells of it. */
export type Caller = {
  /** The platform's id of the account: where answers to them go. */
  readonly id: string
  readonly name: string
  readonly platform?: string
  /** From outside the company: sees what is posted, and may not ask. */
  readonly guest?: boolean
  readonly email?: string
  readonly timeZone?: string
  readonly locale?: string
}

/** Tells as what somebody may act here: by the account they ask with, and by what an administrator has linked it with. */
export const actingAs = (
  { id, guest }: Caller,
  { accounts, areRolesOn }: Pick<KnownUser, 'accounts' | 'areRolesOn'>,
  administrators: readonly string[],
): readonly Role[] => (guest === true ? ['guest'] : rolesOfAccount(id, accounts, { administrators, areRolesOn }))
