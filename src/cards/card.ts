/** What a card feels like at a glance; renderers add colour to it, never colour alone. */
export type Tone = 'good' | 'warning' | 'bad' | 'question' | 'plain'

/** A row of a list: a symbol, a line, smaller lines under it, and what can be done about it. */
export type Item = {
  readonly symbol: string | null
  readonly text: string
  readonly detail: readonly string[]
  readonly actions?: readonly Action[]
}

/**
 * Something a person can do about a card: a button where a platform has buttons, and the words to type where it has
 * none. The id and its revision say what it was offered about, so that a stale click can be told.
 */
export type Action = {
  readonly label: string
  readonly does: 'acknowledge' | 'show' | 'why' | 'snooze'
  readonly id: string
  readonly revision: number
  readonly words: string
}

/**
 * A part of a card. All text is data, one line each: a renderer shows it as it stands and makes no mention, link or
 * markup of it. `more` says what was left out and where it can be seen.
 */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  /** Small lines that stand together. */
  | { readonly kind: 'notes'; readonly notes: readonly string[] }
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
  /** Values over time, oldest first; `unit` names what they count. */
  | {
      readonly kind: 'chart'
      readonly title: string
      readonly unit: string
      readonly points: readonly { readonly label: string; readonly value: number }[]
    }

/** What we say, once, for all platforms. `plain` is the one line that stands for it in a notification. */
export type Card = {
  readonly tone: Tone
  readonly title: string
  readonly plain: string
  readonly blocks: readonly Block[]
  /** What can be done about the card as a whole. */
  readonly actions?: readonly Action[]
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
