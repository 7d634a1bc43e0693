import type { Card, CardFile } from '../../cards/language/card.ts'
import type { OutgoingMessage, SendResult } from '../../domain/delivery.ts'
import { fileNameOf } from '../file-answer.ts'
import { callForeign } from '../http-call.ts'
import { notification } from './render.ts'

/** Gives the file that a message brings to one person, and its name; null where it brings none. */
export const fileOf = ({ card, plain, outboxId }: OutgoingMessage) => {
  const { file } = card as Partial<Card>
  return plain || file === undefined ? null : { ...file, fileName: fileNameOf(file, outboxId) }
}

type NamedFile = CardFile & { readonly fileName: string }

/** Asks a person whether a file may be stored for them; what is accepted comes back with the line that makes it again. */
export const consentMessage = (card: Card, { fileName, text, line }: NamedFile) => ({
  type: 'message',
  summary: notification(card),
  attachments: [
    {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: fileName,
      content: {
        description: notification(card),
        sizeInBytes: Buffer.byteLength(text),
        acceptContext: { v: 1, line },
        declineContext: { v: 1, line },
      },
    },
  ],
})

/** Shows a file that is stored. */
export const storedMessage = (card: Card, { uniqueId, fileType, contentUrl, name }: Stored) => ({
  type: 'message',
  summary: notification(card),
  attachments: [
    {
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      contentUrl,
      name,
      content: { uniqueId, fileType },
    },
  ],
})

type Stored = {
  readonly uniqueId: string
  readonly fileType: string
  readonly contentUrl: string
  readonly name: string
}

/** Where Microsoft stores the files of people. */
const stores = /(?:^|\.)(?:sharepoint\.(?:com|us|cn)|sharepoint-mil\.us|onedrive\.com|1drv\.com)$/

/** Tells whether an address is one where Microsoft stores files. */
export const isFileStore = (url: string): boolean => {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'https:' && parsed.username === '' && stores.test(parsed.hostname)
}

const uploadMilliseconds = 6_000

/** Stores a file at the address that its reader was handed; null where it is stored. */
export const storeFile = async (
  text: string,
  url: string,
  isStore: (url: string) => boolean,
): Promise<SendResult | null> => {
  if (!isStore(url)) return { kind: 'refused', reason: 'the file belongs somewhere else', ofForm: true }
  const bytes = Buffer.from(text)
  const headers = {
    'content-type': 'application/octet-stream',
    'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
  }
  const to = new URL(url)
  // Only a stand-in is reached without TLS.
  const answer = await callForeign(
    to,
    { method: 'PUT', headers, body: bytes },
    uploadMilliseconds,
    to.protocol === 'http:',
  )
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason }
  if (answer.status >= 200 && answer.status < 300) return null
  return answer.status === 429 || answer.status >= 500
    ? { kind: 'unreachable', reason: `HTTP ${answer.status}` }
    : { kind: 'refused', reason: `HTTP ${answer.status}`, ofForm: true }
}
