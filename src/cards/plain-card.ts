import type { Card } from './card.ts'

/** Says no, or asks: what failed, what is safe, what to do next. */
export const refusalCard = (sentence: string, detail: readonly string[] = []): Card => ({
  tone: 'question',
  title: sentence,
  plain: sentence,
  blocks: detail.length === 0 ? [] : [{ kind: 'notes', notes: detail }],
  footer: null,
})

/** Confirms something in one sentence. */
export const noteCard = (sentence: string): Card => ({
  tone: 'good',
  title: sentence,
  plain: sentence,
  blocks: [],
  footer: null,
})
