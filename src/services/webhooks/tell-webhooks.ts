import { after } from '../../domain/delivery.ts'
import { webhookLifetimeMilliseconds } from '../../domain/policy.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { addWebhook, channelOfWebhook, loadTold, loadWebhooks, type Webhook } from '../../store/webhooks/webhooks.ts'
import type { PresentContext } from '../present/notice-changes.ts'
import { findNotices, loadTellings } from './find-notices.ts'
import type { EventName, Notice } from './notices.ts'

/** Adds a system that is told what happens from now on. Null while it is not known how everything stands. */
export const openWebhook = async (
  context: PresentContext,
  { url, events }: { readonly url: string; readonly events: readonly EventName[] },
): Promise<Webhook | null> => {
  const tellings = await loadTellings(context)
  if (tellings === null) return null
  const told = tellings.map(({ about, entity, value }) => ({ about, entity, value }))
  return addWebhook(context.workspace, { url, events, told }, context.now)
}

/** Puts what systems have not been told yet into the outbox, each once. Answers false while it is not known how everything stands. */
export const tellWebhooks = async (context: PresentContext): Promise<boolean> => {
  const { workspace, now } = context
  const webhooks = await loadWebhooks(workspace)
  if (webhooks.length === 0) return true
  const tellings = await loadTellings(context)
  if (tellings === null) return false
  for (const webhook of webhooks) {
    const found = findNotices(tellings, await loadTold(workspace, webhook.id), webhook.events)
    if (found.told.length === 0 && found.gone.length === 0) continue
    const { told, gone } = found
    const changes: readonly Change[] = [
      { kind: 'keep-told', webhook: webhook.id, told, gone },
      ...found.notices.map((notice) => messageOf(webhook, notice, now)),
    ]
    await apply(workspace, changes, null, now)
  }
  return true
}

const messageOf = (webhook: Webhook, notice: Notice, now: string): Change => ({
  kind: 'post',
  channel: channelOfWebhook(webhook),
  about: 'webhook',
  entity: notice.type,
  card: notice,
  notAfter: after(now, webhookLifetimeMilliseconds),
})
