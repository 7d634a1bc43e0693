import type { AnnouncedVerdict, DeferredAlert } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { MessageForm, Settlement } from '../../domain/delivery.ts'
import type { DailyRiskTotals } from '../../domain/digest/overview.ts'
import type { EscalationStep } from '../../domain/escalation/escalation.ts'
import type { Override } from '../../domain/promotions/override.ts'
import type { Correction } from '../../domain/risks/correction.ts'
import type { IntelligenceNote } from '../../domain/risks/intelligence.ts'
import type { ReportedOrder, ReportedOrderState } from '../../domain/risks/reported-order.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { UndoEntry } from '../../domain/risks/undo-entry.ts'
import type { Subscription } from '../channels/subscriptions.ts'
import type { PostKind } from '../database/schema.ts'
import type { Hearing } from '../delivery/announced-verdicts.ts'
import type { Copy } from '../delivery/live-messages.ts'
import type { Claim } from '../delivery/outbox.ts'
import type { Place } from '../delivery/places.ts'
import type { Duty } from '../escalation/escalation-tables.ts'
import type { Standby } from '../escalation/standby.ts'
import type { Cause } from '../feeds/alert-causes.ts'
import type { PromotionRow } from '../feeds/feed-rows.ts'
import type { Account } from '../people/accounts.ts'
import type { Giving } from '../people/roles.ts'

/** A message to post; it goes to the outbox and from there to its channel. */
export type Post = {
  readonly kind: 'post'
  readonly channel: string
  readonly about: PostKind
  readonly entity: string
  readonly card: unknown
  /** The moment before which it waits. */
  readonly notBefore?: string
  /** The moment after which it is no longer worth posting, or null. */
  readonly notAfter: string | null
  /** What a digest told, to compare the next one with. */
  readonly picture?: unknown
  /** Something else than a message of its own. */
  readonly form?: Exclude<MessageForm, 'post'>
  /** Whom it is for, where it is for one person alone. */
  readonly person?: string
  /** The message whose thread a private answer belongs to. */
  readonly thread?: string
  /** It is edited in place from now on: what it shows, to tell whether that has changed, and the verdict it told. */
  readonly living?: { readonly fingerprint: string; readonly verdict: Verdict | null }
  /** Why a message about changes is posted. */
  readonly cause?: Cause
}

/** A fact to write. `card`, `summary`, `picture` and `detail` are stored as JSON and given back as they were. */
export type Change =
  | Post
  | {
      readonly kind: 'write-promotion'
      readonly promotionId: string
      readonly rows: readonly PromotionRow[]
      /** The version that the change was decided on; 0 for a promotion that must not exist yet. */
      readonly basedOn: number
      readonly knownOn: string
    }
  | {
      readonly kind: 'keep-assessment'
      readonly promotionId: string
      readonly asOf: string
      readonly verdict: string
      readonly inputsHash: string
      readonly summary: unknown
    }
  | {
      readonly kind: 'note'
      readonly actor: string
      readonly place: string
      readonly action: string
      readonly entity: string
      readonly detail: unknown
    }
  /** A channel's morning of a local date, with its digest unless the channel wants nothing then. One a date, ever. */
  | {
      readonly kind: 'make-occurrence'
      readonly channel: string
      readonly day: Day
      readonly dueAt: string
      readonly post: Post | null
      /** The version of the subscription that it was owed by. */
      readonly basedOn: number
    }
  /** What a channel asked for; its version is that of what it replaces. */
  | { readonly kind: 'set-subscription'; readonly subscription: Subscription }
  /**
   * A channel or a person wants nothing there any more; the version is that of what ends, and a digest that waits is not
   * sent. The mornings that were made for it are made for where it moved to.
   */
  | {
      readonly kind: 'end-subscription'
      readonly channel: string
      readonly version: number
      readonly by: string
      readonly movedTo: string | null
    }
  /** A risk as it stands now; its version is that of what it replaces, its id 0 when it is new. */
  | { readonly kind: 'keep-risk'; readonly risk: RiskRecord }
  /** What was at risk on a day, by who had it; the first one of a day stays. */
  | { readonly kind: 'keep-risk-day'; readonly riskDay: DailyRiskTotals }
  /** The one acknowledgement of a risk's episode. */
  | {
      readonly kind: 'acknowledge'
      readonly riskId: number
      readonly episode: number
      readonly person: { readonly id: string; readonly name: string }
    }
  /** Who is asked about risks on a business date, in which message; null where nobody hears of it. */
  | {
      readonly kind: 'take-steps'
      readonly steps: readonly EscalationStep[]
      readonly message: string | null
      readonly on: Day
    }
  /** Somebody did something about a risk: it is not lying there. */
  | { readonly kind: 'heed-risk'; readonly riskId: number }
  /** Somebody wants no more reminders of risks in their episodes. */
  | {
      readonly kind: 'stop-reminding'
      readonly risks: readonly { readonly id: number; readonly episode: number }[]
      readonly personId: string
    }
  /** Who is asked for somebody, and when they work. */
  | { readonly kind: 'set-standby'; readonly personId: string; readonly standby: Standby }
  /** Who plans for a channel or for the company, or who is accountable for it. */
  | {
      readonly kind: 'set-duty'
      readonly duty: Duty
      readonly place: string
      readonly people: readonly { readonly id: string; readonly name: string }[]
      readonly by: string
    }
  /** What somebody did, as long as it can be undone. */
  | { readonly kind: 'keep-act'; readonly act: UndoEntry }
  /** What somebody did is undone. */
  | { readonly kind: 'strike-act'; readonly id: number }
  /** What somebody proposes, or what became of it; its version is that of what it replaces, 0 when it is new. */
  | { readonly kind: 'keep-decision'; readonly decision: Decision }
  /** An order that somebody tells of before a feed does. */
  | { readonly kind: 'keep-told-order'; readonly order: ReportedOrder }
  /** What becomes of orders that were told, all of which are in one of the states `from`. */
  | {
      readonly kind: 'settle-told-orders'
      readonly ids: readonly number[]
      readonly from: readonly ReportedOrderState[]
      readonly to: ReportedOrderState
    }
  /** What somebody says instead of a feed. */
  | { readonly kind: 'keep-correction'; readonly correction: Correction }
  /** Corrections no longer hold from an ISO date on. */
  | { readonly kind: 'withdraw-corrections'; readonly ids: readonly number[]; readonly on: string }
  /** How a claim of a message ended; its attempt is the fence. */
  | {
      readonly kind: 'settle'
      readonly claim: Claim
      readonly settlement: Settlement
      /** When its channel takes the next message, or null for at once. */
      readonly channelNotBefore: string | null
    }
  /** A newer card in the place of one that a channel sees. */
  | {
      readonly kind: 'redraw'
      readonly copy: Copy
      readonly card: unknown
      readonly fingerprint: string
      /** The moment before which the change waits; without, it is made at once. */
      readonly notBefore?: string
    }
  /** The verdict that the channels which have a promotion's card are told with this. */
  | { readonly kind: 'tell-verdict'; readonly promotionId: string; readonly verdict: Verdict }
  /** What channels have been told of promotions. */
  | { readonly kind: 'tell'; readonly rows: readonly (Hearing & { readonly told: AnnouncedVerdict })[] }
  /** What channels are not told of promotions yet, and why. */
  | { readonly kind: 'hold'; readonly rows: readonly (Hearing & { readonly held: DeferredAlert })[] }
  /** What was held back is told by now, or there is nothing to tell any more. */
  | { readonly kind: 'release'; readonly rows: readonly Hearing[] }
  /** Whom these batches concern has been told of what they changed. */
  | { readonly kind: 'hear'; readonly batches: readonly number[] }
  /** A request that was taken is answered. */
  | { readonly kind: 'strike-request'; readonly key: string }
  | { readonly kind: 'name-place'; readonly place: Place }
  /** What was put aside for a channel, or for one of these reasons, goes out after all. */
  | { readonly kind: 'revive'; readonly channel?: string; readonly reasons?: readonly string[] }
  /** An administrator lets a channel with people of other organisations hear what is posted. */
  | { readonly kind: 'share-place'; readonly place: Place; readonly sharedBy: string }
  /** How a person writes numbers and dates, and their own zone; what is missing stays. */
  | {
      readonly kind: 'set-choice'
      readonly personId: string
      readonly locale?: string | null
      readonly timeZone?: string | null
    }
  /** What somebody has heard that may change demand. */
  | { readonly kind: 'keep-intelligence'; readonly note: IntelligenceNote }
  /** A planner's own uplift, decided on what was said of the promotion before: the id of that, 0 for nothing. */
  | { readonly kind: 'keep-override'; readonly override: Override; readonly basedOn: number }
  /** An account as its platform tells of it. */
  | { readonly kind: 'keep-account'; readonly account: Account }
  /** An administrator says whose an account is: another one's, or its own. */
  | { readonly kind: 'link-account'; readonly account: string; readonly to: string | null; readonly by: string }
  /** The roles that an administrator gives to an account. */
  | ({ readonly kind: 'give-roles' } & Giving)
  /** An administrator lets roles count, or not. */
  | { readonly kind: 'switch-roles'; readonly isOn: boolean; readonly by: string }
  | { readonly kind: 'keep-conversation'; readonly place: string; readonly reference: unknown }
  /** The bot was taken out of a conversation, and of every one that belongs to a team where one is named. */
  | { readonly kind: 'leave-conversation'; readonly place: string; readonly teamId: string | null }
  /** The bot is back in a team: what waited for the conversations of it that it knows goes out. */
  | { readonly kind: 'return-to-team'; readonly teamId: string }
  /** A team or tenant that is connected to this company. */
  | { readonly kind: 'connect'; readonly platform: string; readonly externalId: string }
