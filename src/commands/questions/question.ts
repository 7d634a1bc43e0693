/** A question in plain words, as far as its own words tell what it asks for. `about` is what it names, as it was typed. */
export type Question =
  /** About one promotion, or the promotion of an item. */
  | {
      readonly asks: 'promotion'
      readonly command:
        | 'promo show'
        | 'promo why'
        | 'promo options'
        | 'promo history'
        | 'promo balance'
        | 'promo check'
        | 'shelfready why-not'
      readonly about: string
    }
  /** About the stock of an item. */
  | { readonly asks: 'item'; readonly about: string }
  /** When, or whether on some days, an item can be promoted, by what is stated: an uplift or units. */
  | { readonly asks: 'when'; readonly about: string; readonly days: boolean }
  /** Which promotions there are; `about` is a place, category, supplier, person or item, and may name days. */
  | {
      readonly asks: 'list'
      readonly about: string
      readonly which: 'all' | 'starting' | 'running'
      readonly verdicts: readonly string[]
    }
  /** Which risks there are, of all or of what is named. */
  | { readonly asks: 'risks'; readonly about: string }
  /** What has to be ordered, at a supplier where one is named. */
  | { readonly asks: 'orders'; readonly about: string }
  /** Exactly one line of a command. */
  | { readonly asks: 'line'; readonly line: string }
  /** How something is done. */
  | { readonly asks: 'help'; readonly about: string }
  /** Whatever is named: a promotion, an item, a place or a person. */
  | { readonly asks: 'thing'; readonly about: string }

/** A question, and whether the words are so few that only a known name makes them one. */
export type ReadQuestion = { readonly question: Question; readonly isLoose: boolean }
