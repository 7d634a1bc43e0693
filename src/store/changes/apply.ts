import { nameChannel, shareChannel } from '../channels/channel-names.ts'
import { makeOccurrence } from '../channels/occurrences.ts'
import { endSubscription, setSubscription } from '../channels/subscriptions.ts'
import { type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { keepDecision } from '../decisions/decisions.ts'
import { announceVerdict, keepAnnouncedVerdicts } from '../delivery/announced-verdicts.ts'
import { keepConversation, leaveConversation, returnToTeam } from '../delivery/conversations.ts'
import { keepDeferredAlerts, releaseDeferredAlerts } from '../delivery/deferred-alerts.ts'
import { completeRequest } from '../delivery/inbox.ts'
import { connect } from '../delivery/installations.ts'
import { updateLiveMessage } from '../delivery/live-messages.ts'
import { recordDelivery, requeueParked } from '../delivery/outbox.ts'
import { postUnlessWelcomed } from '../delivery/post-message.ts'
import { keepEscalationSteps, resetEscalation, stopReminding } from '../escalation/escalation.ts'
import { setDuty, setStandby } from '../escalation/standby.ts'
import { markBatchesAnnounced } from '../feeds/unannounced-batches.ts'
import { keepFeedPromise } from '../imports/feed-promises.ts'
import { keepSharedLink, revokeSharedLinks } from '../links/shared-links.ts'
import { keepAccount, linkAccount } from '../people/accounts.ts'
import { setPreferences } from '../people/people.ts'
import { giveRoles, switchRoles } from '../people/roles.ts'
import { keepReviewAnswer } from '../promotion-reviews/review-answers.ts'
import { keepReview, keepReviewShown } from '../promotion-reviews/reviews.ts'
import { keepAssessment } from '../promotions/assessments.ts'
import { keepCorrection, withdrawCorrections } from '../promotions/corrections.ts'
import { endIntelligence, keepIntelligence } from '../promotions/intelligence.ts'
import { keepBegunNote, keepNoteScore, overruleNoteScore } from '../promotions/intelligence-scores.ts'
import { keepOrderMark, withdrawOrderMarks } from '../promotions/order-marks.ts'
import { keepOverride } from '../promotions/overrides.ts'
import { addReadinessItem, settleReadinessItem } from '../promotions/readiness-items.ts'
import { keepReportedOrder, updateReportedOrders } from '../promotions/reported-orders.ts'
import { keepShare, withdrawShares } from '../promotions/set-shares.ts'
import { writePromotion } from '../promotions/write-promotion.ts'
import { makeReview } from '../reviews/reviews-made.ts'
import { keepDailyRiskTotals } from '../risks/daily-risk-totals.ts'
import { keepAcknowledgement, keepRisk } from '../risks/risks.ts'
import { keepTold } from '../webhooks/webhooks.ts'
import { keepAuditEntry } from './audit.ts'
import type { Change } from './change.ts'
import { keepRequestReceipt, type RequestReceipt } from './request-receipts.ts'
import { keepUndoEntry, markUndone } from './undo-entries.ts'

/** Writes one change. Answers false, and nothing of the request is written, when what it was decided on has changed since. */
type Write<C extends Change> = (writer: Writer, change: C) => Promise<unknown>

/** What writes each kind of change. */
const writes: { readonly [K in Change['kind']]: Write<Extract<Change, { kind: K }>> } = {
  acknowledge: keepAcknowledgement,
  'add-readiness-item': addReadinessItem,
  'announce-verdict': announceVerdict,
  audit: keepAuditEntry,
  'complete-request': completeRequest,
  connect,
  'defer-alerts': keepDeferredAlerts,
  'end-subscription': endSubscription,
  'give-roles': giveRoles,
  'keep-account': keepAccount,
  'keep-announced-verdicts': keepAnnouncedVerdicts,
  'keep-assessment': keepAssessment,
  'keep-conversation': keepConversation,
  'keep-correction': keepCorrection,
  'keep-daily-risk-totals': keepDailyRiskTotals,
  'keep-decision': keepDecision,
  'keep-escalation-steps': keepEscalationSteps,
  'keep-feed-promise': keepFeedPromise,
  'overrule-note-score': overruleNoteScore,
  'end-intelligence': endIntelligence,
  'keep-begun-note': keepBegunNote,
  'keep-intelligence': keepIntelligence,
  'keep-note-score': keepNoteScore,
  'keep-order-mark': keepOrderMark,
  'keep-override': keepOverride,
  'keep-reported-order': keepReportedOrder,
  'keep-review': keepReview,
  'keep-review-answer': keepReviewAnswer,
  'keep-review-shown': keepReviewShown,
  'keep-risk': keepRisk,
  'keep-shared-link': keepSharedLink,
  'keep-share': keepShare,
  'keep-told': keepTold,
  'keep-undo-entry': keepUndoEntry,
  'leave-conversation': leaveConversation,
  'link-account': linkAccount,
  'make-occurrence': makeOccurrence,
  'make-review': makeReview,
  'mark-batches-announced': markBatchesAnnounced,
  'mark-undone': markUndone,
  'name-channel': nameChannel,
  post: postUnlessWelcomed,
  'record-delivery': recordDelivery,
  'release-alerts': releaseDeferredAlerts,
  'requeue-parked': requeueParked,
  'reset-escalation': resetEscalation,
  'return-to-team': returnToTeam,
  'revoke-shared-links': revokeSharedLinks,
  'set-duty': setDuty,
  'set-preferences': setPreferences,
  'set-standby': setStandby,
  'set-subscription': setSubscription,
  'share-channel': shareChannel,
  'settle-readiness-item': settleReadinessItem,
  'stop-reminding': stopReminding,
  'switch-roles': switchRoles,
  'update-live-message': updateLiveMessage,
  'update-reported-orders': updateReportedOrders,
  'withdraw-corrections': withdrawCorrections,
  'withdraw-order-marks': withdrawOrderMarks,
  'withdraw-shares': withdrawShares,
  'write-promotion': writePromotion,
}

/**
 * Writes a request's changes, its audit entries, its messages to post and its receipt in one immediate transaction: all or
 * nothing. Answers `stale` and writes nothing when what the changes were decided on has changed since, or when a
 * request of the same key was answered in between; load and decide again.
 */
export const apply = async (
  workspace: Workspace,
  changes: readonly Change[],
  receipt: RequestReceipt | null,
  now: string,
): Promise<'applied' | 'stale'> => {
  try {
    await writeTogether(workspace, now, async (writer) => {
      for (const change of changes) unlessStale(await write(writer, change))
      if (receipt !== null) unlessStale(await keepRequestReceipt(writer, receipt))
    })
    return 'applied'
  } catch (error) {
    if (error === stale) return 'stale'
    throw error
  }
}

const write = <C extends Change>(writer: Writer, change: C): Promise<unknown> =>
  (writes[change.kind] as unknown as Write<C>)(writer, change)

/** Thrown to roll the transaction back. */
const stale = Symbol('stale')

const unlessStale = (written: unknown) => {
  if (written === false) throw stale
}
