import { escalationCard } from '../../cards/escalation/escalation-card.ts'
import { fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import type { Day } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { type EscalationStep, isAskedAbout } from '../../domain/escalation/escalation.ts'
import { type AskedRisk, type DueEscalation, dueEscalation } from '../../domain/escalation/escalation-plan.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadEscalationHistory, messageKey } from '../../store/escalation/escalation.ts'
import { keeperOf } from '../present/present.ts'
import { type DirectoryContext, openEscalationDirectory } from './escalation-directory.ts'

/** What escalating risks needs. */
export type EscalationContext = DirectoryContext & { readonly now: () => Temporal.Instant }

/** The daily cap of questions looks back so far, to cover the present day in every time zone. */
const toldMilliseconds = 3 * 24 * 60 * 60 * 1_000

/** Asks the next person about each risk that nobody deals with. */
export type Escalator = { readonly escalate: () => Promise<void> }

/** What is due is computed at least this often: a launch that begins, or somebody who returns, changes it although nothing was written. */
const longestMilliseconds = 60 * 60 * 1_000

/** Opens the escalator of a process. While nothing is written and nothing is due, a call costs nothing. */
export const openEscalator = (context: EscalationContext): Escalator => {
  const { workspace, now, today } = context
  let quiet: { readonly version: string; readonly day: Day; readonly since: number; readonly until: number } | null =
    null
  return {
    escalate: async () => {
      const [version, day, at] = [await workspace.database.version(), today(), now().epochMilliseconds]
      if (quiet?.version === version && quiet.day === day && at >= quiet.since && at < quiet.until) return
      quiet = null
      const next = await escalate(context)
      quiet = { version, day, since: at, until: Math.min(next, at + longestMilliseconds) }
    },
  }
}

/**
 * Asks the next person about each stored risk that nobody deals with. Each person gets one message about all that is due,
 * written in one transaction with the steps taken. What is due is computed each time; a risk that changed meanwhile waits
 * for the next time. Answers the moment at which something is due next, in milliseconds since 1970.
 */
const escalate = async (context: EscalationContext): Promise<number> => {
  const { workspace } = context
  const { picture } = keeperOf(workspace)
  await picture.refresh()
  const records = [...picture.records().values()].filter(isAskedAbout).toSorted((a, b) => a.id - b.id)
  if (records.length === 0) return Number.POSITIVE_INFINITY
  const instant = context.now()
  const now = instant.toString({ smallestUnit: 'millisecond' })
  const moment = { now, today: context.today(), at: instant.epochMilliseconds }
  const escalated = await loadEscalationHistory(workspace, after(now, -toldMilliseconds))
  const { directory, inboxOf } = await openEscalationDirectory(context, records, escalated)
  const taken = (record: RiskRecord) => escalated.steps.get(record.id) ?? []
  const due = dueEscalation(records, taken, directory, moment)
  if (due.steps.length > 0)
    await apply(workspace, [...changesOf(due, inboxOf, moment), ...notesOf(due.steps, records)], null, now)
  return due.next
}

/** Gives the changes of an escalation: the risks that reopen, the steps taken, and a message to each person. */
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

/** Names what a message is about; unique for each person and moment. */
const entityOf = (asking: readonly AskedRisk[], now: string): string => {
  const named = asking.slice(0, mostNamed).map(({ record }) => riskId(record))
  const more = asking.length > mostNamed ? [`${asking.length - mostNamed} more`] : []
  return `${[...named, ...more].join(', ')} at ${now}`
}

const mostNotes = 20

/** Makes the entries in the history of a risk's promotions about who was asked. */
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
