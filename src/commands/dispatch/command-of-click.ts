import { steps } from '../../cards/channels/welcome-card.ts'
import type { ActionName, Click } from '../../cards/language/card.ts'
import { splitWords } from '../../parsing/words.ts'
import { commandNamed, findCommand, type ParsedCommand } from './find-command.ts'
import { onlyReads } from './only-reads.ts'

const names: Readonly<Record<Exclude<ActionName, 'show' | 'ask' | 'fill' | 'feed'>, string>> = {
  acknowledge: 'shelfready ack',
  reopen: 'shelfready reopen',
  withdraw: 'shelfready withdraw',
  snooze: 'shelfready snooze',
  stop: 'shelfready stop',
  agree: 'promo agree',
  answer: 'promo answer',
  why: 'promo why',
  see: 'promo show',
  balance: 'promo balance',
  undo: 'shelfready undo',
}

/** Gives the command that a button stands for, with its words; null for a button that opens a form or is not known. */
export const commandOfClick = ({ does, id }: Click): ParsedCommand | null => {
  if (does === 'fill') return null
  if (does === 'feed') return feedCommand(id)
  if (does !== 'show' && does !== 'ask') return { command: commandNamed(names[does]), rest: [{ key: null, value: id }] }
  const words = splitWords(does === 'ask' ? id : (steps.get(id) ?? ''))
  if (!words.ok || words.value.length === 0) return null
  const found = findCommand(words.value)
  if (!found.ok || (does === 'ask' && !onlyReads(found.value.command))) return null
  return found.value
}

/** A button about a file or a batch says what is done, and to what; of an answer the rest is its value. */
const feedCommand = (id: string): ParsedCommand | null => {
  const [act = '', subject = '', question = '', ...value] = id.split(' ')
  const rest = act === 'answer' ? [subject, question, value.join(' ')] : [subject]
  const command = commandNamed(`shelfready feeds ${act}`) as ParsedCommand['command'] | undefined
  return command === undefined || onlyReads(command)
    ? null
    : { command, rest: rest.map((one) => ({ key: null, value: one })) }
}
