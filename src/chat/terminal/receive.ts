import { createInterface, type Interface } from 'node:readline'
import type { Card } from '../../cards/language/card.ts'
import type { ChatRequest } from '../request.ts'
import { stripControl } from '../strip-control.ts'
import { renderForTerminal, type TextStyle } from './render.ts'

/** Where the terminal chat reads and writes, and what answers it. */
export type TerminalOptions = {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** A person types and sees a prompt, or lines come through a pipe. */
  readonly interactive: boolean
  readonly style: () => TextStyle
  readonly person: string
  readonly place: string
  readonly handle: (request: ChatRequest) => Promise<Card>
  /** Runs after each answer, so that what it posted is seen next. */
  readonly afterAnswer: () => Promise<void>
  readonly complete: (line: string) => readonly [readonly string[], string]
  /** Tells whether a line names the columns of a table that belongs to the line before. */
  readonly startsTable: (line: string) => boolean
  /** Tells whether a line is a command of its own, and no row of a table. */
  readonly startsCommand: (line: string) => boolean
  /** Earlier lines, the newest first, and what to do when there is a new one. */
  readonly history: readonly string[]
  readonly keepHistory: (lines: readonly string[]) => void
  /** Ends the chat after the answer that is being given. */
  readonly stop: AbortSignal
  /** Gives the sentence for a person about an unexpected error, and logs the details. */
  readonly onSurprise: (error: unknown) => string
}

/** A chat with whoever sits at the terminal. */
export type Terminal = {
  /** Shows what was posted in a channel. */
  readonly show: (channel: string, card: Card) => void
  readonly write: (text: string) => void
  /** Takes one command after the other until the input ends, the person says `exit`, or it is stopped. */
  readonly chat: () => Promise<void>
}

/** Who speaks where; `as:NAME` and `in:CHANNEL` change it, for one line or, standing alone, from then on. */
type Speaker = { readonly name: string; readonly place: string }

const historySize = 500
/** A pasted table arrives at once; nobody types its first row this fast. */
const pasteMilliseconds = 25

/** Opens the chat. Posts that come while a person is typing leave what is typed as it is. */
export const openTerminal = (options: TerminalOptions): Terminal => {
  const { output, interactive, style } = options
  let speaker: Speaker = { name: options.person, place: options.place }
  let isClosed = false
  let isPrompting = false
  const write = (text: string) => void output.write(text)
  const lines = interactive
    ? typed(options)
    : createInterface({ input: options.input, crlfDelay: Number.POSITIVE_INFINITY })
  const queue: string[] = []
  let wake: () => void = () => {}
  lines.on('line', (text) => {
    if (!options.stop.aborted) queue.push(text)
    wake()
  })
  options.stop.addEventListener('abort', () => {
    queue.length = 0
    lines.close()
  })
  lines.on('close', () => {
    isClosed = true
    wake()
  })
  const arrival = (milliseconds: number | null) =>
    new Promise<void>((resolve) => {
      const timer = milliseconds === null ? null : setTimeout(resolve, milliseconds)
      wake = () => {
        if (timer !== null) clearTimeout(timer)
        resolve()
      }
      if (queue.length > 0 || isClosed) wake()
    })
  const nextLine = async (patience: number | null): Promise<string | null> => {
    await arrival(patience)
    return queue.shift() ?? null
  }

  /** Reads a command with what belongs to it: lines that end in a backslash, and a table below. */
  const nextCommand = async (): Promise<string | null> => {
    let text = await nextLine(null)
    if (text === null) return null
    while (text.endsWith('\\')) text = `${text.slice(0, -1)}\n${(await nextLine(null)) ?? ''}`
    if (text.trim() === '') return text
    await arrival(pasteMilliseconds)
    if (!options.startsTable(queue[0] ?? '')) return text
    for (;;) {
      const row: string | null = await nextLine(pasteMilliseconds)
      if (row === null || row.trim() === '') return text
      if (options.startsCommand(row)) {
        queue.unshift(row)
        return text
      }
      text += `\n${row}`
    }
  }

  const ask = async (words: string, by: Speaker): Promise<void> => {
    try {
      const person = { id: `terminal:${by.name.toLowerCase()}`, name: by.name }
      write(`${renderForTerminal(await options.handle({ key: null, person, place: by.place, words }), style())}\n\n`)
      await options.afterAnswer()
    } catch (error) {
      write(`${options.onSurprise(error)}\n\n`)
    }
  }

  const prompt = () => {
    if (!interactive || isClosed) return
    isPrompting = true
    lines.setPrompt(promptOf(speaker, options))
    lines.prompt(true)
  }

  return {
    write,
    show: (channel, card) => {
      const text = posted(channel, card, style())
      if (!isPrompting) return write(`${text}\n\n`)
      write(`\r\u001b[K${text}\n\n`)
      lines.prompt(true)
    },
    chat: async () => {
      while (!options.stop.aborted) {
        prompt()
        const text = await nextCommand()
        isPrompting = false
        if (text === null) break
        const { words, by, complaint } = readSpeaker(text.trim(), speaker)
        if (words === 'exit' || words === 'quit') break
        if (!interactive && text.trim() !== '') write(`> ${text.trim().split('\n').map(stripControl).join('\n  ')}\n`)
        if (complaint !== null) write(`${complaint}\n\n`)
        else if (words === '' && by !== speaker) {
          speaker = by
          write(`You are ${stripControl(by.name)} in ${stripControl(by.place)} now.\n\n`)
        } else if (words !== '') await ask(words, by)
        await new Promise((resume) => setImmediate(resume))
      }
      lines.close()
    },
  }
}

const typed = ({ input, output, complete, history, keepHistory }: TerminalOptions): Interface => {
  const lines = createInterface({
    input,
    output,
    terminal: true,
    history: [...history],
    historySize,
    removeHistoryDuplicates: true,
    completer: (text: string) => {
      const [choices, replaced] = complete(text)
      return [[...choices], replaced]
    },
  })
  lines.on('history', (all: string[]) => keepHistory(all))
  return lines
}

const promptOf = ({ name, place }: Speaker, { person, place: home }: TerminalOptions): string =>
  name === person && place === home ? '> ' : `${stripControl(name)} in ${stripControl(place)}> `

const prefix = /^(as|in):(?:"([^"]*)"|(\S*))\s*/i

/** Takes `as:` and `in:` off the front of a line. */
const readSpeaker = (
  text: string,
  speaker: Speaker,
): { readonly words: string; readonly by: Speaker; readonly complaint: string | null } => {
  let words = text
  let by = speaker
  for (let found = prefix.exec(words); found !== null; found = prefix.exec(words)) {
    const [whole, key = '', quoted, bare] = found
    const value = (quoted ?? bare ?? '').trim()
    words = words.slice(whole.length)
    if (value === '')
      return {
        words: '',
        by,
        complaint: key.toLowerCase() === 'as' ? 'Who? Write as:Ben.' : 'Where? Write in:#supply.',
      }
    by = key.toLowerCase() === 'as' ? { ...by, name: value.replace(/^@/, '') } : { ...by, place: channelNamed(value) }
  }
  return { words, by, complaint: null }
}

const channelNamed = (value: string) => (value.startsWith('#') || value.startsWith('@') ? value : `#${value}`)

const direct = '@terminal:'

const postedWhere = (channel: string): string =>
  channel.startsWith(direct)
    ? `for ${stripControl(channel.slice(direct.length))} alone`
    : `posted in ${stripControl(channel)}`

const posted = (channel: string, card: Card, style: TextStyle): string => {
  const inner = { ...style, width: style.width === null ? null : style.width - 2 }
  return [postedWhere(channel), ...renderForTerminal(card, inner).split('\n')]
    .map((line) => `│ ${line}`.trimEnd())
    .join('\n')
}
