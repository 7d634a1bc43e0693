import type { FetchFile } from '../../cards/language/sent-file.ts'
import { withTimeout } from '../../common/with-timeout.ts'

/** Which platform fetches a file: its door may open a little after requests of an earlier process are taken up. */
export type FileFetchers = {
  readonly add: (platform: string, fetch: FetchFile) => void
  readonly of: (platform: string) => Promise<FetchFile>
}

const openingMilliseconds = 30_000

/** Opens the list of the platforms that fetch files. */
export const openFileFetchers = (): FileFetchers => {
  const known = new Map<string, PromiseWithResolvers<FetchFile>>()
  const slot = (platform: string) => {
    const found = known.get(platform) ?? Promise.withResolvers<FetchFile>()
    known.set(platform, found)
    return found
  }
  return {
    add: (platform, fetch) => {
      slot(platform).resolve(fetch)
      known.set(platform, { ...slot(platform), promise: Promise.resolve(fetch) })
    },
    of: async (platform) =>
      (await withTimeout(slot(platform).promise, openingMilliseconds)) ??
      (async () => ({ refused: 'I cannot fetch files here. Nothing was changed. Send it in Slack or Teams.' })),
  }
}
