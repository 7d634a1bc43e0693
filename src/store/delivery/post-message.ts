import type { Writer } from '../database/workspace.ts'
import { enqueue, type OutboxMessage } from './enqueue.ts'
import { registerLiveMessage } from './live-messages.ts'
import { expireEarlier, isWelcomed } from './outbox.ts'

/** Posts a message, but a welcome only where a channel has had none. */
export const postUnlessWelcomed = async (writer: Writer, message: OutboxMessage): Promise<void> => {
  if (message.about === 'welcome' && (await isWelcomed(writer, message.channel))) return
  await postMessage(writer, message)
}

/**
 * Puts a message into the outbox and gives its number. An earlier digest, or card of the same promotion, that still waits
 * for the channel is not sent any more.
 */
export const postMessage = async (writer: Writer, message: OutboxMessage): Promise<number> => {
  const { channel, about, entity, form, living } = message
  if (about === 'digest') await expireEarlier(writer, { channel, about })
  if (about === 'promotion' && form === undefined) await expireEarlier(writer, { channel, about, entity })
  const id = await enqueue(writer, message)
  if (living !== undefined) await registerLiveMessage(writer, { message, living, outboxId: id })
  return id
}
