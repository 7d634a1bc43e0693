/** One entry of a history: what was done at a moment (ISO text). */
export type HistoryLine = {
  readonly at: string
  readonly action: string
  readonly actor: string
  readonly place: string
  readonly detail: Readonly<Record<string, unknown>>
}
