import { steps } from '../../cards/channels/welcome-card.ts'
import type { ActionName, Click } from '../../cards/language/card.ts'
import { splitWords } from '../../parsing/words.ts'
import { commands } from './catalogue.ts'
import type { Command } from './command.ts'
import { findCommand, type ParsedCommand } from './find-command.ts'

const names: Readonly<Record<Exclude<ActionName, 'show' | 'fill'>, string>> = {
  acknowledge: 'shelfready ack',
  reopen: 'shelfready reopen',
  withdraw: 'shelfready withdraw',
  snooze: 'shelfready snooze',
  stop: 'shelfready stop',
  agree: 'promo agree',
  why: 'promo why',
  balance: 'promo balance',
}

/** Gives the command that a button stands for, with its words; null for a button that opens a form or is not known. */
export const commandOfClick = ({ does, id }: Click): ParsedCommand | null => {
  if (does === 'fill') return null
  if (does !== 'show') return { command: named(names[does]), rest: [{ key: null, value: id }] }
  const words = splitWords(steps.get(id) ?? '')
  if (!words.ok || words.value.length === 0) return null
  const found = findCommand(words.value)
  return found.ok ? found.value : null
}

const named = (name: string) => commands.find((command) => command.name === name) as Command
