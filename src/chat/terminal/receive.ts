import { createInterface } from 'node:readline'
import type { Card } from '../../cards/card.ts'
import type { ChatRequest } from '../request.ts'
import { harmless, renderText } from './render.ts'

/** Where the terminal chat reads and writes, and who is at the keyboard. */
export type TerminalChat = {
  readonly input: NodeJS.ReadableStream
  readonly write: (text: string) => void
  /** A person types and sees a prompt, or lines come through a pipe. */
  readonly interactive: boolean
  readonly person: ChatRequest['person']
  readonly place: string
  readonly handle: (request: ChatRequest) => Promise<Card>
  /** Says what to tell a person about a surprise, and keeps the rest for the log. */
  readonly onSurprise: (error: unknown) => string
}

const prompt = '> '

/** Takes one command a line until the input ends or the person says `exit`, and answers each as text, in order. */
export const terminalChat = async (chat: TerminalChat): Promise<void> => {
  const lines = createInterface({ input: chat.input, crlfDelay: Number.POSITIVE_INFINITY })
  if (chat.interactive) chat.write(prompt)
  for await (const line of lines) {
    const words = line.trim()
    if (words === 'exit' || words === 'quit') break
    if (words !== '') {
      if (!chat.interactive) chat.write(`${prompt}${harmless(words)}\n`)
      chat.write(`${await answer(chat, words)}\n\n`)
    }
    if (chat.interactive) chat.write(prompt)
  }
  lines.close()
}

const answer = async (chat: TerminalChat, words: string): Promise<string> => {
  try {
    return renderText(await chat.handle({ key: null, person: chat.person, place: chat.place, words }))
  } catch (error) {
    return chat.onSurprise(error)
  }
}
