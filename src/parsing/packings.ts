import type { Packing } from '../domain/supply/packing.ts'

/** Words and marks for each, as people and order systems write them in English, German, French, Spanish, Italian and Dutch. */
const words: Readonly<Record<Packing, string>> = {
  each: `ea|each|pc|pcs|piece|pieces|unit|units|st|stk|stuck|stuecke?|stucke|pce|pz|pezz[io]|uds?|un|unite|unites|unidad|unidades|stuks?|h87|c62`,
  case: `case|cases|cs|ctns?|cartons?|kar|kart|kartons?|krt|kt|kisten?|cajas?|colis|coll[io]|cartone|cartoni|doos|ve|ca|bx|box`,
  pallet: `pallets?|pal|plt|palettes?|paletten|palets?|pale|pales|bancal[ei]|pedan[ae]|pf`,
}

const patterns = (Object.entries(words) as [Packing, string][]).map(
  ([packing, list]) => [packing, new RegExp(`^(?:${list})$`)] as const,
)

const bare = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll(/[.()]/g, '').trim().toLowerCase()

/** Tells in what a unit of measure counts: each where none is said, null where the word is not known. */
export const packingOf = (unit: string): Packing | null => {
  const word = bare(unit)
  return word === '' ? 'each' : (patterns.find(([, pattern]) => pattern.test(word))?.[0] ?? null)
}

/** What people call more of one. */
export const packingWords: Readonly<Record<Packing, string>> = { each: 'units', case: 'cases', pallet: 'pallets' }
