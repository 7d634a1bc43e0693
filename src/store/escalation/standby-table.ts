/** Who is asked instead of a person, and when that person works. */
export type StandbyTable = {
  standby: {
    workspace_id: number
    person_id: string
    backup_id: string | null
    backup_name: string | null
    delegate_id: string | null
    delegate_name: string | null
    /** The day they are back. */
    away_until_on: string | null
    /** Minutes after local midnight. */
    from_minute: number | null
    to_minute: number | null
    /** A set of weekdays, Monday = 1, Tuesday = 2 ... Sunday = 64. */
    days: number | null
  }
}
