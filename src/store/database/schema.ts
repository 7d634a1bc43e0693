import type { LostNumberTable } from '../backups/lost-number-table.ts'
import type { AuditTable } from '../changes/audit-table.ts'
import type { RequestTables } from '../changes/request-tables.ts'
import type { UndoEntryTable } from '../changes/undo-entry-table.ts'
import type { ChannelTable } from '../channels/channel-table.ts'
import type { SubscriptionTables } from '../channels/subscription-tables.ts'
import type { DecisionTable } from '../decisions/decision-table.ts'
import type { AnnouncedVerdictTable } from '../delivery/announced-verdict-table.ts'
import type { ConversationTable } from '../delivery/conversation-table.ts'
import type { DeferredAlertTable } from '../delivery/deferred-alert-table.ts'
import type { DigestSnapshotTable } from '../delivery/digest-snapshot-table.ts'
import type { InstallationTable } from '../delivery/installation-table.ts'
import type { LiveMessageTable } from '../delivery/live-message-table.ts'
import type { OutboxTable } from '../delivery/outbox-table.ts'
import type { AlarmTables } from '../doctor/alarm-table.ts'
import type { DutyTable } from '../escalation/duty-table.ts'
import type { EscalationStepTables } from '../escalation/escalation-step-tables.ts'
import type { StandbyTable } from '../escalation/standby-table.ts'
import type { LearningTables } from '../facts/learning-tables.ts'
import type { BatchTables } from '../feeds/batch-tables.ts'
import type { FeedTables } from '../feeds/feed-tables.ts'
import type { DoorTables } from '../imports/door-tables.ts'
import type { TokenTables } from '../imports/token-tables.ts'
import type { LinkTables } from '../links/link-tables.ts'
import type { PeopleTables } from '../people/people-tables.ts'
import type { RoleTables } from '../people/role-tables.ts'
import type { PresentTables } from '../present/present-tables.ts'
import type { ReviewTables } from '../promotion-reviews/review-tables.ts'
import type { AssessmentTable } from '../promotions/assessment-table.ts'
import type { CorrectionTable } from '../promotions/correction-table.ts'
import type { IntelligenceTable } from '../promotions/intelligence-table.ts'
import type { OrderMarkTable } from '../promotions/order-mark-table.ts'
import type { ReadinessItemTable } from '../promotions/readiness-item-table.ts'
import type { ReportedOrderTable } from '../promotions/reported-order-table.ts'
import type { SetShareTable } from '../promotions/set-share-table.ts'
import type { UpliftOverrideTable } from '../promotions/uplift-override-table.ts'
import type { DailyRiskTotalTable } from '../risks/daily-risk-total-table.ts'
import type { RiskTables } from '../risks/risk-tables.ts'
import type { ScorecardTables } from '../scorecard/scorecard-tables.ts'
import type { WebhookTables } from '../webhooks/webhook-tables.ts'
import type { WorkspaceTables } from './workspace-tables.ts'

/** Every table as Kysely knows it; made by the files in `migrations/`. */
export type Schema = WorkspaceTables &
  AuditTable &
  RequestTables &
  UndoEntryTable &
  ChannelTable &
  SubscriptionTables &
  DecisionTable &
  AnnouncedVerdictTable &
  ConversationTable &
  DeferredAlertTable &
  DigestSnapshotTable &
  InstallationTable &
  LiveMessageTable &
  OutboxTable &
  AlarmTables &
  DutyTable &
  EscalationStepTables &
  StandbyTable &
  LearningTables &
  BatchTables &
  FeedTables &
  DoorTables &
  LinkTables &
  PeopleTables &
  TokenTables &
  RoleTables &
  AssessmentTable &
  CorrectionTable &
  IntelligenceTable &
  OrderMarkTable &
  ReportedOrderTable &
  ReadinessItemTable &
  SetShareTable &
  UpliftOverrideTable &
  DailyRiskTotalTable &
  PresentTables &
  RiskTables &
  ReviewTables &
  ScorecardTables &
  WebhookTables &
  LostNumberTable
