/** A field of a form: its kind, label and present value. */
export type Field = {
  readonly name: string
  readonly label: string
  /** One line, several, a day, or one of so many choices. */
  readonly kind: 'line' | 'lines' | 'day' | 'choice'
  readonly isNeeded: boolean
  readonly hint: string | null
  /** The present value; days as ISO text. */
  readonly value: string | null
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

/** A form, independent of the platform: another way to say a command. */
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
