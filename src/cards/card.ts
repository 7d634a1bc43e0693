/** What a card feels like at a glance; renderers add colour to it, never colour alone. */
export type Tone = 'good' | 'warning' | 'bad' | 'question' | 'plain'

/** A row of a list: a symbol, a line, and smaller lines under it. */
export type Item = { readonly symbol: string | null; readonly text: string; readonly detail: readonly string[] }

/**
 * A part of a card. All text is data: a renderer shows it as it stands and makes no mention, link or markup of it.
 * `more` says what was left out and where it can be seen.
 */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[]
      readonly rows: readonly (readonly string[])[]
      readonly more: string | null
    }
  | {
      readonly kind: 'items'
      readonly title: string | null
      readonly items: readonly Item[]
      readonly more: string | null
    }

/** What we say, once, for all platforms. `plain` is the one line that stands for it in a notification. */
export type Card = {
  readonly tone: Tone
  readonly title: string
  readonly plain: string
  readonly blocks: readonly Block[]
  readonly footer: string | null
}

/** Cuts a list to what fits and says how many are left out and where they are; loses nothing silently. */
export const firstOf = <T>(
  list: readonly T[],
  most: number,
  where: string,
): { readonly shown: readonly T[]; readonly more: string | null } =>
  list.length <= most
    ? { shown: list, more: null }
    : { shown: list.slice(0, most), more: `... and ${(list.length - most).toLocaleString('en')} more: ${where}` }
