import type { Card } from '../../cards/language/card.ts'
import type { OutgoingMessage, SendResult } from '../../domain/delivery.ts'
import { fileNameOf } from '../file-answer.ts'
import { stripControl } from '../strip-control.ts'
import { truncate } from '../truncate.ts'
import { limits } from './limits.ts'
import { uncontrolled } from './text.ts'
import type { Called, Calls } from './web-api.ts'

/** Gives the file that a message brings to one person, and its name; null where it brings none. */
export const fileOf = ({ form, card, plain, outboxId }: OutgoingMessage) => {
  const { file } = card as Partial<Card>
  return form !== 'private' || plain || file === undefined ? null : { ...file, fileName: fileNameOf(file, outboxId) }
}

/** Uploads the file of a message into a conversation of two. A refusal means that nothing was shown, and the card may stand for it. */
export const sendFile = async (
  calls: Calls,
  message: OutgoingMessage,
  { text, fileName }: { readonly text: string; readonly fileName: string },
  inbox: string,
): Promise<SendResult> => {
  const bytes = Buffer.from(text)
  const asked = await calls.call('files.getUploadURLExternal', { filename: fileName, length: bytes.length })
  if (asked.kind !== 'done') return before(asked)
  const { upload_url: url, file_id: id } = asked.data
  if (typeof url !== 'string' || typeof id !== 'string') return refusedForm('Slack did not say where')
  const stored = await calls.upload(url, bytes)
  if (stored.kind !== 'done') return before(stored)
  const title = truncate(stripControl((message.card as Card).title), limits.header)
  const shown = await calls.call('files.completeUploadExternal', {
    files: [{ id, title }],
    channel_id: inbox,
    initial_comment: uncontrolled(title),
  })
  switch (shown.kind) {
    case 'done':
      return { kind: 'delivered', messageId: id }
    case 'error':
      return refusedForm(shown.word)
    default:
      return shown
  }
}

const refusedForm = (reason: string): SendResult => ({ kind: 'refused', reason, ofForm: true })

/** Nothing has been shown yet, so that it can be done again. */
const before = (called: Exclude<Called, { kind: 'done' }>): SendResult =>
  called.kind === 'error'
    ? refusedForm(called.word)
    : called.kind === 'limited'
      ? called
      : { kind: 'unreachable', reason: called.reason }
