import * as z from 'zod'
import { actionNames, type Click, type Page, pages } from '../../cards/language/card.ts'

const version = 1
const longestId = 500

const data = z.strictObject({
  v: z.literal(version),
  a: z.enum(actionNames),
  id: z.string().min(1).max(longestId),
  rev: z.int().min(0).max(999_999_999),
  /** What Teams is to do with it. */
  msteams: z.unknown().optional(),
  /** The page that the button is on, to draw it anew. */
  p: z.enum(Object.keys(pages) as [Page, ...Page[]]).optional(),
})

/** Tells whether a button can stand for a thing of this id, and be read again. */
export const isButtonId = (id: string): boolean => id !== '' && id.length <= longestId && id.isWellFormed()

/** Writes what a button stands for: opaque to people, and the words of a command only where it does nothing but read. */
export const buttonData = ({ does, id, revision }: Click, page: Page | undefined) => ({
  v: version,
  a: does,
  id,
  rev: revision,
  ...(page === undefined ? {} : { p: page }),
})

/** Reads a button's data, which the client types in; null when it is none of ours, or was tampered with. */
export const readButton = (value: unknown): (Click & { readonly page: Page | null }) | null => {
  const parsed = data.safeParse(value)
  if (!parsed.success || !isButtonId(parsed.data.id)) return null
  const { a: does, id, rev: revision, p: page = null } = parsed.data
  return { does, id, revision, page }
}
