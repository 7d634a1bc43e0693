import type { App } from '../app.ts'
import { rhythmSetWords } from '../cards/imports/rhythm-words.ts'
import { rhythmOf } from '../parsing/rhythm-value.ts'
import { apply } from '../store/changes/apply.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import { write } from './output.ts'
import { UsageError } from './usage.ts'

/** Sets how often a feed is expected. */
export const feedRhythmCommand = async (app: App, [kind, ...words]: readonly string[]): Promise<number> => {
  if (kind === undefined || words.length === 0) throw new UsageError('"feeds rhythm" needs KIND DAYS, learn or never.')
  if (!Object.hasOwn(feedTables, kind))
    throw new UsageError(`There is no feed "${kind}". The feeds are ${Object.keys(feedTables).join(', ')}.`)
  const days = rhythmOf(words.join(' '))
  if (days === undefined)
    throw new UsageError(`"feeds rhythm" takes 1 to 92 days, learn or never, not "${words.join(' ')}".`)
  const change = { kind: 'keep-feed-promise', feed: kind as FeedKind, rhythmDays: days } as const
  const audited = {
    kind: 'audit',
    actor: 'command line',
    place: '',
    action: 'feed-rhythm',
    entity: kind,
    detail: { rhythmDays: days },
  } as const
  await apply(app.workspace, [change, audited], null, app.now())
  return write(`${rhythmSetWords(kind, days)}\n`)
}
