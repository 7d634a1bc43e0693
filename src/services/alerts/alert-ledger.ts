import type { AnnouncedVerdict, DeferReason, DeferredAlert } from '../../domain/alerts/alert-policy.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import type { Change } from '../../store/changes/change.ts'
import { type PromotionInChannel, promotionInChannelKey } from '../../store/delivery/announced-verdicts.ts'
import type { AlertRecipient } from './alert-recipients.ts'

/** Collects what is written about alerts besides their messages: announced verdicts, deferred alerts, and those no longer deferred. */
export type AlertLedger = {
  /** Records the verdict that a channel knows of a promotion from now on. */
  readonly announce: (recipient: AlertRecipient, told: AnnouncedVerdict) => void
  /** Defers an alert until a moment (ISO text), or until the promotion changes where that is null. */
  readonly defer: (
    recipient: AlertRecipient,
    reason: DeferReason,
    until: string | null,
    orders: DeferredAlert['orders'],
  ) => void
  /** Drops the deferred alert about a promotion in a channel, if there is one. */
  readonly release: (hearing: PromotionInChannel) => void
  readonly changes: () => readonly Change[]
}

/** Opens a ledger. `deferred` has the alerts that are deferred so far, by `hearingKey`; `now` is ISO text. */
export const openAlertLedger = (deferred: ReadonlyMap<string, DeferredAlert>, now: string): AlertLedger => {
  const told: (PromotionInChannel & { readonly announced: AnnouncedVerdict })[] = []
  const held: (PromotionInChannel & { readonly deferred: DeferredAlert })[] = []
  const released: PromotionInChannel[] = []
  return {
    announce: (recipient, verdict) => told.push({ ...hearingOf(recipient), announced: verdict }),
    defer: (recipient, reason, until, orders) => {
      const hearing = hearingOf(recipient)
      const { told: known, view } = recipient
      const alert = { from: known.verdict, to: view.readiness.verdict, reason, until, orders, at: now }
      if (!isSameAlert(deferred.get(promotionInChannelKey(hearing)), alert)) held.push({ ...hearing, deferred: alert })
    },
    release: (hearing) => {
      if (deferred.has(promotionInChannelKey(hearing))) released.push(hearing)
    },
    changes: () => [
      ...(told.length === 0 ? [] : [{ kind: 'keep-announced-verdicts' as const, rows: told }]),
      ...(held.length === 0 ? [] : [{ kind: 'defer-alerts' as const, rows: held }]),
      ...(released.length === 0 ? [] : [{ kind: 'release-alerts' as const, rows: released }]),
    ],
  }
}

/** Names a promotion in a channel. */
export const hearingOf = ({ channel, view }: AlertRecipient): PromotionInChannel => ({
  channel,
  promotionId: view.promotionId,
})

/** Tells whether two deferred alerts differ in nothing but the moment at which they were deferred. */
const isSameAlert = (a: DeferredAlert | undefined, b: DeferredAlert): boolean =>
  a !== undefined && haveSameFields(a, b, ['from', 'to', 'reason', 'until', 'orders'])
