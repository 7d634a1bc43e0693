import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import type { Card } from '../../cards/card.ts'
import type { OutgoingMessage, Post } from '../../domain/delivery.ts'
import { renderText } from './render.ts'

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
export const terminalPost = (file: string, show: (channel: string, card: Card) => void): Post => {
  const posted = new Set(readTranscript(file).map((line) => line.outboxId))
  // A crash may have left half a line: what follows must not become part of it.
  const disk = openSync(file, 'a', 0o600)
  appendFileSync(disk, posted.size > 0 ? '\n' : '')
  closeSync(disk)
  return {
    send: async (message) => {
      const card = repeatable(message)
      const line: TranscriptLine = { outboxId: message.outboxId, channel: message.channel, text: renderText(card) }
      const handle = openSync(file, 'a', 0o600)
      try {
        appendFileSync(handle, `${JSON.stringify(line)}\n`)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      posted.add(message.outboxId)
      show(message.channel, card)
      return { kind: 'delivered', messageId: message.outboxId }
    },
    look: async ({ outboxId }) => (posted.has(outboxId) ? { kind: 'found', messageId: outboxId } : { kind: 'absent' }),
  }
}

/** A card that may be there already says so. */
const repeatable = ({ card, repeated }: OutgoingMessage): Card => {
  const said = card as Card
  return repeated ? { ...said, title: `${said.title} (possible repeat)` } : said
}
