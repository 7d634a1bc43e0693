/** A Markdown document: its path in the project, and its text. */
export type Document = { readonly path: string; readonly text: string }

const fence = /^```[^\n]*\n([\s\S]*?)^```$/gm

/** Lists the lines of a document's code blocks. */
export const codeLines = ({ text }: Document): readonly string[] =>
  [...text.matchAll(fence)].flatMap(([, code = '']) => code.split('\n').filter((line) => line.trim() !== ''))

/** Lists the pieces of inline code outside code blocks; `\|` of a table is a bar. */
export const codeSpans = ({ text }: Document): readonly string[] =>
  [...text.replaceAll(fence, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'))

/** Lists the targets of a document's links and pictures. */
export const linkTargets = ({ text }: Document): readonly string[] =>
  [
    ...text
      .replaceAll(fence, '')
      .replaceAll(/`[^`\n]+`/g, 'code')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target = '']) => target)

/** Lists the anchors of a document's headings, as GitHub makes them: one that is there already gets a number. */
export const anchors = ({ text }: Document): readonly string[] => {
  const counts = new Map<string, number>()
  return [...text.replaceAll(fence, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => {
    const slug = title
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-')
    const count = counts.get(slug) ?? 0
    counts.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
}
