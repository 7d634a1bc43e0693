/** Cuts a text to at most `most` UTF-16 units, never inside a character, and marks the cut. */
export const truncate = (text: string, most: number): string => {
  if (text.length <= most) return text
  const end = text.slice(0, most - 1)
  return `${/[\ud800-\udbff]$/.test(end) ? end.slice(0, -1) : end}…`
}

/** Cuts a text so that it takes at most `most` bytes as JSON. */
export const truncateToBytes = (text: string, most: number): string => {
  let kept = text
  for (let size = bytesOf(kept); size > most && kept.length > 1; size = bytesOf(kept))
    kept = truncate(text, Math.max(1, Math.floor((kept.length * most) / size) - 1))
  return kept
}

const bytesOf = (text: string) => Buffer.byteLength(JSON.stringify(text))
