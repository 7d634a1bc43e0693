const begin = (name: string) => `<!-- generated: ${name} (npm run docs) -->`
const end = '<!-- end of what is generated -->'

/** Finds a generated section between its two marks: the offsets of its text. Throws where a mark is missing. */
const bounds = (document: string, name: string): readonly [from: number, to: number] => {
  const from = document.indexOf(begin(name))
  const to = document.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`the document has no generated section "${name}"`)
  return [from + begin(name).length, to]
}

/** Reads a generated section of a document. */
export const sectionIn = (document: string, name: string): string => document.slice(...bounds(document, name)).trim()

/** Replaces a generated section of a document. */
export const withSection = (document: string, name: string, text: string): string => {
  const [from, to] = bounds(document, name)
  return `${document.slice(0, from)}\n\n${text}\n\n${document.slice(to)}`
}
