/** The numbers that may have been given between a backup and its restoration: they are never given again. */
export type LostNumberTable = {
  lost_number: {
    workspace_id: number
    restored_at: string
    /** The counter. */
    name: string
    /** When the last thing was done that the backup has. */
    known_until: string
    last_kept: number
    first_new: number
  }
}
