import type { KitPart } from '../../domain/kits/kit.ts'
import { countWords, listWords, numberWords } from '../language/words.ts'

/** Says what kits take of a component, "2 in each of 400 kits"; of several kits what each takes. */
export const kitsWords = (kits: readonly KitPart[]): string =>
  kits.length === 1 ? kits.map(inEach).join('') : namedKitsWords(kits)

/** Says the same with the name of each kit, "2 in each of 400 kits (Picnic set)". */
export const namedKitsWords = (kits: readonly KitPart[]): string =>
  listWords(kits.map((kit) => `${inEach(kit)} (${kit.name})`))

const inEach = ({ quantity, kits }: KitPart): string =>
  `${numberWords(quantity)} in each ${kits === null ? 'kit' : `of ${countWords(Math.ceil(kits - 1e-6), 'kit')}`}`
