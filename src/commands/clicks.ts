import type { Deed } from '../cards/card.ts'
import { steps } from '../cards/welcome-card.ts'
import { commands } from './index.ts'
import type { Command } from './outcome.ts'
import { readWords, type Word } from './words.ts'

/** A button that somebody pressed. */
export type Click = { readonly does: Deed; readonly id: string; readonly revision: number }

const names: Readonly<Record<Exclude<Deed, 'show'>, string>> = {
  acknowledge: 'shelfready ack',
  snooze: 'shelfready snooze',
  why: 'promo why',
  balance: 'promo balance',
}

type Said = { readonly command: Command; readonly rest: readonly Word[] }

/** Gives the command that a button stands for, with its words; null for one that is not ours. */
export const commandOfClick = ({ does, id }: Click): Said | null => {
  if (does !== 'show') return { command: named(names[does]), rest: [{ key: null, value: id }] }
  const words = steps.get(id)
  const said = words === undefined ? null : readWords(words)
  if (said === null || typeof said === 'string') return null
  const command = commands.find(({ name }) => words === name || words?.startsWith(`${name} `)) as Command
  return { command, rest: said.slice(command.name.split(' ').length) }
}

const named = (name: string) => commands.find((command) => command.name === name) as Command
