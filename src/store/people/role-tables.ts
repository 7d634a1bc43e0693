import type { GivenRole } from '../../domain/people/permission.ts'

/** The roles of accounts, and whether roles count. */
export type RoleTables = {
  /** A role that an administrator gave to an account. */
  given_role: { workspace_id: number; account_id: string; role: GivenRole; given_by: string; given_at: string }
  /** Whether roles are on, 1 or 0; no row until they were switched for the first time. */
  role_switch: { workspace_id: number; is_on: number; switched_by: string; switched_at: string }
}
