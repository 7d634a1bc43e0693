import type { App } from '../app.ts'

/** Where the channels of the terminal are kept: a transcript beside the store. */
export const transcriptOf = (app: App): string => `${app.workspace.database.file}.transcript.jsonl`
