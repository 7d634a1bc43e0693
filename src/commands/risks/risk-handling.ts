import { noteCard } from '../../cards/language/plain-card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { noTransitionWords, type RiskAnswerLine, riskAnswerCard } from '../../cards/risks/risk-answer-card.ts'
import { actionWords, riskId } from '../../cards/risks/risk-words.ts'
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
import type { CommandContext, Outcome } from '../dispatch/command.ts'
import { isOutcome } from '../promotions/find-promotion.ts'
import { type FoundRisks, findRisks } from './find-risk.ts'

/** What people do to risks, as the audit calls it. */
export type RiskActionName = Exclude<RiskTransition['kind'], 'silence'> | 'comment' | 'undo' | 'correct'

/** A deed on the risks that somebody names, and its words. */
export type RiskHandling = {
  /** The names of risks, as they were said. */
  readonly said: readonly string[]
  /** The command, for an example in a question. */
  readonly command: string
  readonly deed: (record: RiskRecord) => RiskTransition
  /** What the thread of a card is told, between the person and the risk: `has taken`. */
  readonly told: string
  /** What the audit keeps beside. */
  readonly detail?: Readonly<Record<string, unknown>>
  /** The answer's title when so many risks were changed. */
  readonly title: (changed: number) => string
  /** The answer's line for a risk as it is afterwards. */
  readonly line: (before: RiskRecord, after: RiskRecord) => string
  readonly footer?: (first: RiskRecord) => string
  /** The card that was clicked does not show all there is to say. */
  readonly isToldApart?: (found: readonly RiskRecord[]) => boolean
}

/**
 * Does one thing to every risk that somebody names: each of them changes, or says why it does not; what changed is in the
 * audit, in the threads of its cards, and can be undone for ten minutes.
 */
export const handleRisks = async (context: CommandContext, handling: RiskHandling): Promise<Outcome> => {
  const named = await findRisks(context, handling.said, handling.command)
  return isOutcome(named) ? named : handleFound(context, named, handling)
}

/** Does one thing to risks that were found; `extra` is written with it and `undo` takes it back. */
export const handleFound = async (
  context: CommandContext,
  { found, changes }: Pick<FoundRisks, 'found' | 'changes'>,
  { deed, told, detail = {}, title, line, footer, isToldApart }: Omit<RiskHandling, 'said' | 'command'>,
  extra: { readonly changes: readonly Change[]; readonly undo: Partial<UndoOperation> } = { changes: [], undo: {} },
): Promise<Outcome> => {
  const outcomes = found.map((before) => ({ before, outcome: applyTransition(before, deed(before), context) }))
  const changed = outcomes.flatMap(({ before, outcome }) =>
    isRefusedTransition(outcome) ? [] : [{ before, after: outcome }],
  )
  const lines: readonly RiskAnswerLine[] = outcomes.map(({ before, outcome }) =>
    isRefusedTransition(outcome)
      ? { record: before, words: noTransitionWords(outcome, before, context) }
      : { record: outcome, words: line(before, outcome) },
  )
  const [first] = changed
  if (first === undefined)
    return {
      changes,
      reply: riskAnswerCard(noneTitle(context, found, outcomes[0]?.outcome), lines, context.today, null),
    }
  const kind = deed(first.before).kind as RiskActionName
  const stories = await Promise.all(
    changed.map(({ before, after: now }) =>
      handlingReported(context, now, kind, {
        detail: { ...detail, from: before.state, to: now.state, owner: now.owner?.name ?? null },
        before: standingOf(before),
        after: standingOf(now),
        words: told,
      }),
    ),
  )
  return {
    changes: [
      ...changes,
      ...changed.flatMap(({ before, after: now }) => keeping(context, before, now)),
      ...extra.changes,
      ...stories.flat(),
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
    isShown: changed.length === found.length && isToldApart?.(found) !== true,
    reply: riskAnswerCard(
      title(changed.length),
      lines,
      context.today,
      [footer?.(first.after), undoWords].filter(Boolean).join(' '),
    ),
  }
}

const undoWords = 'Undo within ten minutes: /shelfready undo.'

/** A risk that is acknowledged by this takes the one acknowledgement of its episode. */
const keeping = ({ person }: CommandContext, before: RiskRecord, record: RiskRecord): readonly Change[] => {
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
      ? 'Nothing changed: you have taken it already.'
      : 'Nothing changed: somebody was there before you.'

const mostNotes = 20
const mostStories = 3

/** What the audit keeps of something that was done about a risk, and what the threads of its cards are told. */
type Told = {
  readonly detail: Fields
  readonly words: string
  readonly before?: Fields | null
  readonly after?: Fields | null
}

/** Where a risk stands with people, as the audit keeps it. */
export const standingOf = ({ state, owner, snoozedUntil }: RiskRecord): Fields => ({
  state,
  owner: owner?.name ?? null,
  aside_until: snoozedUntil === null ? null : isoOf(snoozedUntil),
})

/** Keeps in the history of a risk's promotions what somebody did about it, and tells it in the threads of their cards. */
export const handlingReported = async (
  context: CommandContext,
  record: RiskRecord,
  action: RiskActionName,
  { detail, words, before = null, after: is = null }: Told,
): Promise<readonly Change[]> => {
  const { workspace, reach, person, now, today } = context
  const promotions = record.subject.promotions.map(({ promotionId }) => promotionId)
  const first = promotions.slice(0, mostStories)
  const copies = reach.edits
    ? (await loadLiveMessages(workspace, 'promotion', first)).filter(({ entity }) => first.includes(entity))
    : []
  const card = formattedForAll(() =>
    noteCard(`${person.name} ${words} ${riskId(record)}: ${actionWords(record.subject, record.orderBy, today)}.`),
  )
  return [
    { kind: 'reset-escalation', riskId: record.id },
    ...promotions
      .slice(0, mostNotes)
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
