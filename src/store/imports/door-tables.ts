/** What the doors remember that nobody stands at: the watched folder and the scheduled pulls. */
export type DoorTables = {
  /** The files of the watched folder that this store works on, or holds; `claim` names the folder that each was moved to. */
  folder_file: {
    workspace_id: number
    claim: string
    /** Where it lay: its name, below the folder of its feed where it was in one. */
    path: string
    claimed_at: string
    /** The batch that is held; null while it is read. */
    batch_id: number | null
  }
  /** When each source was asked, by its name, and how it went. */
  /** Which sources are being pulled; a claim that is not given back ends by itself, at the moment of ISO text. */
  pull_claim: { workspace_id: number; source: string; until: string }
  pull: {
    workspace_id: number
    source: string
    tried_at: string
    worked_at: string | null
    /** Why it does not work; null where it does. */
    cause: string | null
    /** When people were told that it does not work; null where it does. */
    told_at: string | null
    /** What came of it last, in words. */
    result: string | null
    etag: string | null
    modified: string | null
  }
}
