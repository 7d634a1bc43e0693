import type { AnnouncedVerdict, DeferReason, DeferredAlert } from '../../domain/alerts/alert-policy.ts'
import type { Change } from '../../store/changes/change.ts'
import { type Hearing, hearingKey } from '../../store/delivery/announced-verdicts.ts'
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
  readonly release: (hearing: Hearing) => void
  readonly changes: () => readonly Change[]
}

/** Opens a ledger. `deferred` has the alerts that are deferred so far, by `hearingKey`; `now` is ISO text. */
export const openAlertLedger = (deferred: ReadonlyMap<string, DeferredAlert>, now: string): AlertLedger => {
  const told: (Hearing & { readonly told: AnnouncedVerdict })[] = []
  const held: (Hearing & { readonly held: DeferredAlert })[] = []
  const released: Hearing[] = []
  return {
    announce: (recipient, verdict) => told.push({ ...hearingOf(recipient), told: verdict }),
    defer: (recipient, reason, until, orders) => {
      const hearing = hearingOf(recipient)
      const { told: known, view } = recipient
      const alert = { from: known.verdict, to: view.readiness.verdict, reason, until, orders, at: now }
      if (!isSameAlert(deferred.get(hearingKey(hearing)), alert)) held.push({ ...hearing, held: alert })
    },
    release: (hearing) => {
      if (deferred.has(hearingKey(hearing))) released.push(hearing)
    },
    changes: () => [
      ...(told.length === 0 ? [] : [{ kind: 'tell' as const, rows: told }]),
      ...(held.length === 0 ? [] : [{ kind: 'hold' as const, rows: held }]),
      ...(released.length === 0 ? [] : [{ kind: 'release' as const, rows: released }]),
    ],
  }
}

/** Names a promotion in a channel. */
export const hearingOf = ({ channel, view }: AlertRecipient): Hearing => ({ channel, promotionId: view.promotionId })

/** Tells whether two deferred alerts differ in nothing but the moment at which they were deferred. */
const isSameAlert = (a: DeferredAlert | undefined, b: DeferredAlert): boolean =>
  a !== undefined && JSON.stringify({ ...a, at: '' }) === JSON.stringify({ ...b, at: '' })
