import type { Card } from '../../cards/language/card.ts'
import type { Right, Role } from '../../domain/people/permission.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import type { Table } from '../../parsing/pasted-table.ts'
import type { Word } from '../../parsing/words.ts'
import type { Context } from '../../services/context.ts'
import type { Change } from '../../store/changes/change.ts'
import type { KnownUser } from '../../store/people/accounts.ts'

/** What a command comes to: the facts to write, and what to answer. Both happen, or neither. */
export type Outcome = {
  readonly changes: readonly Change[]
  readonly reply: Card
  /** The card that was clicked shows it: the one who clicked needs no answer beside. */
  readonly isShown?: boolean
}

/** What a command works with, beside what the store holds: who asks, in which channel, as what, and with which words. */
export type CommandContext = Context & {
  /** Every account of the person, the one they ask with first. */
  readonly accounts: KnownUser['accounts']
  /** The roles in which they may act here. */
  readonly roles: readonly Role[]
  readonly areRolesOn: boolean
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
  /** How the person has said they write numbers and dates, as a language tag, or null when they have not. */
  readonly locale: string | null
  /** The zone the person has said they are in, or null. */
  readonly ownZone: string | null
  /** The channel's id. */
  readonly place: string
  /** The channel includes people of other organisations. */
  readonly isShared: boolean
  readonly words: readonly Word[]
  readonly table: Table | null
  /** The version of what a button was pressed about; null where words were typed. */
  readonly revision: number | null
}

/** Something a command can be told: a word in its place, written in capitals, or `key:value`. */
export type Argument = {
  readonly name: string
  /** What a value looks like, such as `+60%`; null for a word in its place. */
  readonly value: string | null
  readonly says: string
  readonly isNeeded?: boolean
}

/** One thing a person can ask for: how it is said, who may, what it does, real examples. Help and completion come from it. */
export type Command = {
  /** The first words, such as `promo add`. */
  readonly name: string
  /** Other first words for the same. */
  readonly aliases?: readonly string[]
  readonly takes: readonly Argument[]
  /** Rows pasted below the command are taken. */
  readonly takesTable?: boolean
  readonly does: string
  readonly examples: readonly [string, ...string[]]
  readonly right: Right
  /** Its answer is for the one who asks alone, wherever they ask. */
  readonly isPersonal?: boolean
  /** Whoever asks is kept, though nothing else is written. */
  readonly introduces?: boolean
  /** It writes nothing, and its answer is the same for everybody until something is written or a day has passed. */
  readonly isLasting?: boolean
  readonly run: (asked: CommandContext) => Promise<Outcome>
}

/** Answers without writing anything. */
export const answer = (reply: Card): Outcome => ({ changes: [], reply })

/** Says how a command is written, `promo list [page:2]`. */
export const usageOf = ({ name, takes }: Pick<Command, 'name' | 'takes'>): string =>
  [name, ...takes.map((argument) => (argument.isNeeded ? formOf(argument) : `[${formOf(argument)}]`))].join(' ')

/** Says how an argument is written, `page:2`. */
export const formOf = ({ name, value }: Argument): string => (value === null ? name : `${name}:${value}`)

/** Lists the keys a command takes. */
export const keysOf = ({ takes }: Pick<Command, 'takes'>): readonly string[] =>
  takes.flatMap(({ name, value }) => (value === null ? [] : [name]))

/** Gives the zone in which somebody reads moments: the one they chose, else the one their platform tells, else the given one. */
export const zoneOf = ({
  ownZone,
  accounts,
  timeZone,
}: Pick<CommandContext, 'ownZone' | 'accounts' | 'timeZone'>): string => {
  const told = accounts[0]?.timeZone ?? null
  return ownZone ?? (told === null ? null : timeZoneNamed(told)) ?? timeZone
}
