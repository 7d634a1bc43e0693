import type { Card } from '../language/card.ts'

/** What came of a pull that people are told of. */
type PullView = {
  readonly name: string
  readonly kind: 'failed' | 'held' | 'works'
  readonly every: number
  readonly words: readonly string[]
}

const mostWords = 6

/** Tells whoever owns a feed that a source cannot be pulled and why, that its data are held, or that it works again. */
export const pullCard = ({ name, kind, every, words }: PullView): Card => {
  const title = {
    failed: `${name} cannot be pulled`,
    held: `${name} brought data that look wrong`,
    works: `${name} works again`,
  }[kind]
  return {
    tone: kind === 'failed' ? 'warning' : kind === 'held' ? 'question' : 'plain',
    title,
    plain: title,
    blocks: kind === 'works' ? [] : [{ kind: 'notes', notes: words.slice(0, mostWords).map((line) => line.trim()) }],
    footer:
      kind === 'failed'
        ? `What came before still counts. It is tried again every ${every === 1 ? 'minute' : `${every} minutes`}, and told once it works.`
        : null,
  }
}
