import { noteCard } from '../../cards/language/plain-card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { actionWords } from '../../cards/risks/action-words.ts'
import { noTransitionWords, type RiskAnswerLine, riskAnswerCard } from '../../cards/risks/risk-answer-card.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { messageLifetimeMilliseconds } from '../../domain/policy.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import {
  applyTransition,
  handlingOf,
  isRefusedTransition,
  type RiskTransition,
} from '../../domain/risks/risk-transition.ts'
import type { UndoOperation } from '../../domain/risks/undo-entry.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadLiveMessages } from '../../store/delivery/live-messages.ts'
import { answer, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { findRisks } from './find-risk.ts'

/** What people do to risks, as the audit names it. */
type RiskActionName = Exclude<RiskTransition['kind'], 'silence'> | 'comment' | 'undo' | 'correct'

/** One transition on the risks that somebody names, and the words of its messages. */
type RiskHandling = {
  /** The names of the risks as they were typed. */
  readonly names: readonly string[]
  /** The command as it is typed, for an example in a question. */
  readonly command: string
  readonly transition: (record: RiskRecord) => RiskTransition
  /** The words between person and risk in the threads of the cards: `has taken`. */
  readonly announcement: string
  /** Further fields of the audit entry. */
  readonly detail?: Readonly<Record<string, unknown>>
  /** The title of the answer, for the changed risks by their numbers. */
  readonly title: (named: readonly string[]) => string
  /** The answer's words for a changed risk. */
  readonly line: (before: RiskRecord, after: RiskRecord) => string | null
  /** The verdict after what the risk asked for was done. */
  readonly verdict?: Verdict
  /** The card whose button was pressed does not show all of the answer, so that it is posted too. */
  readonly needsAnswer?: (found: readonly RiskRecord[]) => boolean
}

/**
 * Applies one transition to every risk that somebody names. Each risk changes or says why it does not. What changed is written
 * to the audit and to the threads of the cards, and can be undone for ten minutes.
 */
export const handleRisks = async (context: CommandContext, handling: RiskHandling): Promise<Outcome> => {
  const named = await findRisks(context, handling.names, handling.command)
  return named.ok ? handleFound(context, named.value, handling) : answer(named.error)
}

/** Applies one transition to risks that were found; `extra.changes` are written with it, and `extra.undo` says how they are undone. */
export const handleFound = async (
  context: CommandContext,
  found: readonly RiskRecord[],
  { transition, announcement, detail = {}, title, line, verdict, needsAnswer }: Omit<RiskHandling, 'names' | 'command'>,
  extra: { readonly changes: readonly Change[]; readonly undo: Partial<UndoOperation> } = { changes: [], undo: {} },
): Promise<Outcome> => {
  const outcomes = found.map((before) => ({ before, outcome: applyTransition(before, transition(before), context) }))
  const changed = outcomes.flatMap(({ before, outcome }) =>
    isRefusedTransition(outcome) ? [] : [{ before, after: outcome }],
  )
  const lines: readonly RiskAnswerLine[] = outcomes.map(({ before, outcome }) =>
    isRefusedTransition(outcome)
      ? { record: before, words: noTransitionWords(outcome, before, context) }
      : { record: outcome, words: line(before, outcome), ...(verdict === undefined ? {} : { verdict }) },
  )
  const [first] = changed
  if (first === undefined)
    return answer(riskAnswerCard(noneTitle(context, found, outcomes[0]?.outcome), lines, context.today, []))
  const kind = transition(first.before).kind as RiskActionName
  const announcements = await Promise.all(
    changed.map(({ before, after: now }) =>
      reportHandling(context, now, kind, {
        detail: { ...detail, from: before.state, to: now.state, owner: now.owner?.name ?? null },
        before: handlingFields(before),
        after: handlingFields(now),
        words: announcement,
      }),
    ),
  )
  return {
    changes: [
      ...changed.flatMap(({ before, after: now }) => riskChanges(context, before, now)),
      ...extra.changes,
      ...announcements.flat(),
      {
        kind: 'keep-undo-entry',
        entry: {
          personId: context.person.id,
          what: kind,
          undo: {
            risks: changed.map(({ before, after: now }) => ({
              id: before.id,
              before: handlingOf(before),
              after: handlingOf(now),
            })),
            orders: [],
            corrections: [],
            promotions: [],
            ...extra.undo,
          },
        },
      },
    ],
    isShown: changed.length === found.length && needsAnswer?.(found) !== true,
    reply: riskAnswerCard(
      title(changed.map(({ after: now }) => riskId(now))),
      lines,
      context.today,
      changed.map(({ after: now }) => now),
    ),
  }
}

/** Gives the changes that store a risk; one that is acknowledged by this also takes the single acknowledgement of its episode. */
const riskChanges = ({ person }: CommandContext, before: RiskRecord, record: RiskRecord): readonly Change[] => {
  const isAnswer =
    record.state === 'acknowledged' &&
    record.snoozedUntil === null &&
    (before.state === 'open' || before.episode < record.episode)
  return [
    ...(isAnswer ? [{ kind: 'acknowledge', riskId: record.id, episode: record.episode, person } as const] : []),
    { kind: 'keep-risk', risk: record },
  ]
}

const noneTitle = ({ person }: CommandContext, found: readonly RiskRecord[], why: unknown): string =>
  why !== 'taken'
    ? 'Nothing changed.'
    : found.every((record) => record.owner?.personId === person.id)
      ? 'Nothing changed: you already have it.'
      : 'Nothing changed: someone was faster.'

const mostEntries = 20
const mostThreads = 3

/** What is reported of an action on a risk: fields for the audit, and words for the threads of the cards. */
type Announcement = {
  readonly detail: Fields
  readonly words: string
  readonly before?: Fields | null
  readonly after?: Fields | null
}

/** Gives a risk's state, owner and snooze day as the audit stores them. */
export const handlingFields = ({ state, owner, snoozedUntil }: RiskRecord): Fields => ({
  state,
  owner: owner?.name ?? null,
  aside_until: snoozedUntil === null ? null : isoOf(snoozedUntil),
})

/** Gives the changes that report an action on a risk: audit entries of its promotions, and messages in the threads of their cards. */
export const reportHandling = async (
  context: CommandContext,
  record: RiskRecord,
  action: RiskActionName,
  { detail, words, before = null, after: is = null }: Announcement,
): Promise<readonly Change[]> => {
  const { workspace, reach, person, now, today } = context
  const promotions = record.subject.promotions.map(({ promotionId }) => promotionId)
  const first = promotions.slice(0, mostThreads)
  const copies = reach.edits
    ? (await loadLiveMessages(workspace, 'promotion', first)).filter(({ entity }) => first.includes(entity))
    : []
  const card = formattedForAll(() =>
    noteCard(`${person.name} ${words} ${riskId(record)}: ${actionWords(record.subject, record.orderBy, today)}.`),
  )
  return [
    { kind: 'reset-escalation', riskId: record.id },
    ...promotions
      .slice(0, mostEntries)
      .map((entity) =>
        auditEntry(context, { action, entity, before, after: is, detail: { risk: riskId(record), ...detail } }),
      ),
    ...copies
      .filter(({ channel }) => reach.reaches(channel))
      .map(
        ({ channel, entity }): Change => ({
          kind: 'post',
          channel,
          about: 'promotion',
          entity,
          card,
          notAfter: after(now, messageLifetimeMilliseconds),
          form: 'thread',
        }),
      ),
  ]
}
