import type { Policy } from '../domain/assessment/readiness.ts'
import { type Day, isoOf } from '../domain/day.ts'
import type { Workspace } from '../store/database/workspace.ts'
import { heardBy, type Moment } from '../store/facts/cut-offs.ts'
import { loadVisibility, type Visibility } from '../store/feeds/visibility.ts'

/** The channels that the connected platform can post to, and whether it can change a message once posted. */
export type Reach = {
  readonly reaches: (channel: string) => boolean
  readonly edits: boolean
}

/** One human: the id of their first account, and the name they go by here. */
export type Person = { readonly id: string; readonly name: string }

/** What a use case works with: whose data, by which policy, on which day and moment, for whom and where. */
export type Context = {
  readonly workspace: Workspace
  readonly policy: Policy
  /** The workspace's zone, for channels that have not chosen one. */
  readonly timeZone: string
  readonly today: Day
  /** The moment, as ISO text. */
  readonly now: string
  /** Nothing counts that came in or was said after the moment. */
  readonly isPast?: boolean
  readonly reach: Reach
  readonly person: Person
  /** The channel's name as people know it. */
  readonly placeName: string
}

/** Gives the moment of a request: on its own day, order cut-off hours that have passed count. */
export const momentOf = ({ now, timeZone, isPast = false }: MomentContext): Moment => ({ now, timeZone, isPast })

/** Loads which rows exist for a judgement as of the day and moment of a context. */
export const visibilityFor = (context: MomentContext & Pick<Context, 'workspace' | 'today'>): Promise<Visibility> =>
  loadVisibility(context.workspace, isoOf(context.today), heardBy(momentOf(context)))

/** What the moment of a judgement is read from. */
export type MomentContext = Pick<Context, 'now' | 'timeZone' | 'isPast'>
