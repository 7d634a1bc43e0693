import { type Role, rolesOfAccount } from '../../domain/people/permission.ts'
import type { KnownUser } from '../../store/people/accounts.ts'

/** The account that a request comes from, as its platform describes it. */
export type Caller = {
  /** The platform's id of the account: where answers to them go. */
  readonly id: string
  readonly name: string
  readonly platform?: string
  /** From outside the company: sees what is posted, and may not send requests. */
  readonly guest?: boolean
  readonly email?: string
  readonly timeZone?: string
  readonly locale?: string
}

/** Gives the roles in which a person may act: those of the account they use, and of the accounts that an administrator linked with it. */
export const actingAs = (
  { id, guest }: Caller,
  { accounts, areRolesOn }: Pick<KnownUser, 'accounts' | 'areRolesOn'>,
  administrators: readonly string[],
): readonly Role[] => (guest === true ? ['guest'] : rolesOfAccount(id, accounts, { administrators, areRolesOn }))
