/** Everything that one human is called in what is stored: the ids of their accounts, their names, their addresses. */
export type Traces = {
  readonly ids: readonly string[]
  readonly names: readonly string[]
  readonly emails: readonly string[]
}

/** What stands in the place of a forgotten person: an id for each of theirs, and one name. */
export type StandIn = { readonly ids: ReadonlyMap<string, string>; readonly name: string }

/** Makes the stand-in of the person who was forgotten as the so-manieth of a company. */
export const standInOf = ({ ids }: Pick<Traces, 'ids'>, number: number): StandIn => ({
  ids: new Map(ids.map((id, i) => [id, i === 0 ? `former-${number}` : `former-${number}-${i + 1}`])),
  name: `Former colleague ${number}`,
})

/** Tells whether a text names somebody. */
export const names = (traces: Traces, others: readonly string[] = []): ((text: string) => boolean) => {
  const replace = replacing(traces, { ids: new Map(traces.ids.map((id) => [id, ''])), name: '' }, others)
  return (text) => replace(text) !== text
}

/**
 * Makes what puts a stand-in into the place of a person in any text: for their ids, addresses and names, where these stand as
 * whole words. The longer names of others that contain one of theirs stay.
 */
export const replacing = (
  { ids, names: own, emails }: Traces,
  standIn: StandIn,
  others: readonly string[] = [],
): ((text: string) => string) => {
  const instead = new Map<string, string>()
  for (const name of own) for (const form of formsOf(name)) instead.set(form, standIn.name)
  for (const email of emails) instead.set(email.toLowerCase(), standIn.name)
  for (const [id, other] of standIn.ids) instead.set(id.toLowerCase(), other)
  const exact = new Set([...own.flatMap(writtenAs), ...ids])
  const shielded = others.flatMap(formsOf).filter((other) => !instead.has(other))
  const words = [
    ...instead.keys(),
    ...shielded.filter((other) => [...instead.keys()].some((word) => other.includes(word))),
  ]
  if (words.length === 0) return (text) => text
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map((word) => RegExp.escape(word))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  return (text) =>
    text.replaceAll(pattern, (found: string, at: number) => {
      const other = instead.get(found.toLowerCase())
      if (other === undefined) return found
      return exact.has(found) || !isOneWord(found) || standsAlone(text, found, at) ? other : found
    })
}

/** A name of one word may be a word of the language too: in other letters it counts only behind an @, or where it is all that is said. */
const standsAlone = (text: string, found: string, at: number): boolean =>
  text.length === found.length || text[at - 1] === '@' || (text[at - 1] === '"' && text[at + found.length] === '"')

const isOneWord = (text: string): boolean => /^\p{L}+$/u.test(text)

/** A name stands in a text as it is, or as JSON writes it. */
const writtenAs = (name: string): readonly string[] => [name, JSON.stringify(name).slice(1, -1)]

const formsOf = (name: string): readonly string[] =>
  [...new Set(writtenAs(name.trim()).map((form) => form.toLowerCase()))].filter((form) => form !== '')
