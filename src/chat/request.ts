/** What any platform hands us: who asks, where, and the words. */
export type ChatRequest = {
  /** The platform's own id of this request: the same one delivered twice acts once. Null where a platform has none. */
  readonly key: string | null
  readonly person: {
    readonly id: string
    readonly name: string
    /** From outside the company: sees what is posted, and may not ask. */
    readonly guest?: boolean
  }
  /** The channel's name as people know it, such as `#launches`. */
  readonly place: string
  readonly words: string
}
