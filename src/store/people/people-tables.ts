import type { GivenRole } from '../../domain/people/permission.ts'

/** The tables of people: what they chose, their accounts, and what they may. */
export type PeopleTables = {
  /** What a person chose; by the id of their first account. */
  person: { workspace_id: number; id: string; locale: string | null; time_zone: string | null }
  /** An account of a person on a platform, and the person: by the id of the account that was first. */
  account: {
    workspace_id: number
    id: string
    person_id: string
    platform: string
    name: string
    email: string | null
    time_zone: string | null
    locale: string | null
    /** The administrator who said whose it is. */
    linked_by: string | null
    /** The account that it was said to be one person with. */
    linked_to: string | null
    first_seen_at: string
  }
  /** A role that an administrator gave to an account. */
  given_role: { workspace_id: number; account_id: string; role: GivenRole; given_by: string; given_at: string }
  /** Whether roles are on, 1 or 0; no row until they were switched for the first time. */
  role_switch: { workspace_id: number; is_on: number; switched_by: string; switched_at: string }
}
