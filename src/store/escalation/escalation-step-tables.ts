import type { Rung } from '../../domain/escalation/escalation.ts'

/** Who was asked about a risk, and what stops or restarts that. */
export type EscalationStepTables = {
  /** One rung of one episode; the person is empty where a risk reopened without a message. */
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
  /** When somebody last acted on an acknowledged risk: its escalation begins anew from there. */
  escalation_reset: { workspace_id: number; risk_id: number; reset_at: string }
  /** A person who wants no more reminders of a risk in an episode. */
  stopped_reminder: {
    workspace_id: number
    risk_id: number
    episode: number
    person_id: string
    stopped_at: string
  }
}
