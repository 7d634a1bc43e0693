import { isObject, type JsonObject } from '../slack/block-kit-shape.ts'

/** One object of a card with its place, as a JSON pointer, and the objects around it, the nearest first. */
export type CardPart = {
  readonly part: JsonObject
  readonly at: string
  /** The name under which it stands in the object around it. */
  readonly name: string
  readonly around: readonly JsonObject[]
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const walk = (value: unknown, at: string, name: string, around: readonly JsonObject[]): readonly CardPart[] => {
  if (Array.isArray(value)) return value.flatMap((one, index) => walk(one, `${at}/${index}`, name, around))
  if (!isObject(value)) return []
  const inside = Object.entries(value).filter(([inner]) => inner !== 'data')
  return [
    { part: value, at, name, around },
    ...inside.flatMap(([inner, one]) => walk(one, `${at}/${escaped(inner)}`, inner, [value, ...around])),
  ]
}

/** Lists every object of a card in the order in which it stands there; what actions carry as data is left out. */
export const partsOf = (card: unknown): readonly CardPart[] => walk(card, '', '', [])

/** Reads the type of an object of a card, or nothing. */
export const typeOf = (part: JsonObject | undefined): string => (typeof part?.type === 'string' ? part.type : '')
