import { createHmac } from 'node:crypto'
import { errorMessage } from '../common/error-message.ts'
import { guardedFetch, NotAllowed } from '../common/guarded-fetch.ts'
import type { MessengerPort, OutgoingMessage, SendResult } from '../domain/delivery.ts'
import type { Workspace } from '../store/database/workspace.ts'
import { channelOfWebhook, isWebhookChannel, loadWebhooks } from '../store/webhooks/webhooks.ts'

/** What sending to systems needs: whose, the moment as ISO text, and the hosts that the operator allows whatever their address. */
type Sending = {
  readonly workspace: Workspace
  readonly now: () => string
  readonly egress: readonly string[]
}

/** An answer is read no further, in bytes. */
const mostAnswerBytes = 100_000

/** Errors of a connection that was never made. */
const neverLeft =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/

/**
 * Opens the messenger of the systems that are told what happens: signed as Standard Webhooks asks, with an id that stays the
 * same however often a message is sent, because nobody can look whether one has arrived.
 */
export const webhookMessenger = (sending: Sending): MessengerPort => ({
  send: (message) => send(sending, message),
  look: async () => ({ kind: 'blind', isAlways: true }),
  reaches: isWebhookChannel,
  edits: true,
  pace: () => 0,
  lanes: 2,
})

const send = async ({ workspace, now, egress }: Sending, message: OutgoingMessage): Promise<SendResult> => {
  const webhook = (await loadWebhooks(workspace)).find((one) => channelOfWebhook(one) === message.channel)
  if (webhook === undefined) return { kind: 'gone' }
  const body = JSON.stringify(message.card)
  try {
    const {
      status,
      headers,
      body: answer,
    } = await guardedFetch({
      url: webhook.url,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed(webhook.secret, message.outboxId, now(), body) },
      body,
      egress,
      mostBytes: mostAnswerBytes,
    })
    // Nothing is read: the status says it all, and a connection that is kept open for an endless answer is of no use.
    await (answer as AsyncGenerator<Uint8Array>).return(undefined)
    return resultOf(status, headers['retry-after'], message.outboxId)
  } catch (error) {
    if (error instanceof NotAllowed) return { kind: 'refused', reason: `its address ${error.message}`, ofForm: false }
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = code || errorMessage(error)
    return { kind: neverLeft.test(reason) ? 'unreachable' : 'unknown', reason }
  }
}

/** Gives the headers that prove who sends a message, by Standard Webhooks. */
const signed = (
  secret: string,
  outboxId: string,
  now: string,
  body: string,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> => {
  const id = `msg_${outboxId}`
  const seconds = `${Math.floor(Temporal.Instant.from(now).epochMilliseconds / 1_000)}`
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}

/** A server's own trouble passes, so that the message is sent again with growing pauses; what it refuses it refuses for good. */
const resultOf = (status: number, retryAfter: string | undefined, messageId: string): SendResult => {
  if (status >= 200 && status < 300) return { kind: 'delivered', messageId }
  if (status === 429)
    return { kind: 'limited', retryAfter: /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : null }
  const reason = `answered ${status}`
  return status >= 500 || status === 408 ? { kind: 'unreachable', reason } : { kind: 'refused', reason, ofForm: false }
}
