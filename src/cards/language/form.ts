/** One choice of a field: what it stands for, how it is called, and what is said of it beside that. */
export type Choice = {
  readonly value: string
  readonly label: string
  readonly detail?: string
}

/** What can be picked by its code or its name. */
export const pickSources = ['items', 'places', 'promotions', 'people'] as const

export type PickSource = (typeof pickSources)[number]

/** What a field picks, and how. */
export type Picking = {
  readonly of: PickSource
  readonly isSeveral: boolean
  /** There are more than a list holds: what is picked is searched. */
  readonly isSearched: boolean
}

/** Writes several values of a field as one text. */
export const listSeparator = ', '

/** A field of a form: its kind, label and present value. */
export type Field = {
  readonly name: string
  readonly label: string
  /** One line, several, a day, one of so many choices, things that are picked, a channel to act in, or one of the ways on which the other fields depend. */
  readonly kind: 'line' | 'lines' | 'day' | 'choice' | 'pick' | 'channel' | 'way'
  readonly isNeeded: boolean
  readonly hint: string | null
  /** The present value; days as ISO text. */
  readonly value: string | null
  readonly choices: readonly Choice[]
  /** What it picks; the choices are all there are, or where they are searched those that stand. */
  readonly pick?: Picking
  /** It is asked for one choice alone: what was filled in for another one does not fit. */
  readonly isOfWay?: boolean
}

/** The choice on which the fields of a form depend. */
export type Way = {
  /** The field that asks for it. */
  readonly field: string
  /** The choice that the fields are for; empty before one is made. */
  readonly chosen: string
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
  /** Absent where the fields depend on no choice. */
  readonly way?: Way
  /** Sending it changes nothing: it only asks. */
  readonly isLooking?: boolean
}

/** A form that somebody filled in. What was left empty is missing. */
export type FilledForm = {
  readonly form: string
  readonly subject: string
  /** The version of what it is about that it was opened on; 0 where it is about nothing. */
  readonly revision: number
  readonly values: Readonly<Record<string, string>>
  /** The choice that its fields were for when it was sent. */
  readonly way?: Way
  /** What the platform calls the people who were picked, by account. */
  readonly names?: Readonly<Record<string, string>>
}

/** Tells whether the choice was changed after the fields were drawn for another one. */
export const isForAnotherWay = ({ way, values }: Pick<FilledForm, 'way' | 'values'>): boolean =>
  way !== undefined && (values[way.field] ?? '') !== way.chosen

/** The field that names the channel to act in, where a form is opened in a conversation of two. */
export const channelField = 'channel'

/** Takes the channel out of what was filled in: the door acts there. */
export const withoutChannel = (
  filled: FilledForm,
): { readonly channel: string | null; readonly filled: FilledForm } => {
  const { [channelField]: channel = '', ...values } = filled.values
  return channel === '' ? { channel: null, filled } : { channel, filled: { ...filled, values } }
}
