/** A thing to fill in: its kind, what it is called, what it stands at. */
export type Field = {
  readonly name: string
  readonly label: string
  /** One line, several, a day, or one of so many choices. */
  readonly kind: 'line' | 'lines' | 'day' | 'choice'
  readonly isNeeded: boolean
  readonly hint: string | null
  /** What it stands at; days as ISO text. */
  readonly value: string | null
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

/** What is filled in instead of being typed in one line, once for all platforms. */
export type Form = {
  /** Which form it is, and what it is about: a promotion, a risk, or nothing. */
  readonly id: string
  readonly subject: string
  /** The version of what it is about. */
  readonly revision: number
  readonly title: string
  readonly submit: string
  /** What stands above the fields. */
  readonly says: readonly string[]
  readonly fields: readonly Field[]
}

/** A form that somebody filled in. What was left empty is missing. */
export type FilledForm = {
  readonly form: string
  readonly subject: string
  /** The version of what it is about that it was opened on; 0 where it is about nothing. */
  readonly revision: number
  readonly values: Readonly<Record<string, string>>
}
