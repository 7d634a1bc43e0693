import { type ActionName, actionNames, type Click } from '../../cards/language/card.ts'

const version = '1'
const longestId = 500

/** Tells whether a button can stand for a thing of this id, and be read again. */
export const isButtonId = (id: string): boolean => id !== '' && id.length <= longestId && id.isWellFormed()

/** Writes what a button stands for: opaque to Slack and to people, and the words of a command only where it does nothing but read. */
export const buttonValue = ({ does, id, revision }: Click): string => [version, does, revision, id].join('.')

/** Reads a button's value; null when it is none of ours, or was tampered with. */
export const readButton = (value: unknown): Click | null => {
  if (typeof value !== 'string') return null
  const [first, does, revision, ...rest] = value.split('.')
  const id = rest.join('.')
  if (first !== version || !actionNames.includes(does as ActionName) || !/^\d{1,9}$/.test(revision ?? '')) return null
  return isButtonId(id) ? { does: does as ActionName, id, revision: Number(revision) } : null
}
