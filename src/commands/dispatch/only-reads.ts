import type { Command } from './command.ts'

/** The commands that change nothing, whatever follows their name. Questions and buttons with words lead to these alone. */
const reading: ReadonlySet<string> = new Set([
  'promo list',
  'promo calendar',
  'promo calendar links',
  'promo show',
  'promo details',
  'promo check',
  'promo why',
  'promo balance',
  'promo what-if',
  'promo when',
  'promo options',
  'promo decisions',
  'promo items',
  'promo history',
  'promo review',
  'stock',
  'intel list',
  'intel score',
  'shelfready home',
  'shelfready digest',
  'shelfready risks',
  'shelfready requirements',
  'shelfready overview',
  'shelfready scorecard',
  'shelfready monthly',
  'shelfready capacity',
  'shelfready pages',
  'shelfready why-this',
  'shelfready why-not',
  'shelfready roles',
  'shelfready whoami',
  'shelfready feeds',
  'shelfready feeds rejects',
  'shelfready import',
])

/** Tells whether a command only reads. */
export const onlyReads = ({ name }: Pick<Command, 'name'>): boolean => reading.has(name)
