import { refreshCards } from '../../src/services/alerts/refresh-cards.ts'
import { writeRefreshed } from '../../src/services/alerts/write-refreshed.ts'
import type { Change } from '../../src/store/changes/change.ts'
import { loadDuePromotions } from '../../src/store/delivery/deferred-alerts.ts'
import type { OutboxMessage } from '../../src/store/delivery/enqueue.ts'
import { driverOf } from '../_helpers/engine.ts'
import type { Stage } from './stage.ts'

const reach = { reaches: () => true, edits: true }

/** What the service writes once all has been quiet: what feeds touched, and what was held back until now. */
export const quiet = async ({ app }: Stage, promotions: readonly string[] | 'all' = []): Promise<readonly Change[]> => {
  const { workspace, policy, timeZone, today, now } = app
  const due = await loadDuePromotions(workspace, now())
  const asked = { workspace, policy, timeZone, reach, today: today(), now: now() }
  const changes = await refreshCards(asked, { promotions: promotions === 'all' ? 'all' : [...promotions, ...due] })
  if ((await writeRefreshed(workspace, changes, now())) !== 'applied') throw new Error('stale')
  return changes
}

/** Lets everything be quiet and gives what a channel then hears, as its messages arrive. */
export const hear = async (stage: Stage, channel = '#launches'): Promise<readonly string[]> => {
  const before = stage.posted(channel).length
  await quiet(stage)
  const heard = stage.posted(channel).slice(before)
  deliver(stage)
  return heard.filter((_, i) => formOf(stage, channel, before + i) !== 'update')
}

/** Everything that is on its way arrives. */
export const deliver = ({ app }: Stage): void => {
  driverOf(app.workspace.database).exec("update outbox set state = 'sent' where state = 'pending'")
}

const formOf = (stage: Stage, channel: string, at: number) =>
  stage.rows('select form from outbox where channel = ? order by id', channel)[at]?.form ?? null

/** The messages that changes post. */
export const postsIn = (changes: readonly Change[]): readonly OutboxMessage[] =>
  changes.filter((change): change is OutboxMessage => change.kind === 'post' && change.form !== 'update')
