import { escalationCard } from '../../cards/escalation/escalation-card.ts'
import { fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { riskId } from '../../cards/risks/risk-words.ts'
import type { Day } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { type EscalationStep, isAskedAbout } from '../../domain/escalation/escalation.ts'
import { type AskedRisk, type DueEscalation, dueEscalation } from '../../domain/escalation/escalation-plan.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadEscalationHistory, messageKey } from '../../store/escalation/escalation.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import { type DirectoryContext, openEscalationDirectory } from './escalation-directory.ts'

/** What asking people needs. */
export type Escalating = DirectoryContext & { readonly now: () => Temporal.Instant }

/** A daily cap looks back over the day of whoever is ahead or behind. */
const toldMilliseconds = 3 * 24 * 60 * 60 * 1_000

/** Asks whoever is next about the risks that nobody deals with. */
export type Escalator = { readonly escalate: () => Promise<void> }

/** A launch that begins, or somebody who comes back, may change what is due without anything being written. */
const longestMilliseconds = 60 * 60 * 1_000

/** Opens the escalator of a process: as long as nothing was written and nothing is due, a look costs nothing. */
export const openEscalator = (escalating: Escalating): Escalator => {
  const { workspace, now, today } = escalating
  let quiet: { readonly version: string; readonly day: Day; readonly since: number; readonly until: number } | null =
    null
  return {
    escalate: async () => {
      const [version, day, at] = [workspace.database.version(), today(), now().epochMilliseconds]
      if (quiet?.version === version && quiet.day === day && at >= quiet.since && at < quiet.until) return
      quiet = null
      const next = await escalate(escalating)
      quiet = { version, day, since: at, until: Math.min(next, at + longestMilliseconds) }
    },
  }
}

/**
 * Asks whoever is next about the risks that nobody deals with, as they are kept: each person once for all that is due, in
 * one transaction with the steps that are taken. What is due is worked out anew each time; what changed meanwhile is left
 * for the next time. Answers the moment at which something is due next, in milliseconds since 1970.
 */
const escalate = async (escalating: Escalating): Promise<number> => {
  const { workspace } = escalating
  const records = [...(await loadRisks(workspace, [])).values()].filter(isAskedAbout)
  if (records.length === 0) return Number.POSITIVE_INFINITY
  const instant = escalating.now()
  const now = instant.toString({ smallestUnit: 'millisecond' })
  const moment = { now, today: escalating.today(), at: instant.epochMilliseconds }
  const escalated = await loadEscalationHistory(workspace, after(now, -toldMilliseconds))
  const { office, inboxOf } = await openEscalationDirectory(escalating, records, escalated)
  const taken = (record: RiskRecord) => escalated.steps.get(record.id) ?? []
  const due = dueEscalation(records, taken, office, moment)
  if (due.steps.length > 0)
    await apply(workspace, [...changesOf(due, inboxOf, moment), ...notesOf(due.steps, records)], null, now)
  return due.next
}

/** What asking comes to: the risks that open again, the steps that are taken, and a message to each person. */
const changesOf = (
  { messages, opened, steps }: DueEscalation,
  inboxOf: (personId: string) => string | null,
  { now, today, at }: { readonly now: string; readonly today: Day; readonly at: number },
): readonly Change[] => {
  const unheard = steps.filter(({ personId }) => personId === '')
  return [
    ...opened.map((risk): Change => ({ kind: 'keep-risk', risk })),
    ...(unheard.length === 0
      ? []
      : [{ kind: 'keep-escalation-steps', steps: unheard, message: null, on: today } as const]),
    ...messages.flatMap(({ to, asking }): readonly Change[] => {
      const account = inboxOf(to.id)
      if (account === null) return []
      const [channel, entity] = [`@${account}`, entityOf(asking, now)]
      const card = formattedForAll(() => escalationCard(asking, { id: to.id, name: to.name, account }, today))
      const own = steps.filter(({ personId }) => personId === to.id)
      return [
        { kind: 'keep-escalation-steps', steps: own, message: messageKey(channel, entity), on: today },
        {
          kind: 'post',
          channel,
          about: 'escalation',
          entity,
          card,
          notAfter: after(now, to.working.until(at) - at),
          living: { fingerprint: fingerprintOf(card), verdict: null },
        },
      ]
    }),
  ]
}

const mostNamed = 5

/** Names what a message is about, once for each person and moment. */
const entityOf = (asking: readonly AskedRisk[], now: string): string => {
  const named = asking.slice(0, mostNamed).map(({ record }) => riskId(record))
  const more = asking.length > mostNamed ? [`${asking.length - mostNamed} more`] : []
  return `${[...named, ...more].join(', ')} at ${now}`
}

const mostNotes = 20

/** Keeps in the history of a risk's promotions who was asked. */
const notesOf = (steps: readonly EscalationStep[], records: readonly RiskRecord[]): readonly Change[] =>
  [...Map.groupBy(steps, ({ riskId: id, rung }) => `${id} ${rung === 'silence'}`).values()].flatMap((own) => {
    const [first] = own as [EscalationStep]
    const record = records.find(({ id }) => id === first.riskId)
    return (record?.subject.promotions ?? []).slice(0, mostNotes).map(
      ({ promotionId }): Change => ({
        kind: 'audit',
        actor: 'shelfready',
        place: '',
        action: first.rung === 'silence' ? 'silence' : 'escalate',
        entity: promotionId,
        detail: {
          risk: record === undefined ? '' : riskId(record),
          episode: first.episode,
          asked: own.flatMap(({ name, personId }) => (personId === '' ? [] : [name])),
          as: [...new Set(own.map(({ rung }) => rung))],
          owner: record?.owner?.name ?? null,
        },
      }),
    )
  })
