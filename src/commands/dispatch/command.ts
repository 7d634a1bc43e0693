import type { Card } from '../../cards/language/card.ts'
import type { Finding } from '../../domain/doctor/finding.ts'
import type { Right, Role } from '../../domain/people/permission.ts'
import type { Work } from '../../domain/people/work.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import type { Table } from '../../parsing/pasted-table.ts'
import type { Word } from '../../parsing/words.ts'
import type { Context } from '../../services/context.ts'
import type { Change } from '../../store/changes/change.ts'
import type { KnownUser } from '../../store/people/accounts.ts'

/** What a command decides: the changes to write, and the reply. Both are committed together. */
export type Outcome = {
  readonly changes: readonly Change[]
  readonly reply: Card
  /** The card whose button was pressed shows the result, so that no separate answer is posted. */
  readonly isShown?: boolean
}

/** What a command works with beside the store: who asks, in which roles and channel, and with which words. */
export type CommandContext = Context & {
  /** Every account of the person; the one they ask with comes first. */
  readonly accounts: KnownUser['accounts']
  /** The roles in which they may act here. */
  readonly roles: readonly Role[]
  readonly areRolesOn: boolean
  /** The ids of the accounts that the configuration names as administrators. */
  readonly administrators: readonly string[]
  /** Where people reach the HTTP interface, without a slash at the end; null where nobody does. */
  readonly webUrl: string | null
  /** The language tag by which the person writes numbers and dates; null where they have not chosen one. */
  readonly locale: string | null
  /** The time zone the person has chosen; null where they have not. */
  readonly ownZone: string | null
  /** What the person does here; null while they have not said. */
  readonly work: Work | null
  /** The channel's id. */
  readonly place: string
  /** The channel includes people of other organisations. */
  readonly isShared: boolean
  readonly words: readonly Word[]
  readonly table: Table | null
  /** The version of the thing whose button was pressed; null for typed words. */
  readonly revision: number | null
  /** Checks settings, platforms and store, and gives what was found, the worst first. */
  readonly examine: () => Promise<readonly Finding[]>
  /** Called after each write, so that new messages are posted at once. */
  readonly onWritten: () => void
}

/** An argument of a command: a positional word, written in capitals, or `key:value`. */
export type Argument = {
  readonly name: string
  /** An example of a value, such as `+60%`; null for a positional word. */
  readonly value: string | null
  readonly says: string
  readonly isNeeded?: boolean
}

/** One thing that a person can ask for: its name and arguments, the right it needs, examples for help, and what it does. */
export type Command = {
  /** The first words, such as `promo add`. */
  readonly name: string
  /** Other names. */
  readonly aliases?: readonly string[]
  readonly takes: readonly Argument[]
  /** It takes a table pasted below the command. */
  readonly takesTable?: boolean
  readonly does: string
  readonly examples: readonly [string, ...string[]]
  readonly right: Right
  /** Its answer goes to the one who asks alone, also in a channel. */
  readonly isPersonal?: boolean
  /** It stores the account of whoever asks, though it changes nothing else. */
  readonly introduces?: boolean
  /** It acts while it runs, not by what it hands back: it must not run twice, nor with a mistake in its words. */
  readonly actsAtOnce?: boolean
  /** It changes nothing, and its answer is the same for everybody until something is written or the day changes. */
  readonly isLasting?: boolean
  readonly run: (context: CommandContext) => Promise<Outcome>
}

/** Makes an outcome that replies and changes nothing. */
export const answer = (reply: Card): Outcome => ({ changes: [], reply })

/** Lists every name a command answers to. */
export const namesOf = ({ name, aliases = [] }: Pick<Command, 'name' | 'aliases'>): readonly string[] => [
  name,
  ...aliases,
]

/** Writes how a command is typed, `promo list [page:2]`. */
export const usageOf = ({ name, takes }: Pick<Command, 'name' | 'takes'>): string =>
  [
    name,
    ...takes.map((argument) => (argument.isNeeded ? argumentUsage(argument) : `[${argumentUsage(argument)}]`)),
  ].join(' ')

/** Writes how an argument is typed, `page:2`. */
export const argumentUsage = ({ name, value }: Argument): string => (value === null ? name : `${name}:${value}`)

/** Lists the keys a command takes. */
export const keysOf = ({ takes }: Pick<Command, 'takes'>): readonly string[] =>
  takes.flatMap(({ name, value }) => (value === null ? [] : [name]))

/** Gives the time zone in which moments are written for a person: their chosen one, else their platform's, else the given one. */
export const zoneOf = ({
  ownZone,
  accounts,
  timeZone,
}: Pick<CommandContext, 'ownZone' | 'accounts' | 'timeZone'>): string => {
  const ofPlatform = accounts[0]?.timeZone ?? null
  return ownZone ?? (ofPlatform === null ? null : timeZoneNamed(ofPlatform)) ?? timeZone
}
