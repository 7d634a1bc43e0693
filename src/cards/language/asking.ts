import type { Action, Card } from './card.ts'

/** Offers to ask something: the line is a command that only reads, as it is typed without a slash. */
export const asking = (label: string, line: string): Action => ({
  label,
  does: 'ask',
  id: line,
  revision: 0,
  words: `/${line}`,
})

/** A question back to whoever asked, with a button for each choice. */
export const choiceCard = (sentence: string, choices: readonly Action[]): Card => ({
  refusal: {},
  tone: 'question',
  title: sentence,
  plain: sentence,
  blocks: [],
  actions: choices,
  footer: null,
})
