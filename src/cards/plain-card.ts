import type { Card } from './card.ts'

/** Says no, or asks: what failed, what is safe, what to do next. */
export const refusalCard = (sentence: string, detail: readonly string[] = []): Card => ({
  tone: 'question',
  title: sentence,
  plain: sentence,
  blocks: detail.length === 0 ? [] : [{ kind: 'text', text: detail.join('\n') }],
  footer: null,
})
