import { folderNewsCard } from '../cards/imports/folder-news-card.ts'
import { errorMessage } from '../common/error-message.ts'
import type { Context } from '../services/context.ts'
import { tellOfFeed } from '../services/imports/feed-notices.ts'
import { openWatchedFolder } from '../services/imports/folder/take-folder.ts'

/** Network shares tell of nothing, so the folder is looked at this often, in milliseconds. */
const lookMilliseconds = 5_000

/** What watching a folder needs. */
type WatchingOptions = Pick<Context, 'workspace' | 'timeZone' | 'reach'> & {
  readonly folder: string
  readonly administrators: readonly string[]
  readonly now: () => string
  readonly onSurprise: (error: unknown) => void
}

/** Watches the feed folder from now on; a trouble with it is logged once until it is over. */
export const startWatching = (options: WatchingOptions): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController()
  const watched = openWatchedFolder({
    ...options,
    signal: stopping.signal,
    onNews: (news) =>
      news.kind === 'imported'
        ? Promise.resolve()
        : tellOfFeed(options, news.feed, { entity: `${news.name} at ${options.now()}`, card: folderNewsCard(news) }),
  })
  let trouble: string | null = null
  const look = async (): Promise<void> => {
    try {
      await watched.look()
      trouble = null
    } catch (error) {
      if (stopping.signal.aborted) return
      const words = errorMessage(error)
      if (words !== trouble) options.onSurprise(new Error('The feed folder cannot be worked on', { cause: error }))
      trouble = words
    }
  }
  let looking: Promise<void> | null = null
  const timer = setInterval(() => {
    if (looking !== null || stopping.signal.aborted) return
    looking = look().finally(() => {
      looking = null
    })
  }, lookMilliseconds)
  return {
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await looking
    },
  }
}
