import { pullCard } from '../cards/imports/pull-card.ts'
import type { PullSource } from '../common/pull-sources.ts'
import type { Context } from '../services/context.ts'
import { tellOfFeed } from '../services/imports/feed-notices.ts'
import { keepTold, owedPulls, type PullNews, pullSource, takePull } from '../services/imports/pull/pull-source.ts'
import { takePullingLock } from '../store/database/posting-lock.ts'

const lookMilliseconds = 5_000

/** What pulling sources needs. */
type PullingOptions = Pick<Context, 'workspace' | 'timeZone' | 'reach'> & {
  readonly pulls: readonly PullSource[]
  readonly egress: readonly string[]
  readonly administrators: readonly string[]
  readonly now: () => string
  readonly onSurprise: (error: unknown) => void
}

/** Pulls the sources that are owed a pull, one after the other; leaves them to another process that does. */
export const pullOwed = async (options: PullingOptions, signal: AbortSignal): Promise<void> => {
  if ((await owedPulls(options, options.pulls)).length === 0) return
  using lock = takePullingLock(options.workspace.database)
  if (lock === null) return
  for (const source of options.pulls) {
    if (signal.aborted) return
    await using claim = await takePull(options, source)
    // Whoever had it until now may just have pulled it.
    if (claim === null || (await owedPulls(options, [source])).length === 0) continue
    await tell(options, await pullSource({ ...options, signal }, source))
  }
}

/** Pulls sources from now on. */
export const startPulling = (options: PullingOptions): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController()
  let pulling: Promise<void> | null = null
  const look = () => {
    if (pulling !== null || stopping.signal.aborted) return
    pulling = pullOwed(options, stopping.signal)
      .catch((error) => {
        if (!stopping.signal.aborted) options.onSurprise(error)
      })
      .finally(() => {
        pulling = null
      })
  }
  const timer = options.pulls.length === 0 ? undefined : setInterval(look, lookMilliseconds)
  return {
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await pulling
    },
  }
}

/** Tells people once that a source does not work, once that it works again, and of data that are held. */
const tell = async (options: PullingOptions, { source, pulled, before }: PullNews): Promise<void> => {
  const { name, kind: feed, every } = source
  const notice = (kind: 'failed' | 'held' | 'works') =>
    tellOfFeed(options, feed, {
      entity: `${name} at ${options.now()}`,
      card: pullCard({ name, kind, every, words: pulled.words }),
    })
  const wasTold = before !== null && before.toldAt !== null
  if (pulled.kind === 'failed') {
    if (wasTold) return
    await notice('failed')
    return keepTold(options, name)
  }
  if (wasTold) await notice('works')
  if (pulled.kind === 'held') await notice('held')
}
