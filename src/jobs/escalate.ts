import { fingerprintOf } from '../cards/card.ts'
import { escalationCard } from '../cards/escalation-card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { riskId } from '../cards/risk-words.ts'
import { type Day, mondayToFriday } from '../domain/day.ts'
import { after } from '../domain/delivery.ts'
import { type Colleague, type EscalationStep, isAskedAbout, type Office } from '../domain/escalation.ts'
import { type Asking, dueEscalation, freeAfter } from '../domain/escalation-plan.ts'
import type { RiskRecord } from '../domain/risk.ts'
import { timeZoneNamed } from '../domain/time-zone.ts'
import { usualHours, workingTime } from '../domain/working-time.ts'
import { apply } from '../store/apply.ts'
import type { Change } from '../store/change.ts'
import {
  type Escalated,
  loadEscalated,
  loadHolidays,
  loadKnown,
  loadPromotionChannels,
  messageKey,
  stoppedKey,
} from '../store/escalation.ts'
import { loadRisks } from '../store/risks.ts'
import { loadDuties, loadStandbys, noStandby } from '../store/standby.ts'
import { loadSubscriptions } from '../store/subscriptions.ts'
import type { Workspace } from '../store/workspace.ts'

/** What asking people needs. */
export type Escalating = {
  readonly workspace: Workspace
  readonly now: () => Temporal.Instant
  readonly today: () => Day
  /** The zone of the business dates, in which the company counts its working time. */
  readonly timeZone: string
  readonly moneyFloor: number
  /** Tells the inboxes that the platform which is served reaches. */
  readonly reaches: (channel: string) => boolean
}

/** A daily cap looks back over the day of whoever is ahead or behind. */
const toldMilliseconds = 3 * 24 * 60 * 60 * 1_000

/**
 * Asks whoever is next about the risks that nobody deals with, as they are kept: each person once for all that is due, in
 * one transaction with the steps that are taken. What is due is worked out anew each time; what changed meanwhile is left
 * for the next time.
 */
export const escalate = async (escalating: Escalating): Promise<void> => {
  const { workspace } = escalating
  const records = [...(await loadRisks(workspace, [])).values()].filter(isAskedAbout)
  if (records.length === 0) return
  const instant = escalating.now()
  const now = instant.toString({ smallestUnit: 'millisecond' })
  const moment = { now, today: escalating.today(), at: instant.epochMilliseconds }
  const escalated = await loadEscalated(workspace, after(now, -toldMilliseconds))
  const { office, inboxOf } = await openOffice(escalating, records, escalated)
  const taken = (record: RiskRecord) => escalated.steps.get(record.id) ?? []
  const { messages, opened, steps } = dueEscalation(records, taken, office, moment)
  if (steps.length === 0) return
  const changes: Change[] = opened.map((risk) => ({ kind: 'keep-risk', risk }))
  const unheard = steps.filter(({ personId }) => personId === '')
  if (unheard.length > 0) changes.push({ kind: 'take-steps', steps: unheard, message: null, on: moment.today })
  for (const { to, asking } of messages) {
    const account = inboxOf(to.id)
    if (account === null) continue
    const [channel, entity] = [`@${account}`, entityOf(asking, now)]
    const card = writtenForAll(() => escalationCard(asking, { id: to.id, name: to.name, account }, moment.today))
    changes.push(
      {
        kind: 'take-steps',
        steps: steps.filter(({ personId }) => personId === to.id),
        message: messageKey(channel, entity),
        on: moment.today,
      },
      {
        kind: 'post',
        channel,
        about: 'escalation',
        entity,
        card,
        notAfter: after(now, to.working.until(moment.at) - moment.at),
        living: { fingerprint: fingerprintOf(card), verdict: null },
      },
    )
  }
  await apply(workspace, [...changes, ...notesOf(steps, records)], null, now)
}

const mostNamed = 5

/** Names what a message is about, once for each person and moment. */
const entityOf = (asking: readonly Asking[], now: string): string => {
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
        kind: 'note',
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

type OpenOffice = { readonly office: Office; readonly inboxOf: (personId: string) => string | null }

/** Brings together who can be asked, when they work, and how often they were told. */
const openOffice = async (
  { workspace, today, timeZone, moneyFloor, reaches }: Escalating,
  records: readonly RiskRecord[],
  { told, stopped, heard }: Escalated,
): Promise<OpenOffice> => {
  const [known, standbys] = [await loadKnown(workspace), await loadStandbys(workspace)]
  const [duties, channels] = [await loadDuties(workspace), await loadPromotionChannels(workspace)]
  const holidays = await loadHolidays(workspace, today())
  const names = new Map(
    [
      ...duties,
      ...[...standbys.values()].flatMap(({ backup, delegate }) => [backup, delegate]),
      ...records.map(({ owner }) => (owner === null ? null : { id: owner.personId, name: owner.name })),
    ].flatMap((one) => (one === null ? [] : [[one.id, one.name] as const])),
  )
  // The terminal keeps no accounts: there people are reached by their own id.
  const accountsOf = (id: string) => {
    const { accounts = [] } = known.get(id) ?? {}
    return accounts.length > 0 ? accounts : [id]
  }
  const inboxOf = (id: string) => accountsOf(id).find((account) => reaches(`@${account}`)) ?? null
  const made = new Map<string, Colleague | null>()
  const make = (id: string): Colleague | null => {
    if (inboxOf(id) === null) return null
    const { backup, delegate, awayUntil, hours } = standbys.get(id) ?? noStandby
    const zone = timeZoneNamed(known.get(id)?.timeZone ?? '') ?? timeZone
    return {
      id,
      name: known.get(id)?.name ?? names.get(id) ?? id,
      awayUntil,
      backup: backup?.id ?? null,
      delegate: delegate?.id ?? null,
      working: workingTime(
        hours === null ? usualHours(zone) : { ...hours, timeZone: zone },
        (day) => holidays.has(day) || (awayUntil !== null && day < awayUntil),
      ),
    }
  }
  const planning = Map.groupBy(
    duties.filter(({ duty }) => duty === 'planner'),
    ({ place }) => place,
  )
  const plannersOf = (place: string) => (planning.get(place) ?? []).map(({ id }) => id)
  // A promotion of a feed has no card: the channels whose digest tells of it are those that are subscribed.
  const subscribed = (await loadSubscriptions(workspace)).filter(({ state }) => state === 'active')
  const others = [...new Set(subscribed.flatMap(({ channel }) => plannersOf(channel)))]
  const office: Office = {
    clock: workingTime({ ...usualHours(timeZone), days: mondayToFriday }, (day) => holidays.has(day)),
    moneyFloor,
    colleague: (id) => {
      const colleague = made.has(id) ? (made.get(id) ?? null) : make(id)
      made.set(id, colleague)
      return colleague
    },
    planners: ({ subject }) => {
      const own = subject.promotions.flatMap(({ promotionId }) => (channels.get(promotionId) ?? []).flatMap(plannersOf))
      return [[...new Set(own)], plannersOf(''), others].find((some) => some.length > 0) ?? []
    },
    executive: duties.find(({ duty }) => duty === 'executive')?.id ?? null,
    freeFrom: (colleague, from) => freeAfter(told.get(colleague.id) ?? [], colleague, from),
    heardAt: ({ id }) => heard.get(id) ?? null,
    hasStopped: ({ id, episode }, personId) => stopped.has(stoppedKey(id, episode, personId)),
  }
  return { office, inboxOf }
}
