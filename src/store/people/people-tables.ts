/** People and their accounts. */
export type PeopleTables = {
  /** A person's preferences; `id` is that of their first account. */
  person: {
    workspace_id: number
    id: string
    locale: string | null
    time_zone: string | null
    /** What they do here, by which help is shown. */
    work: string | null
  }
  /** An account of a person on a platform; `person_id` is the id of the person's first account. */
  account: {
    workspace_id: number
    id: string
    person_id: string
    platform: string
    name: string
    email: string | null
    time_zone: string | null
    locale: string | null
    /** The administrator who linked it. */
    linked_by: string | null
    /** The account that it was linked to. */
    linked_to: string | null
    first_seen_at: string
  }
  /** Who was forgotten, by the id that stands in their place; `is_done` is 0 while that is under way. */
  forgotten: { workspace_id: number; id: string; forgotten_at: string; is_done: number }
}
