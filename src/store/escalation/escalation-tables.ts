import type { Rung } from '../../domain/escalation/escalation.ts'

/** The tables of who is asked when nobody deals with a risk. */
export type EscalationTables = {
  /** Who was asked about a risk in an episode, once for each rung; an empty person where a risk opened without a word. */
  escalation_step: {
    workspace_id: number
    risk_id: number
    episode: number
    rung: Rung
    person_id: string
    person_name: string
    /** What the message is about in the outbox; empty where there is none. */
    message: string
    asked_at: string
    /** The business date of that moment. */
    asked_on: string
  }
  /** Who is asked after a person, or instead of them while they are away, and when they work. */
  standby: {
    workspace_id: number
    person_id: string
    backup_id: string | null
    backup_name: string | null
    delegate_id: string | null
    delegate_name: string | null
    /** The day they are back. */
    away_until_on: string | null
    /** Minutes after local midnight. */
    from_minute: number | null
    to_minute: number | null
    /** A set of weekdays, Monday = 1, Tuesday = 2 ... Sunday = 64. */
    days: number | null
  }
  /** Who plans for a channel, or for the company where no place is named; who is accountable for it. */
  duty: {
    workspace_id: number
    place: string
    duty: Duty
    person_id: string
    person_name: string
    set_by: string
    set_at: string
  }
  stopped_reminder: {
    workspace_id: number
    risk_id: number
    episode: number
    person_id: string
    stopped_at: string
  }
  /** When somebody last did something about a risk that was acknowledged. */
  risk_word: { workspace_id: number; risk_id: number; heard_at: string }
}

/** What somebody is there for. */
export type Duty = 'planner' | 'executive'
