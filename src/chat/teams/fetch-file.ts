import { type FetchFile, mostFileBytes, tooLargeWords } from '../../cards/language/sent-file.ts'
import { download } from '../download.ts'

/** Fetches a file from the address that Teams hands out for it, which needs no token, and only from where Microsoft stores files. */
export const teamsFetch =
  (isStore: (url: string) => boolean): FetchFile =>
  async (from) => {
    const url = URL.parse(from)
    if (url === null || !isStore(from))
      return {
        refused: 'That file is not stored by Microsoft. Nothing was changed. Send it to me from your own files.',
      }
    const where = url.protocol === 'https:' ? { hosts: [url.hostname] } : { egress: [url.host] }
    const fetched = await download({ url: from, ...where, mostBytes: mostFileBytes })
    switch (fetched.kind) {
      case 'done':
        return { bytes: fetched.bytes }
      case 'too large':
        return { refused: tooLargeWords('The file') }
      case 'failed':
        return { refused: 'Teams does not give me the file right now. Nothing was changed. Send it again in a moment.' }
    }
  }
