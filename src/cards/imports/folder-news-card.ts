import type { Card } from '../language/card.ts'

/** What became of a file of the feed folder that does not count; the first line of its text says what, the rest why. */
type FolderNewsView = {
  readonly kind: 'imported' | 'held' | 'rejected'
  readonly name: string
  readonly text: string
}

const mostReasons = 6

/** Tells whoever owns a feed that a file of the feed folder is held or was rejected, and why. */
export const folderNewsCard = ({ kind, name, text }: FolderNewsView): Card => {
  const [first = '', ...reasons] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return {
    tone: kind === 'held' ? 'question' : 'warning',
    title: first,
    plain: first,
    blocks: reasons.length === 0 ? [] : [{ kind: 'notes', notes: reasons.slice(0, mostReasons) }],
    footer:
      kind === 'held'
        ? null
        : `The file is in the feed folder: rejected/${name}, with all reasons in ${name}.reasons.txt.`,
  }
}
