/** Cuts a text to so many UTF-16 units between two code points; what is cut shows its end. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text
  const end = text.slice(0, most - 1)
  return `${/[\ud800-\udbff]$/.test(end) ? end.slice(0, -1) : end}…`
}
