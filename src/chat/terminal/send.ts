import { appendFileSync, closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, readSync } from 'node:fs'
import type { Card } from '../../cards/language/card.ts'
import type { MessengerPort } from '../../domain/delivery.ts'
import { cardOfMessage } from '../message-card.ts'
import { renderForTerminal } from './render.ts'

/** A channel's message as the transcript keeps it, one JSON object a line. */
export type TranscriptLine = {
  readonly outboxId: string
  readonly channel: string
  readonly text: string
}

/** Reads a transcript; a line that was cut off by a crash was never posted. */
export const readTranscript = (file: string): readonly TranscriptLine[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => {
          try {
            return [JSON.parse(line) as TranscriptLine]
          } catch {
            return []
          }
        })
    : []

/**
 * Posts to the channels of the terminal: a transcript on disk, which is what "posted" means here, and then `show` for
 * whoever is watching. Only one process at a time may post to a transcript.
 */
export const terminalPost = (file: string, show: (channel: string, card: Card) => void): MessengerPort => ({
  send: async (message) => {
    const card = cardOfMessage(message)
    const line: TranscriptLine = { outboxId: message.outboxId, channel: message.channel, text: renderForTerminal(card) }
    appendLine(file, JSON.stringify(line))
    show(message.channel, card)
    return { kind: 'delivered', messageId: message.outboxId }
  },
  reaches: isTerminalPlace,
  edits: false,
  pace: () => 0,
  lanes: 1,
  look: async ({ outboxId }) =>
    readTranscript(file).some((line) => line.outboxId === outboxId)
      ? { kind: 'found', messageId: outboxId }
      : { kind: 'absent' },
})

/** Channels of the terminal are named, `#launches`, and people addressed, `@Ana`; `@U012ABCDE` is somebody on a platform. */
const isTerminalPlace = (channel: string) => /^[#@]/.test(channel) && !/^@[UW][A-Z0-9]{5,}$/.test(channel)

/** Appends a line durably. A line that a crash or a full disk cut off stays apart and is ignored. */
const appendLine = (file: string, text: string) => {
  const handle = openSync(file, 'a+', 0o600)
  try {
    const { size } = fstatSync(handle)
    const last = Buffer.alloc(1)
    const isCut = size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== newline
    appendFileSync(handle, `${isCut ? '\n' : ''}${text}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const newline = 0x0a
