/** A file that somebody sent the bot: its platform fetches it by `from`, an id or an address. */
export type SentFile = {
  readonly from: string
  readonly name: string
  /** What was written with it. */
  readonly caption: string
}

/** What fetching a file gives: its bytes, or why there are none, as a sentence for people. */
type FetchedFile = { readonly bytes: Uint8Array } | { readonly refused: string }

/** Fetches a file from the platform it was sent on. Never throws. */
export type FetchFile = (from: string) => Promise<FetchedFile>

/** A file that is sent in chat has so many bytes at most: a larger one goes through the folder or HTTP. */
export const mostFileBytes = 5_000_000

/** Says that a file is too large for chat, and where it goes instead. */
export const tooLargeWords = (name: string): string =>
  `${name} is larger than 5 MB, the most that chat takes. Nothing was changed. Put it in the watched folder, or post it to /v1/feeds.`

/** Tells by its name whether a file can be a feed. */
export const isFeedName = (name: string): boolean => /\.(csv|tsv|txt|xlsx|xlsm)(\.gz)?$/i.test(name)

/** Says that a file can be no feed. */
export const notAFeed = (name: string): string => `I cannot read ${name}. Nothing was changed. Send XLSX, CSV or TSV.`
