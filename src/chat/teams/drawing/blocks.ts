import { type Links, noLinks, partsOf } from '../../links.ts'
import { truncate } from '../../truncate.ts'
import { type Element, type Run, runs } from '../element.ts'
import { limits } from '../limits.ts'
import { shown } from '../text.ts'

/** Writes one line of data as text runs: an id that leads somewhere is one of its own, to press. */
export const linked = (text: string, links: Links, look: Omit<Run, 'text'> = {}): readonly (string | Run)[] =>
  partsOf(text, links).map((part) =>
    typeof part === 'object'
      ? { ...look, text: part.id, color: 'Accent', selectAction: { type: 'Action.OpenUrl', url: part.url } }
      : Object.keys(look).length === 0
        ? part
        : { ...look, text: part },
  )

/** Lines in small grey letters. */
export const small = (lines: readonly string[], links: Links = noLinks): readonly Element[] =>
  lines
    .map(shown)
    .filter((line) => line !== '')
    .map((line, i) =>
      runs(linked(truncate(line, limits.text), links, { size: 'Small', isSubtle: true }), i === 0 ? 'Small' : 'None'),
    )

/** A title within a card. */
export const bold = (title: string, isLater: boolean): readonly Element[] =>
  shown(title) === ''
    ? []
    : [
        {
          ...runs([{ text: truncate(shown(title), limits.title), weight: 'Bolder' }], isLater ? 'Large' : 'Medium'),
          ...(isLater ? { separator: true } : {}),
        },
      ]

/** A symbol has the colour of what it means, beside the word that says it. */
export const symbolRun = (symbol: string): readonly Run[] => {
  const text = shown(symbol)
  const colour = symbolColours[text]
  return text === '' ? [] : [{ text: `${text} `, ...(colour === undefined ? {} : { color: colour }) }]
}

/** The colours of the symbols of verdicts. */
export const symbolColours: Readonly<Record<string, string>> = {
  '●': 'Good',
  '▲': 'Warning',
  '▼': 'Warning',
  '✖': 'Attention',
  '?': 'Accent',
}
