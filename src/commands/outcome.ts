import type { Card } from '../cards/card.ts'
import type { Day } from '../domain/day.ts'
import type { Policy } from '../domain/readiness.ts'
import type { Change } from '../store/apply.ts'
import type { Workspace } from '../store/workspace.ts'
import type { Word } from './words.ts'

/** What a command comes to: the facts to write, and what to answer. Both happen, or neither. */
export type Outcome = { readonly changes: readonly Change[]; readonly reply: Card }

/** Everything a command may know beside what the store holds. */
export type Asked = {
  readonly workspace: Workspace
  readonly policy: Policy
  readonly today: Day
  /** The moment, as ISO text. */
  readonly now: string
  readonly person: { readonly id: string; readonly name: string }
  readonly place: string
  readonly words: readonly Word[]
}

/** One thing a person can ask for: how it is said, what it does, one real example. */
export type Command = {
  /** The first words, such as `promo add`. */
  readonly name: string
  readonly usage: string
  readonly does: string
  readonly example: string
  readonly run: (asked: Asked) => Promise<Outcome>
}

/** Answers without writing anything. */
export const answer = (reply: Card): Outcome => ({ changes: [], reply })
