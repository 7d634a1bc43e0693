import type { App } from '../app.ts'
import { Refusal } from '../domain/refusal.ts'
import { apply } from '../store/changes/apply.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import { findPeople } from '../store/people/finding-accounts.ts'
import { write } from './output.ts'
import { UsageError } from './usage.ts'

/** Names who is told of the files of a feed. */
export const feedOwnerCommand = async (app: App, [kind, named]: readonly string[]): Promise<number> => {
  if (kind === undefined || named === undefined) throw new UsageError('"feeds owner" needs KIND PERSON.')
  if (!Object.hasOwn(feedTables, kind))
    throw new UsageError(`There is no feed "${kind}". The feeds are ${Object.keys(feedTables).join(', ')}.`)
  const person = named.toLowerCase() === 'nobody' ? null : await personNamed(app, named.replace(/^@/, ''))
  const change = { kind: 'keep-feed-promise', feed: kind as FeedKind, owner: person?.id ?? null } as const
  const audited = {
    kind: 'audit',
    actor: 'command line',
    place: '',
    action: 'feed-owner',
    entity: kind,
    detail: { owner: person?.name ?? null },
  } as const
  await apply(app.workspace, [change, audited], null, app.now())
  return write(
    person === null
      ? `Nobody owns ${kind} now. Whoever sent it last in chat hears about its files.\n`
      : `${person.name} owns ${kind} and is told when a file of it is held or rejected.\n`,
  )
}

const personNamed = async ({ workspace }: App, named: string) => {
  const found = await findPeople(workspace, named)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw new Refusal(
    only === undefined
      ? `I do not know anyone called ${named}. Nothing was changed. I know people once they have used me, for example with whoami.`
      : `There are ${found.length} people called ${named}: ${found.map(({ id }) => id).join(', ')}. Nothing was changed. Give the id.`,
  )
}
