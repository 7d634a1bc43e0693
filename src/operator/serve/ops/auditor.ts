import type { App } from '../../../app.ts'
import { errorMessage } from '../../../common/error-message.ts'
import { guardedFetch } from '../../../common/guarded-fetch.ts'
import { withTimeout } from '../../../common/with-timeout.ts'
import type { Secret } from '../../../config/secret.ts'
import type { Log } from '../log.ts'
import { hashOf } from './line-of.ts'

/** A company that is served, and how what waits for its channels is sent. */
type AuditedCompany = {
  readonly app: Pick<App, 'workspace' | 'lookForTrouble'>
  readonly posting: { readonly send: () => Promise<void> }
}

/** What auditing needs. */
export type Auditing = {
  readonly companies: () => readonly AuditedCompany[]
  /** Milliseconds from one look to the next; five minutes unless said. */
  readonly every?: number | undefined
  readonly heartbeatUrl: Secret | null
  readonly egress: readonly string[]
  readonly log: Log
  readonly onSurprise: (error: unknown) => void
}

/** Looks after a running service. */
export type Auditor = AsyncDisposable & {
  /** Looks at every company now, and calls the heartbeat where nothing is wrong. */
  readonly audit: () => Promise<void>
}

const auditMilliseconds = 5 * 60_000
/** One look takes no longer; a store or platform that keeps it waiting is a trouble itself. */
const longestAudit = 2 * 60_000
/** A look that is under way at the end is waited for so many milliseconds. */
const endingMilliseconds = 4_000
const heartbeatBytes = 100_000

/**
 * Looks for trouble every five minutes, in every process of the service: one that stands by notices that the one that posts
 * hangs. Administrators are told once; the heartbeat is called only while nothing is wrong.
 */
export const startAuditor = (auditing: Auditing): Auditor => {
  let auditingNow: Promise<void> | null = null
  const audit = (): Promise<void> => {
    auditingNow ??= auditAll(auditing).finally(() => {
      auditingNow = null
    })
    return auditingNow
  }
  const timer = setInterval(() => void audit(), auditing.every ?? auditMilliseconds)
  return {
    audit,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await withTimeout(auditingNow ?? Promise.resolve(), endingMilliseconds)
    },
  }
}

const auditAll = async (auditing: Auditing): Promise<void> => {
  const found = await Promise.all(auditing.companies().map((company) => auditOne(auditing, company)))
  if (found.every((isClean) => isClean)) await beat(auditing)
}

/** Answers whether nothing is wrong. */
const auditOne = async ({ log, onSurprise }: Auditing, { app, posting }: AuditedCompany): Promise<boolean> => {
  const workspace = hashOf(app.workspace.name)
  try {
    const trouble = await withTimeout(app.lookForTrouble(), longestAudit)
    if (trouble === null) {
      log.error('alarm', { workspace, check: 'audit', found: 'Looking for trouble did not end in two minutes.' })
      return false
    }
    const { wrong, begun, ended } = trouble
    for (const { check, about, found } of begun) log.error('alarm', { workspace, check, about, found })
    for (const { check, about, beganAt } of ended) log.info('alarm over', { workspace, check, about, since: beganAt })
    // Whatever hangs, the message about it must not wait for it.
    if (begun.length > 0 || ended.length > 0) void posting.send().catch(onSurprise)
    return wrong.length === 0
  } catch (error) {
    onSurprise(error)
    return false
  }
}

const beat = async ({ heartbeatUrl, egress, log }: Auditing): Promise<void> => {
  if (heartbeatUrl === null) return
  try {
    const { status, body } = await guardedFetch({ url: heartbeatUrl.reveal(), egress, mostBytes: heartbeatBytes })
    for await (const _ of body) {
      // The answer is of no interest, but its connection is to be free again.
    }
    if (status >= 400) log.warn('heartbeat', { status })
  } catch (error) {
    log.warn('heartbeat', { reason: errorMessage(error) })
  }
}
