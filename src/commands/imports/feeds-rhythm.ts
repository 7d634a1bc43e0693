import { rhythmSetWords } from '../../cards/imports/rhythm-words.ts'
import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { rhythmOf } from '../../parsing/rhythm-value.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { feedTables } from '../../store/feeds/feed-tables.ts'
import { loadFeedPromises } from '../../store/imports/feed-promises.ts'
import { answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'

/** Sets how often a feed is expected, so that somebody is asked when it does not come. */
export const feedsRhythm: Command = {
  name: 'shelfready feeds rhythm',
  takes: [
    { name: 'FEED', value: null, says: 'such as inventory', isNeeded: true },
    { name: 'DAYS', value: null, says: 'days between two files, learn (the default) or never', isNeeded: true },
  ],
  does: 'set how often a feed is expected',
  examples: ['/shelfready feeds rhythm inventory 1', '/shelfready feeds rhythm sales learn'],
  right: 'import-feeds',
  run: (context) => setRhythm(context),
}

const setRhythm = async (context: CommandContext): Promise<Outcome> => {
  const [named = '', ...rest] = context.words.map(({ value }) => value)
  const kinds = Object.keys(feedTables) as readonly FeedKind[]
  const feed = kinds.find((kind) => kind === named.toLowerCase())
  if (feed === undefined) {
    const meant = nearest(named, kinds, (kind) => kind)
    const hint = meant === null ? `The feeds are ${kinds.join(', ')}.` : `Did you mean ${meant}?`
    return answer(refusalCard(`There is no feed "${named}". Nothing was changed. ${hint}`))
  }
  const days = rhythmOf(rest.join(' '))
  if (days === undefined)
    return answer(
      refusalCard(
        `How often does ${feed} come? Nothing was changed. Give 1 to 92 days, learn or never: /shelfready feeds rhythm ${feed} 1.`,
      ),
    )
  const before = (await loadFeedPromises(context.workspace)).get(feed)?.rhythmDays ?? null
  return {
    changes: [
      { kind: 'keep-feed-promise', feed, rhythmDays: days },
      auditEntry(context, {
        action: 'feed-rhythm',
        entity: feed,
        before: { rhythmDays: before },
        after: { rhythmDays: days },
      }),
    ],
    reply: noteCard(rhythmSetWords(feed, days)),
  }
}
