import type { NameChannel, ShareChannel } from '../channels/channel-names.ts'
import type { MakeOccurrence } from '../channels/occurrences.ts'
import type { EndSubscription, SetSubscription } from '../channels/subscriptions.ts'
import type { KeepDecision } from '../decisions/decisions.ts'
import type { AnnounceVerdict, KeepAnnouncedVerdicts } from '../delivery/announced-verdicts.ts'
import type { KeepConversation, LeaveConversation, ReturnToTeam } from '../delivery/conversations.ts'
import type { DeferAlerts, ReleaseAlerts } from '../delivery/deferred-alerts.ts'
import type { OutboxMessage } from '../delivery/enqueue.ts'
import type { CompleteRequest } from '../delivery/inbox.ts'
import type { Connect } from '../delivery/installations.ts'
import type { UpdateLiveMessage } from '../delivery/live-messages.ts'
import type { RecordDelivery, RequeueParked } from '../delivery/outbox.ts'
import type { KeepEscalationSteps, ResetEscalation, StopReminding } from '../escalation/escalation.ts'
import type { SetDuty, SetStandby } from '../escalation/standby.ts'
import type { MarkBatchesAnnounced } from '../feeds/unannounced-batches.ts'
import type { KeepFeedPromise } from '../imports/feed-promises.ts'
import type { KeepSharedLink, RevokeSharedLinks } from '../links/shared-links.ts'
import type { KeepAccount, LinkAccount } from '../people/accounts.ts'
import type { SetPreferences } from '../people/people.ts'
import type { GiveRoles, SwitchRoles } from '../people/roles.ts'
import type { KeepReviewAnswer } from '../promotion-reviews/review-answers.ts'
import type { KeepReview, KeepReviewShown } from '../promotion-reviews/reviews.ts'
import type { KeepAssessment } from '../promotions/assessments.ts'
import type { KeepCorrection, WithdrawCorrections } from '../promotions/corrections.ts'
import type { EndIntelligence, KeepIntelligence } from '../promotions/intelligence.ts'
import type { KeepBegunNote, KeepNoteScore, OverruleNoteScore } from '../promotions/intelligence-scores.ts'
import type { KeepOrderMark, WithdrawOrderMarks } from '../promotions/order-marks.ts'
import type { KeepOverride } from '../promotions/overrides.ts'
import type { AddReadinessItem, SettleReadinessItem } from '../promotions/readiness-items.ts'
import type { KeepReportedOrder, UpdateReportedOrders } from '../promotions/reported-orders.ts'
import type { KeepShare, WithdrawShares } from '../promotions/set-shares.ts'
import type { WritePromotion } from '../promotions/write-promotion.ts'
import type { MakeReview } from '../reviews/reviews-made.ts'
import type { KeepDailyRiskTotals } from '../risks/daily-risk-totals.ts'
import type { Acknowledge, KeepRisk } from '../risks/risks.ts'
import type { KeepTold } from '../webhooks/webhooks.ts'
import type { KeepAuditEntry } from './audit.ts'
import type { KeepUndoEntry, MarkUndone } from './undo-entries.ts'

/** A fact to write, of any kind; each kind is declared beside the function that writes it. */
export type Change =
  | AddReadinessItem
  | SettleReadinessItem
  | Acknowledge
  | AnnounceVerdict
  | CompleteRequest
  | Connect
  | DeferAlerts
  | EndIntelligence
  | EndSubscription
  | GiveRoles
  | KeepAccount
  | KeepAnnouncedVerdicts
  | KeepAssessment
  | KeepAuditEntry
  | KeepBegunNote
  | KeepConversation
  | KeepCorrection
  | KeepDailyRiskTotals
  | KeepDecision
  | KeepEscalationSteps
  | KeepFeedPromise
  | KeepIntelligence
  | KeepNoteScore
  | KeepOrderMark
  | KeepOverride
  | KeepReportedOrder
  | KeepReview
  | KeepReviewAnswer
  | KeepReviewShown
  | KeepRisk
  | KeepSharedLink
  | KeepShare
  | KeepTold
  | KeepUndoEntry
  | LeaveConversation
  | LinkAccount
  | MakeOccurrence
  | MakeReview
  | MarkBatchesAnnounced
  | MarkUndone
  | NameChannel
  | OutboxMessage
  | OverruleNoteScore
  | RecordDelivery
  | ReleaseAlerts
  | RequeueParked
  | ResetEscalation
  | ReturnToTeam
  | RevokeSharedLinks
  | SetDuty
  | SetPreferences
  | SetStandby
  | SetSubscription
  | ShareChannel
  | StopReminding
  | SwitchRoles
  | UpdateLiveMessage
  | UpdateReportedOrders
  | WithdrawCorrections
  | WithdrawOrderMarks
  | WithdrawShares
  | WritePromotion
